// What ends, and what is in force, where nobody was there to note it at its time: a server that slept changes no stated date and no order.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KernelBench, testManifest } from '../testing/kernel-bench.ts';
import type { Change } from '../vocabulary/changes.ts';
import type { Charter, Matter } from '../vocabulary/charter.ts';
import type { EntryBody } from '../vocabulary/entries.ts';
import type { Fact } from '../vocabulary/outcomes.ts';
import { alarmsPerRecordMax } from './waking.ts';

/** Counted once, at its end, which proposals may set from a day on. */
const atItsEnd: Matter = { name: 'rules', changes: ['terms', 'charter', 'resolution'], asked: 'all', rule: { rule: 'majority', yes: { more_than: { numerator: 1, denominator: 2 } }, quorum: 1 }, days: 20, days_min: 1 };
const january = (day: number, hour = 0): number => Date.UTC(2026, 0, day, hour);
const february = (day: number): number => Date.UTC(2026, 1, day);

/** Three members on 5 January at noon, with windows on the first of each month. */
function house(rules: Partial<Charter> = {}): KernelBench {
  const bench = new KernelBench(['ana', 'bo', 'cy'].map((id) => ({ id })), undefined, {}, { matters: [atItsEnd], windows: { every: 'month', on: 1 }, ...rules });
  bench.adopt('wood', () => ({}), testManifest());
  return bench;
}

const here = (subject: string): Change => ({ change: 'terms', subcontract: 'wood', terms: { here: subject } });

/** All that the next record brings about, on waking at that time. */
function wake(bench: KernelBench, at: number): readonly Fact[] {
  bench.sleepUntil(at);
  return bench.until(at).flatMap(({ facts }) => facts);
}

/** What became of proposals, in its order. */
function ends(facts: readonly Fact[]): readonly (readonly [string, string])[] {
  return facts.flatMap((fact) => (fact.fact === 'decided' ? [[fact.proposal, fact.how] as const] : []));
}

test('a vote that ended on the 30th is in force on the first of the month, though it was only counted on the third: then at once', () => {
  const bench = house();
  const proposal = bench.propose('ana', here('there'), 'member', { closes: january(30) });
  const facts = wake(bench, february(3));
  assert.deepEqual(facts.flatMap((fact) => (fact.fact === 'proposal.waits' ? [fact.until] : [])), [february(1)]);
  assert.deepEqual(ends(facts), [[proposal, 'carried']]);
  assert.equal(bench.kernel.state.subcontracts.get('wood')?.terms['here'], 'there');
});

test('counted late, but before the window: it waits for that one, and is done in time', () => {
  const bench = house();
  const proposal = bench.propose('ana', here('there'), 'member', { closes: january(30) });
  assert.deepEqual(ends(wake(bench, january(31))), []);
  assert.equal(bench.kernel.state.proposals.get(proposal)?.waits, february(1));
  assert.deepEqual(ends(bench.until(february(1)).flatMap(({ facts }) => facts)), [[proposal, 'carried']]);
});

test('without windows it is in force as of the date that it says, or else at once', () => {
  const bench = house({ windows: { every: 'day' } });
  const dated = bench.propose('ana', { change: 'resolution' }, 'member', { closes: january(20, 6), effective: january(22, 6) });
  const rule = bench.propose('bo', here('there'), 'member', { closes: january(20, 6), effective: january(22, 6) });
  wake(bench, january(22, 5));
  assert.deepEqual([dated, rule].map((id) => bench.kernel.state.proposals.get(id)?.waits), [january(22, 6), january(23)]);
  assert.deepEqual(ends(wake(bench, january(24))), [[dated, 'carried'], [rule, 'carried']]);
});

test('what was carried by early votes is reckoned from the record that carried it', () => {
  const bench = house({ matters: [] });
  const proposal = bench.propose('ana', here('there'));
  bench.sleepUntil(january(31, 12));
  bench.vote('bo', proposal);
  assert.equal(bench.kernel.state.proposals.get(proposal)?.waits, february(1));
  const next = bench.propose('ana', here('elsewhere'));
  bench.sleepUntil(february(1) + 1);
  bench.vote('bo', next);
  assert.equal(bench.kernel.state.proposals.get(next)?.waits, Date.UTC(2026, 2, 1));
});

