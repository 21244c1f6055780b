// How a subcontract stands: held, going on, ending, ended, and adopted anew.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refuse } from '../contract/refuse.ts';
import { KernelBench, testManifest, type Behaviour } from '../testing/kernel-bench.ts';
import type { Change } from '../vocabulary/changes.ts';
import type { Matter } from '../vocabulary/charter.ts';
import { effectsPerItemMax } from '../vocabulary/effects.ts';
import type { MemberGrant } from '../vocabulary/grants.ts';
import type { KitManifest } from '../vocabulary/kit.ts';
import type { Fact, Outcome } from '../vocabulary/outcomes.ts';
import { dayMs, hourMs } from '../vocabulary/time.ts';
import { marksUntoldMax } from './chain.ts';

const opening = (id: string): MemberGrant => ({ id, opening: { crown: '10.00' } });
const changes = ['adopt', 'terms', 'retire', 'stop', 'resume'] as const satisfies readonly Change['change'][];
/** Whoever proposes it decides it. */
const alone: Matter = { name: 'any', changes, asked: 'all', rule: { rule: 'threshold', yes: { people: 1 } }, days: 1 };

type Effects = readonly object[];

/** A subcontract whose observations and requests propose what the test says; timers note that they fired. */
function house(manifest = testManifest()): { readonly bench: KernelBench; readonly say: (effects: Effects) => Outcome } {
  const bench = new KernelBench([opening('ana'), opening('bo'), opening('cy')], undefined, {}, { matters: [alone] });
  let next: Effects = [];
  const behave: Behaviour = ({ group }) => {
    if (group === 'woke') return { state: { kept: 'woke' } };
    return { effects: group === 'observed' || group === 'requested' ? next : [] };
  };
  bench.adopt('box', behave, { ...manifest, timers: { later: { cells: ['kept'] } } });
  return { bench, say: (effects) => { next = effects; return bench.observe({}); } };
}

const code = (outcome: Outcome): string => outcome.items[0]?.code ?? outcome.items[0]?.status ?? '';
const kinds = (outcomes: readonly Outcome[]): Fact['fact'][] => outcomes.flatMap(({ facts }) => facts.map(({ fact }) => fact));
const why = { code: 'test' };
const charge = (from: string, to: string, amount: number): object => ({ do: 'charge', from, to, unit: 'crown', amount, ref: 'r', why });
const loan = (bench: KernelBench, from: string, to: string, amount: number, due: number): object => ({ do: 'owe', from, to, unit: 'crown', amount, ref: 'loan', since: bench.now, due: { at: due }, why });
const reserve = (bench: KernelBench): object => ({ do: 'reserve', id: 'seat', from: 'ana', to: 'bo', unit: 'crown', amount: 200, expires: { at: bench.now + dayMs }, why });
const timer = (bench: KernelBench): object => ({ do: 'timer', name: 'later', key: 'k', when: { at: bench.now + dayMs }, data: {} });
const review = (bench: KernelBench): object => ({ do: 'review', id: 'r1', at: bench.now, by: 'ana', reason: 'test', parties: [], expires: { at: bench.now + dayMs }, data: {} });
const propose = (bench: KernelBench, change: Change): string => bench.propose('ana', change);

test('what is stopped acts on nothing: observations and requests are told so, and what is pending waits', () => {
  const { bench, say } = house();
  say([loan(bench, 'ana', 'bo', 300, bench.now + dayMs), reserve(bench), timer(bench), review(bench)]);
  propose(bench, { change: 'stop', subcontract: 'box' });
  const calls = bench.batches.length;
  assert.equal(code(say([charge('ana', 'bo', 100)])), 'suspended');
  assert.equal(code(bench.request('ana', 'box', 'ask')), 'suspended');
  assert.equal(code(bench.request('bo', 'box', 'confirm', { observation: 'o1' })), 'suspended');
  assert.deepEqual([bench.kernel.nextWake(), bench.until(bench.now + 3 * dayMs)], [undefined, []]);
  assert.equal(bench.batches.length, calls, 'its code isn\'t called');
  const { reserved, timers, reviews } = bench.kernel.state;
  assert.deepEqual([bench.owed(), reserved.size, timers.size, reviews.size], [['ana>bo: 300'], 1, 1, 1]);
  assert.throws(() => propose(bench, { change: 'stop', subcontract: 'box' }), /already_so/);
});

