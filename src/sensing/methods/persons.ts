/**
 * By whom: a distribution over the members whom a door, a badge, a phone or a camera can tell, and nobody among them.
 *
 * Error model: a sensor says that one of certain members is there. If it was one of them it does so at its `hit` rate, and if it was somebody else at
 * its `false_alarm` rate; given who it was, sensors err independently (Bayes' rule over the members, with `stranger` as the probability that it
 * was none of them). The longer before or after, the less it says: they come and go at a constant rate, so that after `half_s` half of what it
 * could tell is left, and hit(Δt) = false_alarm + (hit − false_alarm) · 2^(−Δt / half_s). Who says nothing is no evidence against anybody.
 */
import type { Fields } from '../../vocabulary/kit.ts';
import { refuse, type Refusal } from '../../vocabulary/result.ts';
import type { Saying, StreamName } from '../../vocabulary/sensing.ts';
import type { Instant } from '../../vocabulary/time.ts';
import { exp, ln } from '../mathematics.ts';
import type { Reading } from '../reading.ts';
import type { Around, Finding, Found } from './method.ts';
import { isUsable, said, unheard } from './saying.ts';
import type { Bound, Configuration } from './settings.ts';
import { sayFields, wordMax, wordOf, yesOrNo } from './words.ts';

const seconds = { type: 'integer', min: 0, max: 604_800 } as const;
const probability = { type: 'probability' } as const;

/** Settings of every method that says by whom. */
export const personFields = {
  before_s: { ...seconds, default: 120, says: 'seconds before, in which a door or a badge still tells who it was' },
  after_s: { ...seconds, default: 20, says: 'seconds afterwards, for which is waited for who it was' },
  stranger: { ...probability, default: '0.1', says: 'how likely it is somebody whom none of the sensors knows, before they say anything' },
  name_from: { ...probability, default: '0.5', says: 'who is less likely is not named: then nobody knows who it was' },
} as const satisfies Fields;

const rates = (hit: string, falseAlarm: string, halfS: number) => ({
  hit: { ...probability, default: hit, says: 'how often it says so when it is one of them' },
  false_alarm: { ...probability, default: falseAlarm, says: 'how often it says so when it is somebody else' },
  half_s: { ...seconds, min: 1, default: halfS, says: 'seconds after which half of what it tells is left' },
}) as const;
const { yes, no } = sayFields;
const labelFields = {
  names: {
    type: 'map', keys: { type: 'text', lengthMax: wordMax }, of: { type: 'member' }, countMax: 200, default: {},
    says: 'which member a label or a badge stands for; a member\'s own id needs no line',
  },
  unknown: {
    type: 'list', of: { type: 'text', lengthMax: wordMax }, countMax: 16, default: ['unknown', 'stranger'],
    says: 'what it says when it sees somebody whom it does not know',
  },
} as const;

/** What tells who it was; each of its streams says `of` whom it can tell. */
export const personParts = {
  door: { says: 'a contact of a door that only some members use', many: true, required: false, redundant: false, steady: false, fields: { ...rates('0.8', '0.05', 60), yes } },
  badge: { says: 'a reader that says whose badge it was', many: true, required: false, redundant: false, steady: false, fields: { ...rates('0.95', '0.005', 60), ...labelFields } },
  phone: { says: 'whether a phone of theirs is there: it stays so until it says otherwise', many: true, required: false, redundant: false, steady: false, fields: { ...rates('0.95', '0.3', 43_200), yes, no } },
  camera: { says: 'the camera\'s own label of whom it sees', many: true, required: false, redundant: false, steady: false, fields: { ...rates('0.9', '0.02', 30), ...labelFields } },
} as const;

type Parts = typeof personParts;
export type PersonConfiguration = Configuration<typeof personFields, Parts>;
type Rated = Bound<ReturnType<typeof rates>>;

/** Somebody was said to be there, or (`not`) not to be. Of nobody: somebody whom it doesn't know. */
type Statement = {
  readonly stream: StreamName; readonly id: string; readonly at: Instant; readonly by: Reading['by'];
  readonly of: readonly string[]; readonly not: boolean;
};
/** What was said of late; JSON. */
export type Statements = readonly Statement[];

/** Statements that are kept; the oldest go first. */
const statementsMax = 200;
/** Of a phone the last ones: what it said last holds on, however long ago it was. */
const phoneStatements = 4;
/** Seconds by which what found something may ask later than a badge or a door spoke. */
const lateS = 600;

