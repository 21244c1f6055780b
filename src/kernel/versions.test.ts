// What happened is decided by the version that was in force when it happened, whom it binds and how much it may take by that of now.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KernelBench, testManifest, type Behaviour } from '../testing/kernel-bench.ts';
import type { Adoption } from '../vocabulary/changes.ts';
import type { Charter, Matter } from '../vocabulary/charter.ts';
import type { KitManifest } from '../vocabulary/kit.ts';
import type { Outcome, Posting } from '../vocabulary/outcomes.ts';
import { dayMs, hourMs } from '../vocabulary/time.ts';

/** Whoever proposes it decides it. */
const alone: Matter = { name: 'any', changes: ['adopt', 'terms'], asked: 'all', rule: { rule: 'threshold', yes: { people: 1 } }, days: 1 };
const manifest = testManifest({
  terms: {
    unit: { type: 'unit', default: 'first' }, here: { type: 'subject', default: 'here' }, price: { type: 'amount', default: '1.00' },
    table: { type: 'list', of: { type: 'record', fields: { from: { type: 'amount' } } }, countMax: 5, default: [{ from: '0.00' }, { from: '10.00' }] },
  },
  parties: { keeper: { says: 'keeps it' } }, attested: { place: { means: 'unit', table: 'table' } },
});

/** Ana pays the keeper the price in the terms; a cell counts how often; `unsure` waits for a person first. */
function house(rules: Partial<Charter> = {}): { readonly bench: KernelBench; readonly seen: unknown[] } {
  const bench = new KernelBench([{ id: 'keeper' }, { id: 'ana', opening: { crown: '50.00' } }, { id: 'bo' }], undefined, {}, { matters: [alone], ...rules });
  const seen: unknown[] = [];
  const behave: Behaviour = ({ group, event, view }, state) => {
    const batch = bench.batches.at(-1);
    const price = Number(batch?.terms['price']);
    seen.push(group === 'reviewed' ? (view as { agents: object }).agents : group);
    if (event['note'] === 'unsure') return { effects: [{ do: 'review', id: event['id'], at: event['at'], by: 'ana', reason: 'test', parties: [], expires: { at: Number(event['now']) + 90 * dayMs }, data: {} }] };
    const count = Number(state['kept'] ?? 0) + 1;
    return { ...(group === 'observed' ? { state: { kept: count } } : {}), effects: [{ do: 'charge', from: 'ana', to: String(batch?.parties['keeper']), unit: 'crown', amount: price, ref: String(event['id']), why: { code: 'test', count } }] };
  };
  bench.adopt('box', behave, manifest, { keeper: 'keeper' });
  return { bench, seen };
}

function change(bench: KernelBench, terms: Adoption['terms'], more: Partial<KitManifest> = {}, parties = { keeper: 'keeper' }): void {
  bench.propose(parties.keeper, { change: 'adopt', subcontract: 'box', manifest: { ...manifest, ...more }, code: 'box', parties, terms });
}

const postings = ({ facts }: Outcome): Posting[] => facts.filter((fact) => fact.fact === 'posting');
const paid = (outcome: Outcome): number[] => postings(outcome).map(({ amount }) => amount);
const code = (outcome: Outcome): string => outcome.items[0]?.code ?? outcome.items[0]?.status ?? '';

test('what happened before the change is told afterwards: the price is the one that was shown, and the lineage names that version', () => {
  const { bench } = house();
  const before = bench.now + hourMs;
  bench.until(before + hourMs);
  change(bench, { price: '3.00' });
  const changed = bench.now;
  bench.until(changed + hourMs);
  const late = bench.observe({ at: before });
  assert.deepEqual(postings(late).map(({ amount, adopted }) => [amount, adopted]), [[100, 1]]);
  assert.deepEqual(postings(bench.observe({ at: changed })).map(({ amount, adopted }) => [amount, adopted]), [[300, 2]]);
  assert.deepEqual(paid(bench.observe({ at: changed - 1 })), [100], 'the millisecond before');
});

test('of three versions each is found, and a time before the first goes by the first', () => {
  const { bench } = house();
  const start = bench.now;
  bench.until(start + hourMs);
  change(bench, { price: '2.00' });
  bench.until(start + 2 * hourMs);
  change(bench, { price: '3.00' });
  const at = [start - hourMs, start, start + hourMs, start + 2 * hourMs];
  assert.deepEqual(paid(bench.observe(...at.map((each) => ({ at: each })))), [100, 100, 200, 300]);
});

test('two versions in one entry share their cells: each item sees what those before it left', () => {
  const { bench } = house();
  const start = bench.now;
  bench.until(start + hourMs);
  change(bench, { price: '2.00' });
  const outcome = bench.observe({ at: bench.now }, { at: start }, { at: bench.now });
  assert.deepEqual(postings(outcome).map(({ amount, why }) => [amount, why['count']]), [[200, 1], [100, 2], [200, 3]]);
});

