/**
 * How warm a place is, from one or several thermometers.
 *
 * Error model: what a thermometer says, plus its `offset`, is the true value with a normal error of `deviation`; since it spoke, the place has moved
 * like a random walk of `moves` an hour, so that what is older counts less. Values outside the range, and jumps faster than a room can change that
 * the next reading doesn't bear out, are left out. p is how likely the true value lies within `tolerance` of the one that is said. After `gap_s`
 * without a reading nothing is known, and nothing is said.
 */
import type { Fields } from '../../vocabulary/kit.ts';
import { ok } from '../../vocabulary/result.ts';
import type { Saying, StreamName } from '../../vocabulary/sensing.ts';
import { hourMs, minuteMs, type Instant } from '../../vocabulary/time.ts';
import { logit } from '../mathematics.ts';
import { within } from '../normal.ts';
import type { Reading } from '../reading.ts';
import { fuse, type Fused } from './estimate.ts';
import type { Around, Finding, Found, Method, Step } from './method.ts';
import { isUsable, nothing, said, unheard } from './saying.ts';
import { readConfiguration, type Bound, type Configuration } from './settings.ts';

const celsius = { type: 'decimal', decimals: 6 } as const;
const seconds = { type: 'integer', min: 1, max: 604_800 } as const;

const fields = {
  tolerance: { ...celsius, min: '0.01', default: '1.0', says: 'degrees; p is how likely the true value is no further than this from the one that is said' },
  every_s: { ...seconds, default: 900, says: 'seconds between two observations at the least' },
  at_least_s: { ...seconds, default: 21_600, says: 'seconds after which it is said again though it has not changed' },
  min_change: { ...celsius, min: '0', default: '0.2', says: 'degrees; a smaller change is not said' },
  gap_s: { ...seconds, default: 7200, says: 'seconds after which a reading says nothing about now' },
  moves: { ...celsius, min: '0', default: '0.5', says: 'degrees by which the place usually moves in an hour (standard deviation)' },
  least: { ...celsius, default: '-40', says: 'degrees; what is below is a fault' },
  most: { ...celsius, default: '60', says: 'degrees; what is above is a fault' },
  rate_max: { ...celsius, min: '0.001', default: '2', says: 'degrees a minute; a faster change must be borne out by the next reading' },
} as const satisfies Fields;

const parts = {
  temperature: {
    says: 'a thermometer of the place, in degrees Celsius', many: true, required: true, redundant: true,
    fields: {
      offset: { ...celsius, default: '0', says: 'degrees that are added to what it says' },
      deviation: { ...celsius, min: '0.01', default: '0.3', says: 'degrees; its error (standard deviation)' },
    },
  },
} as const;

type Settings = Configuration<typeof fields, typeof parts>;
type Thermometer = Bound<(typeof parts)['temperature']['fields']>;

type Heard = { readonly id: string; readonly at: Instant; readonly received: Instant; readonly celsius: number; readonly by: Reading['by'] };
type State = {
  /** What each thermometer said last and was believed. */
  readonly last: { readonly [stream: StreamName]: Heard };
  /** A jump that the next reading must bear out. */
  readonly doubted: { readonly [stream: StreamName]: Heard };
  readonly told: { readonly at: Instant; readonly celsius: number } | null;
  /** Who disagrees with the others or with what can be, as people were told. */
  readonly out: readonly StreamName[];
};

export const temperature: Method<Settings, State> = {
  name: 'temperature',
  says: 'how warm a place is, from one or several thermometers',
  parts, fields,
  events: () => ['temperature'],
  settings: (binding) => {
    const read = readConfiguration(fields, parts, binding);
    return read.ok ? ok(read.value) : read;
  },
  initial: () => ({ last: {}, doubted: {}, told: null, out: [] }),
  step,
  due: () => undefined,
  wake: (_settings, state) => nothing(state),
};

function step(configuration: Settings, state: State, reading: Reading, around: Around): Step<State> {
  const thermometer = configuration.streams.temperature.find(({ stream }) => stream === reading.stream);
  const measured = thermometer === undefined ? undefined : celsiusOf(reading, thermometer);
  const before = state.last[reading.stream];
  if (thermometer === undefined || measured === undefined || !isUsable(reading.stream, around) || (before !== undefined && reading.at <= before.at)) return nothing(state);
  const heard: Heard = { id: reading.id, at: reading.at, received: reading.received, celsius: measured, by: reading.by };
  const { settings } = configuration;
  if (measured < settings.least || measured > settings.most) {
    if (state.out.includes(reading.stream)) return nothing(state);
    const says = `${reading.stream} says ${shown(measured)}, outside ${shown(settings.least)} to ${shown(settings.most)}: it is left out`;
    return { state: { ...state, out: [...state.out, reading.stream] }, found: [], findings: [{ stream: reading.stream, at: reading.at, what: 'disagrees', says }] };
  }
  const doubted = state.doubted[reading.stream];
  const isJump = before !== undefined && jumps(settings, thermometer, before, heard);
  const isBorneOut = doubted !== undefined && heard.at > doubted.at && !jumps(settings, thermometer, doubted, heard);
  if (isJump && !isBorneOut) return nothing({ ...state, doubted: { ...state.doubted, [reading.stream]: heard } });
  const { [reading.stream]: _settled, ...doubts } = state.doubted;
  return judge(configuration, { ...state, last: { ...state.last, [reading.stream]: heard }, doubted: doubts }, reading, around);
}

