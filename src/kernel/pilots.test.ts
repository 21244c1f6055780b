// Trying a subcontract: with whom, for how long, what it measures, and how it ends.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boundTo } from './bound.ts';
import { KernelBench, testManifest, type Behaviour } from '../testing/kernel-bench.ts';
import type { Change, Pilot } from '../vocabulary/changes.ts';
import type { Matter } from '../vocabulary/charter.ts';
import type { Fact, Outcome, Proposal } from '../vocabulary/outcomes.ts';
import { dayMs, hourMs } from '../vocabulary/time.ts';

/** Whoever proposes it decides it; but a whole takes more than half. */
const matters: readonly Matter[] = [
  { name: 'trials', changes: ['pilot', 'stop', 'resume', 'retire'], asked: 'all', rule: { rule: 'threshold', yes: { people: 1 } }, days: 1 },
  { name: 'wholes', changes: ['adopt'], asked: 'all', rule: { rule: 'threshold', yes: { more_than: { numerator: 1, denominator: 2 } } }, days: 7 },
];
const manifest = testManifest({ parties: { keeper: { says: 'keeps it' } }, observations: { said: { subject: 'here', fields: { by: { type: 'agent' }, count: { type: 'integer' } }, cells: [] } } });
const why = { code: 'test' };

/** Whoever is bound pays the keeper a crown a piece; 13 pieces it refuses by an effect that nobody knows, 3 are marked, 4 are put before a person. */
const charging: Behaviour = ({ group, event, view }) => {
  if (group === 'requested') return { effects: [{ do: 'curse' }] };
  if (group !== 'observed') return {};
  const { agents } = view as { agents: { [field: string]: { member: boolean } } };
  if (agents['by']?.member !== true) return {};
  const [by, count] = [event['by'], Number(event['count'])];
  if (count === 13) return { effects: [{ do: 'curse' }] };
  const more = count === 3 ? [{ do: 'mark', on: by, code: 'three', ref: 'r' }] : [];
  if (count === 4) return { effects: [{ do: 'review', id: event['id'], at: event['at'], by, reason: 'test', parties: [], expires: { at: Number(event['now']) + dayMs }, data: {} }] };
  return { effects: [...more, { do: 'charge', from: by, to: 'keeper', unit: 'crown', amount: count * 100, ref: event['id'], why }] };
};

function house(): KernelBench {
  const bench = new KernelBench([{ id: 'keeper' }, ...['ana', 'bo', 'cy', 'dee'].map((id) => ({ id, opening: { crown: '5.00' } }))], undefined, {}, { matters });
  // Only for its code: `shop` itself listens elsewhere.
  bench.adopt('code', charging, testManifest({ terms: { unit: { type: 'unit', default: 'first' }, here: { type: 'subject', default: 'elsewhere' } } }));
  return bench;
}

const pilot = (more: Partial<Pilot> = {}): Change => ({ change: 'pilot', subcontract: 'shop', manifest, code: 'code', parties: { keeper: 'keeper' }, terms: {}, days: 10, volunteers_min: 2, stop: [], ...more });
const code = (outcome: Outcome): string => outcome.items[0]?.code ?? outcome.items[0]?.status ?? '';
const accept = (bench: KernelBench, by: string, given?: false): string => code(bench.say(`member-${by}`, by, { kind: 'accept', body: { subcontract: 'shop', ...(given === undefined ? {} : { given }) } }));
const bound = (bench: KernelBench): string[] => [...bench.kernel.state.subcontracts.values()].filter(({ id }) => id === 'shop').flatMap((shop) => boundTo(bench.kernel.state, shop));
const take = (bench: KernelBench, by: string, count = 1): string => code(bench.observe({ values: { by, count } }));
const ended = (outcomes: readonly Outcome[]): Fact[] => outcomes.flatMap(({ facts }) => facts.filter(({ fact }) => fact === 'pilot.ended'));
/** The vote that a trial opened. */
const opened = (bench: KernelBench): Proposal | undefined => [...bench.kernel.state.proposals.values()].find(({ measured }) => measured !== undefined);

/** The keeper's yes makes it a trial: nobody becomes a party without saying so. */
function tried(bench: KernelBench, more: Partial<Pilot> = {}): void {
  bench.propose('keeper', pilot(more));
}