test('what the version of that time listened to is heard, and what it didn\'t isn\'t', () => {
  const { bench } = house();
  const start = bench.now;
  bench.until(start + hourMs);
  change(bench, { here: 'there' });
  assert.deepEqual(paid(bench.observe({ at: start })), [100]);
  assert.deepEqual(paid(bench.observe({ at: start, subject: 'there' })), []);
  assert.deepEqual(paid(bench.observe({ at: bench.now })), []);
  assert.deepEqual(paid(bench.observe({ at: bench.now, subject: 'there' })), [100]);
});

test('how much may be taken, and from whom, goes by what is in force when it is recorded', () => {
  const { bench } = house();
  const start = bench.now;
  bench.until(start + hourMs);
  change(bench, { price: '0.50' }, { envelope: [{ debit: 'members', per_event: '0.60', per_person: { amount: '100.00', days: 30 } }] });
  assert.equal(code(bench.observe({ at: start })), 'outside_envelope', '1.00 is above 0.60');
  assert.equal(code(bench.observe({ at: bench.now })), 'done');
});

test('a version that dealt in another unit takes nothing any more', () => {
  const { bench } = house({ units: [{ id: 'crown', decimals: 2 }, { id: 'hour', decimals: 2 }] });
  const start = bench.now;
  bench.until(start + hourMs);
  change(bench, { unit: 'hour' });
  assert.equal(code(bench.observe({ at: start })), 'outside_envelope');
});

test('what waits for a person is decided as it began, between those who were parties then', () => {
  const { bench } = house();
  bench.observe({ id: 'o1', values: { note: 'unsure' } });
  bench.until(bench.now + hourMs);
  change(bench, { price: '3.00' }, {}, { keeper: 'bo' });
  const outcome = bench.request('bo', 'box', 'confirm', { observation: 'o1' });
  assert.deepEqual(postings(outcome).map(({ to, amount, adopted }) => [to, amount, adopted]), [['keeper', 100, 1]]);
});

test('places in a table that has changed mean what they did for what happened before', () => {
  const { bench, seen } = house();
  const attest = (place: number): Outcome => bench.say('operator-1', 'operator', { kind: 'attest', body: { member: 'ana', commitment: 'a'.repeat(64), values: { box: { place } } } });
  attest(1);
  bench.observe({ id: 'o1', values: { note: 'unsure' } });
  bench.until(bench.now + hourMs);
  change(bench, { table: [{ from: '0.00' }, { from: '5.00' }, { from: '20.00' }] });
  attest(2);
  bench.request('bo', 'box', 'confirm', { observation: 'o1' });
  assert.deepEqual(seen.at(-1), { by: { member: true, attested: { place: 1 } }, named: { member: false, attested: {} } });
  bench.observe({ id: 'o2', values: { note: 'unsure' } });
  bench.request('bo', 'box', 'confirm', { observation: 'o2' });
  assert.deepEqual(seen.at(-1), { by: { member: true, attested: { place: 2 } }, named: { member: false, attested: {} } });
});

test('earlier versions are kept as long as something of their time can come or waits, and no longer', () => {
  const { bench } = house();
  const kept = (): number => bench.kernel.state.versions.get('box')?.length ?? 0;
  const tick = (days: number): void => {
    bench.until(bench.now + days * dayMs);
    bench.pay('ana', 'bo', '0.01');
  };
  bench.until(bench.now + hourMs);
  change(bench, { price: '2.00' });
  tick(30); // as late as the charter lets it come
  assert.equal(kept(), 1);
  assert.deepEqual(paid(bench.observe({ at: bench.now - 30 * dayMs - 1 })), [], 'that is too late, and waits');
  tick(2);
  assert.equal(kept(), 0);
  bench.observe({ id: 'waits', values: { note: 'unsure' } });
  bench.until(bench.now + hourMs);
  change(bench, { price: '3.00' });
  tick(40);
  assert.equal(kept(), 1, 'one waits for a person');
  assert.deepEqual(paid(bench.request('bo', 'box', 'confirm', { observation: 'waits' })), [200]);
  tick(1);
  assert.equal(kept(), 0);
});

test('a snapshot keeps earlier versions', () => {
  const { bench } = house();
  const start = bench.now;
  bench.until(start + hourMs);
  change(bench, { price: '3.00' });
  assert.equal(bench.restored().digest(), bench.kernel.digest());
  const resumed = bench.resumed();
  const late = bench.seal('device-1', 'device', { kind: 'observe', body: { observations: [{ id: 'late', subject: 'here', event: 'said', at: start, values: {} }] } });
  const outcome = bench.kernel.decide(late, bench.now);
  assert.deepEqual(paid(outcome), [100]);
  assert.deepEqual(resumed.decide(late, bench.now), outcome);
  assert.equal(resumed.digest(), bench.kernel.digest());
});
