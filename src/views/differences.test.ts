import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Entrenched, Matter } from '../vocabulary/charter.ts';
import type { DecisionRule } from '../vocabulary/deciding.ts';
import { differences, editsShown } from './differences.ts';

const matter = (name: string, more: Partial<Matter> = {}): Matter => ({ name, changes: ['terms'], asked: 'all', rule: { rule: 'majority', yes: { more_than: { numerator: 1, denominator: 2 } }, quorum: 1 }, days: 7, ...more });

test('leaf by leaf: what has a name is held against its namesake, other lists as a whole', () => {
  const before = { matters: [matter('prices')], groups: { north: ['ana', 'bo'] }, late_days: 30 };
  const after = { matters: [matter('prices', { days: 14 })], groups: { north: ['ana', 'bo', 'cy'] }, late_days: 30 };
  assert.deepEqual(differences('charter', [], before, after).map(({ place, before: was, after: is }) => [place.join('.'), was, is]), [
    ['groups.north', 'ana, bo', 'ana, bo, cy'],
    ['matters.prices.days', '7', '14'],
  ]);
});

test('a matter or a cap of the charter that comes or goes whole is one leaf, in its words', () => {
  const rule: DecisionRule = { rule: 'consensus', assents: 4 };
  const cap: Entrenched = { says: 'wood stays cheap', cap: { term: 'price', kit: 'firewood', at_most: '5.00' }, way: { consent: 'party:provider', votes: 2, apart_days: 30 } };
  const before = { matters: [matter('prices'), matter('spending')] };
  const after = { matters: [matter('prices'), matter('admissions', { changes: ['admit', 'exclude'], asked: 'group:north', rule, days: 5, days_min: 2 })], entrenched: { cheap: cap } };
  assert.deepEqual(differences('charter', [], before, after), [
    {
      what: 'charter', place: ['entrenched', 'cheap'], before: null,
      after: 'wood stays cheap; the term price of every firewood is at most 5.00. It takes the yes of whoever is provider, and 2 votes, 30 days apart.',
    },
    {
      what: 'charter', place: ['matters', 'admissions'], before: null,
      after: 'on admitting members, excluding members the group north decides, by this rule: nobody objects, and at least 4 say yes. Open for 5 days, and at least 2 days.',
    },
    {
      what: 'charter', place: ['matters', 'spending'], before: 'on changing their terms everyone decides, by this rule: more than half of those who say yes or no. Open for 7 days.', after: null,
    },
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
