/** Entries that were handed to a node: each has its deadline here, whoever the writer is. */
import type { Desk } from './desk.ts';
import { writerName } from './messages.ts';
import type { Judgement } from './replica.ts';
import type { Asked } from './stored.ts';

/** Entries that may wait at a node, so that nobody fills its memory. */
export const askedMax = 1000;

/** Entries that are said again at a time. */
const againMax = 32;

export type AskAnswer = Judgement
  | { readonly is: 'busy' }
  /** The policy doesn't name this node: it is given no records, so it can't tell whether this becomes one. */
  | { readonly is: 'handed_on' };

/**
 * Takes an entry in: refused at once what the rules refuse; what they take gets its deadline, and goes on to the writer.
 * @param handed by a client: then the other nodes get it too, each with a deadline of its own
 */
export function ask(desk: Desk, entry: string, now: number, handed: boolean): AskAnswer {
  const { replica } = desk.ports;
  if (!desk.isNamed) return onlyHandOn(desk, entry, handed);
  const judgement = replica.judge(entry, now);
  if (judgement.is === 'refuses') return judgement;
  const id = replica.nameOf(entry);
  const settled = judgement.is === 'has' && !desk.stored.tail.some((record) => replica.nameIn(record) === id);
  if (settled || desk.stored.asked.some((asked) => asked.id === id)) return judgement;
  if (desk.stored.asked.length >= askedMax) return { is: 'busy' };
  desk.persist({ change: 'asked', asked: { id, entry, since: now } });
  handOn(desk, entry, handed);
  return judgement;
}

/** What this node knows of the log may be long past: whoever follows it judges. */
function onlyHandOn(desk: Desk, entry: string, handed: boolean): AskAnswer {
  if (handed) handOn(desk, entry, true);
  return { is: 'handed_on' };
}

/** Says again, to all, what is overdue: what was said once may have been lost. Oldest first, as many as {@link againMax}. */
export function askAgain(desk: Desk, now: number): void {
  for (const { entry } of overdue(desk, now).slice(0, againMax)) handOn(desk, entry, true);
}

function handOn(desk: Desk, entry: string, toAll: boolean): void {
  for (const to of [writerName, ...(toAll ? desk.peers() : [])]) desk.send(to, { kind: 'entry', entry });
}

/** What has been waiting too long: its record isn't committed. In the order in which it came. */
export function overdue(desk: Desk, now: number): readonly Asked[] {
  const since = now - desk.ports.replica.appearMs();
  return desk.stored.asked.filter((asked) => asked.since <= since);
}

/** What has been waiting too long and isn't even in the chain that this node holds: until it is, the node says yes to nothing. */
export function missing(desk: Desk, now: number): readonly Asked[] {
  return !desk.isNamed ? [] : overdue(desk, now).filter(({ entry }) => desk.ports.replica.judge(entry, now).is === 'takes');
}

/** Lets go of what the rules refuse by now, and of what came into the log in another entry; of all, when the policy names this node no more. */
export function settleRefused(desk: Desk, now: number): void {
  const { replica } = desk.ports;
  if (!desk.isNamed) return settleAll(desk);
  const held = new Set(desk.stored.tail.map((record) => replica.nameIn(record)));
  const settled = overdue(desk, now).filter(({ id, entry }) => !held.has(id) && replica.judge(entry, now).is !== 'takes');
  if (settled.length > 0) desk.persist({ change: 'settled', ids: settled.map(({ id }) => id) });
}

function settleAll(desk: Desk): void {
  if (desk.stored.asked.length > 0) desk.persist({ change: 'settled', ids: desk.stored.asked.map(({ id }) => id) });
}

/** Lets go of what is committed with these records. */
export function settleCommitted(desk: Desk, records: readonly string[]): void {
  if (desk.stored.asked.length === 0) return;
  const names = new Set(records.map((record) => desk.ports.replica.nameIn(record)));
  const ids = desk.stored.asked.map(({ id }) => id).filter((id) => names.has(id));
  if (ids.length > 0) desk.persist({ change: 'settled', ids });
}
