/** Sends what waits, in order, from one tab at a time. */
import { asPost, exchange, type Exchanged } from '../api/exchange.ts';
import { base } from '../api/base.ts';
import { dropAct, idOf, keepAct, noteRefused, noteTried, waitingActs, type WaitingAct } from './outbox.ts';

const lockName = `frankpledge-outbox ${base}`;

/** Longest that is waited for an answer: then it is sent again, which counts once. */
const answerMaxMs = 30_000;

/** Answers that say nothing of the act itself: it is sent again later. */
const notNow: ReadonlySet<string> = new Set(['unreachable', 'busy', 'stopped', 'fault']);

/** What became of what waited: whether all of it has an answer. */
export async function sendWaiting(): Promise<boolean> {
  // Away from HTTPS and this machine there are no locks: two tabs may then send the same twice, which counts once.
  if (!('locks' in navigator)) return await sendInOrder();
  return await navigator.locks.request(lockName, sendInOrder);
}

/**
 * Kept before it is sent: a page that is closed, or a connection that breaks before the answer, loses nothing.
 * @returns the answer; `unreachable` where there is none, and the act waits here when `kept`
 */
export async function sendOrKeep(act: Pick<WaitingAct, 'address' | 'body'>): Promise<Exchanged & { readonly kept: boolean }> {
  const { entry: { id } } = act.body;
  const isFirst = !(await waitingActs()).some(waits);
  const kept = await keepAct({ ...act, tried: !isFirst, refused: null });
  if (!isFirst && kept) return await behindOthers(id);
  const answer = await exchange(act.address, { ...asPost(act.body), signal: AbortSignal.timeout(answerMaxMs) });
  const isLate = kept && !answer.ok && answer.code === 'unreachable';
  if (kept) await (isLate ? noteTried(id) : dropAct(id));
  return { ...answer, kept: isLate };
}

/** What was said before goes first. */
async function behindOthers(id: string): Promise<Exchanged & { readonly kept: boolean }> {
  await sendWaiting();
  const own = (await waitingActs()).find((each) => idOf(each) === id);
  if (own === undefined) return { ok: true, value: {}, kept: false };
  if (own.refused === null) return { ok: false, code: 'unreachable', kept: true };
  await dropAct(id);
  return { ok: false, ...own.refused, kept: false };
}

function waits({ tried, refused }: WaitingAct): boolean {
  return tried && refused === null;
}

async function sendInOrder(): Promise<boolean> {
  for (;;) {
    const next = (await waitingActs()).find(waits);
    if (next === undefined) return true;
    const answer = await exchange(next.address, { ...asPost(next.body), signal: AbortSignal.timeout(answerMaxMs) });
    if (!answer.ok && notNow.has(answer.code)) return false;
    const refused = refusedIn(answer);
    if (!(refused === null ? await dropAct(idOf(next)) : await noteRefused(idOf(next), refused))) return false;
  }
}

type Item = { readonly status: string; readonly code?: string; readonly detail?: string };

/** Why nothing came of an entry; null: it is recorded, or was already. */
export function refusedIn(answer: Exchanged): WaitingAct['refused'] {
  if (!answer.ok) return { code: answer.code, ...(answer.detail === undefined ? {} : { detail: answer.detail }) };
  const [item] = (answer.value as { readonly items?: readonly Item[] }).items ?? [];
  if (item?.status !== 'refused') return null;
  return { code: item.code ?? 'malformed', ...(item.detail === undefined ? {} : { detail: item.detail }) };
}

/** Whether it was still here: what is on its way is waited for first. */
export async function withdrawAct(id: string): Promise<boolean> {
  const withdraw = async (): Promise<boolean> => {
    const isHere = (await waitingActs()).some((act) => idOf(act) === id);
    await dropAct(id);
    return isHere;
  };
  return 'locks' in navigator ? await navigator.locks.request(lockName, withdraw) : await withdraw();
}
