import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fields } from '../vocabulary/kit.ts';
import { labelsOf } from './labels.ts';

test('a term has its label, or its name as words; a number has its unit, an amount that of the agreement', () => {
  const terms: Fields = {
    price: { type: 'amount', label: 'Price of a piece' }, house_below_celsius: { type: 'decimal', decimals: 1, label: 'A house is cold below', unit: '°C' },
    review_days: { type: 'integer', unit: 'days' }, stock_below: { type: 'integer' }, unit: { type: 'unit' },
  };
  assert.deepEqual(labelsOf({ terms }, 'crown'), {
    price: { label: 'Price of a piece', unit: 'crown' }, house_below_celsius: { label: 'A house is cold below', unit: '°C' },
    review_days: { label: 'Review days', unit: 'days' }, stock_below: { label: 'Stock below', unit: null }, unit: { label: 'Unit', unit: null },
  });
});
