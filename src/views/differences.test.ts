import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differences, editsShown } from './differences.ts';

test('leaf by leaf: what has a name is held against its namesake, other lists as a whole', () => {
  const before = { matters: [{ name: 'prices', days: 7, asked: 'all' }, { name: 'spending', days: 3 }], groups: { north: ['ana', 'bo'] }, late_days: 30 };
  const after = { matters: [{ name: 'admissions', days: 5 }, { name: 'prices', days: 14, asked: 'all' }], groups: { north: ['ana', 'bo', 'cy'] }, late_days: 30 };
  assert.deepEqual(differences('charter', [], before, after).map(({ place, before: was, after: is }) => [place.join('.'), was, is]), [
    ['groups.north', 'ana, bo', 'ana, bo, cy'],
    ['matters.admissions.days', null, '5'], ['matters.admissions.name', null, 'admissions'],
    ['matters.prices.days', '7', '14'],
    ['matters.spending.days', '3', null], ['matters.spending.name', 'spending', null],
  ]);
});

test('nothing and something; equal things in another order of names are the same', () => {
  assert.deepEqual(differences('charter', ['windows'], undefined, { every: 'month', on: 1 }).map(({ place, before, after }) => [place.join('.'), before, after]), [['windows.every', null, 'month'], ['windows.on', null, '1']]);
  assert.deepEqual(differences('charter', ['windows'], { every: 'day' }, null).map(({ place, before, after }) => [place.join('.'), before, after]), [['windows.every', 'day', null]]);
  assert.deepEqual(differences('other', [], { a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 }), []);
  assert.deepEqual(differences('other', [], undefined, null), []);
  assert.deepEqual(differences('charter', ['decide'], { more_than: { numerator: 1, denominator: 2 }, days: 7 }, { more_than: { numerator: 2, denominator: 3 }, days: 7 }), [{ what: 'charter', place: ['decide', 'more_than'], before: '1/2', after: '2/3' }]);
  assert.deepEqual(differences('charter', ['groups', 'north'], [], ['ana']), [{ what: 'charter', place: ['groups', 'north'], before: 'none', after: 'ana' }]);
});

test('an amendment\'s edits as they were written', () => {
  assert.deepEqual(editsShown([
    { edit: 'title', before: 'A', after: 'B' }, { edit: 'paragraph', id: 'p9', before: 'Gone.', after: null }, { edit: 'term', term: 'price', before: '1.50', after: '1.75' },
    { edit: 'party', party: 'provider', before: null, after: 'bo' }, { edit: 'part', part: 'windows', before: { every: 'day' }, after: { every: 'month', on: 1 } },
    { edit: 'effective', before: null, after: Date.UTC(2026, 0, 8) },
  ]).map(({ what, place, before, after }) => [what, place.join('.'), before, after]), [
    ['title', '', 'A', 'B'], ['paragraph', 'p9', 'Gone.', null], ['term', 'price', '1.50', '1.75'], ['party', 'provider', null, 'bo'],
    ['charter', 'windows.every', 'day', 'month'], ['charter', 'windows.on', null, '1'], ['effective', '', null, '2026-01-08T00:00:00Z'],
  ]);
});