/** Degrees Celsius with the offset; undefined where the device says nothing, or in another unit. */
function celsiusOf({ value, unit = 'Cel' }: Reading, { settings }: Thermometer): number | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  const read = unit === 'Cel' ? value : unit === 'K' ? value - 273.15 : unit === '°F' ? (value - 32) / 1.8 : undefined;
  return read === undefined ? undefined : read + settings.offset;
}

function jumps(settings: Settings['settings'], { settings: { deviation } }: Thermometer, from: Heard, to: Heard): boolean {
  const allowed = (settings.rate_max * (to.at - from.at)) / minuteMs + 4 * Math.SQRT2 * deviation;
  return Math.abs(to.celsius - from.celsius) > allowed;
}

/** What all say together now, said if it is time. */
function judge(configuration: Settings, state: State, reading: Reading, around: Around): Step<State> {
  const { settings, streams } = configuration;
  const heard = streams.temperature.flatMap((thermometer) => {
    const last = state.last[thermometer.stream];
    return last === undefined || reading.at - last.at >= settings.gap_s * 1000 || !isUsable(thermometer.stream, around) ? [] : [{ ...last, thermometer }];
  });
  const latest = Math.max(...heard.map(({ at }) => at));
  const fused = fuse(heard.map(({ thermometer, celsius: value, at }) => {
    const walked = (settings.moves * settings.moves * (latest - at)) / hourMs;
    return { stream: thermometer.stream, value, deviation: Math.sqrt(thermometer.settings.deviation * thermometer.settings.deviation + walked) };
  }));
  if (fused === undefined) return nothing(state);
  const value = Math.round(fused.value * 100) / 100;
  const weights = new Map(heard.map(({ thermometer: { stream } }, place) => [stream, fused.weights[place] ?? 0]));
  const { out, findings } = agreement(state.out, weights, value, latest);
  if (!isTime(settings, state.told, latest, value)) return { state: { ...state, out }, found: [], findings };
  const found: Found = {
    id: `temperature ${reading.stream} ${reading.id}`, event: 'temperature', at: latest, values: { celsius: value },
    readings: heard.map(({ thermometer: { stream }, id }) => ({ stream, id })),
    ...evidence(configuration, state, weights, fused, around),
  };
  return { state: { ...state, out, told: { at: latest, celsius: value } }, found: [found], findings };
}

function isTime({ every_s, at_least_s, min_change }: Settings['settings'], last: State['told'], at: Instant, value: number): boolean {
  if (last === null) return true;
  return at >= last.at + every_s * 1000 && (Math.abs(value - last.celsius) >= min_change || at >= last.at + at_least_s * 1000);
}

/** Before any thermometer speaks, all values of the range are alike; what they add together is shared by weight. */
function evidence({ settings, streams }: Settings, state: State, weights: ReadonlyMap<StreamName, number>, fused: Fused, around: Around): Pick<Found, 'sensors' | 'prior' | 'raw'> {
  const prior = Math.min(0.99, (2 * settings.tolerance) / Math.max(settings.most - settings.least, Number.MIN_VALUE));
  const event = within(settings.tolerance, fused.deviation);
  const llr = logit(event) - logit(prior);
  const sensors = streams.temperature.map(({ stream }): Saying => {
    const weight = weights.get(stream);
    return weight === undefined ? unheard(stream, around) : said(stream, state.last[stream]?.by ?? 'gateway', llr, weight);
  });
  return { sensors, prior, raw: { event } };
}

/** Who has begun to disagree with the others, and who has come to agree again. */
function agreement(before: State['out'], weights: ReadonlyMap<StreamName, number>, value: number, at: Instant): { out: State['out']; findings: Finding[] } {
  const begun = [...weights].filter(([stream, weight]) => weight === 0 && !before.includes(stream)).map(([stream]) => stream);
  const over = [...weights].filter(([stream, weight]) => weight > 0 && before.includes(stream)).map(([stream]) => stream);
  return {
    out: [...before.filter((stream) => !over.includes(stream)), ...begun],
    findings: [
      ...begun.map((stream) => ({ stream, at, what: 'disagrees' as const, says: `${stream} is far from ${shown(value)}, on which the others agree: it is left out` })),
      ...over.map((stream) => ({ stream, at, what: 'back' as const, says: `${stream} agrees again` })),
    ],
  };
}

function shown(degrees: number): string {
  return `${Math.round(degrees * 100) / 100} °C`;
}
