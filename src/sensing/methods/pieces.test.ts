import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../../testing/random.ts';
import { countOf, piecesOf } from './pieces.ts';

const near = (actual: number, expected: number, tolerance: number): void => assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
const wood = { piece_g: 2250, piece_spread: 0.2, piece_least_g: 1500, piece_most_g: 3000 };

test('without limits a piece is normal, with its mean and deviation', () => {
  const { mean, deviation, sums, cell, least } = piecesOf({ piece_g: 1000, piece_spread: 0.1, piece_least_g: undefined, piece_most_g: undefined }, 3);
  near(mean, 1000, 0.01);
  near(deviation, 100, 0.1);
  const density = (place: number): number => (sums[0]?.[place] ?? NaN) / cell;
  const at = Math.round((1100 - least) / cell - 0.5); // one deviation beside the mean: φ(1) / 100
  near(density(at), 0.24197 / 100, 0.02 / 100);
});

test('within limits it is as level as its deviation wants: 1.5 to 3 kg with 20 % is a level one (750 / √3 = 433 g)', () => {
  const { mean, deviation, sums } = piecesOf(wood, 2);
  near(mean, 2250, 1);
  near(deviation, 433, 2);
  const [first, last] = [sums[0]?.[0] ?? 0, sums[0]?.at(-1) ?? 0];
  near(first / last, 1, 0.01);
});

test('what is measured exactly of level pieces is counted by hand', () => {
  const pieces = piecesOf(wood, 2);
  // 2 kg: one piece has the density 1 / 1500 and the prior 0.249; something else the density 1 / 6000 and the prior 0.002; two weigh 3 kg at the least.
  const one = countOf(pieces, 2000, 1);
  assert.equal(one.count, 1);
  near(one.prior, 0.249, 1e-12);
  near(one.p, (0.249 / 1500) / (0.249 / 1500 + 0.002 / 6000), 0.002);
  // 4.5 kg, the middle of two: triangular, 1 / 1500 at its top.
  const two = countOf(pieces, 4500, 1);
  assert.equal(two.count, 2);
  near(two.p, (0.249 / 1500) / (0.249 / 1500 + 0.002 / 6000), 0.002);
});

test('what is no piece is something else, what is within the noise is nothing', () => {
  const pieces = piecesOf(wood, 6);
  assert.ok(countOf(pieces, 800, 30 ** 2).other > 0.99);
  assert.ok(countOf(pieces, 40, 30 ** 2).nothing > 0.99);
  assert.ok(countOf(pieces, 40_000, 30 ** 2).other > 0.99);
});

test('p is how often the count is right: pieces as they are described, 8000 times', () => {
  const random = createRandom(12);
  const pieces = piecesOf(wood, 6);
  const deviation = 35;
  let right = 0;
  let promised = 0;
  let variance = 0;
  for (let draw = 0; draw < 8000; draw += 1) {
    const count = random.int(1, 6);
    let mass = deviation * random.bell();
    for (let piece = 0; piece < count; piece += 1) mass += 1500 + 1500 * random.next();
    const counted = countOf(pieces, mass, deviation ** 2);
    right += counted.count === count ? 1 : 0;
    promised += counted.p;
    variance += counted.p * (1 - counted.p);
  }
  near(right, promised, 4 * Math.sqrt(variance)); // four deviations of the sum of so many independent cases
});
