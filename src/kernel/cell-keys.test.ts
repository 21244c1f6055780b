import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonObject } from '../vocabulary/json.ts';
import { cellKey } from './cell-keys.ts';

const filled = (key: string, event: JsonObject = {}): string => cellKey({ key }, event, '2026-01-05', '60:42');

test('names in braces are filled, day and slot by the call, and the rest stays', () => {
  assert.equal(filled('taken/{day}/{by}', { by: 'ana' }), 'taken/2026-01-05/ana');
  assert.equal(filled('{slot}{subject}/{by}!', { subject: 'pile', by: 'ana' }), '60:42pile/ana!');
  assert.equal(filled('open'), 'open');
  assert.equal(filled('{day}/{slot}', { day: 'no', slot: 'no' }), '2026-01-05/60:42');
  assert.equal(filled('{', { by: 'ana' }), '{');
  assert.equal(filled('{}{by 1}{by}}', { by: 'ana' }), '{}{by 1}ana}');
});

test('what isn\'t there, or is no text, is written as a dash', () => {
  assert.equal(filled('{a}/{b}/{c}', { a: 1, b: null }), '-/-/-');
});

test('an observation is its id, unless the event names another', () => {
  assert.equal(filled('taking/{observation}', { id: 'scale:7' }), 'taking/scale:7');
  assert.equal(filled('taking/{observation}', { id: 'scale:7', observation: 'scale:3' }), 'taking/scale:3');
});

test('ids, also between colons, stay; other text is marked by % in front and written by code points', () => {
  assert.equal(filled('{by}', { by: 'a.b_c-1:Z' }), 'a.b_c-1:Z');
  assert.equal(filled('{by}', { by: 'a/b' }), '%a%2f;b');
  assert.equal(filled('{by}', { by: '-' }), '%%2d;'); // no id, and not what stands for nothing
  assert.equal(filled('{by}', { by: '' }), '%');
  assert.equal(filled('{by}', { by: '💥' }), '%%1f4a5;');
  assert.equal(filled('{by}', { by: 'x'.repeat(65) }), `%${'x'.repeat(65)}`); // longer than an id
});

test('a filling with signs of its own is text, not a template', () => {
  assert.equal(filled('{by}/{to}', { by: '{to}', to: '$&' }), '%%7b;to%7d;/%%24;%26;');
});

test('two rules with one template, and one rule for many calls, fill alike', () => {
  const rule = { key: 'taken/{by}' };
  for (const by of ['ana', 'bob', 'ana']) assert.equal(cellKey(rule, { by }, '', ''), `taken/${by}`);
  assert.equal(cellKey({ key: 'taken/{by}', keep_days: 3 }, { by: 'eve' }, '', ''), 'taken/eve');
});

test('no two texts meet in a key', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
    assert.equal(filled('{v}', { v: a }) === filled('{v}', { v: b }), a === b);
  }), { seed: 20260207, numRuns: 2000 });
});
