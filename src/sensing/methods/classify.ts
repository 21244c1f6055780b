/**
 * What a trained model makes of feature vectors, as of a radar, a microphone, a vibration sensor: a class, with how sure the model is.
 *
 * Error model: the model's calibrated probabilities (learn/predict.ts), and the conformal set at an agreed rate of errors (calibration/conformal.ts): where more
 * than one class can't be ruled out, none is said with more than its share of the set, so that a person decides; where all can be, the vector is
 * unlike anything that was learned, and nothing is said. The condition of the sets holds here too: while coming days are like those it learned from.
 * A class is a thing or a number. A model of this kind can't name a person: how somebody moves is not who they are.
 */
import type { JsonObject } from '../../vocabulary/json.ts';
import { isId } from '../../vocabulary/ids.ts';
import type { Fields } from '../../vocabulary/kit.ts';
import { refuse, type Result } from '../../vocabulary/result.ts';
import type { Binding } from '../../vocabulary/sensing.ts';
import type { Instant } from '../../vocabulary/time.ts';
import { conformalCondition } from '../calibration/conformal.ts';
import { predict, setOf } from '../learn/predict.ts';
import type { Model } from '../learn/model.ts';
import { logit } from '../mathematics.ts';
import type { Reading } from '../reading.ts';
import type { Around, Found, Method, Step } from './method.ts';
import { isUsable, nothing, said } from './saying.ts';
import { readConfiguration, type Configuration } from './settings.ts';
import { wordMax } from './words.ts';

const word = { type: 'text', lengthMax: wordMax } as const;
const seconds = { type: 'integer', min: 0, max: 604_800 } as const;

const fields = {
  event: { ...word, says: 'name of the event that is said, as `counted`' },
  value: { ...word, default: 'class', says: 'the field of the event that holds the class' },
  whole: { type: 'choice', of: ['no', 'yes'], default: 'no', says: 'whether classes are whole numbers, as of pieces' },
  quiet: { type: 'list', of: word, countMax: 64, default: [], says: 'classes at which nothing happens, as `empty`: then nothing is said' },
  errors: { type: 'probability', default: '0.1', says: `how often the class that is so may be ruled out; it ${conformalCondition}` },
  in_a_row: { type: 'integer', min: 1, max: 100, default: 1, says: 'vectors in a row that must say the same' },
  every_s: { ...seconds, default: 0, says: 'seconds between two observations at the least' },
  at_least_s: { ...seconds, default: 21_600, says: 'seconds after which a class is said again though it has not changed' },
} as const satisfies Fields;

const parts = {
  features: { says: 'feature vectors, as many numbers as the model has features', many: false, required: true, redundant: false, steady: true, fields: {} },
} as const;

type Settings = Configuration<typeof fields, typeof parts> & { readonly stream: string };
type State = {
  readonly last: Instant;
  /** The class that the last vectors say, and their names. */
  readonly run: { readonly of: string; readonly ids: readonly string[] } | null;
  readonly told: { readonly of: string; readonly at: Instant } | null;
};

export const classify: Method<Settings, State> = {
  name: 'classify',
  says: 'what a trained model makes of feature vectors, as of a radar or a microphone',
  parts, fields,
  events: ({ settings }) => [settings.event],
  settings: read,
  initial: () => ({ last: -1, run: null, told: null }),
  step,
  due: () => undefined,
  wake: (_settings, state) => nothing(state),
};

function read(binding: Binding): Result<Settings> {
  const configuration = readConfiguration(fields, parts, binding);
  if (!configuration.ok) return configuration;
  const { settings, streams } = configuration.value;
  if (binding.model === undefined) return refuse('missing_value', 'classify needs a trained model: name its file\'s SHA-256 as `model`');
  if (!isId(settings.event) || !isId(settings.value)) return refuse('invalid_value', 'settings.event and settings.value are names of letters, digits, dots, dashes and underscores');
  if (settings.value === 'by') return refuse('invalid_value', 'settings.value: a model of feature vectors can\'t say by whom something was; bind a badge, a door, a phone or a camera to another method for that');
  if (settings.errors <= 0 || settings.errors >= 1) return refuse('invalid_value', 'settings.errors must lie above 0 and below 1');
  return { ok: true, value: { ...configuration.value, stream: streams.features[0]?.stream ?? '' } };
}

function step(configuration: Settings, state: State, reading: Reading, around: Around): Step<State> {
  const { settings, stream } = configuration;
  const vector = reading.stream === stream && isUsable(stream, around) ? vectorOf(reading, around.model) : undefined;
  const at = Math.min(reading.at, reading.received);
  if (vector === undefined || around.model === undefined || at <= state.last) return nothing(state);
  const judged = judge(around.model, vector, settings.errors);
  if (judged === undefined) return nothing({ ...state, last: at, run: null });
  const run = { of: judged.of, ids: [...(state.run?.of === judged.of ? state.run.ids : []), reading.id].slice(-settings.in_a_row) };
  const after: State = { ...state, last: at, run };
  if (run.ids.length < settings.in_a_row || !isTime(settings, state.told, judged.of, at)) return nothing(after);
  const told: State = { ...after, told: { of: judged.of, at } };
  if (settings.quiet.includes(judged.of)) return nothing(told);
  const values = valuesOf(settings, judged.of);
  if (values === undefined) return nothing(after);
  const prior = 1 / around.model.classes.length;
  const found: Found = {
    id: `${settings.event} ${stream} ${reading.id}`, event: settings.event, at, values, readings: run.ids.map((id) => ({ stream, id })),
    sensors: [said(stream, reading.by, logit(judged.p) - logit(prior), 1)], prior, raw: { event: judged.p },
  };
  return { state: told, found: [found], findings: [] };
}

/** As many finite numbers as the model has features; undefined where it is something else. */
function vectorOf({ value }: Reading, model: Model | undefined): readonly number[] | undefined {
  const vector = typeof value === 'number' ? [value] : value;
  return Array.isArray(vector) && vector.length === model?.features.length && vector.every(Number.isFinite) ? vector : undefined;
}

/** The likeliest class, and p no more than its share of what can't be ruled out; undefined where everything can. */
function judge(model: Model, vector: readonly number[], errors: number): { readonly of: string; readonly p: number } | undefined {
  const { p } = predict(model, vector);
  const best = p.reduce((top, each, place) => (each > (p[top] ?? 0) ? place : top), 0);
  const of = model.classes[best];
  const possible = setOf(model, p, errors);
  if (of === undefined || possible.length === 0) return undefined;
  const isOnly = possible.length === 1 && possible[0] === of;
  return { of, p: isOnly ? (p[best] ?? 0) : Math.min(p[best] ?? 0, 1 / Math.max(2, possible.length)) };
}

function isTime({ every_s, at_least_s }: Settings['settings'], told: State['told'], of: string, at: Instant): boolean {
  if (told === null) return true;
  return at >= told.at + (told.of === of ? Math.max(every_s, at_least_s) : every_s) * 1000;
}

/** Undefined where a whole number is wanted and the class is none. */
function valuesOf({ value, whole }: Settings['settings'], of: string): JsonObject | undefined {
  if (whole === 'no') return { [value]: of };
  return /^\d{1,9}$/.test(of) ? { [value]: Number(of) } : undefined;
}
