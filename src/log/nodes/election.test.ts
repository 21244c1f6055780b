import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toyHasher, toySealer } from '../../testing/network-keys.ts';
import { ToyReplica, type ToyEntry } from '../../testing/network-replica.ts';
import { chooseBase, type Voter } from './election.ts';

const names = ['n1', 'n2', 'n3', 'n4'];

/** Founding and policy are committed: `needed` of four nodes are enough. */
function replica(needed: number): ToyReplica {
  const log = new ToyReplica(toyHasher, { appearMs: 1000 }, []);
  const policy = { text: String(needed), witnesses: Object.fromEntries(names.map((name) => [name, toySealer(name).publicKey])), runs: Object.fromEntries(names.map((name) => [name, name])) };
  const entries: ToyEntry[] = [{ kind: 'found', id: 'found', key: 'k' }, { kind: 'policy', id: 'policy', policy }];
  for (const entry of entries) log.write(JSON.stringify(entry), 0);
  return log;
}

/** Records of these acts, after the two that are committed. */
function tail(...ids: string[]): string[] {
  return ids.map((id, i) => JSON.stringify({ seq: 2 + i, at: 0, entry: { kind: 'act', id } }));
}

function voter(name: string, heldTerm: number, ...ids: string[]): Voter {
  return { name, heldTerm, tail: tail(...ids) };
}

test('one chain of different lengths: the longest is the base, as somebody who did not vote may have acked it', () => {
  const log = replica(3);
  assert.deepEqual(chooseBase(log, 2, [voter('n1', 0, 'a'), voter('n2', 0, 'a', 'b'), voter('n3', 0)]), tail('a', 'b'));
  assert.equal(log.size, 4, 'the replica stands at the base');
});

test('the highest term counts, however short its chain is', () => {
  assert.deepEqual(chooseBase(replica(3), 2, [voter('n1', 1, 'x'), voter('n2', 0, 'a', 'b', 'c'), voter('n3', 0, 'a', 'b', 'c')]), tail('x'));
});

test('a writer with two faces: what three of four can have acked is kept, not what is longer', () => {
  // n4 may have acked either. With it a was held by three; x, y by two, which is too few.
  assert.deepEqual(chooseBase(replica(3), 2, [voter('n1', 0, 'a'), voter('n2', 0, 'a'), voter('n3', 0, 'x', 'y')]), tail('a'));
});

test('when two chains can have been acked, more votes are needed; with all of them it is plain', () => {
  const two = [voter('n1', 0, 'a'), voter('n2', 0, 'x')];
  assert.equal(chooseBase(replica(3), 2, two), undefined, 'n3 and n4 may have acked a with n1, or x with n2');
  assert.deepEqual(chooseBase(replica(3), 2, [...two, voter('n3', 0, 'a'), voter('n4', 0, 'a')]), tail('a'));
});

test('what nobody can have acked may be taken up too: nothing contradicts it', () => {
  assert.deepEqual(chooseBase(replica(3), 2, [voter('n1', 0, 'a'), voter('n2', 0), voter('n3', 0), voter('n4', 0)]), tail('a'));
});

test('a record that the rules do not give ends the base before it', () => {
  assert.deepEqual(chooseBase(replica(3), 2, [voter('n1', 0, 'a', 'bad', 'c'), voter('n2', 0, 'a', 'bad', 'c'), voter('n3', 0)]), tail('a'));
});

test('where a change of the nodes lies in a tail, a head beyond it needs the old and the new ones, unless the change itself can be committed', () => {
  // Three of four; then n1, n3, n4 of whom two are enough; in one branch then n1, n2, n3.
  const policyOf = (id: string, seq: number, ...nodes: string[]): string => JSON.stringify({
    seq, at: 0, entry: { kind: 'policy', id, policy: { text: '2', witnesses: Object.fromEntries(nodes.map((name) => [name, toySealer(name).publicKey])), runs: Object.fromEntries(nodes.map((name) => [name, name])) } },
  });
  const second = policyOf('second', 2, 'n1', 'n3', 'n4');
  const a = [second, policyOf('third', 3, 'n1', 'n2', 'n3')];
  const b = [second, JSON.stringify({ seq: 3, at: 0, entry: { kind: 'act', id: 'x' } })];
  const voters: Voter[] = [{ name: 'n1', heldTerm: 0, tail: a }, { name: 'n2', heldTerm: 0, tail: a }, { name: 'n3', heldTerm: 0, tail: b }, { name: 'n4', heldTerm: 0, tail: b }];
  // All hold the second policy. n3 and n4 are enough for x under it; n1 and n2 are not, of whom only n1 is of the second policy's nodes.
  assert.deepEqual(chooseBase(replica(3), 2, voters), b);
});
