import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mutations, playNetwork, type Mutation, type NetworkPlan } from './network.ts';

/** Some ten milliseconds each; `npm run campaign:nodes` plays longer ones. */
const short = { faultySteps: 300, calmSteps: 6000 } as const;
const seeds = 400;

test('whatever the network, the processes and the writer do: no two signed heads contradict each other, and in the end every entry is cosigned', () => {
  const seen = { writers: new Set<string>(), terms: 0, heads: 0, crashes: 0, policies: 0 };
  for (let seed = 1; seed <= seeds; seed++) {
    const { fork, stuck, writer, term, heads, crashes, policies } = playNetwork({ seed, ...short });
    const again = `again with: npm run campaign:nodes -- --seed ${seed} --runs 1 --steps ${short.faultySteps}`;
    assert.equal(fork, undefined, again);
    assert.equal(stuck, undefined, again);
    seen.writers.add(writer);
    seen.terms += term;
    seen.heads += heads;
    seen.crashes += crashes;
    seen.policies += policies;
  }
  // What was played is what was meant to be played.
  assert.deepEqual([...seen.writers].sort(), ['honest', 'two_faced', 'withholding']);
  assert.ok(seen.terms > seeds / 4 && seen.heads > 10 * seeds && seen.crashes > seeds && seen.policies > seeds / 4, JSON.stringify(seen));
});

test('half of the nodes promised to a term that nobody wins, the others content with a writer that gets nothing committed: it goes on', () => {
  const { stuck, fork } = playNetwork({ seed: 2061, ...short });
  assert.deepEqual({ stuck, fork }, { stuck: undefined, fork: undefined });
});

/** Where each is found at present; when the program changes it may be elsewhere, so others are tried too. */
const found: { readonly [mutation in Mutation]: Omit<NetworkPlan, 'mutation'> } = {
  cosign_uncommitted: { ...short, seed: 3 }, sign_uncommitted: { ...short, seed: 1 }, one_is_enough: { ...short, seed: 2 }, ack_after_vote: { ...short, seed: 2213 },
  forget_held: { ...short, faultySteps: 600, seed: 851 }, vote_without_tail: { ...short, seed: 698 }, hold_other_chain: { ...short, seed: 102 },
};
const tries = 2000;

for (const mutation of mutations) {
  test(`a program with the fault ${mutation} is found to fork`, () => {
    const { seed: first, ...plan } = found[mutation];
    for (let seed = first; seed < first + tries; seed++) if (playNetwork({ ...plan, seed, mutation }).fork !== undefined) return;
    assert.fail(`no fork with the seeds from ${first} on`);
  });
}

test('the same seed plays the same', () => {
  assert.deepEqual(playNetwork({ seed: 17, ...short }), playNetwork({ seed: 17, ...short }));
});
