// A bank's statement held against a collective's books: in its folder, and through the link of a running server. Days are near the present: a line of
// the bank may lie back 400 days.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { systemClock } from '../src/host/clock.ts';
import { serveCollective } from '../src/host/serve.ts';
import type { OutsideShown } from '../src/views/outside-shown.ts';
import { addDays, formatInstant } from '../src/vocabulary/time.ts';
import { frankpledgeHere, type Ran } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'frankpledge-bank-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const place = (name: string): string => join(folder, name);

/** Well before the present in every zone. */
const day = addDays(formatInstant(Date.now()).slice(0, 10), -3);

const settings = `title: House
collective: { name: House, zone: UTC, units: { eur: { decimals: 2 }, hour: { decimals: 1 } }, bank: [kim] }
members: [ { id: kim }, { id: ana, name: Ana Lind, opening: { eur: "800.00" } }, { id: bo, opening: { eur: "5.00" } } ]
`;

/** Wage for ana, the first payout, and something of somebody: 100.00 + 1200.00 - 700.00 + 9.50 = 609.50. */
const statement = (payout: string): string => `Date,Counterparty,Payment reference,Transaction ID,Amount,Currency,Balance
${day},Baker & Co,"Wage, March, Ana Lind",TX-1,"1,200.00",EUR,"1,300.00"
${day},Landlord,${payout},TX-2,-700.00,EUR,600.00
${day},Somebody,thank you,TX-3,9.50,EUR,609.50
`;

before(() => {
  writeFileSync(place('house.yaml'), settings);
  writeFileSync(place('march.csv'), statement('payout-1'));
});

async function done(...args: readonly string[]): Promise<string> {
  const ran = await frankpledgeHere(args);
  assert.equal(ran.status, 0, ran.stdout + ran.stderr);
  return ran.stdout;
}

/** With a payout of ana's that waits: record 1. */
async function founded(name: string): Promise<string> {
  const data = place(name);
  await done('found', place('house.yaml'), '--data', data);
  assert.match(await done('payout', '700.00', '--as', 'ana', '--data', data), /^payout-1: 700\.00 eur are reserved until it is settled \(record 1\)\n$/);
  return data;
}

type Imported = {
  readonly lines: readonly { readonly is: string; readonly reference: string; readonly member?: string }[]; readonly fresh: number; readonly known: number; readonly unmatched: number;
  readonly applied: boolean; readonly recorded: number; readonly refused: readonly { readonly code: string }[];
};

const figures = ({ fresh, known, unmatched, recorded, refused }: Imported): readonly number[] => [fresh, known, unmatched, recorded, refused.length];
const imported = (ran: Ran): Imported => JSON.parse(ran.stdout) as Imported;

async function eurOutside(data: string): Promise<unknown> {
  const { units } = JSON.parse(await done('outside', '--json', '--data', data)) as OutsideShown;
  return units.find(({ unit }) => unit === 'eur');
}

