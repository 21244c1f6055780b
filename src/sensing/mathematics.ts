/**
 * Exponential and logarithm from additions, multiplications and divisions alone, which IEEE 754 fixes to the last bit: the engines' own
 * (`Math.exp`, `Math.log`) differ between versions, and what was fused once must come out the same wherever it is checked.
 */

const ln2 = 0.6931471805599453;
/** The first 32 bits of ln 2, so that its products with small whole numbers are exact, and the rest of it. */
const ln2High = 0.6931471803691238;
const ln2Low = 1.9082149292705877e-10;
/** Above it the exponential isn't a number of 64 bits any more, and below it is 0. */
const exponentMax = 709.78;
const exponentMin = -745.13;

/** Odds are kept within e^±34: 1 − 1.7·10⁻¹⁵ is nearly the last probability below 1 that can be told from it. */
export const logitMax = 34;

/** e to the power of `x`, within 2 units in the last place. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > exponentMax) return Infinity;
  if (x < exponentMin) return 0;
  const halvings = Math.round(x / ln2);
  const rest = x - halvings * ln2High - halvings * ln2Low; // |rest| ≤ ln 2 / 2
  let sum = 1;
  for (let power = 17; power >= 1; power -= 1) sum = 1 + (rest * sum) / power; // Taylor's series, from its small end
  return scaled(sum, halvings);
}

/** The natural logarithm, within 2 units in the last place; −∞ of 0, not a number below it. */
export function ln(x: number): number {
  if (Number.isNaN(x) || x < 0) return NaN;
  if (x === 0) return -Infinity;
  if (x === Infinity) return Infinity;
  const { fraction, exponent } = parts(x);
  const s = (fraction - 1) / (fraction + 1); // ln f = 2 artanh s, and |s| ≤ 0.172
  const square = s * s;
  let sum = 1 / 23;
  for (let odd = 21; odd >= 1; odd -= 2) sum = 1 / odd + square * sum;
  return exponent * ln2High + (2 * s * sum + exponent * ln2Low);
}

/** From log-odds to a probability. */
export function expit(logOdds: number): number {
  if (logOdds >= 0) return 1 / (1 + exp(-logOdds));
  const odds = exp(logOdds);
  return odds / (1 + odds);
}

/** From a probability to log-odds, of at most ±{@link logitMax}. */
export function logit(p: number): number {
  return clamp(ln(p / (1 - p)), -logitMax, logitMax);
}

export function clamp(x: number, least: number, most: number): number {
  return x < least ? least : x > most ? most : x;
}

/** To four decimals, as numbers of evidence stand in the log. */
export function rounded(x: number): number {
  return Math.round(x * 10_000) / 10_000;
}

const view = new DataView(new ArrayBuffer(8));

/** `x` as fraction · 2^exponent with √½ ≤ fraction < √2. */
function parts(x: number): { readonly fraction: number; readonly exponent: number } {
  const isSmall = x < 2 ** -1022;
  view.setFloat64(0, isSmall ? x * 2 ** 54 : x);
  const high = view.getUint32(0);
  const exponent = ((high >>> 20) & 0x7ff) - 1023 - (isSmall ? 54 : 0);
  view.setUint32(0, (high & 0x000fffff) | 0x3ff00000);
  const fraction = view.getFloat64(0); // 1 ≤ fraction < 2
  return fraction > Math.SQRT2 ? { fraction: fraction / 2, exponent: exponent + 1 } : { fraction, exponent };
}

/** `x` · 2^exponent, in two steps where one would leave the normal numbers. */
function scaled(x: number, exponent: number): number {
  const half = exponent >> 1;
  return x * powerOfTwo(half) * powerOfTwo(exponent - half);
}

function powerOfTwo(exponent: number): number {
  view.setUint32(0, (exponent + 1023) << 20);
  view.setUint32(4, 0);
  return view.getFloat64(0);
}
