/** What the pages of Money reckon, without a browser. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { FlowShown } from '../../src/ledger/shown.ts';
import { speak } from '../../web/src/messages/t.ts';
import { drawn } from '../../web/src/money/flows.ts';
import { lineDay, periodOf } from '../../web/src/money/periods.ts';
import { messagesOf, speakEnglish } from './speaking.ts';

speakEnglish();
afterEach(speakEnglish);

test('a month, a quarter and a year are the calendar\'s, both days counted in, over the ends of years and in leap years', () => {
  const spans = (kind: 'month' | 'quarter' | 'year', today: string): readonly string[] => [0, 1, 2].map((before) => Object.values(periodOf(kind, today, before)).join(' '));
  assert.deepEqual(spans('month', '2024-03-31'), ['2024-03-01 2024-03-31', '2024-02-01 2024-02-29', '2024-01-01 2024-01-31']);
  assert.deepEqual(spans('month', '2026-01-01'), ['2026-01-01 2026-01-31', '2025-12-01 2025-12-31', '2025-11-01 2025-11-30']);
  assert.deepEqual(spans('quarter', '2026-05-10'), ['2026-04-01 2026-06-30', '2026-01-01 2026-03-31', '2025-10-01 2025-12-31']);
  assert.deepEqual(['2026-03-31', '2026-04-01', '2026-12-31', '2027-01-01'].map((today) => periodOf('quarter', today, 0).from), ['2026-01-01', '2026-04-01', '2026-10-01', '2027-01-01'], 'the last day and the first of the next');
  assert.deepEqual(spans('year', '2026-06-15'), ['2026-01-01 2026-12-31', '2025-01-01 2025-12-31', '2024-01-01 2024-12-31']);
});

test('days have their years where a period has several of these', () => {
  const eighth = Date.UTC(2026, 4, 8, 12);
  assert.deepEqual([lineDay('2026-01-01', '2026-12-31')('UTC', eighth), lineDay('2025-12-31', '2026-01-01')('UTC', eighth)], ['8 May', '8 May 2026']);
  speak('de', messagesOf('de'));
  assert.equal(lineDay('2025-12-31', '2026-01-01')('UTC', eighth), '8. Mai 2026');
});

const flow = (from: string, to: string, subcontract: string | null, amount: string): FlowShown => ({ from, fromName: from, to, toName: to, subcontract, amount, count: 1 });

test('flows go from whoever paid, through an agreement or by hand, to whoever got it: purses are their holders\', and nobody pays themselves', () => {
  const { nodes, links } = drawn([flow('ana', 'bo', 'wood', '10.00'), flow('ana/fund/own', 'bo', 'wood', '2.50'), flow('ana', 'cy', null, '4.00'), flow('bo', 'bo/fund/own', 'fund', '99.00')]);
  assert.deepEqual(nodes.map(({ id }) => id).sort(), ['by ', 'by wood', 'from ana', 'to bo', 'to cy']);
  // 10.00 and 2.50 through the agreement, 4.00 by hand.
  assert.deepEqual(links.map(({ source, target, value }) => [source, target, value]), [['from ana', 'by wood', 12.5], ['by wood', 'to bo', 12.5], ['from ana', 'by ', 4], ['by ', 'to cy', 4]]);
});

test('of more than twelve on a side the eleven largest have a place of their own, and the others one together', () => {
  const twelve = Array.from({ length: 12 }, (_, place) => flow(`m${place}`, 'pot', 'wood', `${place + 1}.00`));
  assert.equal(drawn(twelve).nodes.filter(({ side }) => side === 'from').length, 12);
  const { nodes, links } = drawn([...twelve, flow('m12', 'pot', 'wood', '13.00')]);
  const payers = nodes.filter(({ side }) => side === 'from');
  // 13 + 12 + … + 3 have their own; 1.00 and 2.00 stand together.
  assert.deepEqual([payers.length, payers.filter(({ of }) => of === null).length, payers.some(({ of }) => of === 'm1' || of === 'm0')], [12, 1, false]);
  assert.equal(links.find(({ source }) => source === 'from …')?.value, 3);
  assert.equal(links.find(({ target }) => target === 'to pot')?.value, 91);
});