test('what goes on again takes up all that came due meanwhile, in its order', () => {
  const { bench, say } = house();
  say([loan(bench, 'ana', 'bo', 300, bench.now + dayMs), reserve(bench), timer(bench), review(bench)]);
  propose(bench, { change: 'stop', subcontract: 'box' });
  bench.until(bench.now + 3 * dayMs);
  const resumed = bench.resumed();
  propose(bench, { change: 'resume', subcontract: 'box' });
  const { reserved, timers, reviews, cells } = bench.kernel.state;
  assert.deepEqual([bench.owed(), reserved.size, timers.size, reviews.size, cells.get('box kept')?.value], [[], 0, 0, 0, 'woke']);
  // Ana 10.00 − 3.00; the reservation of 2.00 has run out.
  assert.deepEqual([bench.balance('ana'), bench.balance('bo')], [700, 1300]);
  assert.equal(resumed.state.stopped.get('box'), 'decided', 'a snapshot keeps it');
  assert.throws(() => propose(bench, { change: 'resume', subcontract: 'box' }), /already_so/);
});

test('a debt under what is stopped is neither paid from income, nor set off, nor asked of its guarantors; afterwards it is', () => {
  const { bench, say } = house();
  bench.consent('cy', 'box');
  bench.pay('ana', 'cy', '10.00');
  say([{ ...loan(bench, 'ana', 'bo', 300, bench.now + dayMs), guarantee: { part: 'guarantee', max: 200 } }, charge('ana', 'bo', 150)]);
  assert.deepEqual(bench.owed(), ['ana>bo: 300', 'ana>bo: 150']);
  propose(bench, { change: 'stop', subcontract: 'box' });
  bench.until(bench.now + 2 * dayMs);
  bench.pay('cy', 'ana', '2.00');
  assert.deepEqual([bench.owed(), bench.balance('ana')], [['ana>bo: 300', 'ana>bo: 150'], 200]);
  propose(bench, { change: 'resume', subcontract: 'box' });
  // 1.50 fell due first and is paid whole; 0.50 is left for the loan, and of the 2.50 that are missing cy gives the 2.00 promised.
  assert.deepEqual([bench.owed(), bench.balance('bo')], [['ana>bo: 50', 'ana>cy: 200'], 1400]);
});

test('what was due at once, and couldn\'t be paid, is paid as it goes on from what came in meanwhile', () => {
  const { bench, say } = house();
  bench.pay('ana', 'cy', '10.00');
  say([charge('ana', 'bo', 150)]);
  propose(bench, { change: 'stop', subcontract: 'box' });
  bench.pay('cy', 'ana', '2.00');
  assert.deepEqual([bench.owed(), bench.balance('ana')], [['ana>bo: 150'], 200]);
  propose(bench, { change: 'resume', subcontract: 'box' });
  assert.deepEqual([bench.owed(), bench.balance('ana')], [[], 50]);
});

test('what the ledger does wakes nothing that is stopped', () => {
  const { bench } = house(testManifest({ wakes: { posted: { heard: { of: 'members', direction: 'in' } } } }));
  bench.pay('ana', 'bo', '1.00');
  const before = bench.batches.length;
  propose(bench, { change: 'stop', subcontract: 'box' });
  bench.pay('ana', 'bo', '1.00');
  assert.equal(bench.batches.length, before);
  propose(bench, { change: 'resume', subcontract: 'box' });
  bench.pay('ana', 'bo', '1.00');
  assert.equal(bench.batches.length, before + 1);
});

