import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayMs } from '../vocabulary/time.ts';
import { latelyKeptMax, noteMoved, noteOwed } from './lately.ts';
import { happenedTo } from './today.ts';
import { initialView, type View } from './view.ts';

const noon = Date.parse('2026-02-09T12:00:00Z');

function village(): View {
  const view = initialView({ zoneRules: () => undefined });
  view.units.set('crown', { id: 'crown', decimals: 2 });
  for (const id of ['ana', 'bo', 'bunyan']) view.members.set(id, { id, name: id, since: 0, sinceAt: 0, commons: false, left: null });
  view.members.set('pot', { id: 'pot', name: 'pot', since: 0, sinceAt: 0, commons: true, left: null });
  return view;
}

const taken = (at: number, amount: string, record = 1, code = 'taken') =>
  ({ kind: 'posting' as const, id: `${record}.1`, at, record, because: 'wood', ref: `o${record}`, code, words: `took for ${amount}`, unit: 'crown', amount, debt: false });

test('five takings of one kind are one line with their total, and open to the single ones', () => {
  const view = village();
  for (const [n, amount] of ['1.00', '2.00', '4.05', '0.95', '10.00'].entries()) noteMoved(view, taken(noon + n, amount, n), 'ana', 'bunyan');
  noteMoved(view, taken(noon + 9, '3.00', 9), 'bo', 'bunyan');
  const [own, ...more] = happenedTo(view, 'ana', noon).happened;
  assert.deepEqual(more, []);
  assert.deepEqual([own?.count, own?.moved, own?.way, own?.others, own?.words], [5, { unit: 'crown', amount: '18.00' }, 'out', ['bunyan'], 'took for 10.00']);
  assert.deepEqual(own?.lines.map(({ id }) => id), ['4.1', '3.1', '2.1', '1.1', '0.1']);
  const [provider] = happenedTo(view, 'bunyan', noon).happened;
  assert.deepEqual([provider?.count, provider?.moved?.amount, provider?.way, provider?.others], [6, '21.00', 'in', ['ana', 'bo']]);
});

test('what is paid, owed and comes back are told apart; what lies before the day isn\'t told', () => {
  const view = village();
  noteMoved(view, taken(noon - 1, '5.00', 1), 'ana', 'bunyan');
  noteMoved(view, taken(noon, '2.00', 2), 'ana', 'bunyan');
  noteOwed(view, { ...taken(noon, '6.00', 2), kind: 'owed', id: '7' }, 'ana', 'bunyan');
  noteMoved(view, taken(noon + 1, '1.00', 3, 'returned'), 'bunyan', 'ana');
  assert.deepEqual(happenedTo(view, 'ana', noon).happened.map(({ way, code, moved }) => [way, code, moved?.amount]), [['in', 'returned', '1.00'], ['out', 'taken', '2.00'], ['owed', 'taken', '6.00']]);
  assert.deepEqual(happenedTo(view, 'bunyan', noon).happened.map(({ way }) => way), ['out', 'in', 'lent']);
});

test('a notice of what moved isn\'t told twice; others are, by their kind; what goes between one\'s own purses, or into a pot, is nobody\'s news', () => {
  const view = village();
  noteMoved(view, taken(noon, '2.00', 2), 'ana', 'bunyan');
  noteMoved(view, taken(noon, '9.00', 4), 'ana', 'ana/fund/reserve');
  noteMoved(view, taken(noon, '1.50', 5, 'fee'), 'ana/fund/reserve', 'pot');
  const notice = (n: number, record: number, code: string, observation: string | null) =>
    ({ id: `${record}.${n}`, record, recordedAt: noon + n, to: 'bunyan', because: 'wood', code, words: `${code} ${n}`, numbers: observation === null ? {} : { observation } });
  view.notices.set('bunyan', [notice(1, 2, 'taken', 'o2'), notice(2, 3, 'no_reading', null), notice(3, 6, 'no_reading', null)]);
  assert.deepEqual(happenedTo(view, 'bunyan', noon).happened.map(({ way, code, count, words }) => [way, code, count, words]), [['told', 'no_reading', 2, 'no_reading 3'], ['in', 'taken', 1, 'took for 2.00']]);
  assert.deepEqual(happenedTo(view, 'ana', noon).happened.map(({ code, moved, others }) => [code, moved?.amount, others]), [['taken', '2.00', ['bunyan']], ['fee', '1.50', ['pot']]]);
  assert.equal(view.lately.has('pot'), false);
});

test('a week is kept, and no more than there is room for: then it says so', () => {
  const view = village();
  noteMoved(view, taken(noon - 9 * dayMs, '1.00'), 'ana', 'bunyan');
  noteMoved(view, taken(noon, '1.00', 2), 'ana', 'bunyan');
  assert.deepEqual(view.lately.get('ana')?.map(({ record }) => record), [2]);
  assert.equal(happenedTo(view, 'ana', noon - 7 * dayMs).more, false);
  for (let n = 0; n < latelyKeptMax; n += 1) noteMoved(view, taken(noon + n, '0.01', 3 + n), 'ana', 'bunyan');
  const { happened: [all], more } = happenedTo(view, 'ana', noon);
  assert.deepEqual([view.lately.get('ana')?.length, all?.moved?.amount, more], [latelyKeptMax, '5.00', true]);
});

test('of very many members fewer lines are kept for each, so that all of them together stay within a snapshot; and it is said that more happened', () => {
  const view = village();
  const lines = (members: number): readonly [number | undefined, boolean] => {
    for (let n = view.members.size; n < members; n += 1) view.members.set(`m${n}`, { id: `m${n}`, name: '', since: 0, sinceAt: 0, commons: false, left: null });
    for (let n = 0; n < latelyKeptMax; n += 1) noteMoved(view, taken(noon + n, '0.01', n), 'ana', 'bunyan');
    return [view.lately.get('ana')?.length, happenedTo(view, 'ana', noon).more];
  };
  // 100,000 shared out evenly, but at the most 500 and at the least 10.
  assert.deepEqual([lines(200), lines(400), lines(10_000), lines(20_000)], [[500, true], [250, true], [10, true], [10, true]]);
});
