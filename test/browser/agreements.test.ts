/** What the pages of agreements and of deciding reckon themselves, without a browser. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CommentShown } from '../../src/views/deciding-shown.ts';
import type { FiguresShown, MovedShown } from '../../src/views/figures-shown.ts';
import type { SubcontractDetail, ThingShown } from '../../src/views/shown.ts';
import { levelsOf, plotsOf } from '../../web/src/agreements/plots.ts';
import { differingIn, timesIn } from '../../web/src/backtest/rows.ts';
import { inOrder } from '../../web/src/decide/comment-order.ts';

function moved(unit: string, paid: string, pieces = 0): MovedShown {
  return { unit, paid, received: '0.00', pieces, returned: 0, postings: 1 };
}

test('what moved is drawn week by week for all and for oneself, what lay somewhere as its balance; what was nothing throughout isn\'t', () => {
  const figures: FiguresShown = {
    subcontract: 'wood', member: 'ana',
    weeks: [
      { from: '2026-01-05', to: '2026-01-11', all: [moved('crown', '12.00', 4), moved('hour', '0')], mine: [moved('crown', '12.00', 4)] },
      { from: '2026-01-12', to: '2026-01-18', all: [moved('crown', '3.00', 2)], mine: [moved('crown', '0.00')] },
    ],
    pots: [{ what: 'party', name: 'provider', member: 'pot', unit: 'crown', balances: ['22.00', '25.00'] }, { what: 'purse', name: 'own', member: null, unit: 'crown', balances: ['0.00', '0.00'] }],
  };
  assert.deepEqual(plotsOf(figures), [
    { what: 'paid', name: '', unit: 'crown', values: ['12.00', '3.00'], own: ['12.00', '0.00'] },
    { what: 'pieces', name: '', unit: null, values: ['4', '2'], own: ['4', '0'] },
    { what: 'party', name: 'pot', unit: 'crown', values: ['22.00', '25.00'], own: [] },
  ]);
});

test('levels are drawn of the things that an agreement names, not of who took from them', () => {
  const manifest = { observations: { taken: { subject: 'pile', fields: { by: { type: 'agent' } } }, level: { subject: 'pile', fields: { count: { type: 'integer' } } }, temperature: { subject: 'houses', fields: { celsius: { type: 'decimal' } } } } };
  const detail = { manifest, terms: { pile: 'woodpile', houses: { 'house-a': 'ana' } } } as unknown as SubcontractDetail;
  const thing = (subject: string, event: string, value: string, points: readonly (readonly [number, number])[]): ThingShown => ({ subject, event, series: { [value]: points } }) as unknown as ThingShown;
  const things = [
    thing('woodpile', 'level', 'count', [[1, 40], [2, 38]]), thing('woodpile', 'taken', 'count', [[1, 4], [2, 2]]), thing('other-pile', 'level', 'count', [[1, 9], [2, 8]]),
    thing('house-a', 'temperature', 'celsius', [[1, 18], [2, 17]]), thing('house-b', 'temperature', 'celsius', [[1, 18], [2, 17]]),
  ];
  assert.deepEqual(levelsOf(detail, things).map(({ subject, event, value }) => `${subject} ${event} ${value}`), ['woodpile level count', 'house-a temperature celsius']);
});

test('a backtest says how often something was paid or owed in a unit, whatever the reason', () => {
  const reason = (unit: string, was: number, now: number) => ({ subcontract: 'wood', code: 'cold', unit, times: { was, now }, paid: { was: '', now: '' }, owed: { was: '', now: '' } });
  assert.deepEqual(timesIn({ reasons: [reason('crown', 3, 7), reason('crown', 2, 2), reason('hour', 9, 9)] }, 'crown'), { was: 5, now: 9 });
  const reasons = [reason('crown', 2, 3), reason('crown', 4, 4), { ...reason('crown', 5, 5), paid: { was: '10.00', now: '12.00' } }, reason('hour', 1, 9), reason('crown', 7, 3)];
  assert.deepEqual(differingIn({ reasons }, 'crown').map(({ times }) => times), [{ was: 7, now: 3 }, { was: 2, now: 3 }, { was: 5, now: 5 }]);
});

test('comments stand by their age, or by how much was answered to them, answers to answers too', () => {
  const comment = (record: number, answers: number | null): CommentShown => ({ id: `c${record}`, record, answers: answers === null ? null : `c${answers}` }) as unknown as CommentShown;
  const all = [comment(1, null), comment(2, null), comment(3, 2), comment(4, 3), comment(5, 1), comment(6, null)];
  const heads = all.filter(({ answers }) => answers === null);
  const ids = (order: 'oldest' | 'latest' | 'answered'): string[] => inOrder(heads, all, order).map(({ id }) => id);
  assert.deepEqual([ids('oldest'), ids('latest'), ids('answered')], [['c1', 'c2', 'c6'], ['c6', 'c2', 'c1'], ['c2', 'c1', 'c6']]);
});