test('what somebody agreed to or takes back meanwhile is told when it goes on, as it is by then', () => {
  const heard: string[] = [];
  const bench = new KernelBench([opening('ana'), opening('bo'), opening('cy')], undefined, {}, { matters: [alone] });
  const wakes = { consented: { came: { part: 'guarantee', given: true }, went: { part: 'guarantee', given: false } } };
  bench.adopt('box', ({ name, event }) => { heard.push(`${String(event['member'])} ${name}`); return {}; }, testManifest({ wakes }));
  bench.consent('ana', 'box');
  bench.consent('bo', 'box');
  heard.length = 0;
  propose(bench, { change: 'stop', subcontract: 'box' });
  // Ana takes it back, Bo too and gives it again, and Cy gives it and takes it back.
  bench.consent('ana', 'box', 'guarantee', false);
  bench.consent('bo', 'box', 'guarantee', false);
  bench.consent('bo', 'box');
  bench.consent('cy', 'box');
  bench.consent('cy', 'box', 'guarantee', false);
  assert.deepEqual([heard, bench.kernel.nextWake()], [[], undefined], 'nothing is told, and nothing waits for the clock');
  assert.equal(bench.resumed().state.untold.length, 3, 'a snapshot keeps the last word of each');
  assert.deepEqual(bench.restored().state.untold, bench.kernel.state.untold);
  propose(bench, { change: 'resume', subcontract: 'box' });
  bench.until(bench.now);
  assert.deepEqual(heard, ['ana went', 'bo came', 'cy went']);
  assert.deepEqual(bench.kernel.state.untold, []);
});

test('marks that were made meanwhile are told when it goes on, in their order and once, before what was due meanwhile', () => {
  const heard: string[] = [];
  const bench = new KernelBench([opening('ana'), opening('bo')], undefined, {}, { matters: [alone] });
  const wakes = { marked: { any: { of: 'members', code: 'lie' }, lied: { of: 'members', code: 'lie' } } } as const;
  const begun = bench.now;
  bench.adopt('box', ({ group, name, event }) => {
    if (group === 'marked') heard.push(`${name} ${String(event['ref'])} ${(Number(event['at']) - begun) / hourMs}`);
    if (group === 'woke') heard.push('woke');
    return group === 'observed' ? { effects: [{ do: 'timer', name: 'later', key: 'k', when: { at: begun + 3 * hourMs }, data: {} }] } : {};
  }, { ...testManifest({ wakes }), timers: { later: { cells: ['kept'] } } });
  let ref = 0;
  bench.adopt('desk', ({ group }) => (group === 'observed' && ref > 0 ? { effects: [{ do: 'mark', on: 'ana', code: 'lie', ref: String(ref) }] } : {}), testManifest());
  bench.adopt('other', ({ group, event }) => { if (group === 'marked') heard.push(`other ${String(event['ref'])}`); return {}; }, testManifest({ wakes: { marked: { any: wakes.marked.any } } }));
  bench.observe({});
  propose(bench, { change: 'stop', subcontract: 'box' });
  for (ref = 1; ref <= 2; ref++) {
    bench.until(begun + ref * hourMs);
    bench.observe({});
  }
  bench.until(begun + 4 * hourMs);
  assert.deepEqual([heard, bench.kernel.nextWake()], [['other 1', 'other 2'], undefined], 'others hear at once, and nothing waits for the clock');
  assert.deepEqual(bench.restored().state.untold, bench.kernel.state.untold);
  heard.length = 0;
  propose(bench, { change: 'resume', subcontract: 'box' });
  bench.until(bench.now);
  assert.deepEqual(heard, ['any 1 1', 'lied 1 1', 'any 2 2', 'lied 2 2', 'woke'], 'as of when they were made');
  assert.deepEqual(bench.kernel.state.untold, []);
});

