import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fact, Outcome } from '../vocabulary/outcomes.ts';
import { Tally } from './tally.ts';

function posting(from: string, to: string, amount: number): Fact {
  return { fact: 'posting', item: 0, because: 'fund', from, to, unit: 'crown', amount, ref: 'a', why: { code: 'moved' }, adopted: 1, consent: null };
}

test('what lies in a purse is its holder\'s: nobody pays themselves, and who is paid out of a purse is paid by its holder', () => {
  const tally = new Tally(new Map());
  const outcome: Outcome = { items: [], gas: {}, facts: [posting('ana', 'ana/fund/fund', 500), posting('ana/fund/fund', 'ana', 200), posting('ana/fund/credit:rent', 'bo', 70), posting('bo/cover/own', 'ana', 30)] };
  tally.take({ entry: { kind: 'clock', body: {}, origin: 'frankpledge/0', by: 'operator', at: 0, id: 'a' } }, outcome, '2026-01', () => true);
  assert.deepEqual([...tally.agents.keys()].sort(), ['ana', 'bo']);
  const of = (member: string): number[] => {
    const { paid, received, net } = tally.sums(member, 'crown');
    return [paid, received, net];
  };
  assert.deepEqual([of('ana'), of('bo')], [[70, 30, -40], [30, 70, 40]]);
  // Why something moved is told of all that moved.
  assert.deepEqual([...tally.reasons.values()].map(({ code, paid }) => [code, paid]), [['moved', 800]]);
});
