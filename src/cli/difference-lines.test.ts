import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zoneRules } from '../host/scenarios.ts';
import type { DifferenceShown } from '../views/deciding-shown.ts';
import { countLines } from './count-lines.ts';
import { differenceLines } from './difference-lines.ts';

const zone = zoneRules('America/New_York') ?? null;

const lines: readonly (readonly [string, DifferenceShown, readonly string[]])[] = [
  ['another term', { what: 'term', place: ['base_price'], before: '1.00', after: '2.00' }, ['base_price 1.00 → 2.00']],
  ['a term that there wasn\'t', { what: 'term', place: ['season'], before: null, after: 'winter' }, ['season winter']],
  ['a matter that goes', { what: 'charter', place: ['matters', 'spending'], before: 'on spending what is held in common everyone decides, by this rule: nobody objects. Open for 3 days.', after: null }, ['without the matter spending']],
  ['a matter that comes', { what: 'charter', place: ['matters', 'spending'], before: null, after: 'on spending what is held in common everyone decides, by this rule: nobody objects. Open for 3 days.' },
    ['with the matter spending: on spending what is held in common everyone decides, by this rule: nobody objects. Open for 3 days.']],
  ['a cap that goes', { what: 'charter', place: ['entrenched', 'cheap'], before: 'wood stays cheap', after: null }, ['without the cap cheap']],
  ['a leaf of a matter', { what: 'charter', place: ['matters', 'prices', 'days'], before: '7', after: '14' }, ['charter matters prices days 7 → 14']],
  ['a group', { what: 'charter', place: ['groups', 'north'], before: 'ana, bo', after: null }, ['without charter groups north, which is ana, bo']],
  // 2026-12-03T23:00Z is 18:00 in New York, five hours behind in winter.
  ['a day from which on', { what: 'effective', place: [], before: null, after: '2026-12-03T23:00:00Z' }, ['in force not before Thu 3 Dec 2026, 18:00 (America/New_York)']],
  ['a paragraph', { what: 'paragraph', place: ['p1'], before: 'A hall.\nOf brick.', after: 'A hall.\nOf wood.' }, ['p1:', '    A hall.', '  - Of brick.', '  + Of wood.']],
];
for (const [name, difference, expected] of lines) test(`a difference in lines: ${name}`, () => assert.deepEqual(differenceLines([difference], zone), expected));

test('a count says of each body who is in it; of one alone the rule says enough', () => {
  const body = (who: string, voters: number): Parameters<typeof countLines>[0]['bodies'][number] => ({ who, voters, winners: ['yes'], tied: [], lines: ['So it is yes.'], working: [], via: [] });
  assert.deepEqual(countLines({ rule: 'all', decides: { rule: 'unanimous' }, bodies: [body('everyone, without newcomers', 2), body('everyone, with newcomers', 10)] }), [
    'by the rule: all', 'everyone, without newcomers (2):', '  So it is yes.', 'everyone, with newcomers (10):', '  So it is yes.',
  ]);
  assert.deepEqual(countLines({ rule: 'all', decides: { rule: 'unanimous' }, bodies: [body('everyone', 10)] }), ['by the rule: all', 'So it is yes.']);
});
