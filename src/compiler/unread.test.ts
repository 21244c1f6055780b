import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'acorn';
import type { KitManifest } from '../vocabulary/kit.ts';
import { namesRead, unreadTerms } from './unread.ts';

function read(source: string): string[] {
  return namesRead(parse(source, { ecmaVersion: 2024, sourceType: 'module' }));
}

test('names that are taken out of records, in each way that contracts have', () => {
  assert.deepEqual(read('const a = terms.price;'), ['price']);
  assert.deepEqual(read('const f = ({ terms: { price, days: d } }) => d;'), ['days', 'price', 'terms']);
  assert.deepEqual(read('const a = get(terms, "price"); const b = terms["days"];'), ['days', 'price']);
});

test('names that are only written, and variables, are not read', () => assert.deepEqual(read('const price = 12; const a = { price, days: price };'), []));

test('a term counts as read where the manifest goes by it', () => {
  const value = { type: 'amount' } as const;
  const names = ['unit', 'pile', 'slot', 'back', 'brackets', 'event', 'pieces', 'period', 'person', 'total', 'hours', 'price', 'offence', 'none'];
  const kit: KitManifest = {
    name: 'kit', version: '1.0.0', title: 'Kit', parties: {}, terms: { ...Object.fromEntries(names.map((name) => [name, value])), hook: { type: 'text', lengthMax: 20 } }, words: {}, text: '',
    observations: { taken: { subject: 'pile', fields: {} } },
    cells: { charged: { key: 'a/{slot}', slot_minutes: 'slot', back_minutes: 'back' }, other: { key: 'b', back_minutes: 10 } },
    attested: { bracket: { means: 'unit', table: 'brackets' } },
    wakes: { posted: { income: { of: 'members', direction: 'in', unit: 'hours' } }, marked: { late: { of: 'members', code: 'term:offence' } }, decided: { any: {} } },
    envelope: [{ debit: 'members', per_event: 'event * pieces', per_person: { amount: 'person', days: 30 }, in_total: { amount: 'total', days: 'period' } }],
  };
  assert.deepEqual(unreadTerms(kit, ['price', 'days']), ['none']);
});
