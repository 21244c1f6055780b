import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Choice } from '../vocabulary/deciding.ts';
import { chainMax, circleOf, resolve, type DelegateOf } from './delegation.ts';

function trusting(delegates: { readonly [member: string]: string }): DelegateOf {
  return (member) => (Object.hasOwn(delegates, member) ? delegates[member] : undefined);
}

test('who says nothing counts with whom they trust, along the chain', () => {
  assert.deepEqual(resolve(['ana', 'bo', 'cy', 'dee'], { cy: 'yes', dee: 'no' }, trusting({ ana: 'bo', bo: 'cy' })), {
    ballots: { ana: 'yes', bo: 'yes', cy: 'yes', dee: 'no' }, via: { ana: ['bo', 'cy'], bo: ['cy'] },
  });
});

test('a ballot of one\'s own always wins, for oneself and for those behind', () => {
  assert.deepEqual(resolve(['ana', 'bo', 'cy'], { bo: 'abstain', cy: 'yes' }, trusting({ ana: 'bo', bo: 'cy' })), {
    ballots: { ana: 'abstain', bo: 'abstain', cy: 'yes' }, via: { ana: ['bo'] },
  });
});

test('a chain passes through people who may not vote, whatever they said, and their ballots do not count', () => {
  assert.deepEqual(resolve(['ana', 'cy'], { bo: 'no', cy: 'yes' }, trusting({ ana: 'bo', bo: 'cy' })), {
    ballots: { ana: 'yes', cy: 'yes' }, via: { ana: ['bo', 'cy'] },
  });
});

test('a chain without a ballot at its end gives none, nor does a circle', () => {
  assert.deepEqual(resolve(['ana', 'bo', 'cy'], { cy: 'yes' }, trusting({ ana: 'bo' })), { ballots: { cy: 'yes' }, via: {} });
  assert.deepEqual(resolve(['ana', 'bo', 'cy', 'dee'], { dee: 'yes' }, trusting({ ana: 'bo', bo: 'cy', cy: 'bo' })), { ballots: { dee: 'yes' }, via: {} });
  assert.deepEqual(resolve(['ana'], {}, trusting({ ana: 'ana' })), { ballots: {}, via: {} });
});

test('a chain is followed so far and no further', () => {
  const members = Array.from({ length: chainMax + 2 }, (_, i) => `m${i}`);
  const next = (member: string): string => `m${Number(member.slice(1)) + 1}`;
  const last = members.at(-1) ?? '';
  const { ballots } = resolve(members, { [last]: 'yes' }, (member) => (member === last ? undefined : next(member)));
  assert.equal(ballots['m0'], undefined);
  assert.equal(ballots['m1'], 'yes');
});

test('names that every object has are people like others', () => {
  assert.deepEqual(resolve(['constructor', 'ana'], { ana: 'yes' }, trusting({ constructor: 'ana' })).via, { constructor: ['ana'] });
});

test('the circle that a delegation would close', () => {
  const delegateOf = trusting({ bo: 'cy', cy: 'dee', eve: 'fay', fay: 'eve' });
  assert.deepEqual(circleOf('dee', 'bo', delegateOf), ['dee', 'bo', 'cy']);
  assert.deepEqual(circleOf('ana', 'ana', delegateOf), ['ana']);
  assert.equal(circleOf('ana', 'bo', delegateOf), null);
  // A circle that is there already is no circle of theirs.
  assert.equal(circleOf('ana', 'eve', delegateOf), null);
});

test('as one would find it by asking each again and again; who refuses every circle never has one', () => {
  const members = ['a', 'b', 'c', 'd', 'e', 'f'];
  const delegations = fc.array(fc.tuple(fc.constantFrom(...members), fc.constantFrom(...members)), { maxLength: 12 });
  const said = fc.dictionary(fc.constantFrom(...members), fc.constantFrom<Choice>('yes', 'no'), { noNullPrototype: true });
  fc.assert(fc.property(delegations, said, fc.subarray(members), (wanted, ballots, eligible) => {
    const delegates: { [member: string]: string } = {};
    for (const [member, to] of wanted) if (circleOf(member, to, trusting(delegates)) === null) delegates[member] = to;
    // Pushed from delegates to those behind them, round by round, until nothing changes.
    const counts: { [member: string]: Choice } = Object.fromEntries(Object.entries(ballots).filter(([member]) => eligible.includes(member)));
    for (let round = 0; round < members.length; round++) {
      for (const member of members) {
        const to = delegates[member];
        const theirs = to === undefined ? undefined : counts[to];
        if (counts[member] === undefined && theirs !== undefined) counts[member] = theirs;
      }
    }
    assert.deepEqual(resolve(eligible, ballots, trusting(delegates)).ballots, Object.fromEntries(Object.entries(counts).filter(([member]) => eligible.includes(member))));
    for (const start of members) {
      let at: string | undefined = start;
      for (let step = 0; step <= members.length; step++) at = at === undefined ? undefined : delegates[at];
      assert.equal(at, undefined);
    }
  }), { seed: 1969, numRuns: 500 });
});
