import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Watched } from '../testing/watched.ts';
import type { EntryBody } from '../vocabulary/entries.ts';
import { bookingsOf, outsideOf, payoutsOf } from './outside.ts';
import { memberOf, noticesOf, obligationsOf, overviewOf, postingsOf } from './queries.ts';
import { viewOf, viewText } from './snapshot.ts';

/** A house of two; ana is there with 10.00. */
class House extends Watched {
  constructor() {
    super([{ id: 'ana', name: 'Ana Lind', opening: { crown: '10.00' } }, { id: 'bo' }]);
  }

  income(to: string, amount: string, reference: string, from = 'Baker & Co'): void {
    this.say('operator', { kind: 'income', body: { to, unit: 'crown', amount, from, reference, day: '2026-01-05' } });
  }

  payout(by: string, amount: string, reason?: string): string {
    const id = `payout-${this.view.records}`;
    this.say(by, { kind: 'payout', body: { unit: 'crown', amount, ...(reason === undefined ? {} : { reason }) } });
    return id;
  }

  settled(body: (EntryBody & { kind: 'settle' })['body']): void {
    this.say('operator', { kind: 'settle', body });
  }

  why(): string {
    return postingsOf(this.view, undefined, 1)[0]?.why ?? '';
  }
}

const around = { now: 0, factor: 1, root: '', stopped: null };

test('what came and went is shown apart, and adds up to what lies outside', () => {
  const house = new House();
  house.say('operator', { kind: 'issue', body: { to: 'bo', unit: 'crown', amount: '3.00', reason: 'work' } });
  house.income('ana', '12.00', 'B-1');
  house.income('bo', '5.00', 'B-2');
  const paid = house.payout('ana', '4.00');
  house.settled({ payout: paid, how: 'paid', reference: 'B-3' });
  house.payout('bo', '2.00', 'bus');
  house.payout('ana', '1.50');
  house.say('operator', { kind: 'reverse', body: { unit: 'crown', reference: 'B-2', reason: 'not theirs' } });
  assert.deepEqual(outsideOf(house.view).units, [
    { unit: 'crown', opening: '10.00', issued: '3.00', income: '17.00', takenBack: '5.00', paidOut: '4.00', pending: '3.50', balance: '-21.00' },
  ]);
  house.say('operator', { kind: 'reverse', body: { unit: 'crown', reference: 'B-3', reason: 'no such account' } });
  assert.deepEqual(outsideOf(house.view).units[0], { unit: 'crown', opening: '10.00', issued: '3.00', income: '17.00', takenBack: '5.00', paidOut: '0.00', pending: '3.50', balance: '-25.00' });
});

test('what was taken back and is paid later counts as taken back then', () => {
  const house = new House();
  house.income('bo', '5.00', 'B-1');
  house.say('bo', { kind: 'pay', body: { to: 'ana', unit: 'crown', amount: '4.00' } });
  house.say('operator', { kind: 'reverse', body: { unit: 'crown', reference: 'B-1', reason: 'twice' } });
  assert.equal(outsideOf(house.view).units[0]?.takenBack, '1.00');
  assert.deepEqual(obligationsOf(house.view).map(({ creditor, left, why }) => [creditor, left, why]), [['outside', '4.00', 'income of bo that was recorded under B-1 was taken back: twice']]);
  house.say('ana', { kind: 'pay', body: { to: 'bo', unit: 'crown', amount: '4.00' } });
  assert.deepEqual(outsideOf(house.view).units[0], { unit: 'crown', opening: '10.00', issued: '0.00', income: '5.00', takenBack: '5.00', paidOut: '0.00', pending: '0.00', balance: '-10.00' });
});

test('a payout is shown to its member and to all from its asking to its end', () => {
  const house = new House();
  const id = house.payout('ana', '4.00', 'rent');
  const shown = { id, member: 'ana', unit: 'crown', amount: '4.00', reason: 'rent', sent: false, record: 1, recordedAt: house.bench.now };
  assert.deepEqual(payoutsOf(house.view), [shown]);
  assert.deepEqual(memberOf(house.view, 'ana')?.payouts, [shown]);
  assert.deepEqual(memberOf(house.view, 'bo')?.payouts, []);
  house.settled({ payout: id, how: 'sent' });
  assert.deepEqual(payoutsOf(house.view), [{ ...shown, sent: true }]);
  assert.deepEqual(overviewOf(house.view, around).payouts, [{ ...shown, sent: true }]);
  house.settled({ payout: id, how: 'paid', reference: 'B-3' });
  assert.deepEqual(payoutsOf(house.view), []);
  house.say('ana', { kind: 'payout.cancel', body: { payout: house.payout('ana', '1.00') } });
  assert.deepEqual(payoutsOf(house.view), []);
});

test('the words say what came, from whom and under which reference, and why something was taken back', () => {
  const house = new House();
  house.income('ana', '12.00', 'B-1');
  assert.equal(house.why(), 'income of Ana Lind from Baker & Co, booked on 2026-01-05 under B-1');
  house.income('bo', '1.00', 'B-2', '');
  assert.equal(house.why(), 'income of bo, booked on 2026-01-05 under B-2');
  house.settled({ payout: house.payout('ana', '4.00'), how: 'paid', reference: 'B-3' });
  assert.equal(house.why(), 'paid out to Ana Lind, booked under B-3');
  house.say('operator', { kind: 'reverse', body: { unit: 'crown', reference: 'B-3', reason: 'the account is closed' } });
  assert.equal(house.why(), 'what was paid out to Ana Lind under B-3 came back: the account is closed');
  house.say('operator', { kind: 'reverse', body: { unit: 'crown', reference: 'B-2', reason: 'not theirs' } });
  assert.equal(house.why(), 'income of bo that was recorded under B-2 was taken back: not theirs');
  house.settled({ payout: house.payout('ana', '1.00'), how: 'returned', reason: 'no account known' });
  assert.deepEqual(noticesOf(house.view, 'ana').map(({ words }) => words), [
    'the operator could not pay 1.00 crown out to you: no account known', '4.00 crown that was paid out to you came back: the account is closed',
  ]);
  assert.deepEqual(noticesOf(house.view, 'bo').map(({ words }) => words), ['1.00 crown of your income was taken back: not theirs']);
});

test('what is recorded under which reference, and whether it was taken back', () => {
  const house = new House();
  house.income('ana', '12.00', 'B-1');
  house.say('operator', { kind: 'reverse', body: { unit: 'crown', reference: 'B-1', reason: 'twice', return_reference: 'B-2' } });
  const recordedAt = house.bench.now;
  assert.deepEqual(bookingsOf(house.view, 'crown'), [
    { unit: 'crown', reference: 'B-1', what: 'income', agent: 'ana', amount: '12.00', reversed: true, record: 1, recordedAt },
    { unit: 'crown', reference: 'B-2', what: 'reversal', agent: 'ana', amount: '12.00', reversed: false, record: 2, recordedAt },
  ]);
  assert.deepEqual(bookingsOf(house.view, 'hours'), []);
});

test('a view that comes back from its text shows the same', () => {
  const house = new House();
  house.income('ana', '12.00', 'B-1');
  house.payout('ana', '1.00');
  const again = viewOf(viewText(house.view), house.view.ports);
  assert.deepEqual([outsideOf(again), bookingsOf(again)], [outsideOf(house.view), bookingsOf(house.view)]);
});
