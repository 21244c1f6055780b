/**
 * How many pieces lie somewhere, from sources of different kinds: a scale, the distance to the top of the pile, a camera's own count, a person who counted.
 *
 * Error model: quantity.ts, in pieces. A scale: its own error `deviation_g`, and the spread of n pieces' mass, √n times that of one, over the mean piece. The
 * others: the `deviation` that is set. Since somebody counted, pieces come and go by `moves` an hour, so that a count of yesterday gives way to
 * whatever spoke since.
 */
import type { Fields } from '../../vocabulary/kit.ts';
import { refuse, type Refusal } from '../../vocabulary/result.ts';
import type { StreamName } from '../../vocabulary/sensing.ts';
import type { Reading } from '../reading.ts';
import { gramsOf, pieceFields, piecesRefusal, scaleFields, scaleRefusal } from './load-cell-settings.ts';
import type { Around, Method, Step } from './method.ts';
import { heardOf, isLater, leftOut, measure, unheardQuantity, type Quantity, type QuantityState } from './quantity.ts';
import { isUsable, nothing } from './saying.ts';
import { readConfiguration, type Configuration } from './settings.ts';

const decimal = { type: 'decimal', decimals: 6 } as const;
const positive = { ...decimal, min: '0.000001' } as const;
const seconds = { type: 'integer', min: 1, max: 604_800 } as const;

const fields = {
  ...pieceFields,
  piece_g: { ...positive, default: '1000', says: `${pieceFields.piece_g.says}, where a scale is among the sources` },
  level_within: { type: 'integer', min: 0, max: 10_000, default: 5, says: 'pieces; p is how likely the number is right within so many' },
  capacity: { type: 'integer', min: 1, max: 1_000_000, default: 500, says: 'the most pieces that can lie there; what is far beyond is a fault' },
  moves: { ...decimal, min: '0', default: '2', says: 'pieces that come or go in an hour (standard deviation)' },
  gap_s: { ...seconds, default: 86_400, says: 'seconds after which a reading says nothing about now' },
  every_s: { ...seconds, default: 600, says: 'seconds between two observations at the least' },
  at_least_s: { ...seconds, default: 21_600, says: 'seconds after which it is said again though it has not changed' },
  min_change: { type: 'integer', min: 0, max: 1_000_000, default: 1, says: 'pieces; a smaller change is not said' },
} as const satisfies Fields;

const counted = (deviation: string) => ({ ...positive, default: deviation, says: 'pieces; its error (standard deviation)' }) as const;

const parts = {
  weight: {
    says: 'a scale that it lies on', many: true, required: false, redundant: true, steady: true,
    fields: { ...scaleFields, tare_g: { ...decimal, default: '0', says: 'grams that it shows with nothing on it' }, deviation_g: { ...positive, default: '500', says: 'grams; its error with drift (standard deviation)' } },
  },
  distance: {
    says: 'how far away the top is, as by ultrasound', many: true, required: false, redundant: true, steady: true,
    fields: {
      known: {
        type: 'list', countMin: 2, countMax: 2, of: { type: 'record', fields: { raw: decimal, count: { type: 'integer', min: 0 } } },
        says: 'what it said with two known numbers of pieces',
      },
      deviation: counted('10'),
    },
  },
  count: { says: 'a number of pieces that a camera counts itself', many: true, required: false, redundant: true, steady: true, fields: { deviation: counted('3') } },
  tap: { says: 'a number of pieces that a person says', many: true, required: false, redundant: false, steady: false, fields: { deviation: counted('0.5') } },
} as const;

type Settings = Configuration<typeof fields, typeof parts> & { readonly quantity: Quantity; readonly names: readonly StreamName[] };

