/** Bindings: which streams become observations of what, whom they measure, and what an observation that rests on them must show of itself. */
import type { Change } from '../vocabulary/changes.ts';
import type { Entry, Observation } from '../vocabulary/entries.ts';
import { compareIds, idLengthMax, isId } from '../vocabulary/ids.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';
import type { Refusal } from '../vocabulary/result.ts';
import {
  bindingBytesMax, bindingsMax, boundStreamsMax, isStreamName, keepDaysMax, llrMax, sayingsMax, type Binding, type BoundStream, type Evidence, type Saying, type StreamName,
} from '../vocabulary/sensing.ts';
import { utf8Length } from '../vocabulary/text-bytes.ts';
import { measuring } from './apply-sensing.ts';
import { noteFounding } from './founding.ts';
import type { KernelState } from './state.ts';
import type { Turn } from './turn-state.ts';

type EntryOf<K extends Entry['kind']> = Entry & { kind: K };
type SensingChange = Change & { readonly change: 'sensing' };

const hashForm = /^[0-9a-f]{64}$/;
/** Number that a name may have reached before it is a binding's: anyone may have spoken under it, and as many again are left. */
const bindingNumberMax = 2 ** 52;
/** What a sensor that said nothing, or may not be heard, has nothing to say with. */
const mute: readonly Saying['state'][] = ['silent', 'not_permitted'];

/** Part of a founding while that lasts: then founders sign it too. */
export function bind(turn: Turn, digestOf: (value: unknown) => string, entry: EntryOf<'bind'>): Refusal | null {
  if (turn.state.founding) noteFounding(turn, digestOf, entry);
  return bindAll(turn, [entry.body.binding], []);
}

export function unbind(turn: Turn, entry: EntryOf<'unbind'>): Refusal | null {
  return bindAll(turn, [], [entry.body.binding]);
}

/** What members decided on, all of it or nothing. */
export function changeSensing(turn: Turn, { bind: made, unbind: ended }: SensingChange): Refusal | null {
  return bindAll(turn, made, ended);
}

export function sensingRefusal(state: KernelState, { bind: made, unbind: ended }: SensingChange): Refusal | null {
  if (made.length + ended.length === 0) return no('missing_value', 'name at least one binding that is to begin or to end');
  const names = [...made.map(({ id }) => id), ...ended];
  if (new Set(names).size !== names.length) return no('invalid_value', 'a binding is named twice');
  const unknown = ended.find((id) => !state.bindings.has(id));
  if (unknown !== undefined) return no('unknown_stream', `there is no binding ${unknown}`);
  const begun = made.filter(({ id }) => !state.bindings.has(id)).length;
  if (state.bindings.size + begun - ended.length > bindingsMax) return no('limit_reached', `at most ${bindingsMax} bindings`);
  return made.map((binding) => bindingRefusal(state, binding)).find((refusal) => refusal !== null) ?? null;
}

/** Members whom the stream measures, by any of its bindings, ascending; undefined: nothing binds it. */
export function measuredBy({ streams }: Pick<KernelState, 'streams'>, stream: StreamName): readonly string[] | undefined {
  const bound = streams.get(stream);
  if (bound === undefined) return undefined;
  return bound.length === 1 ? bound[0]?.of : [...new Set(bound.flatMap(({ of }) => of))].sort(compareIds);
}

/**
 * Streams that measure members, of those that the observation rests on: what spoke for it, all of its binding's where it doesn't say what spoke, or
 * without evidence those of its device.
 * @param device whose observation it is
 */
export function streamsBehind(state: KernelState, { from }: Observation, device: string): readonly StreamName[] {
  if (state.streams.size === 0) return [];
  const behind = from === undefined ? (state.devices.get(device) ?? []) : streamsOf(state, from, device);
  return [...new Set(behind)].filter((stream) => (measuredBy(state, stream)?.length ?? 0) > 0).sort(compareIds);
}

