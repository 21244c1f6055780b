/** Pseudo-random numbers from a seed, of whole numbers alone, so that a model comes out the same wherever it is trained. */

export type Random = {
  /** Of 32 bits. */
  readonly bits: () => number;
  /** Above 0 and at most 1. */
  readonly unit: () => number;
  /** From 0 to below `count`. */
  readonly below: (count: number) => number;
};

/** xoshiro128** 1.1. D. Blackman, S. Vigna, Scrambled linear pseudorandom number generators (2021). */
export function xoshiro128(state: readonly [number, number, number, number]): Random {
  let [a, b, c, d] = state;
  const bits = (): number => {
    const result = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotated(d, 11);
    return result;
  };
  return { bits, unit: () => (bits() + 1) / 4_294_967_296, below: (count) => Math.floor((bits() / 4_294_967_296) * count) };
}

/** A stream of its own for each number of a seed: SplitMix32's output function spreads neighbouring numbers apart. */
export function seeded(seed: number, stream: number): Random {
  let at = (Math.imul(seed, 0x9e3779b9) ^ Math.imul(stream + 1, 0x85ebca6b)) >>> 0;
  const mixed = (): number => {
    at = (at + 0x9e3779b9) >>> 0;
    let z = Math.imul(at ^ (at >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  return xoshiro128([mixed(), mixed(), mixed(), mixed() | 1]);
}

function rotated(x: number, by: number): number {
  return (x << by) | (x >>> (32 - by));
}
