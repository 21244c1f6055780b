import assert from 'node:assert/strict';
import { test } from 'node:test';
import { disguises } from './disguises.ts';
import { seeded } from './random.ts';
import type { Table } from './table.ts';

const rows = 4000;
const random = seeded(1, 0);
const labels = Int32Array.from({ length: rows }, () => (random.unit() < 0.02 ? 2 : random.below(2)));
const feature = (of: (label: number) => number): Float32Array => Float32Array.from(labels, of);
const suspicious = (columns: { readonly [name: string]: Float32Array }): string[] => {
  const table: Table = { features: Object.keys(columns), columns: Object.values(columns), classes: ['a', 'b', 'c'], labels, order: Int32Array.from(labels.keys()) };
  return disguises(table).map(({ feature: name }) => name);
};

test('the class under another name is noticed, also with noise, also where a class is rare', () => {
  assert.deepEqual(suspicious({ same: feature((label) => 7 - label), noisy: feature((label) => label * 10 + random.unit()) }), ['same', 'noisy']);
});

test('a good sensor isn\'t, and neither is one without values or one that is the same everywhere', () => {
  const good = feature((label) => (random.unit() < 0.01 ? 1 : label)); // right in 99 %
  assert.deepEqual(suspicious({ good, overlapping: feature((label) => label + random.unit() * 2), empty: feature(() => NaN), same: feature(() => 1), unique: feature(() => random.unit()) }), []);
});
