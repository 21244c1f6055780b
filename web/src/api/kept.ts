/**
 * What was last known, in the browser's database: the app opens with it at once, also where there is no connection. It belongs to whoever read
 * it, by the mark that the server gives every browser that it lets in: another member in the same browser never sees it, and neither does who signed out.
 */
import { dehydrate, hydrate, type DehydratedState } from '@tanstack/react-query';
import { createStore, del, get, set, type UseStore } from 'idb-keyval';
import { base } from './base.ts';
import { client, letGo } from './client.ts';
import { isOwed } from './owed.ts';

type Kept = {
  readonly reader: string;
  /** The app's own files: an older app's answers may have other shapes. */
  readonly app: string;
  readonly state: DehydratedState;
};

/** At least this long between two copies. */
const everyMs = 5000;

let opened: UseStore | undefined;
const store = (): UseStore => opened ??= createStore('frankpledge-known', 'answers');
let reader = readerHere();
let due: ReturnType<typeof setTimeout> | undefined;

/** Once, before anything is drawn. A browser that keeps nothing, as some private windows, begins with nothing. */
export async function recall(): Promise<void> {
  const kept = await get<Kept>(base, store()).catch(() => undefined);
  if (kept !== undefined && kept.reader === reader && kept.app === appHere()) hydrate(client, kept.state);
  client.getQueryCache().subscribe(({ type }) => {
    if (type === 'updated' || type === 'removed') due ??= setTimeout(keep, everyMs);
  });
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden' && due !== undefined) keep(); });
}

/** Whether somebody else reads from now on: then nothing of what was known is left, here or on the disk. */
export async function isOtherReader(): Promise<boolean> {
  if (readerHere() === reader) return false;
  reader = readerHere();
  await forgetAll();
  return true;
}

/** When a session is over, or is ended. */
export async function forgetAll(): Promise<void> {
  clearTimeout(due);
  due = undefined;
  for (const query of client.getQueryCache().getAll()) {
    if (query.getObserversCount() === 0) client.getQueryCache().remove(query);
    else query.reset();
  }
  await del(base, store()).catch(() => undefined);
}

function keep(): void {
  clearTimeout(due);
  due = undefined;
  if (isOwed()) return;
  if (readerHere() !== reader) return void isOtherReader();
  letGo();
  void set(base, { reader, app: appHere(), state: answersHere() } satisfies Kept, store()).catch(() => undefined);
}

/** What was answered, also where the server couldn't be reached since; what it refused is no answer. */
function answersHere(): DehydratedState {
  const { queries } = dehydrate(client, { shouldDehydrateQuery: ({ state: { data, error } }) => data !== undefined && (error === null || isUnreached(error)) });
  return { mutations: [], queries: queries.map((query) => ({ ...query, state: { ...query.state, error: null, fetchFailureReason: null, status: 'success' } })) };
}

function isUnreached(error: unknown): boolean {
  return (error as { readonly code?: unknown }).code === 'unreachable';
}

/** The marks of all collectives that this browser reads at this address: nobody's name is in them. */
function readerHere(): string {
  return document.cookie.split('; ').filter((each) => each.startsWith('frankpledge-reader-')).sort().join('; ');
}

/** The entry's file is named by its content and that of all that it loads. */
function appHere(): string {
  return document.querySelector<HTMLScriptElement>('script[type=module][src]')?.src ?? '';
}