export type Who = {
  readonly by: string | null;
  /** Left out where nobody is named. */
  readonly person?: number;
  /** Probability that it was none of the known ones. */
  readonly nobody: number;
  readonly sensors: readonly Saying[];
  readonly readings: Found['readings'];
  readonly findings: readonly Finding[];
};

/** What is wrong with the streams that tell persons; undefined: nothing. */
export function personsRefusal({ settings: { stranger, name_from }, streams }: PersonConfiguration): Refusal | undefined {
  for (const { stream, of, settings: { hit, false_alarm } } of rated(streams)) {
    if (of.length === 0) return refuse('missing_value', `stream ${stream}: say whom it tells with \`of\`, so that they can permit it`).refusal;
    const isTelling = hit > false_alarm && false_alarm > 0 && hit < 1;
    if (!isTelling) return refuse('invalid_value', `stream ${stream}: hit must lie above false_alarm, and both above 0 and below 1`).refusal;
  }
  for (const { stream, of, settings: { names } } of [...streams.badge, ...streams.camera]) {
    const strange = Object.values(names).find((member) => !of.includes(member));
    if (strange !== undefined) return refuse('invalid_value', `stream ${stream}: it names ${strange}, who is not among those \`of\` whom it is`).refusal;
  }
  if (stranger <= 0 || stranger >= 1) return refuse('invalid_value', 'settings.stranger must lie above 0 and below 1').refusal;
  return name_from >= 0.5 ? undefined : refuse('invalid_value', 'settings.name_from must be 0.5 at the least: else two could be named at once').refusal;
}

/** Whether the stream tells persons here. */
export function tellsPersons({ streams }: Pick<PersonConfiguration, 'streams'>, stream: StreamName): boolean {
  return rated(streams).some((each) => each.stream === stream);
}

export function tellsAnybody({ streams }: PersonConfiguration): boolean {
  return rated(streams).length > 0;
}

/** Takes down what a reading says of persons. */
export function hear(configuration: PersonConfiguration, before: Statements, reading: Reading, around: Around): Statements {
  const statement = isUsable(reading.stream, around) ? statementOf(configuration, reading) : undefined;
  if (statement === undefined || before.some(({ stream, id }) => stream === statement.stream && id === statement.id)) return before;
  const since = statement.at - (configuration.settings.before_s + lateS) * 1000;
  const kept = before.filter((each, place) => {
    if (!isPhone(configuration, each.stream)) return each.at > since;
    return each.stream !== statement.stream || before.slice(place + 1).filter(({ stream }) => stream === each.stream).length < phoneStatements - 1;
  });
  return [...kept, statement].slice(-statementsMax);
}

function statementOf({ streams }: PersonConfiguration, { stream, id, at, received, by, value }: Reading): Statement | undefined {
  const base = { stream, id, at: Math.min(at, received), by };
  const door = streams.door.find((each) => each.stream === stream);
  if (door !== undefined) return yesOrNo(value, { ...door.settings, no: [], above: undefined }) === true ? { ...base, of: door.of, not: false } : undefined;
  const phone = streams.phone.find((each) => each.stream === stream);
  if (phone !== undefined) {
    const isThere = yesOrNo(value, { ...phone.settings, above: undefined });
    return isThere === undefined ? undefined : { ...base, of: phone.of, not: !isThere };
  }
  const labelled = [...streams.badge, ...streams.camera].find((each) => each.stream === stream);
  const whom = labelled === undefined ? undefined : labelOf(labelled, value);
  return whom === undefined ? undefined : { ...base, of: whom, not: false };
}

/** Whom a label stands for; undefined where it stands for nobody who is known to it, so that nothing is made of it. */
function labelOf({ of, settings: { names, unknown } }: Bound<typeof labelFields>, value: Reading['value']): readonly string[] | undefined {
  const word = wordOf(value);
  if (word === undefined) return undefined;
  const member = Object.entries(names).find(([label]) => label.toLowerCase() === word)?.[1] ?? of.find((each) => each.toLowerCase() === word);
  if (member !== undefined) return [member];
  return unknown.some((each) => each.toLowerCase() === word) ? [] : undefined;
}

