/** What the HTTP adapter asks for about devices and sensing, answered from the log, the view, the catalogue and the readings that are kept. */
import type { CasesAsked, ReadingsAsked, SensingPorts } from '../adapters/http/sensing-ports.ts';
import { JournalError } from '../journal/journal.ts';
import { keepDaysOf, lookAllowed } from '../kernel/permits.ts';
import { measuredBy } from '../kernel/sensing.ts';
import type { KernelState } from '../kernel/state.ts';
import { parseRecord } from '../log/record.ts';
import { shownReading } from '../sensing/allowed-fields.ts';
import { calibrationWords } from '../sensing/calibration/calibration.ts';
import { commitReadings } from '../sensing/commitment.ts';
import { explain } from '../sensing/explain.ts';
import type { DeviceShown as DeviceHeard, StreamShown as StreamHeard } from '../sensing/formats/catalogue.ts';
import { methods } from '../sensing/methods/methods.ts';
import type { ReadingStore } from '../sensing/store.ts';
import { closedStreams } from '../views/closed-streams.ts';
import { bindingsOf, disputesOf, incidentsOf, measuringOf } from '../views/sensing.ts';
import type { ObservationShown } from '../views/shown.ts';
import type { DeviceShown, ExplainedShown, PastCasesShown, ReadingsShown, SensingShown, StreamShown, ThingsShown } from '../views/things-shown.ts';
import type { View } from '../views/view.ts';
import { compareIds } from '../vocabulary/ids.ts';
import type { Look, StreamName } from '../vocabulary/sensing.ts';
import { ok, refuse, type Result } from '../vocabulary/result.ts';
import { hourMs, instantMax, type Instant } from '../vocabulary/time.ts';
import type { Access } from './access.ts';
import type { Clock } from './clock.ts';
import { memberOf } from './serve-mine.ts';
import { modelPorts } from './serve-models.ts';
import type { OpenSensing } from './serve-sensing.ts';
import { keptFrom } from './kept-readings.ts';
import { pastCases } from './past-cases.ts';
import type { Writer } from './writer.ts';

/** Readings in one answer. */
const readingsMax = 10_000;
/** Cases in one answer. */
const casesMax = 2000;
/** How long after its record a look shows readings; a permit that is taken back ends it at once. */
const lookMs = hourMs;

export type ServedThings = { readonly writer: Writer; readonly view: () => View; readonly access: Access; readonly sensing: OpenSensing; readonly clock: Clock; readonly folder: string | undefined };

export function sensingPorts(served: ServedThings): SensingPorts {
  const { writer, view, sensing } = served;
  return {
    things: (secret) => thingsShown(served, memberOf(served.access, secret), mayHear(served.access, secret)),
    readings: (asked, secret) => readingsShown(served, asked, memberOf(served.access, secret)),
    observation: (id) => {
      const observation = view().cited.get(id);
      return observation === undefined
        ? { ok: false, refusal: { code: 'unknown_thing', detail: `there is no observation ${id}, or it lies too far back` } }
        : ok(explained(writer, observation, sensing.sensing.store));
    },
    sensing: () => sensingShown(served),
    cases: (asked) => casesShown(served, asked),
    measuring: (member) => (view().members.has(member) ? ok(measuringOf(view(), member)) : refuse('unknown_member', `there is no member ${member}`)),
    disputes: () => disputesOf(view()),
    incidents: () => incidentsOf(view()),
    ...modelPorts(served.folder, () => writer.collective.state),
    senml: (text) => sensing.things.senml(text),
  };
}

/** Whether what nothing binds is theirs to hear too: nobody has said yet whom it measures, so that it stays with members and with who runs devices. */
function mayHear({ port: { everyone, holder }, sessions }: Access, secret: string | undefined): boolean {
  const rights = secret === undefined ? undefined : holder(secret)?.rights;
  return memberOf({ sessions }, secret) !== undefined || everyone.has('devices') || rights?.has('devices') === true;
}

// Devices

