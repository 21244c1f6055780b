/** What is set for a load cell, and from what it says to grams. */
import type { Fields } from '../../vocabulary/kit.ts';
import { refuse, type Refusal, type Result } from '../../vocabulary/result.ts';
import type { Binding } from '../../vocabulary/sensing.ts';
import type { Reading } from '../reading.ts';
import { personFields, personParts, personsRefusal } from './persons.ts';
import { readConfiguration, type Configuration, type ReadOf } from './settings.ts';

const decimal = { type: 'decimal', decimals: 6 } as const;
const positive = { ...decimal, min: '0.000001' } as const;
const seconds = { type: 'integer', min: 0, max: 604_800 } as const;

/** How raw numbers become grams. */
export const scaleFields = {
  known: {
    type: 'list', countMin: 2, countMax: 2, optional: true, of: { type: 'record', fields: { raw: decimal, grams: decimal } },
    says: 'what it said with two known weights on it; not needed where it says grams or kilograms itself',
  },
} as const satisfies Fields;

/** What a piece weighs. */
export const pieceFields = {
  piece_g: { ...positive, says: 'grams; the mean mass of a piece' },
  piece_spread: { ...decimal, min: '0.001', max: '1', default: '0.2', says: 'standard deviation of a piece\'s mass, as a part of the mean' },
  piece_least_g: { ...positive, optional: true, says: 'grams; no piece is lighter' },
  piece_most_g: { ...positive, optional: true, says: 'grams; no piece is heavier' },
} as const satisfies Fields;

export const loadCellFields = {
  ...scaleFields, ...pieceFields,
  pieces_max: { type: 'integer', min: 1, max: 20, default: 8, says: 'the most pieces that one takes at once' },
  tare_g: { ...decimal, default: '0', says: 'grams that it shows with nothing on it' },
  noise_g: { ...positive, default: '50', says: 'grams; how far it wavers at rest (standard deviation)' },
  drift_g_h: { ...decimal, min: '0', default: '100', says: 'grams by which it may drift in an hour' },
  creep: { ...decimal, min: '0', max: '0.1', default: '0.0005', says: 'part of a change by which it goes on creeping afterwards' },
  settle_s: { ...seconds, default: 4, says: 'seconds for which it must rest before a change counts' },
  samples_min: { type: 'integer', min: 1, max: 16, default: 5, says: 'readings in a row that make a rest; 1 for a scale that speaks only when its weight has changed' },
  late_s: { ...seconds, default: 5, says: 'seconds by which a reading may be overtaken by another on its way here' },
  level_every_s: { ...seconds, min: 1, default: 21_600, says: 'seconds after which the level is said again though nothing was taken' },
  level_within: { type: 'integer', min: 0, max: 10_000, default: 5, says: 'pieces; p of the level is how likely it is right within so many' },
  capacity: { type: 'integer', min: 1, max: 1_000_000, default: 500, says: 'the most pieces that can lie there' },
  ...personFields,
} as const satisfies Fields;

export const loadCellParts = {
  weight: { says: 'the load cell, or the scale that it is in', many: false, required: true, redundant: false, steady: true, fields: {} },
  ...personParts,
} as const;

export type LoadCell = Configuration<typeof loadCellFields, typeof loadCellParts>;

export function readLoadCell(binding: Binding): Result<LoadCell> {
  const read = readConfiguration(loadCellFields, loadCellParts, binding);
  const refusal = read.ok ? scaleRefusal(read.value.settings) ?? piecesRefusal(read.value.settings) ?? personsRefusal(read.value) : undefined;
  return refusal === undefined ? read : { ok: false, refusal };
}

export function scaleRefusal({ known }: ReadOf<typeof scaleFields>): Refusal | undefined {
  const [a, b] = known ?? [];
  if (a === undefined || b === undefined || (a.raw !== b.raw && a.grams !== b.grams)) return undefined;
  return refuse('invalid_value', 'settings.known: two different weights with two different readings are needed').refusal;
}

export function piecesRefusal({ piece_g, piece_least_g = 0, piece_most_g = Infinity }: ReadOf<typeof pieceFields>): Refusal | undefined {
  if (piece_least_g < piece_g && piece_g < piece_most_g) return undefined;
  return refuse('invalid_value', `settings.piece_g is ${piece_g}: it must lie between piece_least_g and piece_most_g`).refusal;
}

const gramsOfUnit: { readonly [unit: string]: number } = { g: 1, kg: 1000, lb: 453.592_37, oz: 28.349_523_125 };

/** Grams by the two known weights, or by the unit; undefined where it says nothing, or in a unit that isn't one of mass. */
export function gramsOf({ value, unit = '' }: Reading, { known }: ReadOf<typeof scaleFields>): number | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  const [a, b] = known ?? [];
  if (a !== undefined && b !== undefined) return a.grams + ((value - a.raw) * (b.grams - a.grams)) / (b.raw - a.raw);
  const grams = Object.hasOwn(gramsOfUnit, unit) ? gramsOfUnit[unit] : undefined;
  return grams === undefined ? undefined : value * grams;
}
