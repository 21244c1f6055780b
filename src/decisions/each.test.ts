import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CountResult, DecisionRule } from '../vocabulary/deciding.ts';
import { count } from './count.ts';
import { type Ballots, type Eligible, yesOrNo } from './decision.ts';

const half = { more_than: { numerator: 1, denominator: 2 } };
const most: DecisionRule = { rule: 'majority', yes: half, quorum: 0 };
const double: DecisionRule = { rule: 'each', of: { all: most, bound: { rule: 'threshold', yes: half } } };
const house: Eligible = { all: ['ana', 'bo', 'cy', 'dee', 'eve'], classes: { bound: ['bo', 'ana'], guests: [] } };

function counted(rule: DecisionRule, ballots: Ballots, eligible = house): CountResult {
  return count(rule, eligible, ballots, yesOrNo);
}

test('double majority: most of all and most of those whom it binds', () => {
  const others = { cy: 'yes', dee: 'yes', eve: 'yes' } as const;
  assert.deepEqual(counted(double, { ...others, ana: 'yes', bo: 'yes' }).winners, ['yes']);
  // Four of five are for it, and half of the two that it binds: not more than half.
  assert.deepEqual(counted(double, { ...others, ana: 'yes', bo: 'no' }).winners, ['no']);
  assert.deepEqual(counted(double, { ana: 'yes', bo: 'yes', cy: 'no', dee: 'no', eve: 'no' }).winners, ['no']);
});

test('each class has its own working, in order of its name', () => {
  const { working } = counted(double, { ana: 'yes', cy: 'yes', dee: 'no' });
  assert.deepEqual(working, [
    {
      step: 'class', class: 'all', eligible: 5, winners: ['yes'],
      working: [
        { step: 'said', yes: 2, concern: 0, no: 1, object: 0, abstain: 0, silent: 2 },
        { step: 'turnout', eligible: 5, came: 3, quorum: 0, reached: true },
        { step: 'needed', measure: half, of: 3, needed: 2, yes: 2, reached: true },
      ],
    },
    {
      step: 'class', class: 'bound', eligible: 2, winners: ['no'],
      working: [
        { step: 'said', yes: 1, concern: 0, no: 0, object: 0, abstain: 0, silent: 1 },
        { step: 'needed', measure: half, of: 2, needed: 2, yes: 1, reached: false },
      ],
    },
  ]);
});

test('a class of nobody stops nothing, named or not', () => {
  const rule: DecisionRule = { rule: 'each', of: { all: most, guests: { rule: 'unanimous' }, unheard_of: { rule: 'unanimous' } } };
  assert.deepEqual(counted(rule, { ana: 'yes' }).winners, ['yes']);
  assert.deepEqual(counted(rule, { ana: 'yes' }).working.slice(1), [
    { step: 'class', class: 'guests', eligible: 0, winners: [], working: [] },
    { step: 'class', class: 'unheard_of', eligible: 0, winners: [], working: [] },
  ]);
});

test('nothing passes because nobody is asked', () => {
  assert.deepEqual(counted({ rule: 'each', of: { guests: { rule: 'unanimous' } } }, { ana: 'yes' }).winners, ['no']);
  const nobody = { all: [], classes: { bound: ['bo'] } };
  assert.notDeepEqual(counted({ rule: 'each', of: { all: { rule: 'unanimous' }, bound: { rule: 'unanimous' } } }, { bo: 'yes' }, nobody).winners, ['yes']);
});

test('a class in which too few came leaves it undecided, unless another says no', () => {
  const rule: DecisionRule = { rule: 'each', of: { all: { ...most, quorum: 4 }, bound: { rule: 'unanimous' } } };
  assert.deepEqual(counted(rule, { ana: 'yes', bo: 'yes' }).winners, []);
  assert.deepEqual(counted(rule, { ana: 'yes', bo: 'no' }).winners, ['no']);
});

test('a name that every object has is no class', () => {
  assert.deepEqual(counted({ rule: 'each', of: Object.fromEntries([['all', most], ['constructor', { rule: 'unanimous' } as const]]) }, { ana: 'yes' }).winners, ['yes']);
});
