/**
 * Disputes on what was made from readings: that it isn't so, and what a person who may review says to that. They move nothing; what they
 * decide, calibration learns. And reports of harm, by which people see where more sensing would help.
 */
import type { Entry } from '../vocabulary/entries.ts';
import { idLengthMax, isId } from '../vocabulary/ids.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';
import type { Refusal } from '../vocabulary/result.ts';
import { disputeDays, disputesEachMax } from '../vocabulary/sensing.ts';
import { dayMs, instantMax } from '../vocabulary/time.ts';
import { isDisputable } from './disputable.ts';
import { isKnownObservation } from './observing.ts';
import type { Dispute, KernelState } from './state.ts';
import type { Turn } from './turn-state.ts';

type EntryOf<K extends Entry['kind']> = Entry & { kind: K };

/** By any member, once for each observation: what was judged isn't judged again. */
export function dispute(turn: Turn, { by, body: { observation, reason } }: EntryOf<'dispute'>): Refusal | null {
  const { state } = turn;
  if (!isKnown(state, observation)) return no('unknown_observation', `there is no observation ${observation}`);
  if (state.disputes.has(observation)) return no('already_in_review', `${observation} is disputed already`);
  const known = state.disputable.get(observation);
  if (known === undefined || !isDisputable(state, known)) {
    return no('too_late', `${observation} can't be disputed: it is more than ${state.charter?.late_days ?? 0} days old, was disputed before, or wasn't made from readings`);
  }
  if (reason.trim() === '') return no('missing_value', 'say why: whoever judges it will read it');
  const open = [...state.disputes.values()].filter((each) => each.by === by).length;
  if (open >= disputesEachMax) return no('limit_reached', `${by} has ${disputesEachMax} disputes that nobody has judged yet: one of them has to be decided first`);
  turn.emit({ fact: 'disputed', observation, by, reason, expires: state.recordedAt + disputeDays * dayMs });
  return null;
}

/** By whom the charter names for reviews, or any third member where it names none who is there and free to decide. */
export function judge(turn: Turn, { by, body: { observation, held, by: other } }: EntryOf<'judge'>): Refusal | null {
  const { state } = turn;
  const known = state.disputes.get(observation);
  if (known === undefined) return no(isKnown(state, observation) ? 'unknown_review' : 'unknown_observation', `${observation} is not disputed`);
  const concerned = (member: string): boolean => member === known.by || member === known.named;
  const named = (state.charter?.rights.review ?? []).filter((member) => !concerned(member) && state.members.get(member)?.left === null);
  if (concerned(by) || (named.length > 0 && !named.includes(by))) return no('not_permitted', `${by} may not judge ${observation}${named.length === 0 ? '' : `: ${named.join(', ')} may`}`);
  const wrong = other === undefined ? null : otherRefusal(state, known, by, held, other);
  if (wrong !== null) return wrong;
  ended(turn, 0, known, held ? 'held' : 'dropped', by);
  return null;
}

/** Why whoever judges can't say that it was this member. */
function otherRefusal(state: KernelState, { observation, named }: Dispute, by: string, held: boolean, other: string): Refusal | null {
  if (!held) return no('invalid_value', 'who it was is said of what was so: judge it to be so, or name nobody');
  if (named === null) return no('invalid_value', `${observation} names nobody, so that it was nobody else`);
  if (!state.members.has(other)) return no('unknown_member', `there is no member ${other}`);
  return other === by ? no('not_permitted', 'one can\'t judge on one\'s own deed') : null;
}

/** Nobody judged it in time. */
export function expireDispute(turn: Turn, observation: string): void {
  const known = turn.state.disputes.get(observation);
  if (known !== undefined) ended(turn, -1, known, 'expired', null);
}

export function incident(turn: Turn, { by, body }: EntryOf<'incident'>): Refusal | null {
  const { recordedAt, charter } = turn.state;
  const { place, severity, happened } = body;
  if (place.trim() === '' || place.length > 2 * idLengthMax) return no('invalid_value', `a place has a name of at most ${2 * idLengthMax} characters`);
  if (!Number.isInteger(severity) || severity < 1 || severity > 5) return no('invalid_value', 'severity is 1 (a nuisance) to 5 (it cost health or home)');
  if (!Number.isSafeInteger(happened) || happened < 0 || happened > instantMax) return no('invalid_value', 'an incident needs its time');
  if (happened > recordedAt + (charter?.clock_ahead_s ?? 0) * 1000) return no('from_the_future', 'it speaks of a time that has not come');
  turn.emit({ fact: 'incident', by, incident: body });
  return null;
}

/** Whoever disputed it is told. */
function ended(turn: Turn, item: number, { observation, by: to }: Dispute, how: 'held' | 'dropped' | 'expired', by: string | null): void {
  turn.emit({ fact: 'judged', observation, how, by });
  turn.emit({ fact: 'notice', item, because: null, to, code: `judged_${how}`, data: { observation } });
}

function isKnown(state: KernelState, id: string): boolean {
  return isId(id.replaceAll(':', '.')) && isKnownObservation(state, id);
}

function no(code: RefusalCode, detail: string): Refusal {
  return { code, detail };
}
