import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testManifest } from '../testing/kernel-bench.ts';
import { initialView } from '../views/view.ts';
import type { Adoption } from '../vocabulary/changes.ts';
import { changedLater, type WhatIf } from './change.ts';

const view = initialView({ zoneRules: () => undefined });
const manifest = testManifest({ terms: { unit: { type: 'unit', default: 'first' }, price: { type: 'amount', default: '1.00' } } });
const later: Adoption = { subcontract: 'wood', manifest, code: 'two', parties: { provider: 'bo', keeper: 'cy' }, terms: { price: '2.00' } };
const whatIf = (more: Partial<WhatIf>): WhatIf => ({ label: 'tried', subcontract: 'wood', ...more });

test('a later version keeps all but what the change names', () => {
  assert.deepEqual(changedLater(whatIf({ terms: () => ({ unit: 'hour' }), parties: { keeper: 'ana' } }), view, later), { ...later, parties: { provider: 'bo', keeper: 'ana' }, terms: { price: '2.00', unit: 'hour' } });
});

test('a term that the later version doesn\'t know is left out', () => {
  assert.deepEqual(changedLater(whatIf({ terms: () => ({ price: '3.00', colour: 'red' }) }), view, later).terms, { price: '3.00' });
});

test('another kit stands in the later version\'s stead, with what was set as far as that kit knows it', () => {
  const kit = { manifest: testManifest({ terms: { unit: { type: 'unit', default: 'first' } } }), code: 'tried' };
  assert.deepEqual(changedLater(whatIf({ kit }), view, later), { ...later, ...kit, terms: {} });
});

test('where nothing of what was agreed stays, the change\'s terms are all there are', () => {
  assert.deepEqual(changedLater(whatIf({ whole: true, terms: () => ({ unit: 'hour' }) }), view, later).terms, { unit: 'hour' });
});

test('other subcontracts aren\'t touched', () => {
  assert.equal(changedLater(whatIf({ subcontract: 'cash', terms: () => ({ price: '9.00' }) }), view, later), later);
});
