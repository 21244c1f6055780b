/** A bank's file on the page, without a browser: whose money it is, in which unit, and what became of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EntryBody } from '../../src/vocabulary/entries.ts';
import type { Done } from '../../web/src/acting/act.ts';
import { readBankFile, type BankBooks, type BankFile, type Reading } from '../../web/src/money/bank-file.ts';
import { recordLines, type Went } from '../../web/src/money/bank-record.ts';

type Unit = { readonly id: string; readonly name: string };
const crown: Unit = { id: 'crown', name: 'crown' };
const eur: Unit = { id: 'eur', name: 'euro' };

const inEuros = 'Date,Counterparty,Payment reference,Transaction ID,Amount,Currency\n2026-05-08,Baker Ltd,wages Ana Berg,T-1,30.00,EUR\n';
const unsaid = 'Date,Counterparty,Payment reference,Transaction ID,Amount\n2026-05-08,Baker Ltd,wages Ana,T-1,30.00\n';

const booksFor = (members: BankBooks['members']) => (unit: Unit) => Promise.resolve({ ok: true as const, value: { unit: unit.id, decimals: 2, members, payouts: [], booked: new Map() } });

async function read(text: string, given: Partial<Reading<Unit>>): Promise<BankFile<Unit>> {
  return await readBankFile(new TextEncoder().encode(text), { decimal: undefined, units: [crown, eur], named: undefined, booksOf: booksFor([{ id: 'ana', name: 'Ana Berg' }]), ...given });
}

test('a statement in euros is held against the books in euros, wherever they stand; where no unit is called so, a person has to say', async () => {
  const found = await read(inEuros, {});
  assert.deepEqual(found.ok ? [found.unit.id, found.books.unit, found.currency, found.lines.map(({ is }) => is)] : found, ['eur', 'eur', 'EUR', ['income']]);
  assert.deepEqual(await read(inEuros, { units: [crown] }), { ok: false, is: 'unit_unsaid', currency: 'EUR' });
  assert.deepEqual(await read(unsaid, {}), { ok: false, is: 'unit_unsaid', currency: null });
  const named = await read(inEuros, { units: [crown], named: 'crown' });
  assert.deepEqual(named.ok && named.unit, crown);
});

test('a file that can\'t be read, or that has two currencies, and books that don\'t come say why', async () => {
  const mixed = await read(`${inEuros}2026-05-09,Baker Ltd,wages,T-2,30.00,CZK\n`, {});
  assert.equal(!mixed.ok && mixed.is, 'wrong');
  assert.deepEqual(await read(inEuros, { booksOf: () => Promise.resolve({ ok: false, code: 'unreachable', message: 'nobody answers' }) }), { ok: false, is: 'no_books', message: 'nobody answers' });
});

test('a name that fits one of the first members and another one of all is nobody\'s certain income', async () => {
  const [ana, other] = [{ id: 'ana', name: 'Ana' }, { id: 'ana-berg', name: 'Ana Berg' }];
  const [all, first] = [await read(inEuros, { booksOf: booksFor([ana, other]) }), await read(inEuros, { booksOf: booksFor([ana]) })];
  assert.deepEqual(first.ok && first.lines.map(({ is }) => is), ['income'], 'which is why they are asked for');
  assert.deepEqual(all.ok && all.lines.map((each) => (each.is === 'unmatched' ? each.why : each.is)), ['it names ana and ana-berg']);
});

test('of the lines those are done that are in the books: not what is refused, nor what waits for the connection', async () => {
  const answers: Done[] = [{ ok: true, record: 5 }, { ok: false, refused: { code: 'unknown_member', message: 'no', hint: '' } }, { ok: true, record: null, waits: true }, { ok: true, record: null }];
  const entries = answers.map((_, place): EntryBody => ({ kind: 'income', body: { to: 'ana', unit: 'eur', amount: '1.00', from: 'Baker', reference: `T-${place}`, day: '2026-05-08' } }));
  const told: Went[] = [];
  await recordLines(entries, () => Promise.resolve(answers.shift() ?? assert.fail('too many')), (went) => told.push(went));
  assert.deepEqual(told.map(({ recorded, waiting, refused, of }) => [recorded, waiting, refused.map(({ reference }) => reference), of]), [
    [0, 0, [], 4], [1, 0, [], 4], [1, 0, ['T-1'], 4], [1, 1, ['T-1'], 4], [2, 1, ['T-1'], 4],
  ]);
});

test('who gives the passkey up for one line isn\'t asked for the next', async () => {
  const answers: Done[] = [{ ok: true, record: 5 }, { ok: false, refused: { code: 'passkey_cancelled', message: 'no', hint: '' } }];
  const entries = ['T-0', 'T-1', 'T-2'].map((reference): EntryBody => ({ kind: 'income', body: { to: 'ana', unit: 'eur', amount: '1.00', from: 'x', reference, day: '2026-05-08' } }));
  const told: Went[] = [];
  await recordLines(entries, () => Promise.resolve(answers.shift() ?? assert.fail('too many')), (went) => told.push(went));
  assert.deepEqual(told.map(({ recorded, refused, of }) => [recorded, refused.map(({ reference }) => reference), of]), [[0, [], 3], [1, [], 3], [1, ['T-1'], 3]]);
});