/** Who asks, whether they hear what nothing binds, and since when streams are theirs to see that measured others before. */
type Asking = { readonly asker: string | undefined; readonly hearsUnbound: boolean; readonly closed: ReturnType<typeof closedStreams> };

function thingsShown(served: ServedThings, asker: string | undefined, hearsUnbound: boolean): ThingsShown {
  const asking: Asking = { asker, hearsUnbound, closed: closedStreams(served.view(), asker) };
  const known = served.sensing.things.devices();
  const streams = new Set(known.flatMap((device) => device.streams.map(({ stream }) => stream)));
  const unheard = Map.groupBy([...served.writer.collective.state.streams.keys()].filter((stream) => !streams.has(stream)).sort(), deviceOf);
  const shown = known.map((device) => deviceWire(served, device, unheard.get(device.id) ?? [], asking));
  const ids = new Set(known.map(({ id }) => id));
  return { devices: [...shown, ...[...unheard].filter(([id]) => !ids.has(id)).map(([id, own]) => unheardDevice(served, id, own, asking))] };
}

/** @param unheard streams of it that are bound and that it doesn't speak of */
function deviceWire(served: ServedThings, device: DeviceHeard, unheard: readonly StreamName[], asking: Asking): DeviceShown {
  const { id, name = id, manufacturer = null, model = null, area = null, via = null, by, conventions, streams, others } = device;
  return {
    id, name, manufacturer, model, area, via, signs: by === 'signed', conventions,
    streams: [...streams.map((stream) => streamWire(served, stream, asking)), ...unheard.map((stream) => unheardWire(served, stream, asking))],
    others: others.map(({ label, component, reason = null }) => ({ label, component, reason })),
  };
}

/** Streams are bound of it, and it has not described itself since the server started. */
function unheardDevice(served: ServedThings, id: string, streams: readonly StreamName[], asking: Asking): DeviceShown {
  const signs = served.writer.collective.state.keyedDevices.has(id);
  return { id, name: id, manufacturer: null, model: null, area: null, via: null, signs, conventions: [], others: [], streams: streams.map((stream) => unheardWire(served, stream, asking)) };
}

function unheardWire(served: ServedThings, stream: StreamName, asking: Asking): StreamShown {
  return streamWire(served, { stream, channel: stream, label: stream.slice(deviceOf(stream).length + 1) || stream, diagnostic: false, available: undefined }, asking);
}

/** Whether a phone is there, or a badge still moves, tells as much as what they say. */
function streamWire({ writer, sensing: { sensing } }: ServedThings, shown: StreamHeard, { asker, hearsUnbound, closed }: Asking): StreamShown {
  const { stream, label, unit = null, deviceClass = null, diagnostic, available = null } = shown;
  const { state } = writer.collective;
  const of = measuredBesides(state, stream);
  const hidden = isOthers(of, asker) || (!hearsUnbound && !state.streams.has(stream));
  const seen = hidden ? { available: null, last: null, health: null } : { available, last: lastOf(shown, sensing.store, closed.get(stream) ?? 0), health: sensing.finding(stream) ?? null };
  return { stream, label, unit, deviceClass, diagnostic, hidden, of, bound: boundIn(state, stream), ...seen };
}

/** Whom it measures; where nothing binds it, whoever is measured by another stream of its device: the two mostly tell the same. */
function measuredBesides(state: Readonly<KernelState>, stream: StreamName): readonly string[] {
  return measuredBy(state, stream) ?? [...new Set((state.devices.get(deviceOf(stream)) ?? []).flatMap((other) => measuredBy(state, other) ?? []))].sort(compareIds);
}

function deviceOf(stream: StreamName): string {
  return stream.split('/', 1)[0] ?? stream;
}

/** Whether it measures anybody but who asks. */
function isOthers(of: readonly string[], asker: string | undefined): boolean {
  return of.some((member) => member !== asker);
}

