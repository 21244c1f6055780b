/** What the page says of what was asked of an agreement, without a browser. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MovedShown, RecordDetail } from '../../src/ledger/shown.ts';
import type { NoticeShown, PostingShown } from '../../src/views/shown.ts';
import { cameOf } from '../../web/src/months/came-of.ts';
import { doneWords } from '../../web/src/things/done-words.ts';
import { speakEnglish } from './speaking.ts';

speakEnglish();

const detail = (more: Partial<RecordDetail>) => ({ ok: true as const, value: { postings: [], moved: [], movedCount: 0, later: [], ...more } as unknown as RecordDetail });
const notices = (...records: readonly number[]) => ({ ok: true as const, value: records.map((record) => ({ record }) as NoticeShown) });
const posting = { id: '7.0', record: 7 } as PostingShown;

test('that nothing moved is said where the record says it, and never while it isn\'t there', () => {
  assert.equal(cameOf(7, detail({}), notices()).isNothing, true);
  assert.equal(cameOf(7, detail({}), null).isNothing, true, 'whom it told is another question');
  assert.deepEqual([cameOf(7, null, notices()), cameOf(7, { ok: false, code: 'unreachable', message: '' }, notices())].map(({ isNothing }) => isNothing), [false, false]);
  assert.deepEqual([cameOf(7, detail({ postings: [posting], movedCount: 1 }), notices()), cameOf(7, detail({}), notices(7)), cameOf(7, detail({ movedCount: 1 }), notices())].map(({ isNothing }) => isNothing), [false, false, false]);
});

test('what moved is the record\'s own, a debt that it made stands beside it, and of the notices those of this record', () => {
  const owed: MovedShown = { n: 1, what: 'owed', from: 'ana', to: 'kim', unit: 'crown', amount: '2.00', because: 'wood', code: 'taken', why: 'Ana took 1 piece' };
  const paid: MovedShown = { ...owed, n: 0, what: 'paid' };
  const came = cameOf(7, detail({ postings: [posting], moved: [paid, owed], movedCount: 2 }), notices(6, 7));
  assert.deepEqual([came.moved, came.owed, came.told.map(({ record }) => record)], [[posting], [owed], [7]]);
});

test('pieces are one\'s own when the taking is recorded, not while it waits for the connection', () => {
  const four = { count: 4, total: '10.00', unit: 'crowns' };
  assert.equal(doneWords('take', { ok: true, record: 7 }, four), 'Done: 4 pieces are yours, for 10.00 crowns.');
  assert.equal(doneWords('bring_back', { ok: true, record: 7 }, { ...four, count: 1 }), 'Done: 1 piece is back.');
  for (const act of ['take', 'bring_back'] as const) assert.match(doneWords(act, { ok: true, record: null, waits: true }, four), /^It is sealed, and goes out as soon as there is a connection\. Until then nothing has been charged/);
});
