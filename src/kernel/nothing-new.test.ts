// What would change nothing, and what is open already, is refused before anyone votes on it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KernelBench, testManifest } from '../testing/kernel-bench.ts';
import type { Change } from '../vocabulary/changes.ts';
import { charterDefaults, type Charter, type Matter } from '../vocabulary/charter.ts';
import type { Entry, Proposing } from '../vocabulary/entries.ts';
import type { Refusal } from '../vocabulary/result.ts';
import { dayMs } from '../vocabulary/time.ts';

const manifest = testManifest({ parties: { provider: { says: 'brings it' } }, terms: { ...testManifest().terms, price: { type: 'amount', default: '2.00' }, table: { type: 'list', of: { type: 'record', fields: { to: { type: 'integer' }, at: { type: 'integer' } } }, countMax: 9, default: [{ to: 1, at: 2 }] } } });
const half = { rule: 'threshold', yes: { more_than: { numerator: 1, denominator: 2 } } } as const;
const stops: Matter = { name: 'stops', changes: ['stop', 'resume', 'retire', 'exclude'], asked: 'chosen', rule: half, days: 7, days_min: 2 };

/** Five members, of whom bo provides the wood, for 2.00. */
function house(rules: Partial<Charter> = {}): KernelBench {
  const bench = new KernelBench(['ana', 'bo', 'cy', 'dee', 'eve'].map((id) => ({ id })), undefined, {}, { groups: { stove: ['ana', 'bo', 'cy'] }, matters: [stops], ...rules });
  bench.adopt('wood', () => ({}), manifest, { provider: 'bo' });
  return bench;
}

function said(bench: KernelBench, change: Change, more: Partial<Proposing> = {}, by = 'ana'): Partial<Refusal> {
  const [item] = bench.say(`member-${by}`, by, { kind: 'propose', body: { change, reason: '', ...more } }).items;
  return item?.code === undefined ? {} : { code: item.code, detail: item.detail ?? '' };
}

function codeOf(...args: Parameters<typeof said>): string | undefined {
  return said(...args).code;
}

/** It is carried by three of five. */
function carried(bench: KernelBench, change: Change): void {
  const proposal = bench.propose('ana', change);
  bench.vote('bo', proposal);
  assert.equal(bench.vote('cy', proposal), 'carried');
}

const terms = (said: Record<string, string | readonly object[]>, parties?: { readonly provider: string }): Change => ({ change: 'terms', subcontract: 'wood', terms: said as never, ...(parties === undefined ? {} : { parties }) });
const version = (more: Partial<typeof manifest> = {}, price = '2.00'): Change => ({ change: 'adopt', subcontract: 'wood', manifest: { ...manifest, ...more }, code: 'wood', parties: { provider: 'bo' }, terms: { price } });

test('terms as they are, however they are written, are no change of terms; any other term, or another party, is one', () => {
  const bench = house();
  for (const same of [terms({}), terms({ price: '2.00' }), terms({ price: '2' }), terms({ table: [{ at: 2, to: 1 }] }), terms({ price: '2.00', here: 'here' }, { provider: 'bo' })]) assert.equal(codeOf(bench, same), 'already_so', JSON.stringify(same));
  for (const other of [terms({ price: '2.01' }), terms({ table: [{ at: 1, to: 2 }] }), terms({}, { provider: 'cy' })]) assert.equal(codeOf(bench, other), undefined, JSON.stringify(other));
  assert.match(said(bench, terms({})).detail ?? '', /wood/);
});

test('the version that is in force is adopted already; a version of another name, code or price isn\'t, nor what has ended', () => {
  const bench = house();
  assert.equal(codeOf(bench, version()), 'already_so');
  for (const other of [version({ version: '1.0.1' }), version({}, '2.01'), { ...version(), code: 'other' } as Change]) assert.equal(codeOf(bench, other), undefined);
  carried(bench, { change: 'retire', subcontract: 'wood' });
  assert.equal(codeOf(bench, version()), undefined, 'it would begin anew');
});

test('what is ending, and what is only tried, isn\'t in force: the same of it is something new', () => {
  const ending = house();
  ending.adopt('box', () => ({ effects: [{ do: 'charge', from: 'ana', to: 'bo', unit: 'crown', amount: 100, ref: 'r', why: { code: 'test' } }] }));
  ending.observe({});
  const box = { subcontract: 'box', manifest: testManifest(), code: 'box', parties: {}, terms: {} };
  assert.equal(codeOf(ending, { change: 'adopt', ...box }), 'already_so');
  carried(ending, { change: 'retire', subcontract: 'box' });
  assert.deepEqual([ending.owed().length, codeOf(ending, { change: 'adopt', ...box })], [1, undefined]);
  const trying = house();
  carried(trying, { change: 'pilot', ...box, days: 9, volunteers_min: 1, stop: [] });
  assert.equal(codeOf(trying, { change: 'adopt', ...box }), undefined);
});

test('the charter as it stands is no other charter, also where it says the default, or leaves out what there isn\'t', () => {
  const bench = house();
  const charter = (set: (Change & { change: 'charter' })['set']): string | undefined => codeOf(bench, { change: 'charter', set });
  assert.equal(charter({ name: 'Test', groups: { stove: ['ana', 'bo', 'cy'] } }), 'already_so');
  assert.equal(charter({ decide: charterDefaults.decide, windows: null, recovery: null }), 'already_so');
  assert.equal(charter({ name: 'Test', groups: { stove: ['bo', 'ana', 'cy'] } }), undefined);
  assert.equal(charter({ decide: { ...charterDefaults.decide, days: 31 } }), undefined);
});