test('a statement is looked at, recorded once, and recognised when it comes again', async () => {
  const data = await founded('house');
  assert.match(await done('status', 'ana', '--data', data), /ana \(Ana Lind\): 800\.00 eur \(100\.00 to spend\)[\s\S]*Payouts that wait:\n {2}payout-1 {2}ana 700\.00 eur, asked for/);
  assert.doesNotMatch(await done('status', 'bo', '--data', data), /Payouts/);
  const look = await frankpledgeHere(['bank', 'import', data, place('march.csv'), '--json']);
  assert.deepEqual([look.status, ...figures(imported(look)), imported(look).applied], [0, 2, 0, 1, 0, 0, false]);
  assert.deepEqual(imported(look).lines.map(({ is, member }) => [is, member]), [['income', 'ana'], ['payout', 'ana'], ['unmatched', undefined]]);
  assert.deepEqual(await eurOutside(data), { unit: 'eur', opening: '805.00', issued: '0.00', income: '0.00', takenBack: '0.00', paidOut: '0.00', pending: '700.00', balance: '-805.00' });

  const first = await frankpledgeHere(['bank', 'import', data, place('march.csv'), '--apply', '--json']);
  assert.deepEqual([first.status, ...figures(imported(first))], [0, 2, 0, 1, 2, 0], 'whoever keeps the books is found among the keys');
  // 805.00 + 1200.00 - 700.00
  assert.deepEqual(await eurOutside(data), { unit: 'eur', opening: '805.00', issued: '0.00', income: '1200.00', takenBack: '0.00', paidOut: '700.00', pending: '0.00', balance: '-1305.00' });

  const again = await frankpledgeHere(['bank', 'import', data, place('march.csv'), '--apply', '--code', 'Somebody=bo', '--json']);
  assert.deepEqual([again.status, ...figures(imported(again))], [0, 1, 2, 0, 1, 0]);
  assert.match(await done('bank', 'import', data, place('march.csv')), /3 recorded already, 0 that can't be told/);
  assert.match(await done('verify', data), /all outcomes reproduced/);
});

test('what doesn\'t add up, or is in another unit, or can\'t be read, is said, and nothing is recorded', async () => {
  const data = await founded('wrong');
  const says = async (text: string, status: number, what: RegExp, ...more: readonly string[]): Promise<void> => {
    writeFileSync(place('wrong.csv'), text);
    const ran = await frankpledgeHere(['bank', 'import', data, place('wrong.csv'), '--apply', ...more]);
    assert.equal(ran.status, status, ran.stdout + ran.stderr);
    assert.match(ran.stdout + ran.stderr, what);
  };
  await says(statement('payout-1').replace('609.50', '610.00'), 1, /doesn't add up: the balance 610\.00 in row 4.*[\s\S]*Nothing is recorded/);
  await says(statement('payout-1').replaceAll('EUR', 'USD'), 2, /none is called USD: give one of eur, hour with --unit/);
  await says(statement('payout-1').replaceAll(',EUR', '').replace(',Currency', ''), 2, /which unit the statement is in isn't said: give one of eur, hour/);
  await says('nothing', 2, /no row names the columns/);
  await says(statement('payout-1'), 2, /there is no unit euro/, '--unit', 'euro');
  await says(statement('payout-1'), 2, /no member boo/, '--code', 'x=boo');
  await says(statement('payout-1'), 2, /"date" is none of day, amount/, '--columns', 'date=Date');
  await says(statement('payout-1'), 2, /--decimal is comma or point/, '--decimal', 'dot');
  await says(statement('payout-1').replaceAll(day, addDays(day, -500)), 1, /refused: TX-1: .* \[too_late\]/);
  const { pending } = await eurOutside(data) as { readonly pending: string };
  assert.equal(pending, '0.00', 'a payout that was paid needs no day');
});

test('through a running collective\'s link the same is seen and recorded, by a key of who keeps the books', async () => {
  const data = await founded('served');
  const serving = await serveCollective({ place: { folder: data }, clock: systemClock, port: 0, tell: () => undefined });
  try {
    const link = `${serving.url}/?link=${serving.secret}`;
    const run = (...more: readonly string[]): Promise<Ran> => frankpledgeHere(['bank', 'import', link, place('march.csv'), '--json', ...more]);
    assert.deepEqual(figures(imported(await run())), [2, 0, 1, 0, 0]);
    const noKey = await run('--apply');
    assert.equal(noKey.status, 2);
    assert.match(noKey.stderr + noKey.stdout, /Give the key with --key FILE/);
    const byAna = await run('--apply', '--key', join(data, 'keys', 'member-ana.json'));
    assert.deepEqual([byAna.status, imported(byAna).refused.map(({ code }) => code)], [1, ['not_permitted', 'not_permitted']]);
    const byKim = await run('--apply', '--key', join(data, 'keys', 'member-kim.json'));
    assert.deepEqual([byKim.status, ...figures(imported(byKim))], [0, 2, 0, 1, 2, 0]);
    assert.deepEqual(figures(imported(await run())), [0, 2, 1, 0, 0]);
    const strange = await frankpledgeHere(['bank', 'import', `${serving.url}/`, place('march.csv')]);
    assert.equal(strange.status, 2, 'without the link\'s secret nothing is seen');
  } finally {
    await serving.close();
  }
});
