import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { openSqliteJournal } from '../adapters/journal-sqlite/journal.ts';
import type { Outcome } from '../vocabulary/outcomes.ts';
import { createDemo } from './demo.ts';

const now = Date.UTC(2026, 1, 10, 15);

/** What happened, by what it is called; keys and ids are fresh each time, so that seals and hashes differ. */
async function past(seed: number): Promise<{ readonly facts: readonly string[]; readonly refused: number; readonly proposals: readonly string[] }> {
  const demo = await createDemo(seed, now);
  try {
    const journal = openSqliteJournal(demo.folder, 'read');
    const outcomes = journal.read(0, journal.head()).map((row) => JSON.parse(row.outcome) as Outcome);
    const unheard = outcomes.flatMap((outcome) => outcome.facts).filter((fact) => fact.fact === 'commented' && journal.getBody(fact.commitment) === undefined);
    assert.deepEqual(unheard, [], 'what a comment says is there to be read');
    journal.close();
    const facts = outcomes.flatMap((outcome) => outcome.facts).flatMap((fact) => {
      if (fact.fact === 'posting') return [`posting ${fact.from} ${fact.to} ${fact.amount} ${fact.why.code}`];
      if (fact.fact === 'owed') return [`owed ${fact.obligation.debtor} ${fact.obligation.creditor} ${fact.obligation.amount} ${fact.why.code}`];
      if (fact.fact === 'review') return [`review ${fact.review.reason}`];
      return [fact.fact];
    });
    const said = outcomes.flatMap((outcome) => outcome.facts);
    const decided = new Map(said.flatMap((fact) => (fact.fact === 'decided' ? [[fact.proposal, fact.how] as const] : [])));
    const proposals = said.flatMap((fact) => (fact.fact === 'proposed' ? [`${fact.proposal.revision.title}: ${decided.get(fact.proposal.id) ?? 'open'}`] : []));
    return { facts, proposals, refused: outcomes.flatMap(({ items }) => items).filter(({ status, faults }) => status === 'refused' || faults !== undefined).length };
  } finally {
    demo.remove();
    assert.equal(existsSync(demo.folder), false);
  }
}

test('the same seed plays the same past, with all that the agreements do in it', async () => {
  const { facts, refused, proposals } = await past(1);
  assert.deepEqual((await past(1)).facts, facts);
  assert.equal(refused, 0);
  assert.deepEqual(proposals, [
    'The bathhouse gets a new roof: carried', 'Thermometers for four houses: carried',
    'The path to the pile is swept: carried', 'On which day do we stack wood together?: carried', 'More for a cold house: carried', 'Wood for thirty hundredths a piece: rejected',
    'A house is cold below nineteen degrees: open', 'A bench beside the pile: open',
  ]);
  for (const kind of ['income', 'allocated', 'service', 'share', 'stipend', 'gift', 'top_up', 'benefit', 'spent', 'taken', 'returned', 'compensation', 'paid', 'repaid', 'debt']) assert.ok(facts.some((fact) => fact.startsWith('posting') && fact.endsWith(` ${kind}`)), kind);
  for (const kind of ['lent', 'guaranteed', 'taken']) assert.ok(facts.some((fact) => fact.startsWith('owed') && fact.endsWith(` ${kind}`)), kind);
  for (const kind of ['review unsure', 'review contested', 'review.closed', 'commented', 'amendment.decided', 'revised']) assert.ok(facts.some((fact) => fact.startsWith(kind)), kind);
});
