import assert from 'node:assert/strict';
import { test } from 'node:test';
import { election } from '../testing/elections.ts';
import { score } from './score.ts';

const rule = { rule: 'score', max: 5, quorum: 2 } as const;
const options = ['park', 'pond', 'shed'];

test('the highest sum wins; what a ballot leaves out has 0 from it', () => {
  const { eligible, ballots } = election([[2, { scores: { park: 5, pond: 3 } }], [3, { scores: { pond: 4, shed: 5 } }], [1, 'abstain']]);
  assert.deepEqual(score(rule, eligible, ballots, options), {
    winners: ['pond'], tied: [],
    working: [
      { step: 'turnout', eligible: 6, came: 6, quorum: 2, reached: true },
      // 2 × 5, 2 × 3 + 3 × 4, 3 × 5
      { step: 'scores', sums: { park: 10, pond: 18, shed: 15 }, highest: 18 },
    ],
  });
});

test('equal sums are tied; no points decide nothing, nor does a missing quorum', () => {
  const tied = election([[1, { scores: { shed: 2 } }], [1, { scores: { park: 2, pond: 1 } }]]);
  const none = election([[2, { scores: { park: 0 } }]]);
  const one = election([[1, { scores: { park: 5 } }]], 3);
  const outcome = ({ eligible, ballots }: typeof tied): unknown[] => {
    const { winners, tied: equal } = score(rule, eligible, ballots, options);
    return [winners, equal];
  };
  assert.deepEqual(outcome(tied), [[], ['park', 'shed']]);
  assert.deepEqual(outcome(none), [[], []]);
  assert.deepEqual(outcome(one), [[], []]);
});
