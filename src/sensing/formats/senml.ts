/** Sensor Measurement Lists in JSON (RFC 8428): packs into resolved records (section 4.6). */
import { isObject } from '../../vocabulary/json.ts';
import { ok, refuse, type Refusal, type Result } from '../../vocabulary/result.ts';
import { instantMax, type Instant } from '../../vocabulary/time.ts';

/** Records of a pack: an hour of readings, one a second, fits. */
export const packRecordsMax = 4096;
/** Characters of a name, base and own together. */
const nameLengthMax = 256;
/** The version of RFC 8428 itself (section 4.4); of a later one nothing may be used. */
const versionMax = 10;
/** Times from here on, in seconds, are absolute; below, they are relative to now (section 4.5.3). */
export const absoluteTimeMin = 2 ** 28;

export type SenmlRecord = {
  /** Place in the pack, among its records with a value, from 0. */
  readonly index: number;
  readonly name: string;
  readonly unit?: string;
  /** Milliseconds, rounded. */
  readonly at: Instant;
  /** Whether the sender gave a time of its clock, and not one from now. */
  readonly hasTime: boolean;
  /** `data` is base64url. */
  readonly value?: number | string | boolean | { readonly data: string };
  /** Integrated over time, in the unit times seconds. */
  readonly sum?: number;
  /** The longest time, in seconds, until there is another. */
  readonly updateS?: number;
};

/** Base fields in force. */
type Base = { readonly bn: string; readonly bt: number; readonly bu: string | undefined; readonly bv: number; readonly bs: number | undefined };

const types: { readonly [label: string]: 'string' | 'number' | 'boolean' } = {
  bn: 'string', bt: 'number', bu: 'string', bv: 'number', bs: 'number', bver: 'number',
  n: 'string', u: 'string', v: 'number', vs: 'string', vb: 'boolean', vd: 'string', s: 'number', t: 'number', ut: 'number',
};
const valueLabels = ['v', 'vs', 'vb', 'vd'] as const;
const namePattern = /^[A-Za-z0-9][-A-Za-z0-9:./_]*$/;

type Fields = { readonly [label: string]: unknown };

/**
 * The resolved records in the order of their times. Labels that aren't known are ignored, unless they end in `_` (section 4.4).
 * Refuses with the record and what is wrong with it: a pack is taken whole or not at all.
 * @param now what relative times are relative to
 */
export function readSenml(pack: unknown, now: Instant): Result<readonly SenmlRecord[]> {
  if (!Array.isArray(pack)) return refuse('malformed', 'SenML is a JSON array of records');
  if (pack.length > packRecordsMax) return refuse('too_large', `the pack has ${pack.length} records; at most ${packRecordsMax} are taken`);
  const records: SenmlRecord[] = [];
  let base: Base = { bn: '', bt: 0, bu: undefined, bv: 0, bs: undefined };
  let version: number | undefined;
  for (const [place, fields] of pack.entries()) {
    const problem = problemOf(fields);
    if (problem !== undefined) return wrong(place, problem);
    const own = fields as Fields;
    if (own['bver'] !== undefined && own['bver'] !== (version ?? own['bver'])) return wrong(place, { code: 'invalid_value', detail: 'all records of a pack have one version' });
    version = (own['bver'] as number | undefined) ?? version;
    base = withBase(base, own);
    if (isBaseAlone(own)) continue;
    const record = resolved(base, own, records.length, now);
    if (!record.ok) return wrong(place, record.refusal);
    records.push(record.value);
  }
  return ok(records.toSorted((a, b) => a.at - b.at));
}

function wrong(place: number, { code, detail }: Refusal): Result<never> {
  return refuse(code, `record ${place + 1}: ${detail}`);
}