test('what it is by now counts, also in a state that went through a snapshot: names in another order are no difference', () => {
  const bench = house();
  const rule = { quorum: 2, yes: { more_than: { denominator: 2, numerator: 1 } }, rule: 'majority' } as const;
  carried(bench, { change: 'charter', set: { amending: { rule, days: 4, confirm_days: 4 } } });
  const again: Change = { change: 'charter', set: { amending: { confirm_days: 4, days: 4, rule: { rule: 'majority', quorum: 2, yes: { more_than: { numerator: 1, denominator: 2 } } } } } };
  assert.equal(codeOf(bench, again), 'already_so');
  const sealed = bench.seal('member-ana', 'ana', { kind: 'propose', body: { change: version(), reason: '' } });
  assert.equal(bench.resumed().decide({ ...sealed, entry: sealed.entry as Entry }, bench.now).items[0]?.code, 'already_so');
});

test('an option, or an amendment, that makes it what it is already is none: all as it is can be chosen anyway', () => {
  const bench = house();
  const options = (price: string): Change => ({ change: 'choice', options: [{ id: 'a', says: '', change: terms({ price }) as never }, { id: 'b', says: '', change: terms({ price: '3.00' }) as never }] });
  const { code, detail } = said(bench, options('2.00'));
  assert.deepEqual([code, detail?.startsWith('a: ')], ['already_so', true]);
  assert.equal(codeOf(bench, options('1.00')), undefined);
  const proposal = bench.propose('ana', terms({ price: '3.00' }));
  const amend = (after: string): string | undefined => bench.say('member-bo', 'bo', { kind: 'amend', body: { proposal, revision: proposal, edits: [{ edit: 'term', term: 'price', before: '3.00', after }], reason: '' } }).items[0]?.code;
  assert.deepEqual([amend('2.00'), amend('2.50')], ['already_so', undefined]);
});

test('of two who are carried for the same, the second can\'t be done any more, and says why', () => {
  const bench = house();
  const [first, second] = ['ana', 'bo'].map((by) => bench.propose(by, terms({ price: '3.00' }))) as [string, string];
  bench.vote('cy', first);
  assert.equal(bench.vote('dee', first), 'carried');
  bench.vote('cy', second);
  assert.equal(bench.vote('dee', second), 'already_so');
});

test('what was stopped, let go on, taken away or has ended is so already', () => {
  const bench = house();
  const about = (change: 'stop' | 'resume' | 'retire'): Change => ({ change, subcontract: 'wood' });
  assert.equal(codeOf(bench, about('resume')), 'already_so');
  carried(bench, about('stop'));
  assert.equal(codeOf(bench, about('stop')), 'already_so');
  carried(bench, about('retire'));
  const { code, detail } = said(bench, about('retire'));
  assert.deepEqual([code, detail], ['already_so', 'wood has ended already']);
});

test('a stop that is open is voted on, not proposed again; for sooner it is another one, and so is one for which others are asked', () => {
  const bench = house();
  const stop: Change = { change: 'stop', subcontract: 'wood' };
  const [now, days] = [bench.now, 5];
  const first = bench.propose('ana', stop, 'member', { closes: now + days * dayMs });
  const { code, detail } = said(bench, stop, { closes: now + days * dayMs }, 'bo');
  assert.equal(code, 'already_so');
  assert.match(detail ?? '', /^ana has proposed the same/);
  assert.equal(codeOf(bench, stop, {}, 'bo'), 'already_so', 'it would end later');
  assert.equal(codeOf(bench, stop, { asked: 'group:stove', closes: now + days * dayMs }, 'bo'), undefined, 'others are asked');
  assert.equal(codeOf(bench, stop, { closes: now + days * dayMs - 1 }, 'bo'), undefined, 'it would end sooner');
  for (const other of [{ change: 'retire', subcontract: 'wood' }, { change: 'exclude', member: 'eve' }] as const) {
    assert.deepEqual([codeOf(bench, other), codeOf(bench, other, {}, 'bo')], [undefined, 'already_so']);
  }
  bench.say('member-ana', 'ana', { kind: 'withdraw', body: { proposal: first } });
  assert.equal(codeOf(bench, stop, {}, 'cy'), 'already_so', 'bo\'s is open still');
});

test('a stop that is put off keeps nobody from proposing it for now, and one that was taken back nobody at all', () => {
  const bench = house();
  const stop: Change = { change: 'stop', subcontract: 'wood' };
  const late = bench.propose('ana', stop, 'member', { effective: bench.now + 100 * dayMs });
  const soon = bench.propose('bo', stop);
  assert.equal(codeOf(bench, stop, { effective: bench.now + 200 * dayMs }, 'cy'), 'already_so');
  for (const [by, proposal] of [['ana', late], ['bo', soon]] as const) bench.say(`member-${by}`, by, { kind: 'withdraw', body: { proposal } });
  assert.equal(codeOf(bench, stop, {}, 'cy'), undefined);
});

test('words, payments and other prices may be proposed twice: two of them can be meant', () => {
  const bench = house();
  for (const change of [{ change: 'resolution' }, terms({ price: '3.00' }), { change: 'charter', set: { name: 'Elsewhere' } }] satisfies Change[]) {
    assert.deepEqual([codeOf(bench, change), codeOf(bench, change, {}, 'bo')], [undefined, undefined], change.change);
  }
});
