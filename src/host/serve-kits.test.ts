import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseManifest } from '../compiler/manifest.ts';
import type { EntryBody } from '../vocabulary/entries.ts';
import { loadKit, ownKits } from './kits.ts';
import { ground, type Ground, type Json } from './serve-ground.ts';

async function kit(all: Ground, name: string): Promise<Json> {
  const kits: Json = await all.ask('/api/kits');
  return kits.find((each: Json) => each.name === name) ?? assert.fail(`no ${name}`);
}

async function draft(all: Ground, name: string, body: unknown): Promise<Json> {
  return await (await all.post(`/api/kits/${name}/draft`, body)).json();
}

async function say(all: Ground, member: string, said: EntryBody, id: string): Promise<Json> {
  return await (await all.say(member, said, id)).json();
}

test('kits at hand: what each is for, its code by hash, and which agreements are of it', async (t) => {
  const all = await ground(t);
  const fund = await kit(all, 'personal-fund');
  assert.deepEqual([fund.title, fund.about, fund.adopted], [
    'A fund of one\'s own, from which each draw of income pays what one has allocated',
    'A fund of one\'s own, apart from what one can spend, from which each draw of income pays what one has allocated.', [],
  ]);
  assert.equal(fund.code, loadKit(`${ownKits}personal-fund`).codeHash);
  assert.match((await kit(all, 'gifts')).about, /^A gift that passes through many hands/); // its first paragraph says no more than its title
  assert.match((await kit(all, 'cash-box')).about, /^Someone, the owner, leaves cash in an open box\./);
  assert.equal(parseManifest(fund.manifest).ok, true);
  const { adopted: [wood] } = await kit(all, 'firewood');
  assert.deepEqual(wood, { subcontract: 'wood', version: '1.3.0', current: true, parties: { provider: 'bunyan' }, kept: { base_price: '1.50', houses: { 'house-a': 'ana', 'house-b': 'bo' } }, gone: [] });
});

test('its code needn\'t be handed in: a proposal names it, is carried, and the agreement is in force', async (t) => {
  const all = await ground(t);
  const { manifest, code } = await kit(all, 'gifts');
  const change = { change: 'adopt' as const, subcontract: 'presents', manifest, code, parties: { host: 'bunyan' }, terms: { host_fee_percent: 5 } };
  const proposed = await say(all, 'ana', { kind: 'propose', body: { change, reason: 'gifts' } }, 'k1');
  assert.equal(proposed.items[0].status, 'done', JSON.stringify(proposed));
  const { open: [{ id }] }: Json = await all.ask('/api/proposals');
  for (const member of ['bo', 'cy', 'bunyan']) await say(all, member, { kind: 'ballot', body: { proposal: id, choice: 'yes' } }, `k-${member}`);
  const presents: Json = await all.ask('/api/subcontracts/presents');
  assert.deepEqual([presents.kit, presents.code, presents.terms.host_fee_percent, presents.parties], ['gifts', code, 5, { host: 'bunyan' }]);
  assert.equal((await kit(all, 'gifts')).adopted[0].current, true);
});

test('code of no kit at hand has to be handed in before', async (t) => {
  const all = await ground(t);
  const { manifest } = await kit(all, 'gifts');
  const refused = await say(all, 'ana', { kind: 'propose', body: { change: { change: 'adopt', subcontract: 'presents', manifest, code: 'a'.repeat(64), parties: { host: 'bunyan' }, terms: {} }, reason: 'gifts' } }, 'k1');
  assert.equal(refused.error.code, 'unknown_code');
});

test('a draft says what would be agreed and what it could take, and nothing of it stays', async (t) => {
  const all = await ground(t);
  const { records }: Json = await all.ask('/api/head');
  const drawn = await draft(all, 'gifts', { subcontract: 'presents', parties: { host: 'bunyan' }, terms: { gift_max: '20.00', gifts_per_period: '3' }, member: 'ana' });
  assert.equal(drawn.words, 'a new agreement presents: gifts 1.0.0, with host Bunyan');
  assert.deepEqual(drawn.differences.find(({ place }: Json) => place[0] === 'gift_max'), { what: 'term', place: ['gift_max'], before: null, after: '20.00' });
  // Three gifts of at most 20.00 in a period of 30 days: 60.00.
  const [limit] = drawn.cases[0].after;
  assert.deepEqual([limit.perEvent, limit.perPerson], ['20.00', { amount: '60.00', days: 30 }]);
  assert.match(drawn.text, /20\.00/);
  const other = await draft(all, 'firewood', { subcontract: 'wood', parties: { provider: 'bunyan' }, terms: { base_price: '2.00', houses: { 'house-a': 'ana', 'house-b': 'bo' } } });
  assert.deepEqual([other.differences, other.cases], [[{ what: 'term', place: ['base_price'], before: '1.50', after: '2.00' }], []]);
  const after: Json = await all.ask('/api/head');
  assert.equal(after.records, records);
});

test('what could be voted for, but not be adopted, is refused when it is drafted', async (t) => {
  const all = await ground(t);
  const cases: readonly (readonly [name: string, asked: object, code: string])[] = [
    ['gifts', { subcontract: 'presents', parties: {}, terms: {} }, 'unknown_party'],
    ['gifts', { subcontract: 'presents', parties: { host: 'zed' }, terms: {} }, 'unknown_member'],
    ['gifts', { subcontract: 'presents', parties: { host: 'bunyan' }, terms: { gift_max: 'much' } }, 'invalid_value'],
    ['gifts', { subcontract: 'presents', parties: { host: 'bunyan' }, terms: { tip: '1' } }, 'unknown_value'],
    ['gifts', { subcontract: 'the presents', parties: { host: 'bunyan' }, terms: {} }, 'invalid_value'],
    ['gifts', { subcontract: 'wood', parties: { host: 'bunyan' }, terms: {} }, 'already_adopted'],
    ['gifts', { subcontract: 'presents', parties: { host: 'bunyan' }, terms: {}, member: 'zed' }, 'unknown_member'],
    ['unheard-of', { subcontract: 'presents', parties: {}, terms: {} }, 'unknown_value'],
  ];
  for (const [name, asked, code] of cases) assert.equal((await draft(all, name, asked)).error?.code, code, JSON.stringify(asked));
});

test('an answer names what in it is an amount', async (t) => {
  const all = await ground(t);
  const { shown, amounts }: Json = await all.ask('/api/subcontracts/wood/ask/price?by=ana');
  // By kit.yaml, price and base_price are amounts, times is a number and unit a name.
  assert.deepEqual([Object.keys(shown).sort(), [...amounts].sort()], [['base_price', 'price', 'times', 'unit'], ['base_price', 'price']]);
});
