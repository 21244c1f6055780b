/** Reads what a scenario expects of sensing: what is bound and permitted, who looked, what is disputed, where harm was, what was observed. */
import { keepDaysMax } from '../vocabulary/sensing.ts';
import { compareIds } from '../vocabulary/ids.ts';
import { operator, type Names } from './names.ts';
import { disputeStates, type DisputeState, type Expected, type LookExpected, type ObservedShown, type PermitExpected } from './scenario.ts';
import type { Place } from './yaml-place.ts';

const keys = ['bindings', 'permits', 'looks', 'disputes', 'incidents', 'observed', 'readings', 'faults', 'suggested'] as const satisfies readonly (keyof Expected)[];
export type SensingKey = (typeof keys)[number];
type Reader<K extends SensingKey> = (place: Place, names: Names) => NonNullable<Expected[K]>;

const countMax = 1_000_000;

const readers: { readonly [K in SensingKey]: Reader<K> } = {
  bindings: (place) => place.list().map((each) => each.id()).sort(compareIds),
  permits: (place, names) => place.list().map((each) => readPermit(each, names)),
  looks: (place, names) => place.list().map((each) => readLook(each, names)),
  disputes: (place) => place.entries().map(([observation, how]) => ({ observation, how: how.raw() === null ? null : readDisputed(how) })),
  incidents: (place) => place.entries().map(([at, count]) => ({ place: at, count: count.integer(0, countMax) })),
  observed: (place, names) => place.list().map((each) => readObserved(each, names)),
  readings: (place) => place.entries().map(([stream, count]) => ({ stream, count: count.integer(0, countMax) })),
  faults: (place, names) => place.list().map((each) => readFault(each, names)),
  suggested: (place) => place.list().map(readSuggested),
};

export const sensingExpectations = Object.keys(readers) as readonly SensingKey[];

export function readSensingExpected(place: Place, names: Names): Pick<Expected, SensingKey> {
  return Object.fromEntries(sensingExpectations.flatMap((key) => {
    const expected = place.optional(key);
    return expected === undefined ? [] : [[key, readers[key](expected, names)]];
  }));
}

function readPermit(place: Place, { people }: Names): PermitExpected {
  place.only(['member', 'stream', 'purpose', 'to', 'fields', 'keep_days', 'until']);
  const [member, stream, purpose, to, fields, keepDays, until] = ['member', 'stream', 'purpose', 'to', 'fields', 'keep_days', 'until'].map((key) => place.optional(key));
  return {
    ...(member === undefined ? {} : { member: member.oneOf(people, 'member') }), ...(stream === undefined ? {} : { stream: stream.text() }), ...(purpose === undefined ? {} : { purpose: purpose.id() }),
    ...(to === undefined ? {} : { to: to.oneOf([...people, operator], 'member') }), ...(fields === undefined ? {} : { fields: fields.list().map((each) => each.text()) }),
    ...(keepDays === undefined ? {} : { keep_days: keepDays.integer(0, keepDaysMax) }), ...(until === undefined ? {} : { until: until.instant() }),
  };
}

/** `fields: null` is all of a reading. */
function readLook(place: Place, { people }: Names): LookExpected {
  place.only(['by', 'stream', 'purpose', 'allowed', 'of', 'fields']);
  const [by, stream, purpose, allowed, of, fields] = ['by', 'stream', 'purpose', 'allowed', 'of', 'fields'].map((key) => place.optional(key));
  if (allowed !== undefined && typeof allowed.raw() !== 'boolean') allowed.problem('this must be true or false');
  return {
    ...(by === undefined ? {} : { by: by.oneOf([...people, operator], 'member') }), ...(stream === undefined ? {} : { stream: stream.text() }), ...(purpose === undefined ? {} : { purpose: purpose.id() }),
    ...(allowed === undefined ? {} : { allowed: allowed.raw() === true }), ...(of === undefined ? {} : { of: of.list().map((each) => each.oneOf(people, 'member')).sort(compareIds) }),
    ...(fields === undefined ? {} : { fields: fields.raw() === null ? null : fields.list().map((each) => each.text()).sort(compareIds) }),
  };
}

function readDisputed(place: Place): DisputeState {
  const how = place.oneOf(disputeStates, 'way in which a dispute stands');
  return disputeStates.find((each) => each === how) ?? 'open';
}

/** Probabilities as they stand in the log: four decimals at the most. */
function readObserved(place: Place, { members }: Names): Partial<ObservedShown> {
  place.only(['binding', 'event', 'subject', 'p', 'raw', 'by']);
  const [binding, event, subject, p, raw, by] = ['binding', 'event', 'subject', 'p', 'raw', 'by'].map((key) => place.optional(key));
  return {
    ...(binding === undefined ? {} : { binding: binding.id() }), ...(event === undefined ? {} : { event: event.text() }), ...(subject === undefined ? {} : { subject: subject.text() }),
    ...(p === undefined ? {} : { p: readProbability(p) }), ...(raw === undefined ? {} : { raw: readProbability(raw) }),
    ...(by === undefined ? {} : { by: by.raw() === null ? null : by.oneOf(members, 'member') }),
  };
}

function readProbability(place: Place): number {
  const value = place.raw();
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  place.problem('this must be a number from 0 to 1');
  return 0;
}

function readFault(place: Place, { subcontracts }: Names): { readonly step?: number; readonly subcontract?: string; readonly code?: string } {
  place.only(['step', 'subcontract', 'code']);
  const [step, subcontract, code] = ['step', 'subcontract', 'code'].map((key) => place.optional(key));
  return {
    ...(step === undefined ? {} : { step: step.integer(1, Number.MAX_SAFE_INTEGER) }), ...(subcontract === undefined ? {} : { subcontract: subcontract.oneOf(subcontracts.map(({ id }) => id), 'subcontract') }),
    ...(code === undefined ? {} : { code: code.text() }),
  };
}

function readSuggested(place: Place): { readonly place?: string; readonly percent?: number } {
  place.only(['place', 'percent']);
  const [at, percent] = [place.optional('place'), place.optional('percent')];
  return { ...(at === undefined ? {} : { place: at.text() }), ...(percent === undefined ? {} : { percent: percent.integer(0, 100) }) };
}
