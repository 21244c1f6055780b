/** What is looked for in the ledger, without a browser. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { areSaid, noFilters, queryOf } from '../../web/src/ledger/filters.ts';

test('only what is said is asked for, without the spaces around it', () => {
  assert.equal(queryOf({ ...noFilters, text: '  oak & ash ', person: 'ana', least: '12.50', from: '2026-01-01' }), 'text=oak+%26+ash&person=ana&least=12.50&from=2026-01-01');
  assert.deepEqual([queryOf({ ...noFilters, text: '   ' }), areSaid({ ...noFilters, text: '   ' }), areSaid({ ...noFilters, unit: 'crown' })], ['', false, true]);
});
