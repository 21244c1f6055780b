import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createRandom, type Random } from '../../testing/random.ts';
import { expectedCalibrationError } from '../calibration/scores.ts';
import { correlationOf, correlationsOf, noteFused, windowCasesMax, type CaseWindow, type Correlations, type FusedCase } from './correlations.ts';
import { pooled } from './pool.ts';
import { weightsOf } from './weights.ts';

const near = (actual: number, expected: number, tolerance: number): void => assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
const all = (rho: number, names: readonly string[]): Correlations => Object.fromEntries(names.flatMap((a, i) => names.slice(i + 1).map((b) => [`${a} ${b}`, rho])));

test('by hand: independent ones count 1 each, n copies 1/n, n that are correlated by ρ 1 / (1 + (n − 1)ρ)', () => {
  const names = ['a', 'b', 'c', 'd'];
  const weights = (rho: number): number[] => [...weightsOf(names, all(rho, names)).values()];
  assert.deepEqual([weights(0), weights(1), weights(0.5)], [[1, 1, 1, 1], [0.25, 0.25, 0.25, 0.25], [0.4, 0.4, 0.4, 0.4]]);
});

test('only those that spoke share: alone, a copy counts whole', () => {
  assert.deepEqual([...weightsOf(['a'], all(1, ['a', 'b']), [['a', 'b']])], [['a', 1]]);
});

test('together they never count more than the best combination, 1ᵀR⁻¹1', () => {
  // R from a few common causes, as loadings that aren't negative: such a matrix is always a correlation.
  fc.assert(fc.property(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 100_000 }), (n, seed) => {
    const random = createRandom(seed);
    const names = Array.from({ length: n }, (_, place) => `s${place}`);
    const loads = names.map(() => [random.next() * 0.7, random.next() * 0.7]);
    const matrix = names.map((_, i) => names.map((__, j) => (i === j ? 1 : (loads[i] ?? []).reduce((sum, load, k) => sum + load * (loads[j]?.[k] ?? 0), 0))));
    const correlations = Object.fromEntries(names.flatMap((a, i) => names.slice(i + 1).map((b, more) => [`${a} ${b}`, matrix[i]?.[i + 1 + more] ?? 0])));
    const sum = [...weightsOf(names, correlations).values()].reduce((total, weight) => total + weight, 0);
    return sum <= solved(matrix).reduce((total, x) => total + x, 0) + 1e-9;
  }), { seed: 13 });
});

/** R⁻¹1 by Gauss's elimination. */
function solved(matrix: readonly (readonly number[])[]): number[] {
  const rows = matrix.map((row) => [...row, 1]);
  for (const [i, pivot] of rows.entries()) {
    for (const [j, row] of rows.entries()) {
      const factor = j === i ? 0 : (row[i] ?? 0) / (pivot[i] ?? 1);
      for (let k = i; k <= rows.length; k += 1) row[k] = (row[k] ?? 0) - factor * (pivot[k] ?? 0);
    }
  }
  return rows.map((row, i) => (row[rows.length] ?? 0) / (row[i] ?? 1));
}

const strong = Math.log(9);
/** Sensors that are right nine times in ten, each for itself. */
const saying = (random: Random, truth: boolean): number => (random.chance(0.9) === truth ? strong : -strong);

function windowOf(count: number, seed: number, sensors: (random: Random, truth: boolean) => { readonly [stream: string]: number }, decided: boolean): CaseWindow {
  const random = createRandom(seed);
  let window: CaseWindow = [];
  for (let place = 0; place < count; place += 1) {
    const truth = random.chance(0.5);
    window = noteFused(window, { id: `case-${place}`, prior: 0.5, llrs: sensors(random, truth), truth: decided ? truth : null });
  }
  return window;
}

const twoCameras = (random: Random, truth: boolean): { readonly [stream: string]: number } => {
  const camera = saying(random, truth);
  return { 'cam-a': camera, 'cam-b': camera, 'mic': saying(random, truth), 'door': saying(random, truth) };
};

for (const decided of [true, false]) {
  test(`learned where ${decided ? 'the log decided' : 'nobody decides'}: two copies of the same camera count once within 0.01, the others each for itself`, () => {
    for (const seed of [1, 2, 3]) {
      const correlations = correlationsOf(windowOf(120, seed, twoCameras, decided));
      const weights = weightsOf(['cam-a', 'cam-b', 'mic', 'door'], correlations);
      const say = (stream: string, ratio: number): { state: 'said'; llr: number; weight: number } => ({ state: 'said', llr: Math.log(ratio), weight: weights.get(stream) ?? 0 });
      near(pooled(0.2, [say('cam-a', 4), say('cam-b', 4)]).p, 0.5, 0.01); // odds ¼ · 4, as with one camera
      assert.ok((weights.get('mic') ?? 0) > 0.75 && (weights.get('door') ?? 0) > 0.75, JSON.stringify([...weights]));
    }
  });
}

test('three copies and nothing else, decided by nobody: still one', () => {
  const correlations = correlationsOf(windowOf(60, 4, (random, truth) => { const camera = saying(random, truth); return { a: camera, b: camera, c: camera }; }, false));
  assert.deepEqual([...weightsOf(['a', 'b', 'c'], correlations).values()].map((weight) => Math.round(weight * 1e6) / 1e6), [0.333333, 0.333333, 0.333333]);
});

test('ten sensors that err each for itself lose little by chance likeness', () => {
  const names = Array.from({ length: 10 }, (_, place) => `s${place}`);
  const window = windowOf(100, 22, (random, truth) => Object.fromEntries(names.map((name) => [name, saying(random, truth)])), true);
  const weights = [...weightsOf(names, correlationsOf(window)).values()];
  // The positive part of nine correlations of deviation 0.1 sums to 9 · 0.04 = 0.36, which would leave 0.74; of what is above 0.1, to 9 · 0.0083, which leaves 0.93.
  assert.ok(weights.reduce((sum, weight) => sum + weight, 0) / 10 > 0.85);
});