/** Who it was at an instant, by what had been said until now. */
export function whoAt(configuration: PersonConfiguration, statements: Statements, at: Instant, around: Around): Who {
  const sensors = rated(configuration.streams);
  const persons = [...new Set(sensors.filter(({ stream }) => isUsable(stream, around)).flatMap(({ of }) => of))].sort();
  const { stranger, name_from } = configuration.settings;
  const candidates: readonly Candidate[] = [...persons.map((person) => ({ person, prior: (1 - stranger) / persons.length })), { person: null, prior: persons.length === 0 ? 1 : stranger }];
  const used = sensors.map((sensor) => ({ sensor, statements: isUsable(sensor.stream, around) ? concerning(configuration, sensor, statements, at) : [] }));
  const logs = candidates.map(({ person, prior }) => used.reduce((sum, { sensor, statements: list }) => sum + list.reduce((all, each) => all + logLikelihood(sensor, each, at, person), 0), ln(prior)));
  const shares = normalised(logs);
  const best = candidates.reduce((top, _, place) => ((shares[place] ?? 0) > (shares[top] ?? 0) ? place : top), candidates.length - 1);
  const person = candidates[best]?.person ?? null;
  const share = shares[best] ?? 0;
  const by = share >= name_from ? person : null;
  const spoke = used.map((each) => ({ ...each, llr: by === null ? undefined : llrOf(each.sensor, each.statements, at, by, candidates) }));
  return {
    by, ...(by === null ? {} : { person: share }), nobody: shares.at(-1) ?? 1,
    sensors: spoke.map(({ sensor: { stream }, statements: list, llr }) => (list.length === 0 ? unheard(stream, around, 'person') : said(stream, list[0]?.by ?? 'gateway', llr, undefined, 'person'))),
    readings: spoke.flatMap(({ statements: list }) => list.map(({ stream, id }) => ({ stream, id }))),
    findings: spoke.flatMap(({ sensor: { stream }, statements: list, llr = 0 }) => (llr > contraryLlr || by === null ? [] : [{ stream, at, what: 'disagrees' as const, says: `${stream} says ${worded(list)}, the others ${by}` }])),
  };
}

/** Three to one against the one who is named. */
const contraryLlr = -ln(3);

type Candidate = { readonly person: string | null; readonly prior: number };

/** Of each sensor and whomever it names, the statement next to the instant; of a phone, what held then. */
function concerning(configuration: PersonConfiguration, { stream, settings: { half_s } }: Rated, statements: Statements, at: Instant): Statement[] {
  const own = statements.filter((each) => each.stream === stream);
  const { settings } = configuration;
  if (isPhone(configuration, stream)) {
    const held = own.filter((each) => each.at <= at && each.at > at - 2 * half_s * 1000).toSorted((a, b) => a.at - b.at).at(-1);
    return held === undefined ? [] : [held];
  }
  const near = own.filter((each) => each.at >= at - settings.before_s * 1000 && each.at <= at + settings.after_s * 1000)
    .toSorted((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at) || a.at - b.at);
  return near.filter((each, place) => near.findIndex((other) => other.of.join() === each.of.join()) === place);
}

/** ln P(statement | it was `person`). */
function logLikelihood({ settings: { hit, false_alarm, half_s } }: Rated, { at: saidAt, of, not }: Statement, at: Instant, person: string | null): number {
  const left = exp((-Math.LN2 * Math.abs(at - saidAt)) / (half_s * 1000));
  const isMeant = person === null ? of.length === 0 : of.includes(person);
  const says = isMeant ? false_alarm + (hit - false_alarm) * left : false_alarm;
  return ln(not ? 1 - says : says);
}

/** How much likelier what it said is if it was `by` than if it was one of the others; undefined where it said nothing. */
function llrOf(sensor: Rated, list: readonly Statement[], at: Instant, by: string, candidates: readonly Candidate[]): number | undefined {
  if (list.length === 0) return undefined;
  const likelihood = (person: string | null): number => exp(list.reduce((sum, each) => sum + logLikelihood(sensor, each, at, person), 0));
  const others = candidates.filter(({ person }) => person !== by);
  const all = others.reduce((sum, { prior }) => sum + prior, 0);
  return ln(likelihood(by)) - ln(others.reduce((sum, { person, prior }) => sum + (prior / all) * likelihood(person), 0));
}

function isPhone({ streams }: PersonConfiguration, stream: StreamName): boolean {
  return streams.phone.some((each) => each.stream === stream);
}

function normalised(logs: readonly number[]): number[] {
  const most = Math.max(...logs);
  const shares = logs.map((each) => exp(each - most));
  const all = shares.reduce((sum, each) => sum + each, 0);
  return shares.map((each) => each / all);
}

function worded(list: readonly Statement[]): string {
  return list.map(({ of, not }) => `${not ? 'not ' : ''}${of.length === 0 ? 'somebody unknown' : of.join(' or ')}`).join(', ');
}

function rated({ door, badge, phone, camera }: PersonConfiguration['streams']): readonly Rated[] {
  return [...door, ...badge, ...phone, ...camera];
}