function boundIn({ streams, bindings }: Readonly<KernelState>, stream: StreamName): StreamShown['bound'] {
  return (streams.get(stream) ?? []).flatMap(({ binding: id }) => {
    const binding = bindings.get(id);
    return binding === undefined ? [] : binding.streams.filter((each) => each.stream === stream).map(({ as }) => ({ binding: id, subject: binding.subject, as }));
  });
}

/** What the catalogue heard, else what was stored last; nothing of before `from`. */
function lastOf({ stream, last }: StreamHeard, store: ReadingStore | undefined, from: Instant): StreamShown['last'] {
  if (last !== undefined) return from > 0 && (last.at ?? 0) < from ? null : { value: last.value, at: last.at ?? null };
  const [stored] = reading(store, (there) => there.between(stream, from, instantMax + 1, 1)) ?? [];
  return stored === undefined ? null : { value: stored.value, at: stored.at };
}

// Readings

function readingsShown(served: ServedThings, asked: ReadingsAsked, asker: string | undefined): Result<ReadingsShown> {
  const { stream } = asked;
  const { writer, view, sensing: { sensing } } = served;
  const { state } = writer.collective;
  const of = measuredBy(state, stream);
  if (of === undefined) return refuse('unknown_stream', `nothing binds ${JSON.stringify(stream)}, so nothing of it is kept`);
  const allowed = isOthers(of, asker) ? lookedBy(served, asked, asker) : ok({ from: 0, until: instantMax + 1, fields: null });
  if (!allowed.ok) return allowed;
  const [from, until] = [Math.max(allowed.value.from, asked.from ?? 0, closedStreams(view(), asker).get(stream) ?? 0), Math.min(allowed.value.until, asked.until ?? instantMax + 1)];
  const { fields } = allowed.value;
  const found = reading(sensing.store, (store) => ({ readings: store.between(stream, from, until, readingsMax), oldest: store.streams().find((each) => each.stream === stream)?.oldest ?? null }));
  if (found === undefined) return refuse('stopped', 'the readings can\'t be read just now: see what the server says');
  return ok({ stream, fields, readings: found.readings.map((each) => shownReading(each, fields)), kept: { days: keepDaysOf(state, stream), oldest: found.oldest } });
}

/** What the look in a record lets its author see, while it is fresh and nobody has taken back what they permitted, of the days for which they permit it. */
function lookedBy({ writer, clock }: ServedThings, { stream, look: seq }: ReadingsAsked, asker: string | undefined): Result<{ readonly from: number; readonly until: number; readonly fields: readonly string[] | null }> {
  if (asker === undefined) return refuse('not_permitted', `${stream} measures somebody: only a member who says why may look, in a session of their own`);
  if (seq === undefined) return refuse('not_permitted', `${stream} measures somebody else: put down a look first, and name its record`);
  const said = lookIn(writer, seq);
  if (said === undefined || said.by !== asker || said.look.stream !== stream) return refuse('unknown_value', `record ${seq} is no look of ${asker} at ${stream}`);
  const { state } = writer.collective;
  const now = Math.max(clock.now(), state.recordedAt);
  if (now > said.recordedAt + lookMs) return refuse('not_permitted', `the look in record ${seq} was more than an hour ago: put down another`);
  const allowed = lookAllowed(state, asker, said.look);
  if (!allowed.ok) return allowed;
  const { fields, keepDays } = allowed.value;
  return ok({ from: Math.max(said.look.from, keptFrom(keepDays, now)), until: said.look.until, fields });
}

function lookIn(writer: Writer, seq: number): { readonly by: string; readonly look: Look; readonly recordedAt: number } | undefined {
  try {
    const [row] = writer.collective.journal.read(seq, 1);
    const read = row?.seq === seq ? parseRecord(row.record) : undefined;
    if (read?.ok !== true || read.value.entry.kind !== 'look') return undefined;
    return { by: read.value.entry.by, look: read.value.entry.body, recordedAt: read.value.recordedAt };
  } catch (error) {
    if (error instanceof JournalError) return undefined;
    throw error;
  }
}

