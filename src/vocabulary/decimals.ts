/**
 * Decimal text to scaled integers and back, exactly: "15.20" with 2 decimals is 1520. Nothing is rounded.
 */
import { ok, refuse, type Result } from './result.ts';

const plain = /^(-?)(\d+)(?:\.(\d+))?$/;
const exponent = /^(-?)(\d+)(?:\.(\d+))?[eE]([+-]?\d+)$/;

/** More digits than any number that fits; longer text is refused before it is looked at. */
const digitsMax = 40;

/**
 * Parses a decimal given as text or as a JSON number (which is read through its shortest text, so 15.2 is exactly 15.2).
 * Trailing zeros beyond `decimals` are accepted; other further digits are refused, or cut toward zero with `cut`.
 */
export function parseDecimal(raw: unknown, decimals: number, cut = false): Result<number> {
  if (decimals === 0 && Number.isSafeInteger(raw)) return ok((raw as number) + 0); // most of what devices say; of -0 it makes 0
  if (typeof raw !== 'string' && typeof raw !== 'number') {
    return refuse('invalid_value', `expected a number, got ${describe(raw)}`);
  }
  const text = String(raw);
  if (text.length > digitsMax) return refuse('overflow', `${text.slice(0, digitsMax)}… has too many digits`);
  const parts = split(text);
  if (parts === undefined) return refuse('invalid_value', `"${text}" is not a decimal number such as 12.50`);
  const kept = parts.fraction.slice(0, decimals).padEnd(decimals, '0');
  const rest = parts.fraction.slice(decimals);
  if (!cut && /[1-9]/.test(rest)) {
    return refuse('too_many_decimals', `"${text}" has more than ${decimals} decimals`);
  }
  const value = Number(parts.whole + kept);
  if (!Number.isSafeInteger(value)) return refuse('overflow', `"${text}" is larger than can be held exactly`);
  return ok(parts.negative && value !== 0 ? -value : value);
}

/**
 * The inverse of {@link parseDecimal}: always with all `decimals`.
 * @param value a bigint where it is a sum of amounts that is only shown, and may be larger than an amount
 * @example formatDecimal(-450, 2) === '-4.50'
 */
export function formatDecimal(value: number | bigint, decimals: number): string {
  const sign = value < 0 ? '-' : '';
  const digits = String(value < 0 ? -value : value).padStart(decimals + 1, '0');
  if (decimals === 0) return sign + digits;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

function split(text: string): { negative: boolean; whole: string; fraction: string } | undefined {
  const match = plain.exec(text);
  if (match !== null) return { negative: match[1] === '-', whole: match[2] ?? '0', fraction: match[3] ?? '' };
  const scientific = exponent.exec(text); // how JSON writes 1e-7
  if (scientific === null) return undefined;
  const power = Number(scientific[4]);
  if (Math.abs(power) > digitsMax) return undefined;
  const whole = scientific[2] ?? '0';
  const fraction = scientific[3] ?? '';
  const digits = whole + fraction;
  const point = whole.length + power;
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const place = point <= 0 ? 1 : point;
  return { negative: scientific[1] === '-', whole: padded.slice(0, place), fraction: padded.slice(place) };
}

function describe(raw: unknown): string {
  if (raw === null) return 'nothing (null)';
  return Array.isArray(raw) ? 'a list' : typeof raw === 'undefined' ? 'nothing' : `a ${typeof raw}`;
}
