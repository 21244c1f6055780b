/** Reads what a file says of sensing: which streams become observations, and the steps of those who are measured, who look, doubt, report. */
import { isStreamName, keepDaysMax, type Binding, type BoundStream, type Severity } from '../vocabulary/sensing.ts';
import type { ActOf } from './acts.ts';
import { operator, type Names } from './names.ts';
import { readSaid, readSaidByEach, readSpeaker, saidKeys } from './saying.ts';
import type { Place } from './yaml-place.ts';

/** How long readings are kept where a file doesn't say. */
const keepDaysDefault = 30;

const bindingKeys = ['id', 'subject', 'method', 'streams', 'settings', 'model', 'keep_days'] as const;

/** @param besides keys of the record that aren't the binding's */
export function readBinding(place: Place, { people }: Pick<Names, 'people'>, besides: readonly string[] = []): Binding {
  place.only([...bindingKeys, ...besides]);
  const model = place.optional('model');
  return {
    id: place.need('id').id(), subject: place.need('subject').text(), method: place.need('method').id(),
    streams: place.need('streams').list().map((each) => readStream(each, people)),
    settings: place.optional('settings')?.object() ?? {}, ...(model === undefined ? {} : { model: model.text() }),
    keep_days: place.optional('keep_days')?.integer(0, keepDaysMax) ?? keepDaysDefault,
  };
}

function readStream(place: Place, people: readonly string[]): BoundStream {
  place.only(['stream', 'as', 'of', 'settings']);
  const [of, settings] = [place.optional('of'), place.optional('settings')];
  return {
    stream: streamAt(place.need('stream')), as: place.need('as').id(),
    ...(of === undefined ? {} : { of: of.list().map((each) => each.oneOf(people, 'member')) }), ...(settings === undefined ? {} : { settings: settings.object() }),
  };
}

function streamAt(place: Place): string {
  const raw = place.raw();
  if (isStreamName(raw)) return raw;
  if (raw !== null) place.problem('a stream is called like its device, or device/channel');
  return '';
}

/** One that nothing binds may be meant so: what is said of it is refused when it is played. */
function knownStream(place: Place, { streams }: Names): string {
  const stream = streamAt(place);
  if (stream !== '' && !streams.includes(stream)) place.note(`nothing binds the stream "${stream}"`, stream, streams);
  return stream;
}

/** Where nobody is named, the operator says it. */
function speakerOr(place: Place, names: Names): string {
  const by = place.optional('by');
  return by === undefined ? operator : readSpeaker(by, names);
}

export function readBind(place: Place, names: Names): ActOf<'bind'> {
  return { kind: 'bind', by: speakerOr(place, names), binding: readBinding(place, names, ['by']) };
}

export function readUnbind(place: Place, names: Names): ActOf<'unbind'> {
  place.only(['by', 'binding']);
  return { kind: 'unbind', by: speakerOr(place, names), binding: place.need('binding').id() };
}

/** What voters decide on. */
export function readSensing(place: Place, names: Pick<Names, 'people'>): { readonly bind: readonly Binding[]; readonly unbind: readonly string[] } {
  place.only(['bind', 'unbind']);
  return { bind: (place.optional('bind')?.list() ?? []).map((each) => readBinding(each, names)), unbind: (place.optional('unbind')?.list() ?? []).map((each) => each.id()) };
}

export function readReading(place: Place, number: number, names: Names): ActOf<'reading'> {
  place.only(['stream', 'value', 'id', 'unit', 'by']);
  const [value, id, unit, by] = [place.need('value'), place.optional('id'), place.optional('unit'), place.optional('by')];
  const raw = value.raw();
  const isVector = Array.isArray(raw) && raw.every((each) => typeof each === 'number');
  if (typeof raw === 'object' && raw !== null && !isVector) value.problem('a reading is a number, a word, true or false, or a list of numbers');
  return {
    kind: 'reading', stream: knownStream(place.need('stream'), names), value: isVector ? (raw as readonly number[]) : typeof raw === 'object' ? null : raw,
    id: id === undefined ? `step-${number}` : id.id(), ...(unit === undefined ? {} : { unit: unit.text() }),
    by: by?.oneOf(['signed', 'gateway'], 'way of vouching') === 'signed' ? 'signed' : 'gateway',
  };
}

export function readPermit(place: Place, names: Names): ActOf<'permit'> {
  place.only([...saidKeys, 'stream', 'purpose', 'to', 'fields', 'keep_days', 'until', 'given']);
  const [to, fields, until, given] = ['to', 'fields', 'until', 'given'].map((key) => place.optional(key));
  if (given !== undefined && given.raw() !== false) given.problem('`given: false` takes it back; else it is left out');
  return {
    kind: 'permit', ...readSaidByEach(place, names),
    permit: {
      stream: knownStream(place.need('stream'), names), purpose: place.need('purpose').id(), keep_days: place.optional('keep_days')?.integer(0, keepDaysMax) ?? keepDaysDefault,
      ...(to === undefined ? {} : { to: to.oneOf([...names.people, operator], 'member') }), ...(fields === undefined ? {} : { fields: fields.list().map((each) => each.text()) }),
      ...(until === undefined ? {} : { until: until.instant() }), ...(given === undefined ? {} : { given: false }),
    },
  };
}

export function readLook(place: Place, names: Names): ActOf<'look'> {
  place.only([...saidKeys, 'stream', 'purpose', 'reason', 'from', 'until']);
  return {
    kind: 'look', ...readSaid(place, names),
    look: {
      stream: knownStream(place.need('stream'), names), purpose: place.need('purpose').id(), reason: place.need('reason').text(),
      from: place.need('from').instant(), until: place.need('until').instant(),
    },
  };
}

export function readDispute(place: Place, names: Names): ActOf<'dispute'> {
  place.only([...saidKeys, 'observation', 'reason']);
  return { kind: 'dispute', ...readSaid(place, names), observation: place.need('observation').text(), reason: place.need('reason').text() };
}

export function readJudge(place: Place, names: Names): ActOf<'judge'> {
  place.only([...saidKeys, 'observation', 'held', 'was', 'reason']);
  const held = place.need('held');
  if (typeof held.raw() !== 'boolean' && held.raw() !== null) held.problem('this must be true or false');
  const reason = place.optional('reason')?.text();
  const was = place.optional('was')?.text();
  return { kind: 'judge', ...readSaid(place, names), observation: place.need('observation').text(), held: held.raw() === true, ...(was === undefined ? {} : { was }), ...(reason === undefined ? {} : { reason }) };
}

/** By each of those who report it. */
export function readIncident(place: Place, names: Names): ActOf<'incident'> {
  place.only([...saidKeys, 'place', 'severity', 'happened', 'reason']);
  const [happened, reason] = [place.optional('happened'), place.optional('reason')];
  return {
    kind: 'incident', ...readSaidByEach(place, names), place: place.need('place').text(), severity: place.need('severity').integer(1, 5) as Severity,
    ...(happened === undefined ? {} : { happened: happened.instant() }), ...(reason === undefined ? {} : { reason: reason.text() }),
  };
}

/** What later steps may name besides, as if it were taken. */
export function withBindings(names: Names, bindings: readonly Binding[]): Names {
  return { ...names, streams: [...new Set([...names.streams, ...bindings.flatMap(({ streams }) => streams.map(({ stream }) => stream))])] };
}

/** A device that a gateway vouches for. */
export function deviceAt(place: Place): { readonly device?: string } {
  const device = place.optional('device');
  return device === undefined ? {} : { device: device.id() };
}
