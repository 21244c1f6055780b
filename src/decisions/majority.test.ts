import assert from 'node:assert/strict';
import { test } from 'node:test';
import { election, said } from '../testing/elections.ts';
import type { RuleOf } from './decision.ts';
import { majority } from './majority.ts';

const half = { more_than: { numerator: 1, denominator: 2 } };
const simple: RuleOf<'majority'> = { rule: 'majority', yes: half, quorum: 0 };

function winners(rule: RuleOf<'majority'>, ...votes: Parameters<typeof said>): readonly string[] {
  const { eligible, ballots } = said(...votes);
  return majority(rule, eligible, ballots).winners;
}

test('a district of 50: 26 approvals of 31 votes with a quorum of 20 pass', () => {
  const { eligible, ballots } = said(26, 5, 0, 19);
  assert.deepEqual(majority({ ...simple, quorum: 20 }, eligible, ballots), {
    winners: ['yes'], tied: [],
    working: [
      { step: 'said', yes: 26, concern: 0, no: 5, object: 0, abstain: 0, silent: 19 },
      { step: 'turnout', eligible: 50, came: 31, quorum: 20, reached: true },
      // More than half of 31 are 16.
      { step: 'needed', measure: half, of: 31, needed: 16, yes: 26, reached: true },
    ],
  });
});

test('at least 60 % and 20 votes: the garden with 6 of 28 (21.4 %) is out, the equipment with 31 of 35 (88.6 %) is in', () => {
  const rule: RuleOf<'majority'> = { rule: 'majority', yes: { at_least: { numerator: 60, denominator: 100 } }, quorum: 20 };
  assert.deepEqual(winners(rule, 6, 22), ['no']);
  assert.deepEqual(winners(rule, 31, 4), ['yes']);
});

test('60 % carry a simple majority', () => {
  assert.deepEqual(winners(simple, 6, 4), ['yes']);
});

test('exactly half is no majority, and no tie: as many are against it', () => {
  assert.deepEqual(winners(simple, 5, 5), ['no']);
  assert.deepEqual(winners(simple, 6, 5), ['yes']);
});

test('two thirds: 6 of 9 are at least two thirds and not more', () => {
  const twoThirds = { numerator: 2, denominator: 3 };
  assert.deepEqual(winners({ ...simple, yes: { at_least: twoThirds } }, 6, 3), ['yes']);
  assert.deepEqual(winners({ ...simple, yes: { at_least: twoThirds } }, 6, 4), ['no']);
  assert.deepEqual(winners({ ...simple, yes: { more_than: twoThirds } }, 6, 3), ['no']);
  assert.deepEqual(winners({ ...simple, yes: { more_than: twoThirds } }, 7, 3), ['yes']);
});

test('the quorum counts people: abstentions bring it about, and weigh on neither side', () => {
  assert.deepEqual(winners({ ...simple, quorum: 5 }, 2, 1, 1, 10), []);
  assert.deepEqual(winners({ ...simple, quorum: 5 }, 2, 1, 2, 10), ['yes']);
});

test('a concern is a yes, an objection is a no', () => {
  const { eligible, ballots } = election([[1, 'yes'], [2, 'concern'], [1, 'no'], [1, 'object']]);
  const { winners: won, working } = majority(simple, eligible, ballots);
  assert.deepEqual(won, ['yes']);
  assert.deepEqual(working.at(-1), { step: 'needed', measure: half, of: 5, needed: 3, yes: 3, reached: true });
});

test('where nobody came nothing is decided; where all abstain it is a no', () => {
  assert.deepEqual(winners(simple, 0, 0, 0, 4), []);
  assert.deepEqual(winners(simple, 0, 0, 4), ['no']);
});

test('a whole number of votes, exact where fractions of a computer are not', () => {
  // 0.07 × 100 is 7.000000000000001 in floating point: rounded up it would ask for 8.
  assert.deepEqual(winners({ ...simple, yes: { at_least: { numerator: 7, denominator: 100 } } }, 7, 93), ['yes']);
  assert.deepEqual(winners({ ...simple, yes: { at_least: { numerator: 999_999, denominator: 1_000_000 } } }, 999, 1), ['no']);
  assert.deepEqual(winners({ ...simple, yes: { more_than: { numerator: 0, denominator: 1 } } }, 1, 99), ['yes']);
});

test('who is called like something that every object has, and says nothing, has not come', () => {
  assert.deepEqual(majority({ ...simple, quorum: 2 }, { all: ['ana', 'constructor'], classes: {} }, { ana: 'yes' }).winners, []);
});