test('it waits for its volunteers, begins with the last that it needs, and binds them and nobody else', () => {
  const bench = house();
  tried(bench);
  assert.equal(take(bench, 'ana'), 'suspended');
  const told = (): number => bench.batches.filter(({ calls }) => calls.some(({ group }) => group === 'adopted')).length;
  const before = told();
  assert.equal(accept(bench, 'ana'), 'done');
  assert.equal(accept(bench, 'ana'), 'already_so');
  assert.equal(take(bench, 'ana'), 'suspended', 'one is too few');
  assert.deepEqual(bound(bench), ['keeper']);
  assert.equal(told(), before);
  assert.equal(accept(bench, 'bo'), 'done');
  assert.equal(told(), before + 1, 'its code is told that it begins');
  assert.deepEqual(bound(bench), ['ana', 'bo', 'keeper']);
  for (const by of ['ana', 'bo', 'cy', 'dee']) assert.equal(take(bench, by), 'done');
  assert.deepEqual(['ana', 'bo', 'cy', 'dee', 'keeper'].map((id) => bench.balance(id)), [400, 400, 500, 500, 200]);
  assert.equal(accept(bench, 'cy'), 'done', 'one may come in while it runs');
  take(bench, 'cy');
  assert.equal(bench.balance('cy'), 400);
});

test('it runs for its days from its beginning, ends by itself and opens the vote with what was measured', () => {
  const bench = house();
  tried(bench);
  bench.until(bench.now + 4 * dayMs);
  for (const by of ['ana', 'bo']) accept(bench, by);
  const began = bench.now;
  take(bench, 'ana', 2);
  take(bench, 'ana', 13);
  bench.request('ana', 'shop', 'ask');
  take(bench, 'bo', 3);
  take(bench, 'bo', 4);
  take(bench, 'ana', 5);
  bench.until(began + 10 * dayMs - hourMs);
  assert.equal(opened(bench), undefined);
  const last = bench.until(began + 10 * dayMs);
  assert.deepEqual(ended(last), [{ fact: 'pilot.ended', subcontract: 'shop', how: 'ended' }]);
  const proposal = opened(bench);
  // Paid: 2.00 and 3.00, and of 5.00 the 3.00 that ana still had; the other 2.00 are owed.
  assert.deepEqual(proposal?.measured, { postings: 3, paid: 800, owed: 200, reviews: 1, refused: 2, marks: 1 });
  assert.deepEqual(proposal?.revision.change, { change: 'adopt', subcontract: 'shop', manifest, code: 'code', parties: { keeper: 'keeper' }, terms: {} });
  assert.equal(proposal?.by, 'keeper');
  assert.equal(take(bench, 'bo'), 'ending', 'ana\'s debt keeps it open');
  bench.pay('bo', 'ana', '2.00');
  assert.equal(bench.kernel.state.subcontracts.has('shop'), false);
});

test('the vote that follows makes it binding for all who are members by then', () => {
  const bench = house();
  tried(bench, { days: 1 });
  for (const by of ['ana', 'bo']) accept(bench, by);
  bench.until(bench.now + dayMs);
  const id = opened(bench)?.id ?? '';
  bench.vote('ana', id);
  assert.equal(bench.vote('bo', id), 'carried');
  take(bench, 'dee');
  assert.equal(bench.balance('dee'), 400);
  assert.equal(bench.kernel.state.subcontracts.get('shop')?.pilot, false);
});

test('who was a party for a trial says anew whether they will be one of the whole', () => {
  const bench = house();
  const id = bench.propose('ana', pilot({ days: 1 }));
  assert.equal(bench.vote('keeper', id), 'carried');
  for (const by of ['ana', 'bo']) accept(bench, by);
  take(bench, 'ana', 9); // more than ana has: the debt keeps it there while the vote goes on
  bench.until(bench.now + dayMs);
  const whole = opened(bench)?.id ?? '';
  assert.equal(opened(bench)?.by, 'ana');
  for (const by of ['bo', 'cy', 'dee']) assert.equal(bench.vote(by, whole), 'open', by);
  assert.equal(bench.vote('keeper', whole), 'carried');
});

