/** What the app's own modules ask of a browser, without one: its database and storage in memory, and a server that a test plays. Import it before them. */
import 'fake-indexeddb/auto';

type Answer = (address: string, init: RequestInit) => Response | Promise<Response>;

let answer: Answer = () => Promise.reject(new TypeError('nobody answers'));

function storage(): Storage {
  const kept = new Map<string, string>();
  return {
    get length() { return kept.size; },
    key: (place) => [...kept.keys()][place] ?? null, getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value), removeItem: (name) => void kept.delete(name), clear: () => kept.clear(),
  };
}

const page = { pathname: '/', origin: 'https://linden.example', host: 'linden.example', hostname: 'linden.example', hash: '', replace: () => undefined, reload: () => undefined };
for (const [name, value] of Object.entries({ location: page, document: { cookie: '', documentElement: { dataset: {} } }, localStorage: storage(), isSecureContext: true, fetch: (address: string, init: RequestInit = {}) => Promise.resolve(answer(address, init)) })) {
  Object.defineProperty(globalThis, name, { configurable: true, writable: true, value });
}

/** @param play null: no connection */
export function serve(play: Answer | null): void {
  answer = play ?? (() => Promise.reject(new TypeError('nobody answers')));
}

export function json(value: unknown, status = 200): Response {
  return new Response(JSON.stringify(value), { status });
}

export function refusedAs(code: string, status: number, message = 'why'): Response {
  return json({ error: { code, message, hint: 'what to do' } }, status);
}

/** The browser keeps nothing, and gives nothing out, for as long as `work` takes. */
export async function withoutStore<T>(work: () => Promise<T>): Promise<T> {
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = () => { throw new DOMException('the quota is used up', 'QuotaExceededError'); };
  try {
    return await work();
  } finally {
    IDBDatabase.prototype.transaction = transaction;
  }
}