test('of votes that ended in one sleep the one that ended first is in force first, whichever was opened first; of those that ended together, the one opened first', () => {
  const bench = house();
  const later = bench.propose('ana', here('later'), 'member', { closes: january(30) });
  const sooner = bench.propose('bo', here('sooner'), 'member', { closes: january(29) });
  assert.deepEqual(ends(wake(bench, february(3))), [[sooner, 'carried'], [later, 'carried']]);
  assert.equal(bench.kernel.state.subcontracts.get('wood')?.terms['here'], 'later');
  // Their names are in the other order than they are.
  const pairs = Array.from({ length: 10 }, (_, i) => bench.propose(i % 2 === 0 ? 'bo' : 'cy', here(`s${i}`), 'member', { closes: february(20) }));
  assert.notDeepEqual(pairs, pairs.toSorted());
  assert.deepEqual(ends(wake(bench, Date.UTC(2026, 2, 2))).map(([id]) => id), pairs);
});

test('what was agreed to before the sleep comes before what was agreed to in it', () => {
  const bench = house({ matters: [{ ...atItsEnd, topics: ['slow'] }] });
  const slow = bench.propose('ana', here('slow'), 'member', { topic: 'slow', closes: january(30) });
  const quick = bench.propose('bo', here('quick'));
  bench.vote('ana', quick);
  assert.equal(bench.kernel.state.proposals.get(quick)?.waits, february(1));
  assert.deepEqual(ends(wake(bench, february(3))), [[quick, 'carried'], [slow, 'carried']]);
});

test('the second vote on what is entrenched begins so many days after the end of the first, and is open for its whole time', () => {
  const entrenched: Charter['entrenched'] = { named: { says: 'the name stays', cap: { charter: ['name'] }, way: { consent: [], votes: 2, apart_days: 5 } } };
  for (const [woken, begins, closes] of [[january(12), january(15), january(35)], [january(18), january(15), january(38)]] as const) {
    const bench = house({ entrenched });
    const proposal = bench.propose('ana', { change: 'charter', set: { name: 'Elsewhere' } }, 'member', { closes: january(10) });
    wake(bench, woken);
    const again = bench.kernel.state.proposals.get(proposal);
    assert.deepEqual([again?.entrenched?.vote, again?.entrenched?.begins, again?.closes], [2, begins, closes]);
  }
});

test('a sleep of whole months leaves the log as restored, resumed and retaken the same', () => {
  const bench = house();
  bench.propose('ana', here('there'), 'member', { closes: january(9) });
  bench.propose('bo', here('elsewhere'), 'member', { closes: january(8) });
  const resumed = bench.resumed();
  bench.sleepUntil(Date.UTC(2026, 5, 1));
  const clock = bench.seal('operator-1', 'operator', { kind: 'clock', body: {} });
  assert.deepEqual(resumed.decide(clock, bench.now), bench.kernel.decide(clock, bench.now));
  assert.equal(resumed.digest(), bench.kernel.digest());
});

test('where more is due than one record brings about, whoever speaks first after the end of a vote is too late all the same', () => {
  const closes = january(20);
  const act = (said: (proposal: string, amendment: string) => EntryBody): string | undefined => {
    const bench = house();
    const timers = Array.from({ length: alarmsPerRecordMax }, (_, i) => ({ do: 'timer', name: 'later', key: `k${i}`, when: { at: january(7) }, data: {} }));
    bench.adopt('busy', () => ({}), testManifest({ terms: { ...testManifest().terms, here: { type: 'subject', default: 'busy' } } }), {}, timers);
    const proposal = bench.propose('ana', { change: 'resolution' }, 'member', { closes, text: [{ id: 'p1', text: 'old' }] });
    const edits = [{ edit: 'paragraph', id: 'p1', before: 'old', after: 'new' }] as const;
    const [amendment] = bench.say('member-bo', 'bo', { kind: 'amend', body: { proposal, revision: proposal, edits, reason: '' } }).facts.flatMap((fact) => (fact.fact === 'amended' ? [fact.amendment.id] : []));
    assert.ok(amendment !== undefined);
    bench.sleepUntil(closes);
    return bench.say('member-ana', 'ana', said(proposal, amendment)).items[0]?.code;
  };
  assert.equal(act((proposal) => ({ kind: 'ballot', body: { proposal, choice: 'no' } })), 'too_late');
  assert.equal(act((_, proposal) => ({ kind: 'ballot', body: { proposal, choice: 'no' } })), 'too_late');
  assert.equal(act((proposal) => ({ kind: 'withdraw', body: { proposal } })), 'too_late');
});
