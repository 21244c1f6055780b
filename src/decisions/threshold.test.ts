import assert from 'node:assert/strict';
import { test } from 'node:test';
import { said } from '../testing/elections.ts';
import type { Measure } from '../vocabulary/deciding.ts';
import { threshold } from './threshold.ts';
import { unanimous } from './unanimous.ts';

function passes(yes: Measure, ...votes: Parameters<typeof said>): boolean {
  const { eligible, ballots } = said(...votes);
  const { winners } = threshold({ rule: 'threshold', yes }, eligible, ballots);
  assert.equal(winners.length, 1);
  return winners[0] === 'yes';
}

test('of all who may vote: who stays away counts as much as a no', () => {
  const half = { more_than: { numerator: 1, denominator: 2 } };
  assert.equal(passes(half, 25, 0, 0, 25), false);
  assert.equal(passes(half, 26, 24), true);
  assert.equal(passes(half, 26, 0, 0, 24), true);
});

test('four fifths of five founders are four', () => {
  const fourFifths = { at_least: { numerator: 4, denominator: 5 } };
  assert.equal(passes(fourFifths, 3, 0, 0, 2), false);
  assert.equal(passes(fourFifths, 4, 1), true);
});

test('two thirds of 10 are 7: a part of a person is a person more', () => {
  const twoThirds = { at_least: { numerator: 2, denominator: 3 } };
  assert.equal(passes(twoThirds, 6, 0, 0, 4), false);
  assert.equal(passes(twoThirds, 7, 0, 0, 3), true);
});

test('a number of people, whatever the rest say', () => {
  assert.equal(passes({ people: 3 }, 3, 90), true);
  assert.equal(passes({ people: 3 }, 2, 0, 0, 90), false);
});

test('the working names the votes that are needed', () => {
  const { eligible, ballots } = said(3, 1, 1, 2);
  assert.deepEqual(threshold({ rule: 'threshold', yes: { people: 4 } }, eligible, ballots).working, [
    { step: 'said', yes: 3, concern: 0, no: 1, object: 0, abstain: 1, silent: 2 },
    { step: 'needed', measure: { people: 4 }, of: 7, needed: 4, yes: 3, reached: false },
  ]);
});

test('unanimous: everyone says yes; abstaining and silence are no yes, and nobody is not everyone', () => {
  const winners = (...votes: Parameters<typeof said>): readonly string[] => {
    const { eligible, ballots } = said(...votes);
    return unanimous({ rule: 'unanimous' }, eligible, ballots).winners;
  };
  assert.deepEqual(winners(5, 0), ['yes']);
  assert.deepEqual(winners(4, 0, 1), ['no']);
  assert.deepEqual(winners(4, 0, 0, 1), ['no']);
  assert.deepEqual(winners(0, 0), ['no']);
});