/** Whom the last of these records told that there is no vote, and the code and figures of why. */
function toldNoVote(outcomes: readonly Outcome[]): readonly (Fact & { fact: 'notice' })[] {
  return outcomes.flatMap(({ facts }) => facts.filter((fact) => fact.fact === 'notice' && fact.code === 'no_vote')) as (Fact & { fact: 'notice' })[];
}

test('a trial whose party has left opens no vote, which nobody could carry: who tried it and who proposed it are told why, and what was measured', () => {
  const bench = house();
  const id = bench.propose('ana', pilot());
  assert.equal(bench.vote('keeper', id), 'carried');
  for (const by of ['bo', 'cy']) accept(bench, by);
  take(bench, 'bo', 2);
  bench.say('member-keeper', 'keeper', { kind: 'leave', body: {} });
  bench.say('member-cy', 'cy', { kind: 'leave', body: {} });
  const last = bench.until(bench.now + 10 * dayMs);
  assert.deepEqual(ended(last), [{ fact: 'pilot.ended', subcontract: 'shop', how: 'ended' }]);
  assert.deepEqual([bench.kernel.state.proposals.size, bench.kernel.state.subcontracts.has('shop')], [0, false]);
  const told = toldNoVote(last);
  assert.deepEqual(told.map(({ to }) => to), ['ana', 'bo'], 'who proposed it, and the volunteer who is there');
  const { why, ...figures } = told[0]?.data ?? {};
  assert.match(String(why), /^keeper, who would be its keeper, has left/);
  assert.deepEqual(figures, { subcontract: 'shop', postings: 1, paid: '2.00 crown', owed: '0.00 crown', reviews: 0, refused: 0, marks: 0 });
});

test('neither does one that a cap is across by now, or that the charter leaves to its parties alone, at its end or early', () => {
  const most = { says: 'the shop stays where it is', cap: { kit: 'test', term: 'here', at_most: '1' }, way: { consent: [], votes: 1, apart_days: 0 } } as const;
  const own: Matter = { name: 'own', changes: ['adopt'], asked: 'parties', rule: { rule: 'unanimous' }, days: 7 };
  for (const set of [{ entrenched: { most } }, { matters: [own] }]) {
    for (const stop of [[], [{ measure: 'paid', above: '1.00' }]] as const) {
      const bench = house();
      tried(bench, { stop });
      for (const by of ['ana', 'bo']) accept(bench, by);
      const change = bench.propose('ana', { change: 'charter', set });
      bench.vote('bo', change);
      assert.equal(bench.vote('cy', change), 'carried');
      const last = [bench.observe({ values: { by: 'ana', count: 2 } }), ...bench.until(bench.now + 10 * dayMs)];
      assert.deepEqual(ended(last).map((fact) => fact.fact === 'pilot.ended' && fact.how), [stop.length > 0 ? 'stopped' : 'ended']);
      assert.deepEqual([opened(bench), toldNoVote(last).map(({ to }) => to)], [undefined, ['ana', 'bo', 'keeper']], JSON.stringify([set, stop]));
    }
  }
});

test('a stop rule ends it in the item that passes it; what comes after in the same entry is not acted on any more', () => {
  const bench = house();
  tried(bench, { stop: [{ measure: 'marks', above: '5' }, { measure: 'paid', above: '2.00' }] });
  for (const by of ['ana', 'bo']) accept(bench, by);
  take(bench, 'ana', 2);
  assert.equal(bench.kernel.state.pilots.size, 1, '2.00 is not above 2.00');
  const outcome = bench.observe({ values: { by: 'ana', count: 1 } }, { values: { by: 'bo', count: 1 } });
  assert.deepEqual(outcome.items.map((item) => item.code ?? item.status), ['done', 'ending']);
  assert.deepEqual(ended([outcome]), [{ fact: 'pilot.ended', subcontract: 'shop', how: 'stopped', measure: 'paid' }]);
  assert.deepEqual([bench.balance('ana'), bench.balance('bo')], [200, 500]);
  assert.deepEqual(opened(bench)?.measured, { postings: 2, paid: 300, owed: 0, reviews: 0, refused: 0, marks: 0 });
});

