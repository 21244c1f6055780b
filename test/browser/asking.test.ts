// What is typed into the form for asking an agreement together, and its address.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fields } from '../../src/vocabulary/kit.ts';
import { isWhole, shownAs, typedAs, valuesTyped } from '../../web/src/decide/values.ts';
import { inTwo } from '../../web/src/shell/address.ts';

const fields: Fields = {
  to: { type: 'member' }, amount: { type: 'amount' }, months: { type: 'integer', default: 3 }, for: { type: 'text', lengthMax: 10, optional: true },
  shares: { type: 'list', of: { type: 'member' }, countMax: 3, optional: true },
};

test('values are sent as they are typed, lists as JSON, and what is empty is left out', () => {
  assert.deepEqual(valuesTyped(fields, { to: 'bo', amount: ' 25.00 ', for: '  ', shares: '["ana", "bo"]' }), { to: 'bo', amount: '25.00', months: '3', shares: ['ana', 'bo'] });
  assert.deepEqual(valuesTyped(fields, { shares: 'ana' }), { months: '3', shares: 'ana' }, 'what is no JSON is refused with its reason, not lost');
});

test('what has to be said must be typed; a default stands, what may be left out may', () => {
  assert.deepEqual([{ to: 'bo', amount: '1' }, { to: 'bo', amount: ' ' }, { to: 'bo' }, { to: 'bo', amount: '1', months: '' }].map((written) => isWhole(fields, written)), [true, false, false, false]);
  assert.equal(typedAs({ type: 'integer', default: 3 }, undefined), '3');
  assert.deepEqual([shownAs(['ana']), shownAs('25.00'), shownAs(3)], ['["ana"]', '25.00', '3']);
});

test('a proposal that is being written has an address: of terms, of an action, or of words alone', () => {
  assert.deepEqual([undefined, 'fund', 'fund:grant', ':grant'].map(inTwo), [[null, null], ['fund', null], ['fund', 'grant'], [null, 'grant']]);
});
