/** What this browser remembers of logs: its keys, the head that it cosigned last, the head that it checked last. */
import type { SeenHead } from './messages.ts';

export type KeyKind = 'tab' | 'replayed';
export type StoredKey = { readonly name: string; readonly seed: Uint8Array };

/** Shared by all tabs of one address. Rejects when the browser keeps nothing, as in some private windows. */
export type TrustStore = {
  /** The key of that kind; `made` becomes it where there is none yet. */
  key(kind: KeyKind, made: StoredKey): Promise<StoredKey>;
  /** The signed note that was cosigned last. */
  held(origin: string): Promise<string | undefined>;
  /**
   * Puts `next` in the place of `expected`, durable when it resolves.
   * @returns false when something else is there: another tab came between
   */
  compareAndSet(origin: string, expected: string | undefined, next: string): Promise<boolean>;
  /** The last one of each log at each address. */
  seen(): Promise<readonly SeenHead[]>;
  keepSeen(seen: SeenHead): Promise<void>;
};

const name = 'frankpledge-trust';
const version = 1;

export async function openStore(): Promise<TrustStore> {
  const database = await open();
  /** `work` gets the object store and a way to answer; the answer counts once the whole transaction is on disk. */
  const within = <T>(store: 'keys' | 'heads' | 'seen', mode: IDBTransactionMode, work: (store: IDBObjectStore, answer: (value: T) => void) => void): Promise<T> =>
    new Promise((resolve, reject) => {
      const transaction = database.transaction(store, mode, { durability: 'strict' });
      let answered: { readonly value: T } | undefined;
      const fail = (): void => reject(transaction.error ?? new Error('the browser gave up storing'));
      transaction.oncomplete = () => (answered === undefined ? fail() : resolve(answered.value));
      transaction.onerror = fail;
      transaction.onabort = fail;
      work(transaction.objectStore(store), (value) => { answered = { value }; });
    });
  return {
    key: (kind, made) => within('keys', 'readwrite', (keys, answer) => {
      taken(keys.get(kind), (known: StoredKey | undefined) => {
        if (known === undefined) keys.put(made, kind);
        answer(known ?? made);
      });
    }),
    held: (origin) => within('heads', 'readonly', (heads, answer) => taken(heads.get(origin), answer)),
    compareAndSet: (origin, expected, next) => within('heads', 'readwrite', (heads, answer) => {
      taken(heads.get(origin), (held: string | undefined) => {
        if (held === expected) heads.put(next, origin);
        answer(held === expected);
      });
    }),
    seen: () => within('seen', 'readonly', (seen, answer) => taken(seen.getAll(), answer)),
    keepSeen: (head) => within('seen', 'readwrite', (seen, answer) => taken(seen.put(head, seenName(head)), () => answer(undefined))),
  };
}

/** What an earlier app kept is under the log's name alone. */
function seenName({ address, origin }: SeenHead): string {
  return address === undefined ? origin : `${origin} ${address}`;
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(name, version);
    asked.onupgradeneeded = () => { for (const store of ['keys', 'heads', 'seen']) asked.result.createObjectStore(store); };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error ?? new Error('the browser keeps no database here'));
  });
}

function taken<T>(request: IDBRequest<T>, use: (value: T) => void): void {
  request.onsuccess = () => use(request.result);
}