/** Whoever names no sensor that spoke still made it of something, and any of them may have been that. */
function streamsOf({ bindings }: KernelState, { sensors }: Evidence, binding: string): readonly StreamName[] {
  const said = sensors.filter(({ state }) => state === 'said');
  return (said.length > 0 ? said : (bindings.get(binding)?.streams ?? [])).map(({ stream }) => stream);
}

/** Why an observation can't rest on what it says; its evidence has the right form by then. */
export function restsRefusal({ bindings }: KernelState, { device = '', subject }: Observation, { sensors }: Evidence): Refusal | null {
  const binding = bindings.get(device);
  if (binding === undefined) return no('unknown_stream', `there is no binding ${device} from which it could come`);
  if (binding.subject !== subject) return no('invalid_value', `${device} observes ${binding.subject}, not ${subject}`);
  const strange = sensors.find(({ stream }) => !binding.streams.some((each) => each.stream === stream));
  return strange === undefined ? null : no('unknown_stream', `${device} is not bound to ${strange.stream}`);
}

/** What is wrong with the form of evidence, in words; null: nothing. */
export function evidenceFault({ readings, count, sensors, prior, raw, calibration, person_calibration: ofPerson }: Evidence): string | null {
  if (!hashForm.test(readings)) return 'its readings are named by a SHA-256 in hex';
  if (!isWhole(count, 1)) return 'it rests on one reading at the least';
  if (sensors.length > sayingsMax) return `it names at most ${sayingsMax} sensors`;
  const probabilities = [prior, raw.event, ...(raw.person === undefined ? [] : [raw.person])];
  if (!probabilities.every((each) => isExact(each, 0, 1))) return 'prior and raw are from 0 to 1, with four decimals at the most';
  if (![calibration, ofPerson ?? null].every((each) => each === null || (isWhole(each.record, 0) && isWhole(each.cases, 0)))) return 'a calibration names its record and how many cases it has';
  return sensors.map(sayingFault).find((fault) => fault !== null) ?? null;
}

function sayingFault({ stream, state, llr, about, weight }: Saying): string | null {
  if (!isStreamName(stream)) return `a stream can't be called ${JSON.stringify(stream)}`;
  if (about !== undefined && about !== 'person') return `${stream} can only be about the event or the person`;
  if (mute.includes(state) && (llr !== undefined || weight !== undefined)) return `${stream} is ${state}, which is no evidence`;
  if (llr !== undefined && !isExact(llr, -llrMax, llrMax)) return `${stream}: llr is from -${llrMax} to ${llrMax}, with four decimals at the most`;
  return weight === undefined || isExact(weight, 0, 1) ? null : `${stream}: weight is from 0 to 1, with four decimals at the most`;
}

function bindAll(turn: Turn, made: readonly Binding[], ended: readonly string[]): Refusal | null {
  const refusal = sensingRefusal(turn.state, { change: 'sensing', bind: made, unbind: ended });
  if (refusal !== null) return refusal;
  for (const binding of ended) {
    const before = turn.state.bindings.get(binding);
    turn.emit({ fact: 'binding.gone', binding });
    tellMeasured(turn, binding, before, undefined);
  }
  for (const binding of made) {
    const before = turn.state.bindings.get(binding.id);
    turn.emit({ fact: 'binding', binding });
    tellMeasured(turn, binding.id, before, binding);
  }
  return null;
}

/** Whom a binding measures by other streams than before, or no longer by some, is told, once for each: they have permits to give or to take back. */
function tellMeasured(turn: Turn, binding: string, before: Binding | undefined, after: Binding | undefined): void {
  const [old, now] = [streamsByMember(before), streamsByMember(after)];
  const tell = (code: 'measured' | 'measured_no_more', to: string, streams: readonly StreamName[]): void => {
    const subject = (after ?? before)?.subject ?? '';
    if (streams.length > 0) turn.emit({ fact: 'notice', item: 0, because: null, to, code, data: { binding, subject, streams: streams.join(', ') } });
  };
  for (const member of [...new Set([...old.keys(), ...now.keys()])].filter((each) => turn.state.members.get(each)?.left === null).sort(compareIds)) {
    const [was, is] = [old.get(member) ?? [], now.get(member) ?? []];
    tell('measured', member, is.filter((stream) => !was.includes(stream)));
    tell('measured_no_more', member, was.filter((stream) => !is.includes(stream)));
  }
}