// Observations and bindings

function explained(writer: Writer, observation: ObservationShown, store: ReadingStore | undefined): ExplainedShown {
  const { id, from, p, at } = observation;
  if (from === null) return { observation, explained: null, readings: null };
  const calibratedAt = from.calibration === null ? undefined : recordedAtOf(writer, from.calibration.record);
  const said = explain({ at, from, p: { event: Number(p.event), person: Number(p.person) }, ...(calibratedAt === undefined ? {} : { calibratedAt }) });
  const rest = reading(store, (there) => there.restOf(id));
  return { observation, explained: said, readings: restWords(rest === undefined ? undefined : commitReadings(writer.collective.hasher, rest.salt, rest.readings) === from.readings) };
}

function restWords(holds: boolean | undefined): ExplainedShown['readings'] {
  if (holds === undefined) return { state: 'erased', words: 'the readings that it rests on are erased, or lie elsewhere; what the log says of them stays' };
  return holds ? { state: 'kept', words: 'the readings that it rests on are kept, and are those that the record commits to' }
    : { state: 'altered', words: 'the readings that are kept are NOT those that the record commits to' };
}

function recordedAtOf(writer: Writer, seq: number): number | undefined {
  const [row] = writer.collective.journal.read(seq, 1);
  const record = row?.seq === seq ? parseRecord(row.record) : undefined;
  return record?.ok === true ? record.value.recordedAt : undefined;
}

function sensingShown({ view, sensing: { sensing, calibrators } }: ServedThings): SensingShown {
  return {
    bindings: bindingsOf(view()).map(({ id, binding, words, versions }) => {
      const { refusal, fault } = sensing.health(id);
      const broken = refusal === undefined ? fault : { detail: refusal.detail, at: null };
      const events = binding === null ? [] : eventsOf(binding);
      return {
        id, binding, words, versions, fault: broken === undefined ? null : { says: broken.detail, at: broken.at },
        calibrations: events.map((event) => {
          const calibrator = calibrators.of(id, event);
          const ofPerson = calibrators.of(id, event, 'person');
          const { record = null, cases = null, from = null, until = null } = calibrator ?? {};
          const { z: _, ...drift } = calibrators.drift(id, event);
          return { event, words: `${calibrationWords(calibrator)}${ofPerson === null ? '' : `; who it was is ${calibrationWords(ofPerson)}`}`, record, cases, from, until, drift };
        }),
      };
    }),
    methods: [...methods.values()].map(({ name, says, parts, fields }) => ({ name, says, parts, fields })),
    readings: sensing.store === undefined ? { stored: false, says: 'readings can\'t be stored just now: see what the server says' } : { stored: true, says: 'readings are stored as they come' },
  };
}

/** The latest, with how sure they were said to be. */
function casesShown({ writer, view }: ServedThings, { subcontract, binding, skip = 0 }: CasesAsked): Result<PastCasesShown> {
  if (subcontract !== undefined && !view().subcontracts.has(subcontract)) return refuse('unknown_subcontract', `there is no subcontract ${subcontract}`);
  if (binding !== undefined && !view().bindings.has(binding)) return refuse('unknown_stream', `there is no binding ${binding}`);
  const all = pastCases(view(), writer.collective.state, { subcontract, binding });
  const end = Math.max(0, all.length - skip);
  return ok({ count: all.length, cases: all.slice(Math.max(0, end - casesMax), end) });
}

function eventsOf(binding: Parameters<NonNullable<ReturnType<typeof methods.get>>['open']>[0]): readonly string[] {
  const opened = methods.get(binding.method)?.open(binding);
  return opened?.ok === true ? opened.value.events : [];
}

/** Undefined while the store is being opened anew. */
function reading<T>(store: ReadingStore | undefined, read: (store: ReadingStore) => T): T | undefined {
  try {
    return store === undefined ? undefined : read(store);
  } catch (error) {
    if (error instanceof JournalError) return undefined;
    throw error;
  }
}
