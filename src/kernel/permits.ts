/**
 * What members who are measured permit, per stream and purpose: without it nothing that rests on the stream reaches an agreement, and nobody looks
 * at its readings. A permit holds until its time, until it is taken back, or until its member leaves.
 */
import type { Entry } from '../vocabulary/entries.ts';
import { compareIds, idLengthMax, isId } from '../vocabulary/ids.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';
import { ok, refuse, type Refusal, type Result } from '../vocabulary/result.ts';
import { keepDaysMax, permitFieldsMax, permitsEachMax, type Look, type Permit, type StreamName } from '../vocabulary/sensing.ts';
import { instantMax } from '../vocabulary/time.ts';
import { permitKey } from './apply-sensing.ts';
import { isKeepDays, measuredBy } from './sensing.ts';
import type { KernelState } from './state.ts';
import type { Turn } from './turn-state.ts';

type EntryOf<K extends Entry['kind']> = Entry & { kind: K };

export function permit(turn: Turn, { by, body: { given, ...said } }: EntryOf<'permit'>): Refusal | null {
  const { state } = turn;
  const { stream, purpose } = said;
  if (given === false) return takeBack(turn, by, stream, purpose);
  const measured = measuredBy(state, stream);
  if (measured === undefined) return no('unknown_stream', `nothing binds ${JSON.stringify(stream)}`);
  if (!measured.includes(by)) return no('not_permitted', `${stream} does not measure ${by}`);
  const wrong = permitRefusal(state, said);
  if (wrong !== null) return wrong;
  const others = [...state.permits.keys()].filter((key) => key.startsWith(`${by} `) && key !== permitKey(by, stream, purpose)).length;
  if (others >= permitsEachMax) return no('limit_reached', `at most ${permitsEachMax} permits of one member`);
  turn.emit({ fact: 'permitted', member: by, stream, purpose, permit: said });
  return null;
}

/** They end with the membership, in order of their keys. */
export function endPermits(turn: Turn, member: string): void {
  const theirs = [...turn.state.permits].filter(([key]) => key.startsWith(`${member} `)).sort(([a], [b]) => compareIds(a, b));
  for (const [, { stream, purpose }] of theirs) turn.emit({ fact: 'permitted', member, stream, purpose, permit: null });
}

/** Its time has come. */
export function expirePermit(turn: Turn, key: string): void {
  const known = turn.state.permits.get(key);
  if (known === undefined) return;
  const [member, { stream, purpose }] = [key.slice(0, key.indexOf(' ')), known];
  turn.emit({ fact: 'permitted', member, stream, purpose, permit: null });
  turn.emit({ fact: 'notice', item: -1, because: null, to: member, code: 'permit_over', data: { stream, purpose } });
}

/** Why what rests on these streams doesn't reach the agreement: somebody whom one of them measures doesn't permit it, or not any more. */
export function deliveryRefusal(state: KernelState, streams: readonly StreamName[], subcontract: string): Refusal | null {
  for (const stream of streams) {
    const member = (measuredBy(state, stream) ?? []).find((each) => permitInForce(state, each, stream, subcontract) === undefined);
    if (member !== undefined) return no('no_consent', `${member} does not permit ${stream} for ${subcontract}`);
  }
  return null;
}

/** Put down whether it is allowed or not: who is measured sees both. One's own readings need nobody's permit but that of the others in them. */
export function look(turn: Turn, { by, body }: EntryOf<'look'>): Refusal | null {
  const { state } = turn;
  const { stream, purpose, reason, from, until } = body;
  const measured = measuredBy(state, stream);
  if (measured === undefined) return no('unknown_stream', `nothing binds ${JSON.stringify(stream)}`);
  if (!isId(purpose)) return no('invalid_value', `a purpose can't be called ${JSON.stringify(purpose)}`);
  if (reason.trim() === '') return no('missing_value', 'say why: whoever is measured will read it');
  if (!isInstant(from) || !isInstant(until) || from >= until) return no('invalid_value', 'readings are looked at of a time that begins before it ends');
  const allowed = lookAllowed(state, by, body);
  if (!allowed.ok) return allowed.refusal;
  const { others, fields } = allowed.value;
  for (const to of others) turn.emit({ fact: 'notice', item: 0, because: null, to, code: 'looked', data: { by, stream, purpose, reason } });
  turn.emit({ fact: 'looked', by, look: body, of: measured, fields });
  return null;
}

