/** One question to the API and its answer, as codes: also for a service worker, which has no texts. */
import { base } from './base.ts';
import { underway } from './underway.ts';
import { noteVersion } from './version.ts';

export type Exchanged =
  | { readonly ok: true; readonly value: unknown }
  /** `unreachable`: no answer came, or none of this server's. */
  | { readonly ok: false; readonly code: string; readonly detail?: string };

/** Codes that say nothing of what was asked: it may have been done, the answer being lost or too early; or not, and may be done later. */
const open: ReadonlySet<string> = new Set(['unreachable', 'busy', 'stopped', 'fault']);

export function isOpen(code: string): boolean {
  return open.has(code);
}

/** @param root of the collective that is asked, where it isn't the one that is looked at */
export async function exchange(address: string, init: RequestInit, root: string = base): Promise<Exchanged> {
  // What is asked for alone can be asked again.
  return init.method === undefined ? await answered(address, init, root) : await underway(() => answered(address, init, root));
}

/** As {@link exchange}, of what is asked for alone: a file, as it is. */
export async function exchangeText(address: string): Promise<{ readonly ok: true; readonly value: string } | Failed> {
  return await answered(address, {}, base, (response) => response.text());
}

type Failed = Extract<Exchanged, { readonly ok: false }>;

async function answered<T = unknown>(address: string, init: RequestInit, root: string, read = (response: Response): Promise<T> => response.json() as Promise<T>): Promise<{ readonly ok: true; readonly value: T } | Failed> {
  try {
    const response = await fetch(`${root}${address}`, init);
    noteVersion(response);
    return response.ok ? { ok: true, value: await read(response) } : refusedIn(await response.json());
  } catch {
    return { ok: false, code: 'unreachable' };
  }
}

export function asPost(body: unknown): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function refusedIn(body: unknown): Failed {
  const { code, message } = (body as { readonly error?: { readonly code?: unknown; readonly message?: unknown } } | null)?.error ?? {};
  // What stands in front of a server answers in its own words while the server is away.
  if (typeof code !== 'string') return { ok: false, code: 'unreachable' };
  return { ok: false, code, ...(typeof message === 'string' ? { detail: message } : {}) };
}