test('twenty decided cases, and the undecided ones aren\'t asked', () => {
  const together = windowOf(20, 23, (random, truth) => { const a = saying(random, truth); return { a, b: a, c: saying(random, truth) }; }, true);
  const apart = windowOf(200, 24, (random, truth) => ({ a: saying(random, truth), b: saying(random, truth), c: saying(random, truth) }), false);
  const mixed = (decided: CaseWindow): CaseWindow => [...apart, ...decided.map((each) => ({ ...each, id: `decided ${each.id}` }))];
  assert.ok(correlationOf(correlationsOf(mixed(together)), 'a', 'b') > 0.99);
  assert.ok(correlationOf(correlationsOf(mixed(together.slice(1))), 'a', 'b') < 0.5);
});

test('where nobody decides and nobody else is sure, nothing is learned of two sensors that are mostly right', () => {
  const two = (random: Random, truth: boolean): { readonly [stream: string]: number } => ({ a: saying(random, truth), b: saying(random, truth) });
  for (const seed of [25, 26, 27, 28]) {
    const rare = windowOf(200, seed, two, false).map((each) => ({ ...each, prior: 0.05 })); // sure by the prior alone
    assert.deepEqual(correlationsOf(rare), {});
    const weak = windowOf(200, seed, (random, truth) => ({ ...two(random, truth), c: random.chance(0.6) === truth ? 0.4 : -0.4 }), false);
    assert.equal(correlationOf(correlationsOf(weak), 'a', 'b'), 0);
  }
});

test('few cases make nobody alike', () => {
  assert.deepEqual(correlationsOf(windowOf(9, 5, twoCameras, true)), {});
  assert.deepEqual(correlationsOf([]), {});
});

test('sensors that were never at odds are taken for one, from thirty cases on, until one of them errs alone', () => {
  const faultless = (_: Random, truth: boolean): { readonly [stream: string]: number } => ({ a: truth ? 2 : -2, b: truth ? 3 : -3 });
  assert.deepEqual(correlationsOf(windowOf(29, 6, faultless, true)), {});
  const window = windowOf(30, 6, faultless, true);
  assert.deepEqual(correlationsOf(window), { 'a b': 1 });
  const erring = ['a', 'b'].reduce((cases, alone) => noteFused(cases, { id: `only ${alone}`, prior: 0.5, llrs: { a: 2, b: 3, [alone]: -2 }, truth: true }), window);
  assert.deepEqual(correlationsOf(erring), {});
});

/** Normal log-likelihood-ratios of strength d with a common cause of share ρ: means ±d/2, variance d. */
function common(random: Random, truth: boolean, rho: number, strength: number): { readonly [stream: string]: number } {
  const cause = random.bell();
  return Object.fromEntries(['a', 'b', 'c', 'd'].map((name) =>
    [name, (truth ? strength : -strength) / 2 + Math.sqrt(strength) * (Math.sqrt(rho) * cause + Math.sqrt(1 - rho) * random.bell())]));
}

test('sensors with a common cause: the correlation is found, and what is pooled means what it says, where counting each whole is too sure', () => {
  const rho = 0.6;
  const window = windowOf(300, 7, (random, truth) => common(random, truth, rho, 3), true);
  const correlations = correlationsOf(window);
  // Less one standard error, 0.64 / √299 = 0.037; three more of them either way.
  for (const pair of [['a', 'b'], ['b', 'c'], ['a', 'd']] as const) near(correlationOf(correlations, pair[1], pair[0]), rho - 0.037, 0.11);
  const random = createRandom(8);
  const later = Array.from({ length: 4000 }, () => { const truth = random.chance(0.5); return { truth, llrs: common(random, truth, rho, 3) }; });
  const error = (weights: ReadonlyMap<string, number>): number => expectedCalibrationError(later.map(({ truth, llrs }) => ({
    truth, p: pooled(0.5, Object.entries(llrs).map(([stream, llr]) => ({ state: 'said', llr, weight: weights.get(stream) ?? 1 }))).p,
  })));
  assert.ok(error(new Map()) > 0.08);
  assert.ok(error(weightsOf(['a', 'b', 'c', 'd'], correlations)) < 0.03);
});

test('without a decision, what the others say stands in for the truth: a common cause of two of five sensors is found', () => {
  const sensors = (random: Random, truth: boolean): { readonly [stream: string]: number } => {
    const { a = 0, b = 0 } = common(random, truth, 0.7, 4);
    return { a, b, x: saying(random, truth), y: saying(random, truth), z: saying(random, truth) };
  };
  const correlations = correlationsOf(windowOf(300, 9, sensors, false));
  near(correlationOf(correlations, 'a', 'b'), 0.7 - 0.03, 0.15);
  for (const [one, other] of [['a', 'x'], ['x', 'y'], ['b', 'z']] as const) assert.ok(correlationOf(correlations, one, other) < 0.15, `${one} ${other}`);
});

test('the window: the newest cases, numbered without gaps', () => {
  const one = (id: string): Omit<FusedCase, 'number'> => ({ id, prior: 0.5, llrs: { a: 1 }, truth: null });
  const window = Array.from({ length: windowCasesMax + 2 }, (_, place) => one(`c${place}`)).reduce<CaseWindow>(noteFused, []);
  assert.deepEqual([window.length, window[0]?.id, window[0]?.number, window.at(-1)?.number], [windowCasesMax, 'c2', 2, windowCasesMax + 1]);
});