export const level: Method<Settings, QuantityState> = {
  name: 'level',
  says: 'how many pieces lie somewhere, from a scale, a distance, a camera\'s count, a person\'s count',
  parts, fields,
  events: () => ['level'],
  settings: (binding) => {
    const read = readConfiguration(fields, parts, binding);
    if (!read.ok) return read;
    const refusal = streamsRefusal(read.value) ?? piecesRefusal(read.value.settings);
    if (refusal !== undefined) return { ok: false, refusal };
    return { ok: true, value: { ...read.value, quantity: quantityOf(read.value.settings), names: Object.values(read.value.streams).flat().map(({ stream }) => stream) } };
  },
  initial: () => unheardQuantity,
  step,
  due: () => undefined,
  wake: (_settings, state) => nothing(state),
};

function streamsRefusal({ streams }: Configuration<typeof fields, typeof parts>): Refusal | undefined {
  if (Object.values(streams).flat().length === 0) return refuse('missing_value', 'level needs at least one stream as weight, distance, count or tap').refusal;
  const flat = streams.distance.find(({ settings: { known: [a, b] } }) => a?.raw === b?.raw || a?.count === b?.count);
  if (flat !== undefined) return refuse('invalid_value', `stream ${flat.stream}: settings.known: two different numbers of pieces with two different readings are needed`).refusal;
  return streams.weight.map(({ settings }) => scaleRefusal(settings)).find((each) => each !== undefined);
}

function quantityOf({ level_within, capacity, moves, gap_s, every_s, at_least_s, min_change }: Settings['settings']): Quantity {
  return {
    event: 'level', field: 'count', rounded: (value) => Math.max(0, Math.round(value)), shown,
    tolerance: level_within + 0.5, range: capacity + 1, moves, gapMs: gap_s * 1000, everyMs: every_s * 1000, atLeastMs: at_least_s * 1000, minChange: min_change,
  };
}

function step(configuration: Settings, state: QuantityState, reading: Reading, around: Around): Step<QuantityState> {
  const { stream } = reading;
  const measured = isUsable(stream, around) ? piecesIn(configuration, reading) : undefined;
  if (measured === undefined) return nothing(state);
  const heard = heardOf(reading, measured.count, measured.deviation);
  if (!isLater(state, stream, heard.at)) return nothing(state);
  const { capacity } = configuration.settings;
  const slack = 4 * measured.deviation;
  if (measured.count < -slack || measured.count > capacity + slack) return leftOut(state, stream, heard.at, `${stream} says ${shown(measured.count)}, where 0 to ${capacity} can lie: it is left out`);
  return measure(configuration.quantity, configuration.names, state, stream, heard, around);
}

/** By one source; undefined where it says nothing that a number of pieces follows from. */
function piecesIn({ settings, streams }: Settings, reading: Reading): { readonly count: number; readonly deviation: number } | undefined {
  const scale = streams.weight.find(({ stream }) => stream === reading.stream);
  if (scale !== undefined) {
    const grams = gramsOf(reading, scale.settings);
    return grams === undefined ? undefined : byWeight(settings, grams - scale.settings.tare_g, scale.settings.deviation_g);
  }
  if (typeof reading.value !== 'number' || !Number.isFinite(reading.value)) return undefined;
  const far = streams.distance.find(({ stream }) => stream === reading.stream);
  if (far !== undefined) {
    const { known: [a = { raw: 0, count: 0 }, b = { raw: 1, count: 1 }], deviation } = far.settings;
    return { count: a.count + ((reading.value - a.raw) * (b.count - a.count)) / (b.raw - a.raw), deviation };
  }
  const other = [...streams.count, ...streams.tap].find(({ stream }) => stream === reading.stream);
  return other === undefined || reading.value < 0 ? undefined : { count: reading.value, deviation: other.settings.deviation };
}

function byWeight({ piece_g, piece_spread }: Settings['settings'], grams: number, error: number): { readonly count: number; readonly deviation: number } {
  const count = grams / piece_g;
  const spread = piece_spread * piece_g;
  return { count, deviation: Math.sqrt(Math.max(0, count) * spread * spread + error * error) / piece_g };
}

function shown(pieces: number): string {
  return `${Math.round(pieces)} pieces`;
}
