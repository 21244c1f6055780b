import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fillWords, kernelWords, nameTypes, showNamed } from './words.ts';
import type { KitManifest } from '../vocabulary/kit.ts';

test('every name is filled, once, and what is not known stays visible', () => {
  const cases: readonly (readonly [string, Parameters<typeof fillWords>[1], string])[] = [
    ['{by} took {count}', { by: 'Ana', count: 4 }, 'Ana took 4'],
    ['{count} and {count}', { count: 0 }, '0 and 0'],
    ['{nobody} took {count}', { count: 4 }, '{nobody} took 4'],
    ['{by}', { by: null }, 'nobody'],
    ['{by}', { by: '{count}', count: 4 }, '{count}'],
    ['{by}', { by: '$& $1' }, '$& $1'],
    ['{a.b} {a.c}', { a: { b: 'x' } }, 'x {a.c}'],
    ['{constructor} {a.constructor} {__proto__}', { a: {} }, '{constructor} {a.constructor} {__proto__}'],
    ['{list}; {none}; {map}', { list: ['a', 'b'], none: [], map: { 'house-a': 'ana', 'house-b': 'bo' } }, 'a, b; none; house-a ana, house-b bo'],
    ['{rows}', { rows: [{ from: '0.00', times: '1' }, { from: '9.00', times: '2' }] }, 'from 0.00, times 1; from 9.00, times 2'],
    ['{yes} {not a name} {', { yes: true }, 'yes {not a name} {'],
  ];
  for (const [template, values, expected] of cases) assert.equal(fillWords(template, values), expected);
});

test('who is told that no vote follows a trial reads why, and what was measured', () => {
  const data = { subcontract: 'shop', why: 'eve has left', postings: 3, paid: '8.00 crown', owed: '2.00 crown', reviews: 1, refused: 0, marks: 2 };
  assert.equal(fillWords(kernelWords['no_vote'] ?? '', data), 'the trial of shop is over, and no vote on the whole follows: eve has left. Measured were 3 payments, 8.00 crown in all, '
    + '2.00 crown that became owed, 1 that went to review, 0 refused, 2 marks made. Whoever wants it can propose it otherwise');
});

test('with all values at hand no brace is left over', () => {
  const name = fc.stringMatching(/^[a-z][a-z_]{0,8}$/);
  const value = fc.oneof(fc.stringMatching(/^[^{}]{0,12}$/), fc.integer());
  fc.assert(fc.property(fc.dictionary(name, value, { minKeys: 1, noNullPrototype: true }), (values) => {
    const template = Object.keys(values).map((each) => `{${each}}`).join(' ');
    assert.equal(fillWords(template, values), Object.values(values).map(String).join(' '));
  }), { seed: 20260105 });
});

test('amounts have the unit\'s decimals, the rest goes by type, declared values and fields before terms', () => {
  const manifest = {
    terms: { base_price: { type: 'amount' }, brackets: { type: 'list', countMax: 9, of: { type: 'record', fields: { times: { type: 'decimal', decimals: 6 } } } } },
    values: { price: { type: 'amount' }, event: { type: 'probability' }, person: { type: 'probability' }, by: { type: 'agent' } },
    observations: { taken: { subject: 'pile', fields: { mass_g: { type: 'decimal', decimals: 3 }, count: { type: 'integer' } } } },
  } as unknown as KitManifest;
  assert.deepEqual(
    showNamed(nameTypes(manifest), { base_price: 150, times: 2_000_000, mass_g: 8400, count: 4, price: 300, event: 990_000_000, person: 1_000_000_000, by: 'ana', other: 7 }, 2),
    { base_price: '1.50', times: '2', mass_g: '8.4', count: 4, price: '3.00', event: '0.99', person: '1', by: 'ana', other: 7 });
});
