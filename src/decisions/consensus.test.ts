import assert from 'node:assert/strict';
import { test } from 'node:test';
import { election } from '../testing/elections.ts';
import { consensus } from './consensus.ts';

const rule = { rule: 'consensus', assents: 6 } as const;

test('8 members, no objection and 6 assents: six carry it, five do not', () => {
  const six = election([[6, 'yes']], 2);
  const five = election([[5, 'yes'], [1, 'no']], 2);
  assert.deepEqual(consensus(rule, six.eligible, six.ballots).winners, ['yes']);
  assert.deepEqual(consensus(rule, five.eligible, five.ballots).winners, ['no']);
});

test('one objection blocks, whatever the numbers', () => {
  const { eligible, ballots } = election([[7, 'yes'], [1, 'object']]);
  assert.deepEqual(consensus(rule, eligible, ballots), {
    winners: ['no'], tied: [],
    working: [
      { step: 'said', yes: 7, concern: 0, no: 0, object: 1, abstain: 0, silent: 0 },
      { step: 'concerns', by: [] },
      { step: 'objections', by: ['v7'] },
      { step: 'needed', measure: { people: 6 }, of: 8, needed: 6, yes: 7, reached: true },
    ],
  });
});

test('who has a concern assents, and is listed; who says no or abstains stands aside', () => {
  const { eligible, ballots } = election([[4, 'yes'], [2, 'concern'], [1, 'no'], [1, 'abstain']]);
  const { winners, working } = consensus(rule, eligible, ballots);
  assert.deepEqual(winners, ['yes']);
  assert.deepEqual(working[1], { step: 'concerns', by: ['v4', 'v5'] });
});

test('lazy consensus: silence agrees, an objection still blocks, and where nobody may speak nothing passes', () => {
  const lazy = { rule: 'consensus', assents: 0 } as const;
  const silent = election([], 3);
  const objected = election([[1, 'object']], 2);
  assert.deepEqual(consensus(lazy, silent.eligible, silent.ballots).winners, ['yes']);
  assert.deepEqual(consensus(lazy, objected.eligible, objected.ballots).winners, ['no']);
  assert.deepEqual(consensus(lazy, { all: [], classes: {} }, {}).winners, ['no']);
});
