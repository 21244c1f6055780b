/**
 * Whether something happened, from redundant sensors of different kinds: the label of a camera, a radar, a microphone, a contact.
 *
 * Error model: each sensor says yes with its `hit` rate when it happened and with its `false_alarm` rate when it didn't, or with a stated ratio of
 * the two; given that, sensors err independently, but for those that are declared `copies` of one another, which share one vote. What several say
 * within `together_s` belongs to one event. Who says nothing in that time is no evidence; a no that was said before it began isn't either.
 */
import type { Fields } from '../../vocabulary/kit.ts';
import { ok, refuse, type Result } from '../../vocabulary/result.ts';
import type { Binding, Saying, StreamName } from '../../vocabulary/sensing.ts';
import type { Instant } from '../../vocabulary/time.ts';
import { expit, ln, logit } from '../mathematics.ts';
import type { Reading } from '../reading.ts';
import type { Found, Method, Step, Surroundings } from './method.ts';
import { nothing, said, unheard } from './saying.ts';
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
} as const satisfies Fields;

const parts = {
  sensor: {
    says: 'something that says whether it happens', many: true, required: true,
    fields: {
      ...sayFields,
      hit: { type: 'probability', default: '0.9', says: 'how often it says yes when it happens' },
      false_alarm: { type: 'probability', default: '0.1', says: 'how often it says yes when it does not' },
      ratio: { ...ratio, says: 'instead of the rates: how much likelier a yes is when it happens than when not' },
      ratio_no: { ...ratio, says: 'how much likelier a no is when it happens than when not; with `ratio` but without this a no counts for nothing' },
      copies: { type: 'text', lengthMax: wordMax, optional: true, says: 'a name that this sensor shares with those that see the same thing in the same way' },
      weight: { type: 'probability', default: '1', says: 'what it counts; less than 1 where it errs together with others' },
      holds_s: { ...seconds, default: 0, says: 'seconds for which a yes stays so without being said again' },
    },
  },
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
};

export const event: Method<Settings, State> = {
  name: 'event',
  says: 'whether something happened, from several sensors of different kinds',
  parts, fields,
  events: ({ settings }) => [settings.event],
  settings: read,
  initial: () => ({ last: {}, open: null, rests: 0 }),
  step,
  due: (_settings, { open }) => open?.due,
  wake: (settings, state, now, around) => (state.open === null || state.open.due > now ? nothing(state) : close(settings, state, state.open, around)),
};

function read(binding: Binding): Result<Settings> {
  const configuration = readConfiguration(fields, parts, binding);
  if (!configuration.ok) return configuration;
  const { settings, streams } = configuration.value;
  if (settings.again_s < settings.together_s + settings.late_s) {
    return refuse('invalid_value', `settings.again_s must be at least together_s + late_s, that is ${settings.together_s + settings.late_s}`);
  }
  if (!isBetween(settings.prior)) return refuse('invalid_value', 'settings.prior must lie above 0 and below 1: else no sensor could change it');
  const sure = streams.sensor.find((each) => each.settings.ratio === undefined && !(isBetween(each.settings.hit) && isBetween(each.settings.false_alarm)));
  if (sure !== undefined) return refuse('invalid_value', `stream ${sure.stream}: hit and false_alarm must lie above 0 and below 1: no sensor never errs`);
  return ok(configuration.value);
}

function step(configuration: Settings, state: State, reading: Reading, around: Surroundings): Step<State> {
  const sensor = configuration.streams.sensor.find(({ stream }) => stream === reading.stream);
  const yes = sensor === undefined ? undefined : yesOrNo(reading.value, sensor.settings);
  const before = state.last[reading.stream];
  if (sensor === undefined || yes === undefined || !around.mayUse(reading.stream) || (before !== undefined && reading.at <= before.at)) return nothing(state);
  const heard: Heard = { id: reading.id, at: reading.at, by: reading.by, yes };
  const last = { ...state.last, [reading.stream]: heard };
  const { open } = state;
  if (open !== null) return nothing({ ...state, last, open: { ...open, heard: joined(configuration, open.at, open.heard, reading.stream, heard) } });
  const isNews = before?.yes !== true || reading.at - before.at >= configuration.settings.again_s * 1000;
  if (!yes || !isNews || reading.at < state.rests) return nothing({ ...state, last });
  return nothing({ ...state, last, open: begin(configuration, last, reading) });
}

