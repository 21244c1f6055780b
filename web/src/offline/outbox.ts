/** Acts that wait for the connection, in the browser's database: each sealed already, so that it can be sent twice and counts once. */
import { get, promisifyRequest, update, type UseStore } from 'idb-keyval';
import type { SealedEntry } from '../../../src/vocabulary/entries.ts';
import { base } from '../api/base.ts';

export type WaitingAct = {
  readonly address: string;
  /** As it is sent: a sealed entry, and a comment's words. */
  readonly body: SealedEntry & { readonly words?: { readonly salt: string; readonly text: string } };
  /** Whether it has to wait: until then it is on its way, and nothing to speak of. */
  readonly tried: boolean;
  /** Whether it was sent at least once, so that it may have arrived; undefined of what an earlier app kept: that may be. */
  readonly sent?: boolean;
  /** What became of it when it was sent; null: it wasn't yet. */
  readonly refused: { readonly code: string; readonly detail?: string } | null;
};

/** Acts of one collective that wait in one browser: a person who says more than this without a connection needs one. */
export const waitingMax = 200;

/** In the order in which they were sealed; undefined where that can't be read, which isn't the same as none. */
export async function waitingActs(): Promise<readonly WaitingAct[] | undefined> {
  return await get<readonly WaitingAct[]>(base, store()).then((acts = []) => acts, () => undefined);
}

/** Resolves once it is on disk, to whether it is: some browsers keep nothing, and there is a most. */
export async function keepAct(act: WaitingAct): Promise<boolean> {
  let isIn = false;
  const isWritten = await change((acts) => {
    isIn = acts.length < waitingMax;
    return isIn ? [...acts, act] : acts;
  });
  return isWritten && isIn;
}

export async function dropAct(id: string): Promise<boolean> {
  return await change((acts) => acts.filter((act) => idOf(act) !== id));
}

/** All of a member's. */
export async function dropActsOf(member: string): Promise<boolean> {
  return await change((acts) => acts.filter(({ body: { entry } }) => entry.by !== member));
}

export async function noteTried(id: string): Promise<boolean> {
  return await change((acts) => acts.map((act) => (idOf(act) === id ? { ...act, tried: true } : act)));
}

export async function noteSent(id: string): Promise<boolean> {
  return await change((acts) => acts.map((act) => (idOf(act) === id ? { ...act, sent: true } : act)));
}

export async function noteRefused(id: string, refused: WaitingAct['refused']): Promise<boolean> {
  return await change((acts) => acts.map((act) => (idOf(act) === id ? { ...act, refused } : act)));
}

export function idOf({ body: { entry } }: WaitingAct): string {
  return entry.id;
}

/** Called when something changed, here or in another tab. Gives back what ends it. */
export function watchActs(changed: () => void): () => void {
  const told = 'BroadcastChannel' in globalThis ? new BroadcastChannel(channelName) : null;
  told?.addEventListener('message', changed);
  watching.add(changed);
  return () => {
    told?.close();
    watching.delete(changed);
  };
}

const watching = new Set<() => void>();
const channelName = `frankpledge-outbox ${base}`;

async function change(how: (acts: readonly WaitingAct[]) => readonly WaitingAct[]): Promise<boolean> {
  try {
    await update<readonly WaitingAct[]>(base, (acts = []) => how(acts), store());
  } catch {
    return false;
  }
  for (const changed of watching) changed();
  if ('BroadcastChannel' in globalThis) {
    const telling = new BroadcastChannel(channelName);
    telling.postMessage('changed');
    telling.close();
  }
  return true;
}

let opened: Promise<IDBDatabase> | undefined;

/** As idb-keyval's own, but on disk before it says so. */
function store(): UseStore {
  return async (mode, work) => {
    opened ??= openDatabase().catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return await work((await opened).transaction('acts', mode, { durability: 'strict' }).objectStore('acts'));
  };
}

async function openDatabase(): Promise<IDBDatabase> {
  const asked = indexedDB.open('frankpledge-outbox', 1);
  asked.onupgradeneeded = () => { asked.result.createObjectStore('acts'); };
  const database = await promisifyRequest(asked);
  database.onclose = () => { opened = undefined; };
  return database;
}
