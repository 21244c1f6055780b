import assert from 'node:assert/strict';
import { test } from 'node:test';
import { election, type Election } from '../testing/elections.ts';
import type { Choice, CountResult } from '../vocabulary/deciding.ts';
import { approval } from './approval.ts';

/** Ballots that come to the published sums: the nth voter approves of every option that at least n voters approve of. */
function published(approvals: { readonly [option: string]: number }, voters: number): Election {
  const approvedBy = (voter: number): Choice => ({ approve: Object.keys(approvals).filter((option) => voter < (approvals[option] ?? 0)) });
  return election(Array.from({ length: voters }, (_, voter) => [1, approvedBy(voter)]));
}

function counted({ eligible, ballots }: Election, winners: number, options: readonly string[], quorum = 0): CountResult {
  return approval({ rule: 'approval', winners, quorum }, eligible, ballots, options);
}

test('St. Louis 2021, primary for mayor, two go on (44,571 ballots; electowiki, "STL Approves")', () => {
  const sums = { 'A. Jones': 6428, Reed: 17_186, Spencer: 20_659, 'T. Jones': 25_388 };
  const { winners, tied, working } = counted(published(sums, 44_571), 2, Object.keys(sums));
  assert.deepEqual([winners, tied], [['Spencer', 'T. Jones'], []]);
  assert.deepEqual(working, [
    { step: 'turnout', eligible: 44_571, came: 44_571, quorum: 0, reached: true },
    { step: 'approvals', approvals: sums, places: 2, cut: 20_659 },
  ]);
});

test('Fargo 2022, mayor (W. D. Smith, rangevoting.org/FargoStL.html)', () => {
  const sums = { Mahoney: 9755, Preston: 4837, 'Roers Jones': 3741, Dabar: 2729, Borgie: 1353, Fercho: 924, Elliott: 575 };
  assert.deepEqual(counted(published(sums, 9755), 1, Object.keys(sums)).winners, ['Mahoney']);
});

test('those that are equal at the last place are tied, and those above them win', () => {
  const votes = published({ a: 5, b: 3, c: 3, d: 1 }, 5);
  const { winners, tied } = counted(votes, 2, ['a', 'b', 'c', 'd']);
  assert.deepEqual([winners, tied], [['a'], ['b', 'c']]);
  assert.deepEqual(counted(votes, 3, ['a', 'b', 'c', 'd']).winners, ['a', 'b', 'c']);
  assert.deepEqual(counted(published({ a: 2, b: 2 }, 2), 1, ['a', 'b']), {
    winners: [], tied: ['a', 'b'],
    working: [{ step: 'turnout', eligible: 2, came: 2, quorum: 0, reached: true }, { step: 'approvals', approvals: { a: 2, b: 2 }, places: 1, cut: 2 }],
  });
});

test('an option that nobody approves of takes no place, and more places than options leave some empty', () => {
  const { winners, tied } = counted(published({ a: 2, b: 0, c: 0 }, 2), 2, ['a', 'b', 'c']);
  assert.deepEqual([winners, tied], [['a'], []]);
  assert.deepEqual(counted(published({ a: 2, b: 1 }, 2), 5, ['a', 'b']).winners, ['a', 'b']);
});

test('without its quorum nothing is decided; whoever abstains or approves of none has come', () => {
  const { eligible, ballots } = election([[1, { approve: ['a'] }], [1, { approve: [] }], [1, 'abstain']], 4);
  assert.deepEqual(counted({ eligible, ballots }, 1, ['a', 'b'], 4).winners, []);
  assert.deepEqual(counted({ eligible, ballots }, 1, ['a', 'b'], 3).winners, ['a']);
});