/** What was said shortly before by others belongs to it, and a yes that still holds. */
function begin({ settings, streams }: Settings, last: HeardOf, reading: Reading): NonNullable<State['open']> {
  const heard: { [stream: StreamName]: Heard } = {};
  for (const sensor of streams.sensor) {
    const said = last[sensor.stream];
    const reachMs = Math.max(settings.together_s, sensor.settings.holds_s) * 1000;
    if (said?.yes === true && said.at >= reading.at - reachMs) heard[sensor.stream] = said;
  }
  return { at: reading.at, due: reading.received + (settings.together_s + settings.late_s) * 1000, first: reading.stream, heard };
}

/** A yes within the time counts more than a no that comes beside it: it was seen, if only for a moment. */
function joined({ settings }: Settings, began: Instant, heard: HeardOf, stream: StreamName, now: Heard): HeardOf {
  const isTogether = Math.abs(now.at - began) <= settings.together_s * 1000 && (now.yes || now.at >= began);
  return isTogether && heard[stream]?.yes !== true ? { ...heard, [stream]: now } : heard;
}

/** Log-odds of the prior and of what was said, each of which counts what its weight says. */
function close(configuration: Settings, state: State, open: NonNullable<State['open']>, around: Surroundings): Step<State> {
  const { settings, streams } = configuration;
  const heard = streams.sensor.flatMap((sensor) => {
    const spoke = around.mayUse(sensor.stream) ? open.heard[sensor.stream] : undefined;
    const llr = spoke === undefined ? undefined : llrOf(sensor, spoke.yes);
    return spoke === undefined || llr === undefined ? [] : [{ sensor, spoke, llr }];
  });
  const counted = heard.map((each) => ({ ...each, weight: each.sensor.settings.weight / copies(each.sensor, heard.map(({ sensor }) => sensor)) }));
  const p = expit(counted.reduce((sum, { llr, weight }) => sum + weight * llr, logit(settings.prior)));
  const after: State = { ...state, open: null, rests: open.at + settings.again_s * 1000 };
  if (p < settings.least_p || counted.length === 0) return nothing(after);
  const sensors = streams.sensor.map(({ stream }): Saying => {
    const each = counted.find(({ sensor }) => sensor.stream === stream);
    return each === undefined ? unheard(stream, around) : said(stream, each.spoke.by, each.llr, each.weight);
  });
  const found: Found = {
    id: `${settings.event} ${open.first} ${open.heard[open.first]?.id ?? ''}`, event: settings.event, at: open.at, values: settings.values,
    readings: counted.map(({ sensor: { stream }, spoke: { id } }) => ({ stream, id })), sensors, prior: settings.prior, raw: { event: p },
  };
  return { state: after, found: [found], findings: [] };
}

/** ln of how much likelier it is when it happened; undefined where it says nothing either way. */
function llrOf({ settings: { ratio: yesRatio, ratio_no: noRatio, hit, false_alarm } }: Sensor, yes: boolean): number | undefined {
  if (!yes && noRatio !== undefined) return ln(noRatio);
  if (yesRatio !== undefined) return yes ? ln(yesRatio) : undefined;
  return yes ? ln(hit / false_alarm) : ln((1 - hit) / (1 - false_alarm));
}

/** Those of `all` that share one vote with this sensor, itself included. */
function copies({ settings }: Sensor, all: readonly Sensor[]): number {
  return settings.copies === undefined ? 1 : all.filter((each) => each.settings.copies === settings.copies).length;
}

function isBetween(p: number): boolean {
  return p > 0 && p < 1;
}
