import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amountUnder, daysUnder, envelopeTerms, factorsOf } from './envelope-amounts.ts';
import type { JsonObject } from './json.ts';
import type { Fields } from './kit.ts';

const fields: Fields = {
  price: { type: 'amount' }, fee: { type: 'amount' }, pieces: { type: 'integer' }, share: { type: 'probability' }, factor: { type: 'decimal', decimals: 3 },
  brackets: { type: 'list', countMax: 9, of: { type: 'record', fields: { from: { type: 'amount' }, times: { type: 'decimal', decimals: 6 } } } },
  houses: { type: 'map', keys: { type: 'subject' }, of: { type: 'member' }, countMax: 9 },
  basket: { type: 'map', keys: { type: 'text', lengthMax: 9 }, of: { type: 'amount' }, countMax: 9 },
};

/** In cents: a price of 0.50, a fee of 6.00; 100 pieces; brackets of 1, 5 and 2. */
const terms: JsonObject = {
  price: 50, fee: 600, pieces: 100, share: 250_000_000, factor: -1500, houses: { a: 'ana', b: 'bo' }, basket: { bread: 40, milk: 60, oil: 100 },
  brackets: [{ from: 0, times: 1_000_000 }, { from: 100_000, times: 5_000_000 }, { from: 500_000, times: 2_000_000 }],
};

function cents(amount: string, changed: JsonObject = {}): number | string {
  const result = amountUnder(fields, { ...terms, ...changed }, 2, amount);
  return result.ok ? result.value : result.refusal.code;
}

const worked: readonly (readonly [string, number | string])[] = [
  ['12.50', 1250],
  ['12', 1200],
  ['price', 50],
  ['price * pieces', 5000], // 0.50 × 100
  ['price * brackets.times * pieces', 25_000], // 0.50 × 5 × 100: the greatest, wherever it stands
  ['fee * houses', 1200], // 6.00 × 2
  ['fee * brackets', 1800], // 6.00 × 3 brackets
  ['price * brackets.times * pieces + fee * houses * 31', 62_200], // 250.00 + 6.00 × 2 × 31
  ['basket', 200], // 0.40 + 0.60 + 1.00
  ['basket * houses', 400], // 2.00 × 2
  ['fee * basket', 1800], // 6.00 × 3 entries: behind an amount it is counted
  ['fee * share', 150], // 6.00 × 0.25
  ['0.10 * 2.5', 25],
  ['price * factor', 0], // nothing is below nothing
  ['0.001', 'too_many_decimals'],
  ['0.10 * 0.001', 1], // 0.0001 is rounded up to the smallest part
  ['price * gone', 'invalid_value'],
  ['brackets.nothing * 2', 'invalid_value'],
  ['price - fee', 'invalid_value'],
  ['price *', 'invalid_value'],
  ['', 'invalid_value'],
];
for (const [amount, expected] of worked) test(`an envelope's amount: ${amount || 'nothing'} is ${expected}`, () => assert.equal(cents(amount), expected));

test('what isn\'t whole is rounded up step by step: a price is rounded before its pieces are counted', () => {
  // 0.01 × 1.5 is 0.015, charged as 0.02 a piece: 100 pieces cost 2.00, not 1.50.
  assert.equal(cents('price * brackets.times * pieces', { price: 1, brackets: [{ from: 0, times: 1_500_000 }] }), 200);
});

test('more than can be held exactly is refused', () => {
  // 9,007,199,254,740,991 is the largest safe integer (ECMA-262, Number.MAX_SAFE_INTEGER).
  assert.equal(cents('price * pieces', { price: 9_007_199_254_740_991, pieces: 1 }), 9_007_199_254_740_991);
  assert.equal(cents('price * pieces', { price: 9_007_199_254_740_991, pieces: 2 }), 'overflow');
  assert.equal(cents('price + fee', { price: 9_007_199_254_740_991 }), 'overflow');
});

test('a list without entries has no greatest, and counts as nothing', () => assert.equal(cents('fee * brackets.times', { brackets: [] }), 0));

test('a map without entries comes to nothing, and a sum beyond what can be held is refused', () => {
  assert.equal(cents('basket', { basket: {} }), 0);
  assert.equal(cents('basket', { basket: { bread: 9_007_199_254_740_991, milk: 1 } }), 'overflow');
});

test('a period is a number of days, or a term that is one', () => {
  const days = (stated: number | string, agreed: JsonObject = terms): unknown => {
    const result = daysUnder(agreed, stated);
    return result.ok ? result.value : result.refusal.code;
  };
  assert.deepEqual([days(30), days('pieces'), days('gone'), days('pieces', { pieces: 0 }), days('houses')], [30, 100, 'invalid_value', 'invalid_value', 'invalid_value']);
});

test('its terms, wherever they stand', () => {
  const rule = { debit: 'members', per_event: 'price * brackets.times', per_person: { amount: 'price * 5 + fee', days: 30 }, in_total: { amount: '9', days: 'pieces' } } as const;
  assert.deepEqual(envelopeTerms({ envelope: [rule] }), ['price', 'brackets', 'price', 'fee', 'pieces']);
  assert.equal(factorsOf('price,fee'), undefined);
});
