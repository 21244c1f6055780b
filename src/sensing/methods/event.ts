/**
 * Whether something happened, from redundant sensors of different kinds: the label of a camera, a radar, a microphone, a contact.
 *
 * Error model: each sensor says yes with its `hit` rate when it happened and with its `false_alarm` rate when it didn't, or with a stated ratio of
 * the two. Sensors that err together count once: those that are declared `copies` of one another, and those that past cases show to be alike
 * (fusion/weights.ts). What several say within `together_s` belongs to one event. Who says nothing in that time is no evidence; a no that was said
 * before it began isn't either.
 */
import { isId } from '../../vocabulary/ids.ts';
import type { Fields } from '../../vocabulary/kit.ts';
import { ok, refuse, type Result } from '../../vocabulary/result.ts';
import type { Binding, Saying, StreamName } from '../../vocabulary/sensing.ts';
import type { Instant } from '../../vocabulary/time.ts';
import { noteFused, type CaseWindow, type FusedCase } from '../fusion/correlations.ts';
import { nothingLearned, relearned, type Learned } from '../fusion/learned.ts';
import { contradicting, llrOf as llrOfRatio, pooled } from '../fusion/pool.ts';
import { llrOfRates } from '../fusion/rates.ts';
import { weightsOf, type Copies } from '../fusion/weights.ts';
import type { Reading } from '../reading.ts';
import type { Around, Finding, Found, Method, PastCase, Step } from './method.ts';
import { hear, personFields, personParts, personsRefusal, tellsAnybody, tellsPersons, whoAt, type Statements } from './persons.ts';
import { isUsable, nothing, said, unheard } from './saying.ts';
import { readConfiguration, type Bound, type Configuration } from './settings.ts';
import { sayFields, wordMax, yesOrNo } from './words.ts';

const seconds = { type: 'integer', min: 0, max: 604_800 } as const;
const ratio = { type: 'decimal', decimals: 6, min: '0.000001', max: '1000000', optional: true } as const;

const fields = {
  event: { type: 'text', lengthMax: wordMax, says: 'name of the event that is said when it happened, as `violation`' },
  values: { type: 'map', keys: { type: 'text', lengthMax: wordMax }, of: { type: 'text', lengthMax: 500 }, countMax: 32, default: {}, says: 'what is said with it' },
  prior: { type: 'probability', default: '0.5', says: 'how likely it is before any other sensor spoke, given that one of them stirs' },
  least_p: { type: 'probability', default: '0.1', says: 'what is less likely is not said at all' },
  together_s: { ...seconds, default: 10, says: 'seconds; what several sensors say within them belongs to one event' },
  late_s: { ...seconds, default: 5, says: 'seconds for which what sensors said is waited for on its way here' },
  again_s: { ...seconds, default: 60, says: 'seconds from the beginning of one event to that of the next at the least' },
  ...personFields,
} as const satisfies Fields;

const parts = {
  sensor: {
    says: 'something that says whether it happens', many: true, required: true, redundant: true, steady: true,
    fields: {
      ...sayFields,
      hit: { type: 'probability', default: '0.9', says: 'how often it says yes when it happens' },
      false_alarm: { type: 'probability', default: '0.1', says: 'how often it says yes when it does not' },
      ratio: { ...ratio, says: 'instead of the rates: how much likelier a yes is when it happens than when not' },
      ratio_no: { ...ratio, says: 'how much likelier a no is when it happens than when not; with `ratio` but without this a no counts for nothing' },
      copies: { type: 'text', lengthMax: wordMax, optional: true, says: 'a name that this sensor shares with those that see the same thing in the same way' },
      holds_s: { ...seconds, default: 0, says: 'seconds for which a yes stays so without being said again' },
    },
  },
  ...personParts,
} as const;

type Settings = Configuration<typeof fields, typeof parts>;
type Sensor = Bound<(typeof parts)['sensor']['fields']>;

type Heard = { readonly id: string; readonly at: Instant; readonly by: Reading['by']; readonly yes: boolean };
type HeardOf = { readonly [stream: StreamName]: Heard };
type State = {
  readonly last: HeardOf;
  /** What is being listened to: since when, until when it is waited for, and what each said. */
  readonly open: { readonly at: Instant; readonly due: Instant; readonly first: StreamName; readonly heard: HeardOf } | null;
  /** No other event begins before. */
  readonly rests: Instant;
  readonly persons: Statements;
  /** Earlier cases, from which rates and weights are learned. */
  readonly window: CaseWindow;
  readonly learned: Learned;
};

