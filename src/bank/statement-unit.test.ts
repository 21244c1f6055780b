import assert from 'node:assert/strict';
import { test } from 'node:test';
import { currencyOf, unitOfStatement } from './statement-unit.ts';

const units = [{ id: 'crown', name: 'crown' }, { id: 'eur', name: 'euro' }];
const idOf = (...of: Parameters<typeof unitOfStatement>): string => {
  const found = unitOfStatement(...of);
  return found.ok ? found.unit.id : found.why;
};

test('a statement is in the unit that is called as its currency, whichever stands first; the one that a person names goes before', () => {
  assert.deepEqual([idOf(units, 'EUR', undefined), idOf(units, 'Euro', undefined), idOf(units, 'CROWN', undefined), idOf(units, 'EUR', 'crown')], ['eur', 'eur', 'crown', 'crown']);
});

test('it is in none where no unit is called so, also where there is one alone; without a currency only where there is one alone', () => {
  const [crown] = units;
  assert.ok(crown);
  assert.deepEqual([idOf(units, 'USD', undefined), idOf([crown], 'EUR', undefined), idOf(units, null, undefined), idOf([crown], null, undefined), idOf(units, 'EUR', 'usd')], ['unsaid', 'unsaid', 'unsaid', 'crown', 'unknown']);
});

test('a file is in one currency', () => {
  assert.deepEqual(currencyOf([{ currency: null }, { currency: 'EUR' }, { currency: 'EUR' }]), { ok: true, value: 'EUR' });
  assert.deepEqual(currencyOf([{ currency: null }]), { ok: true, value: null });
  assert.equal(currencyOf([{ currency: 'EUR' }, { currency: 'CZK' }]).ok, false);
});
