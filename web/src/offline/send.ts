/** Sends what waits, in order, from one tab at a time. */
import { asPost, exchange } from '../api/exchange.ts';
import { base } from '../api/base.ts';
import { fateOf, type Fate } from './fate.ts';
import { dropAct, idOf, keepAct, noteRefused, noteSent, noteTried, waitingActs, type WaitingAct } from './outbox.ts';

const lockName = `frankpledge-outbox ${base}`;

/** Longest that is waited for an answer: then it is sent again, which counts once. */
export const answerMaxMs = 30_000;

/** `kept`: it waits here, and goes out by itself. */
export type Sent = Fate & { readonly kept: boolean };

/** Sends all that waits, also what a page that was closed had on its way. Resolves to whether nothing waits any more. */
export async function sendWaiting(): Promise<boolean> {
  await noteLeft();
  await oneAtATime(sendInOrder);
  return (await waitingActs())?.some(waits) === false;
}

/**
 * Kept before it is sent: a page that is closed, or a connection that breaks before the answer, loses nothing. What was said before goes first.
 * @returns what became of it; `open` where that isn't known, with the code `unsure` where it was sent and couldn't be kept
 */
export async function sendOrKeep(act: Pick<WaitingAct, 'address' | 'body'>): Promise<Sent> {
  return await onItsWay(act.body.entry.id, async () => {
    const kept = await keepAct({ ...act, tried: false, sent: false, refused: null });
    return await oneAtATime(() => sendBehind(act, kept));
  });
}

async function sendBehind(act: Pick<WaitingAct, 'address' | 'body'>, kept: boolean): Promise<Sent> {
  const { entry: { id } } = act.body;
  const stuck = await sendInOrder();
  if (stuck === null && kept) await noteSent(id);
  const fate = stuck ?? await fateOfSending(act);
  if (!kept) return fate.is === 'open' && stuck === null ? { is: 'open', code: 'unsure', kept } : { ...fate, kept };
  await (fate.is === 'open' ? noteTried(id) : dropAct(id));
  return { ...fate, kept: fate.is === 'open' };
}

/** Until one isn't answered: resolves to what is known of that one, or to null. */
async function sendInOrder(): Promise<Fate & { readonly is: 'open' } | null> {
  const done = new Set<string>();
  for (;;) {
    const next = (await waitingActs())?.find((act) => waits(act) && !done.has(idOf(act)));
    if (next === undefined) return null;
    const id = idOf(next);
    if (next.sent === false) await noteSent(id);
    const fate = await fateOfSending(next);
    if (fate.is === 'open') return fate;
    done.add(id);
    await (fate.is === 'done' ? dropAct(id) : noteRefused(id, refusedAs(fate)));
  }
}

function waits({ tried, refused }: WaitingAct): boolean {
  return tried && refused === null;
}

function refusedAs({ code, detail }: Fate & { readonly is: 'refused' }): WaitingAct['refused'] {
  return { code, ...(detail === undefined ? {} : { detail }) };
}

async function fateOfSending({ address, body }: Pick<WaitingAct, 'address' | 'body'>): Promise<Fate> {
  return fateOf(await exchange(address, { ...asPost(body), signal: AbortSignal.timeout(answerMaxMs) }));
}

/** `withdrawn`: it was never sent. `maybe_sent`: it may have arrived all the same. `gone`: it isn't here any more. `kept`: the browser doesn't let go of it. */
export type Withdrawn = 'withdrawn' | 'maybe_sent' | 'gone' | 'kept';

/** What is being sent is waited for first. */
export async function withdrawAct(id: string): Promise<Withdrawn> {
  return await oneAtATime(async () => {
    const act = (await waitingActs())?.find((each) => idOf(each) === id);
    if (act === undefined) return 'gone';
    if (!await dropAct(id)) return 'kept';
    return act.sent === false && hasLocks() ? 'withdrawn' : 'maybe_sent';
  });
}

/** What a page that was closed had on its way has to wait from now on. */
export async function noteLeft(): Promise<void> {
  for (const act of await waitingActs() ?? []) {
    if (!act.tried && await isLeft(idOf(act))) await noteTried(idOf(act));
  }
}

/** Acts that this page has on their way. */
const own = new Set<string>();

/** As long as it is being done, no other tab takes the act for one that was left. */
async function onItsWay<T>(id: string, work: () => Promise<T>): Promise<T> {
  own.add(id);
  try {
    return hasLocks() ? await navigator.locks.request(`${lockName} ${id}`, work) as T : await work();
  } finally {
    own.delete(id);
  }
}

/** Without locks another tab may have it on its way: both then send it, which counts once. */
async function isLeft(id: string): Promise<boolean> {
  if (own.has(id)) return false;
  return !hasLocks() || await navigator.locks.request(`${lockName} ${id}`, { ifAvailable: true }, (lock) => Promise.resolve(lock !== null));
}

async function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  return hasLocks() ? await navigator.locks.request(lockName, work) as T : await work();
}

/** Away from HTTPS and this machine there are none: two tabs may then send the same twice, which counts once. */
function hasLocks(): boolean {
  return 'locks' in navigator;
}