test('each that is held has room of its own for the marks that it misses; what finds none is recorded as its fault, once in a record', () => {
  const bench = new KernelBench([opening('ana'), opening('bo')], undefined, {}, { matters: [alone] });
  const hears = (code: string): KitManifest => testManifest({ wakes: { marked: { any: { of: 'members', code } } } });
  for (const code of ['lie', 'theft']) bench.adopt(`of-${code}`, () => ({}), hears(code));
  let made: readonly [code: string, count: number, fails?: boolean] = ['lie', 0];
  bench.adopt('desk', () => ({ effects: Array.from({ length: made[1] }, (_, place) => ({ do: 'mark', on: 'ana', code: made[0], ref: String(place) })) }), testManifest());
  bench.adopt('refuses', ({ event }) => (made[2] === true && event['ref'] === '1' ? refuse('contract_refused', 'no') : {}), { ...hears('lie'), observations: {} });
  const mark = (...which: typeof made): Outcome => {
    made = which;
    return bench.observe({});
  };
  for (const code of ['lie', 'theft']) propose(bench, { change: 'stop', subcontract: `of-${code}` });
  const waiting = (): number[] => ['of-lie', 'of-theft'].map((id) => bench.kernel.state.untold.filter((deed) => deed.on === 'marked' && deed.to === id).length);
  for (let left = marksUntoldMax - 1; left > 0; left -= effectsPerItemMax) assert.equal(mark('lie', Math.min(left, effectsPerItemMax)).faults, undefined);
  const fault = { subcontract: 'of-lie', code: 'limit_reached', detail: `of-lie is held, and ${marksUntoldMax} marks wait for it already: of further ones it won't hear` };
  assert.equal(mark('lie', 2, true).faults, undefined, 'what was taken back was never made');
  assert.deepEqual([mark('lie', 2).faults, waiting()], [[fault], [marksUntoldMax, 0]]);
  assert.deepEqual([mark('theft', 1).faults, waiting()], [undefined, [marksUntoldMax, 1]]);
  assert.deepEqual(bench.restored().state.untold.length, marksUntoldMax + 1);
});

test('what ends begins nothing, settles what runs, and is gone when nothing is open: then its name is free', () => {
  const { bench, say } = house();
  say([loan(bench, 'ana', 'bo', 300, bench.now + 2 * dayMs), timer(bench)]);
  propose(bench, { change: 'retire', subcontract: 'box' });
  assert.throws(() => propose(bench, { change: 'retire', subcontract: 'box' }), /already_so/);
  assert.equal(code(say([charge('ana', 'bo', 100)])), 'ending');
  assert.equal(code(bench.consent('cy', 'box')), 'ending');
  bench.until(bench.now + dayMs);
  assert.equal(bench.kernel.state.cells.get('box kept')?.value, 'woke', 'its timers fire as long as something is open');
  const last = bench.until(bench.now + dayMs);
  assert.deepEqual(kinds(last).filter((kind) => kind !== 'timer.gone'), ['owed.due', 'posting', 'owed.less', 'retired']);
  const { subcontracts, retired, cells, routes } = bench.kernel.state;
  assert.deepEqual([subcontracts.size, [...retired.keys()], cells.size, routes.get('said here')], [0, ['box'], 0, []]);
  assert.equal(code(bench.request('ana', 'box', 'ask')), 'unknown_subcontract');
  bench.propose('ana', { change: 'adopt', subcontract: 'box', manifest: testManifest({ name: 'other' }), code: 'box', parties: {}, terms: {} });
  assert.equal(bench.kernel.state.subcontracts.get('box')?.manifest.name, 'other');
  assert.equal(bench.kernel.state.retired.size, 0);
});

test('with nothing open it ends in the record of the decision', () => {
  const { bench } = house();
  propose(bench, { change: 'retire', subcontract: 'box' });
  assert.deepEqual([bench.kernel.state.subcontracts.size, bench.kernel.state.retiring.size], [0, 0]);
});