function streamsByMember(binding: Binding | undefined): ReadonlyMap<string, readonly StreamName[]> {
  const found = new Map<string, StreamName[]>();
  for (const [stream, of] of binding === undefined ? [] : measuring(binding)) for (const member of of) found.set(member, [...(found.get(member) ?? []), stream]);
  return found;
}

function bindingRefusal(state: KernelState, binding: Binding): Refusal | null {
  const { id, subject, method, streams, model, keep_days } = binding;
  if (!isId(id)) return no('invalid_value', `a binding can't be called ${JSON.stringify(id)}`);
  // It is the device of its observations: nobody else must be able to speak under its name.
  if (state.members.has(id)) return no('already_member', `${id} is a member: the binding needs another name`);
  if (state.keyedDevices.has(id)) return no('invalid_value', `${id} is a device with a key of its own, which speaks for itself: the binding needs another name`);
  if (state.seen.highest(id) > bindingNumberMax) return no('invalid_value', `a device has used up the numbers of ${id}: the binding needs another name`);
  if (subject.length === 0 || subject.length > 2 * idLengthMax) return no('invalid_value', `${id} needs a subject of at most ${2 * idLengthMax} characters`);
  if (!isId(method)) return no('invalid_value', `${id}: a method can't be called ${JSON.stringify(method)}`);
  if (model !== undefined && !hashForm.test(model)) return no('invalid_value', `${id}: a model is named by a SHA-256 in hex`);
  if (!isKeepDays(keep_days)) return no('invalid_value', `${id}: readings are kept for 0 to ${keepDaysMax} days`);
  if (streams.length === 0 || streams.length > boundStreamsMax) return no('invalid_value', `${id} needs 1 to ${boundStreamsMax} streams`);
  const parts = streams.map(({ stream, as }) => `${as} ${stream}`);
  if (new Set(parts).size !== parts.length) return no('invalid_value', `${id} names a stream twice in the same part`);
  if (utf8Length(JSON.stringify(binding)) > bindingBytesMax) return no('too_large', `the binding ${id} has more than ${bindingBytesMax} bytes`);
  return streams.map((each) => streamRefusal(state, id, each)).find((refusal) => refusal !== null) ?? null;
}

function streamRefusal({ members }: KernelState, id: string, { stream, as, of = [] }: BoundStream): Refusal | null {
  if (!isStreamName(stream)) return no('invalid_value', `${id}: a stream can't be called ${JSON.stringify(stream)}; it is a device's name, or device/channel`);
  if (!isId(as)) return no('invalid_value', `${id}: ${stream} can't be bound as ${JSON.stringify(as)}`);
  if (new Set(of).size !== of.length) return no('invalid_value', `${id}: ${stream} names a member twice`);
  const strange = of.find((member) => members.get(member)?.left !== null || members.get(member)?.commons === true);
  return strange === undefined ? null : no('unknown_member', `${id}: ${stream} can't measure ${strange}, who is no member`);
}

export function isKeepDays(days: number): boolean {
  return isWhole(days, 0) && days <= keepDaysMax;
}

function isWhole(value: number, min: number): boolean {
  return Number.isSafeInteger(value) && value >= min;
}

/** Within bounds, and no finer than the ten-thousandths in which evidence is written. */
function isExact(value: number, min: number, max: number): boolean {
  return Number.isFinite(value) && value >= min && value <= max && Math.round(value * 10_000) / 10_000 === value;
}

function no(code: RefusalCode, detail: string): Refusal {
  return { code, detail };
}