export const event: Method<Settings, State> = {
  name: 'event',
  says: 'whether something happened, from several sensors of different kinds',
  parts, fields,
  events: ({ settings }) => [settings.event],
  settings: read,
  initial: () => ({ last: {}, open: null, rests: 0, persons: [], window: [], learned: nothingLearned }),
  cases: { of: ({ window }) => window, without: (state) => ({ ...state, window: [] }), restored },
  step,
  due: (_settings, { open }) => open?.due,
  wake: (settings, state, now, around) => (state.open === null || state.open.due > now ? nothing(state) : close(settings, state, state.open, around)),
};

/** Earlier releases kept the cases within the state, without numbers, and what is learned from them not at all. */
function restored(kept: State, cases: readonly PastCase[]): State {
  const window = (cases.length > 0 ? cases as CaseWindow : kept.window).map((each, place) => ({ ...each, number: (each as Partial<FusedCase>).number ?? place }));
  return { ...kept, window, learned: (kept as Partial<State>).learned ?? nothingLearned };
}

function read(binding: Binding): Result<Settings> {
  const configuration = readConfiguration(fields, parts, binding);
  if (!configuration.ok) return configuration;
  const { settings, streams } = configuration.value;
  if (settings.again_s < settings.together_s + settings.late_s) {
    return refuse('invalid_value', `settings.again_s must be at least together_s + late_s, that is ${settings.together_s + settings.late_s}`);
  }
  if (settings.prior <= 0 || settings.prior >= 1) return refuse('invalid_value', 'settings.prior must lie above 0 and below 1: else no sensor could change it');
  if (!isId(settings.event)) return refuse('invalid_value', 'settings.event is a name of letters, digits, dots, dashes and underscores');
  if (Object.hasOwn(settings.values, 'by')) return refuse('invalid_value', 'settings.values can\'t say `by`: bind a badge, a door, a phone or a camera that tells who it was');
  const useless = streams.sensor.find(({ settings: { ratio: given, hit, false_alarm } }) => given === undefined && hit <= false_alarm);
  if (useless !== undefined) return refuse('invalid_value', `stream ${useless.stream}: hit must lie above false_alarm: else it tells nothing`);
  const refusal = personsRefusal(configuration.value);
  return refusal === undefined ? ok(configuration.value) : { ok: false, refusal };
}

function step(configuration: Settings, state: State, reading: Reading, around: Around): Step<State> {
  if (tellsPersons(configuration, reading.stream)) return nothing({ ...state, persons: hear(configuration, state.persons, reading, around) });
  const sensor = configuration.streams.sensor.find(({ stream }) => stream === reading.stream);
  const yes = sensor === undefined ? undefined : yesOrNo(reading.value, sensor.settings);
  const before = state.last[reading.stream];
  if (sensor === undefined || yes === undefined || !isUsable(reading.stream, around) || (before !== undefined && reading.at <= before.at)) return nothing(state);
  const heard: Heard = { id: reading.id, at: reading.at, by: reading.by, yes };
  const last = { ...state.last, [reading.stream]: heard };
  const { open } = state;
  if (open !== null) return nothing({ ...state, last, open: { ...open, heard: joined(configuration, open.at, open.heard, reading.stream, heard) } });
  const isNews = before?.yes !== true || reading.at - before.at >= configuration.settings.again_s * 1000;
  if (!yes || !isNews || reading.at < state.rests) return nothing({ ...state, last });
  return nothing({ ...state, last, open: begin(configuration, last, reading) });
}

/** What was said shortly before by others belongs to it, and a yes that still holds. */
function begin(configuration: Settings, last: HeardOf, reading: Reading): NonNullable<State['open']> {
  const { settings, streams } = configuration;
  const heard: { [stream: StreamName]: Heard } = {};
  for (const sensor of streams.sensor) {
    const said = last[sensor.stream];
    const reachMs = Math.max(settings.together_s, sensor.settings.holds_s) * 1000;
    if (said?.yes === true && said.at >= reading.at - reachMs) heard[sensor.stream] = said;
  }
  const waitS = Math.max(settings.together_s, tellsAnybody(configuration) ? settings.after_s : 0) + settings.late_s;
  return { at: reading.at, due: reading.received + waitS * 1000, first: reading.stream, heard };
}