function problemOf(fields: unknown): Refusal | undefined {
  const malformed = (detail: string): Refusal => ({ code: 'malformed', detail });
  if (!isObject(fields)) return malformed('it is no JSON object');
  for (const [label, value] of Object.entries(fields)) {
    if (label.endsWith('_')) return { code: 'unknown_value', detail: `"${label.slice(0, 32)}" has to be understood, and isn't` };
    const type = Object.hasOwn(types, label) ? types[label] : undefined;
    if (type === undefined) continue;
    if (typeof value !== type) return malformed(`"${label}" is no ${type}`);
    if (typeof value === 'number' && !Number.isFinite(value)) return malformed(`"${label}" is larger than a number of 64 bits`);
    if (typeof value === 'string' && !value.isWellFormed()) return malformed(`"${label}" holds half a character`);
  }
  const version = fields['bver'];
  if (version === undefined) return undefined;
  if (!Number.isInteger(version) || (version as number) < 1) return malformed('"bver" is no positive whole number');
  return (version as number) > versionMax ? { code: 'invalid_value', detail: `version ${String(version)} isn't known; it goes up to ${versionMax}` } : undefined;
}

function withBase(base: Base, own: Fields): Base {
  return {
    bn: (own['bn'] as string | undefined) ?? base.bn, bt: (own['bt'] as number | undefined) ?? base.bt, bu: (own['bu'] as string | undefined) ?? base.bu,
    bv: (own['bv'] as number | undefined) ?? base.bv, bs: (own['bs'] as number | undefined) ?? base.bs,
  };
}

/** As the first record of the examples in section 5.1.7: for those that follow alone. */
function isBaseAlone(own: Fields): boolean {
  return Object.keys(own).every((label) => label.startsWith('b') || !Object.hasOwn(types, label));
}

function resolved(base: Base, own: Fields, index: number, now: Instant): Result<SenmlRecord> {
  const name = `${base.bn}${(own['n'] as string | undefined) ?? ''}`;
  if (!namePattern.test(name) || name.length > nameLengthMax) {
    return refuse('invalid_value', `"${name.slice(0, 64)}" can't be a name: up to ${nameLengthMax} letters, digits and - : . / _, the first a letter or digit`);
  }
  const given = valueLabels.filter((label) => own[label] !== undefined);
  const sum = own['s'] === undefined && base.bs === undefined ? undefined : (base.bs ?? 0) + ((own['s'] as number | undefined) ?? 0);
  if (given.length > 1) return refuse('malformed', `it has ${given.join(' and ')}; a record has one value`);
  if (given.length === 0 && sum === undefined) return refuse('missing_value', 'it has no value');
  const value = valueOf(base, own, given[0]);
  if (value === undefined && given.length > 0) return refuse('malformed', '"vd" is no base64 with the URL-safe alphabet and no padding');
  const seconds = base.bt + ((own['t'] as number | undefined) ?? 0);
  const hasTime = seconds >= absoluteTimeMin;
  const at = Math.round(hasTime ? seconds * 1000 : now + seconds * 1000);
  if (!hasTime && seconds > 0) return refuse('invalid_value', `it speaks of ${seconds} s from now: what is measured has happened`);
  if (!(at >= 0 && at <= instantMax) || ![sum ?? 0, typeof value === 'number' ? value : 0].every(Number.isFinite)) return refuse('overflow', 'base and own value together are too large');
  const unit = (own['u'] as string | undefined) ?? base.bu;
  return ok({
    index, name, ...(unit === undefined ? {} : { unit: unit.slice(0, 32) }), at, hasTime,
    ...(value === undefined ? {} : { value }), ...(sum === undefined ? {} : { sum }), ...(own['ut'] === undefined ? {} : { updateS: own['ut'] as number }),
  });
}

function valueOf(base: Base, own: Fields, label: (typeof valueLabels)[number] | undefined): SenmlRecord['value'] {
  if (label === undefined) return undefined;
  if (label === 'v') return base.bv + (own['v'] as number);
  if (label !== 'vd') return own[label] as string | boolean;
  const data = own['vd'] as string;
  return /^[\w-]*$/.test(data) && data.length % 4 !== 1 ? { data } : undefined;
}
