import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entryOf, reconcile, type Books, type Reconciled, type ReferencedLine } from './reconcile.ts';

const books: Books = {
  unit: 'euro', decimals: 2, members: [{ id: 'ana', name: 'Ana Lind' }, { id: 'bo', name: 'Bo' }, { id: 'cyril', name: 'Cyril Okoro' }],
  payouts: [{ id: 'payout-7', member: 'ana', amount: '400.00' }, { id: 'payout-8', member: 'cyril', amount: '400.00' }, { id: 'payout-9', member: 'ana', amount: '12.00' }],
  booked: new Map([['B-1', { what: 'income', agent: 'ana', amount: '5.00' }], ['B-2', { what: 'paid_out', agent: 'cyril', amount: '5.00' }]]),
  codes: new Map([['DE02 1203 0000 0000 2020 51', 'bo'], ['Rent 17', 'cyril']]),
};

let count = 0;
function line(changes: Partial<ReferencedLine>): ReferencedLine {
  count += 1;
  return { day: '2026-03-02', amount: '10.00', reference: `R-${count}`, party: 'Somebody', text: '', ...changes };
}

function one(changes: Partial<ReferencedLine>): Reconciled {
  const [found] = reconcile([line(changes)], books);
  assert.ok(found !== undefined);
  return found;
}

function brief(found: Reconciled): string {
  switch (found.is) {
    case 'payout': return `${found.payout} of ${found.member}`;
    case 'unmatched': return `? ${found.why}`;
    default: return `${found.is} ${found.member}`;
  }
}

test('income goes to whom the text names by id, name or code, or who sent it under their name', () => {
  const cases: readonly (readonly [Partial<ReferencedLine>, string])[] = [
    [{ text: 'Wage March ANA' }, 'income ana'], [{ text: 'for Ana  Lind/March' }, 'income ana'], [{ text: 'wage okoro, cyril' }, 'income cyril'], [{ party: 'ANA LIND', text: 'savings' }, 'income ana'],
    [{ text: 'IBAN DE02120300000000202051' }, '? it names no member'], [{ text: 'IBAN DE02 1203 0000 0000 2020 51' }, 'income bo'], [{ text: 'rent 17' }, 'income cyril'],
    [{ text: 'rent 17 for Ana Lind' }, 'income cyril'], [{ text: 'rent 171' }, '? it names no member'],
    [{ text: 'banana' }, '? it names no member'], [{ text: 'Bo' }, '? it names no member'], [{ party: 'Analind GmbH' }, '? it names no member'], [{ party: 'Ana Lind Ltd' }, '? it names no member'],
    [{ text: 'Ana Lind and Cyril Okoro' }, '? it names ana and cyril'], [{ text: 'payout-7 returned, Ana' }, '? it names payout-7: if that came back, settle or reverse it'],
  ];
  for (const [changes, expected] of cases) assert.equal(brief(one(changes)), expected, JSON.stringify(changes));
});

test('a payment out is the payout that it names, or the only one of its amount whose member it names', () => {
  const out = (amount: string, text: string, party = ''): string => brief(one({ amount: `-${amount}`, text, party }));
  assert.equal(out('400.00', 'PAYOUT-8'), 'payout-8 of cyril');
  assert.equal(out('400', 'Payout 7 rent'), 'payout-7 of ana');
  assert.equal(out('400.00', 'payout7'), 'payout-7 of ana');
  assert.equal(out('399.00', 'payout-7'), '? it names payout-7, which is of 400.00');
  assert.equal(out('400.00', 'payout-70'), '? it names payout-70, which doesn\'t wait');
  assert.equal(out('400.00', 'rent', 'Cyril Okoro'), 'payout-8 of cyril');
  assert.equal(out('400.00', 'rent'), '? it could be payout-7 of ana or payout-8 of cyril, and its text doesn\'t say which');
  assert.equal(out('12.00', 'bakery'), '? it could be payout-9 of ana, and its text doesn\'t say which');
  assert.equal(out('13.00', 'Ana Lind'), '? no payout of this amount waits');
});

test('a payout is matched by one line, and a reference stands at one', () => {
  const lines = [line({ amount: '-400.00', text: 'payout-7' }), line({ amount: '-400.00', text: 'payout-7' }), line({ amount: '-400.00', text: 'Ana Lind' })];
  assert.deepEqual(reconcile(lines, books).map(brief), ['payout-7 of ana', '? it names payout-7, which doesn\'t wait', '? it could be payout-8 of cyril, and its text doesn\'t say which']);
  const twice = [line({ reference: 'same', text: 'Ana Lind' }), line({ reference: 'same', text: 'Ana Lind' })];
  assert.deepEqual(reconcile(twice, books).map(brief), ['income ana', '? the reference same stands at another line of this file too']);
});

test('what is recorded is recognised by its reference, and not where amount or direction differ', () => {
  assert.equal(brief(one({ reference: 'B-1', amount: '5.00', text: 'Cyril Okoro' })), 'recorded ana');
  assert.equal(brief(one({ reference: 'B-2', amount: '-5.00' })), 'recorded cyril');
  assert.equal(brief(one({ reference: 'B-1', amount: '5.01' })), '? its reference is recorded, but as income of 5.00 with ana');
  assert.equal(brief(one({ reference: 'B-1', amount: '-5.00' })), '? its reference is recorded, but as income of 5.00 with ana');
  assert.equal(brief(one({ reference: 'B-2', amount: '5.00' })), '? its reference is recorded, but as paid out of 5.00 with cyril');
});

test('an amount finer than the unit, or none, is matched with nothing', () => {
  assert.equal(brief(one({ amount: '1.001', text: 'ana' })), '? "1.001" has more than 2 decimals');
  assert.equal(brief(one({ amount: '0.00', text: 'ana' })), '? nothing was moved');
});

test('what records a line', () => {
  const income = one({ reference: 'X', amount: '10.00', text: 'ana', party: 'p'.repeat(70), day: '2026-03-01' });
  assert.deepEqual(entryOf(income, 'euro'), { kind: 'income', body: { to: 'ana', unit: 'euro', amount: '10.00', from: 'p'.repeat(64), reference: 'X', day: '2026-03-01' } });
  assert.deepEqual(entryOf(one({ reference: 'Y', amount: '-400.00', text: 'payout-7' }), 'euro'), { kind: 'settle', body: { payout: 'payout-7', how: 'paid', reference: 'Y' } });
  const odd = entryOf(one({ text: 'ana', party: `${'p'.repeat(63)}💥` }), 'euro');
  assert.equal(odd?.kind === 'income' && odd.body.from, 'p'.repeat(63), 'not half of a character');
  assert.equal(entryOf(one({ reference: 'B-1', amount: '5.00' }), 'euro'), null);
  assert.equal(entryOf(one({}), 'euro'), null);
});