/** A yes within the time counts more than a no that comes beside it: it was seen, if only for a moment. */
function joined({ settings }: Settings, began: Instant, heard: HeardOf, stream: StreamName, now: Heard): HeardOf {
  const isTogether = Math.abs(now.at - began) <= settings.together_s * 1000 && (now.yes || now.at >= began);
  return isTogether && heard[stream]?.yes !== true ? { ...heard, [stream]: now } : heard;
}

/**
 * Log-odds of the prior and of what was said (fusion/pool.ts), by rates and weights that earlier cases taught: what has erred together before counts
 * less together. Those that nobody decided teach too which sensors say the same.
 */
function close(configuration: Settings, state: State, open: NonNullable<State['open']>, around: Around): Step<State> {
  const { settings, streams } = configuration;
  const { learned, window } = relearned(state.learned, state.window, (id) => around.decided?.(id));
  const heard = streams.sensor.flatMap((sensor) => {
    const spoke = isUsable(sensor.stream, around) ? open.heard[sensor.stream] : undefined;
    const llr = spoke === undefined ? undefined : llrOf(sensor, spoke.yes, learned);
    return spoke === undefined || llr === undefined ? [] : [{ stream: sensor.stream, spoke, llr }];
  });
  const weights = weightsOf(heard.map(({ stream }) => stream), learned.correlations, copiesOf(streams.sensor));
  const sensors = streams.sensor.map(({ stream }): Saying => {
    const each = heard.find((other) => other.stream === stream);
    return each === undefined ? unheard(stream, around) : said(stream, each.spoke.by, each.llr, weights.get(stream));
  });
  const { p } = pooled(settings.prior, heard.map(({ stream, llr }) => ({ state: 'said', llr, weight: weights.get(stream) ?? 1 })));
  const id = `${settings.event} ${open.first} ${open.heard[open.first]?.id ?? ''}`;
  const fused = { id, prior: settings.prior, llrs: Object.fromEntries(heard.map(({ stream, llr }) => [stream, llr])), truth: null };
  const after: State = { ...state, open: null, rests: open.at + settings.again_s * 1000, learned, window: heard.length === 0 ? window : noteFused(window, fused) };
  if (p < settings.least_p || heard.length === 0) return nothing(after);
  const who = tellsAnybody(configuration) ? whoAt(configuration, state.persons, open.at, around) : undefined;
  const found: Found = {
    id, event: settings.event, at: open.at, values: who === undefined ? settings.values : { ...settings.values, by: who.by },
    readings: [...heard.map(({ stream, spoke }) => ({ stream, id: spoke.id })), ...(who?.readings ?? [])],
    sensors: [...sensors, ...(who?.sensors ?? [])], prior: settings.prior, raw: { event: p, ...(who?.person === undefined ? {} : { person: who.person }) },
  };
  return { state: after, found: [found], findings: [...contradictions(sensors, open.at), ...(who?.findings ?? [])] };
}

function contradictions(sensors: readonly Saying[], at: Instant): Finding[] {
  return contradicting(sensors).map(({ stream, llr = 0 }) => ({ stream, at, what: 'disagrees', says: `${stream} says that it ${llr > 0 ? 'happened, others that it did not' : 'did not happen, others that it did'}` }));
}

/** ln of how much likelier it is when it happened; undefined where it says nothing either way. */
function llrOf({ stream, settings: { ratio: yesRatio, ratio_no: noRatio, hit, false_alarm } }: Sensor, yes: boolean, { rates }: Learned): number | undefined {
  if (!yes && noRatio !== undefined) return llrOfRatio(noRatio);
  if (yesRatio !== undefined) return yes ? llrOfRatio(yesRatio) : undefined;
  return llrOfRates(yes, { hit, falseAlarm: false_alarm }, Object.hasOwn(rates, stream) ? rates[stream] : undefined);
}

/** Sensors that share a name of their `copies`. */
function copiesOf(sensors: readonly Sensor[]): Copies {
  const names = new Set(sensors.map(({ settings: { copies } }) => copies).filter((name) => name !== undefined));
  return [...names].map((name) => sensors.filter(({ settings: { copies } }) => copies === name).map(({ stream }) => stream));
}