test('a review and a reservation keep it open as well, and it ends with the last of them', () => {
  const { bench, say } = house();
  say([reserve(bench), { ...review(bench), expires: { at: bench.now + 2 * dayMs } }]);
  propose(bench, { change: 'retire', subcontract: 'box' });
  bench.until(bench.now + dayMs);
  assert.deepEqual([bench.kernel.state.reserved.size, bench.kernel.state.subcontracts.size], [0, 1]);
  bench.until(bench.now + dayMs);
  assert.equal(bench.kernel.state.subcontracts.size, 0);
});

test('under what ends a request may settle, and begin nothing', () => {
  const { bench, say } = house();
  say([loan(bench, 'ana', 'bo', 300, bench.now + 2 * dayMs)]);
  propose(bench, { change: 'retire', subcontract: 'box' });
  for (const begins of [loan(bench, 'ana', 'bo', 1, bench.now + dayMs), reserve(bench)]) {
    say([begins]); // what the request proposes
    assert.equal(code(bench.request('ana', 'box', 'ask')), 'ending');
  }
  assert.equal(bench.kernel.state.reserved.size, 0);
  say([{ do: 'repay', from: 'ana', to: 'bo', unit: 'crown', amount: 300, ref: 'r', why }]);
  assert.equal(code(bench.request('ana', 'box', 'ask')), 'done');
  assert.deepEqual([bench.owed(), bench.kernel.state.subcontracts.size], [[], 0]);
});

test('what was stopped by decision and is to end waits until that is taken back', () => {
  const { bench, say } = house();
  say([loan(bench, 'ana', 'bo', 300, bench.now + hourMs)]);
  propose(bench, { change: 'stop', subcontract: 'box' });
  propose(bench, { change: 'retire', subcontract: 'box' });
  bench.until(bench.now + dayMs);
  assert.deepEqual(bench.owed(), ['ana>bo: 300']);
  propose(bench, { change: 'resume', subcontract: 'box' });
  assert.deepEqual([bench.owed(), bench.kernel.state.subcontracts.size], [[], 0]);
});

test('nothing under what is stopped is set off when it is to end', () => {
  const { bench, say } = house();
  bench.adopt('other', () => ({ effects: [charge('bo', 'ana', 100)] }), testManifest({ observations: { told: { subject: 'here', fields: {} } } }));
  bench.pay('ana', 'cy', '10.00');
  bench.pay('bo', 'cy', '10.00');
  say([charge('ana', 'bo', 150)]);
  propose(bench, { change: 'stop', subcontract: 'box' });
  bench.observe({ event: 'told' });
  propose(bench, { change: 'retire', subcontract: 'box' });
  assert.deepEqual(bench.owed(), ['ana>bo: 150', 'bo>ana: 100']);
  propose(bench, { change: 'resume', subcontract: 'box' });
  assert.deepEqual(bench.owed(), ['ana>bo: 50']);
});

test('what ends because its party left is settled without it', () => {
  const bench = new KernelBench([opening('ana'), opening('bo')], undefined, {}, { matters: [alone] });
  const lend: Behaviour = ({ group }) => ({ effects: group === 'observed' ? [loan(bench, 'ana', 'bo', 300, bench.now + dayMs)] : [] });
  bench.adopt('shop', lend, testManifest({ parties: { keeper: { says: 'keeps it' } } }), { keeper: 'bo' });
  bench.observe({});
  bench.say('member-bo', 'bo', { kind: 'leave', body: {} });
  assert.equal(bench.kernel.state.stopped.get('shop'), 'party_left');
  propose(bench, { change: 'retire', subcontract: 'shop' });
  bench.until(bench.now + dayMs);
  assert.deepEqual([bench.owed(), bench.balance('bo'), bench.kernel.state.subcontracts.has('shop')], [[], 1300, false]);
});