/** `others` are told; of the readings they let `fields` be shown (null: all), as long as they permit them to be kept for this (null: for ever). */
type LookAllowed = { readonly others: readonly string[]; readonly fields: readonly string[] | null; readonly keepDays: number | null };

/** Whether somebody may look now. */
export function lookAllowed(state: KernelState, by: string, { stream, purpose }: Pick<Look, 'stream' | 'purpose'>): Result<LookAllowed> {
  const others = (measuredBy(state, stream) ?? []).filter((member) => member !== by);
  const permits = others.map((member) => permitInForce(state, member, stream, purpose));
  const refusing = others.find((_, place) => permits[place]?.to !== by);
  const keepDays = permits.length === 0 ? null : Math.min(...permits.map((each) => each?.keep_days ?? 0));
  return refusing === undefined ? ok({ others, fields: common(permits), keepDays }) : refuse('no_consent', `${refusing} does not permit ${by} to look at ${stream} for ${purpose}`);
}

/** Whether everyone whom the stream measures permits something with it; true where it measures nobody. */
export function mayUse(state: KernelState, stream: StreamName): boolean {
  return (measuredBy(state, stream) ?? []).every((member) => permitsInForce(state, member, stream).length > 0);
}

/**
 * Days for which readings of the stream may be kept: where it measures nobody as long as its bindings say, else as long as everyone whom it
 * measures permits for something; 0 where one of them permits nothing, or nothing binds it.
 */
export function keepDaysOf(state: KernelState, stream: StreamName): number {
  const measured = measuredBy(state, stream) ?? [];
  if (measured.length > 0) return Math.min(...measured.map((member) => Math.max(0, ...permitsInForce(state, member, stream).map(({ keep_days }) => keep_days))));
  return Math.max(0, ...(state.streams.get(stream) ?? []).map(({ binding }) => state.bindings.get(binding)?.keep_days ?? 0));
}

function permitInForce(state: KernelState, member: string, stream: StreamName, purpose: string): Permit | undefined {
  const known = state.permits.get(permitKey(member, stream, purpose));
  return known !== undefined && isInForce(state, known) ? known : undefined;
}

function permitsInForce(state: KernelState, member: string, stream: StreamName): readonly Permit[] {
  const own = `${member} ${stream} `;
  return [...state.permits].filter(([key, each]) => key.startsWith(own) && isInForce(state, each)).map(([, each]) => each);
}

/** What is due may not have fired yet. */
function isInForce({ recordedAt }: KernelState, { until }: Permit): boolean {
  return until === undefined || until > recordedAt;
}

function takeBack(turn: Turn, member: string, stream: StreamName, purpose: string): Refusal | null {
  if (!turn.state.permits.has(permitKey(member, stream, purpose))) return no('already_so', `${member} permits nothing with ${stream} for ${purpose}`);
  turn.emit({ fact: 'permitted', member, stream, purpose, permit: null });
  return null;
}

function permitRefusal({ members, recordedAt }: KernelState, { purpose, to, fields = [], keep_days, until }: Permit): Refusal | null {
  if (!isId(purpose)) return no('invalid_value', `a purpose can't be called ${JSON.stringify(purpose)}`);
  if (to !== undefined && to !== 'operator' && members.get(to)?.left !== null) return no('unknown_member', `there is no member ${to}`);
  if (!isKeepDays(keep_days)) return no('invalid_value', `readings are kept for 0 to ${keepDaysMax} days`);
  if (until !== undefined && !(isInstant(until) && until > recordedAt)) return no('invalid_value', 'a permit is until a time that is yet to come');
  if (fields.length > permitFieldsMax) return no('limit_reached', `a permit names at most ${permitFieldsMax} fields`);
  if (new Set(fields).size !== fields.length) return no('invalid_value', 'a field is named twice');
  return fields.every((field) => field.length > 0 && field.length <= 2 * idLengthMax) ? null : no('invalid_value', `a field has a name of at most ${2 * idLengthMax} characters`);
}

/** What all of them let be shown, ascending; null: everything. */
function common(permits: readonly (Permit | undefined)[]): readonly string[] | null {
  const lists = permits.flatMap((each) => (each?.fields === undefined ? [] : [each.fields]));
  const [first, ...rest] = lists;
  return first === undefined ? null : first.filter((field) => rest.every((list) => list.includes(field))).sort(compareIds);
}

function isInstant(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0 && value <= instantMax;
}

function no(code: RefusalCode, detail: string): Refusal {
  return { code, detail };
}