test('without enough volunteers it never begins, and no vote follows', () => {
  const bench = house();
  tried(bench);
  accept(bench, 'ana');
  assert.deepEqual(ended(bench.until(bench.now + 10 * dayMs)), [{ fact: 'pilot.ended', subcontract: 'shop', how: 'short' }]);
  assert.deepEqual([opened(bench), bench.kernel.state.subcontracts.has('shop')], [undefined, false]);
});

test('a volunteer may withdraw: nothing new is charged to them, and what they took before still is', () => {
  const bench = house();
  tried(bench);
  for (const by of ['ana', 'bo']) accept(bench, by);
  bench.consent('ana', 'shop');
  take(bench, 'ana', 1);
  assert.equal(accept(bench, 'dee', false), 'not_permitted', 'dee tries nothing');
  assert.equal(accept(bench, 'ana', false), 'done');
  assert.equal(bench.kernel.state.consents.size, 0);
  take(bench, 'ana', 1);
  assert.equal(bench.balance('ana'), 400);
  assert.deepEqual(bench.kernel.state.pilots.get('shop')?.volunteers, ['bo']);
  assert.equal(accept(bench, 'ana'), 'done', 'and come back');
  take(bench, 'ana', 1);
  assert.equal(bench.balance('ana'), 300);
});

test('who leaves the collective is no volunteer any more', () => {
  const bench = house();
  tried(bench);
  accept(bench, 'ana');
  bench.say('member-ana', 'ana', { kind: 'leave', body: {} });
  assert.deepEqual(bench.kernel.state.pilots.get('shop')?.volunteers, []);
});

test('it can be called off by decision, without a vote that follows', () => {
  const bench = house();
  tried(bench);
  for (const by of ['ana', 'bo']) accept(bench, by);
  bench.propose('ana', { change: 'retire', subcontract: 'shop' });
  assert.deepEqual([bench.kernel.state.pilots.size, bench.kernel.state.subcontracts.has('shop'), opened(bench)], [0, false, undefined]);
  assert.deepEqual(bench.until(bench.now + 20 * dayMs), []);
});

test('a trial that is stopped waits, and its days go on', () => {
  const bench = house();
  tried(bench);
  for (const by of ['ana', 'bo']) accept(bench, by);
  bench.propose('ana', { change: 'stop', subcontract: 'shop' });
  assert.equal(take(bench, 'ana'), 'suspended');
  assert.equal(ended(bench.until(bench.now + 10 * dayMs)).length, 1);
});

test('what can\'t be a trial is refused before anyone votes on it', () => {
  const bench = house();
  const refused = (more: Partial<Pilot>): string => {
    const outcome = bench.say('member-keeper', 'keeper', { kind: 'propose', body: { change: pilot(more), reason: 'a test' } });
    return outcome.items[0]?.code ?? 'done';
  };
  assert.equal(refused({ subcontract: 'code' }), 'already_adopted');
  assert.equal(refused({ days: 0 }), 'invalid_value');
  assert.equal(refused({ days: 367 }), 'invalid_value');
  assert.equal(refused({ volunteers_min: 0 }), 'invalid_value');
  assert.equal(refused({ volunteers_min: 6 }), 'invalid_value', 'there are five');
  assert.equal(refused({ stop: [{ measure: 'anger' as never, above: '1' }] }), 'unknown_value');
  assert.equal(refused({ stop: [{ measure: 'postings', above: '1.5' }] }), 'too_many_decimals');
  assert.equal(refused({ stop: [{ measure: 'paid', above: '-1.00' }] }), 'invalid_value');
  assert.equal(refused({ parties: {} }), 'unknown_party');
});

test('a snapshot in the middle of a trial goes on as without', () => {
  const bench = house();
  tried(bench, { days: 1 });
  for (const by of ['ana', 'bo']) accept(bench, by);
  take(bench, 'ana', 2);
  const resumed = bench.resumed();
  const clock = bench.seal('operator-1', 'operator', { kind: 'clock', body: {} });
  const at = bench.now + dayMs;
  assert.deepEqual(resumed.decide(clock, at), bench.kernel.decide(clock, at));
  assert.equal(resumed.digest(), bench.kernel.digest());
  assert.equal(opened(bench)?.measured?.paid, 200);
});
