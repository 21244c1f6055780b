// What the agreements in force will do: the log of a scenario's first month, forecast, held against the whole scenario and against sums by hand.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createHasher } from '../src/adapters/keys/node.ts';
import { writeArchive } from '../src/log/archive.ts';
import type { LogPart } from '../src/log/replay.ts';
import { createCodeSandbox } from '../src/host/codes.ts';
import { forecastParts } from '../src/host/forecast-run.ts';
import type { ForecastTask } from '../src/host/forecast.ts';
import { loadKitsFrom } from '../src/host/kits.ts';
import { journalParts } from '../src/host/log-source.ts';
import { playScenario } from '../src/host/play.ts';
import { readAssumptions } from '../src/scenario/assumptions.ts';
import { readScenario, zoneNames } from '../src/host/scenarios.ts';
import type { ForecastShown } from '../src/views/forecast-shown.ts';
import { frankpledgeHere } from './command.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const kits = loadKitsFrom([`${root}kits`, `${root}test/kits`]);
const known = { kits: new Map([...kits].map(([name, kit]) => [name, kit.manifest])), zones: zoneNames() };
const sandbox = await createCodeSandbox();
const hasher = createHasher();

const income = (at: string, amount: string, reference: string): string => `  - { at: ${at}, income: { to: ana, unit: crown, amount: "${amount}", from: work, reference: ${reference} } }\n`;

/** 400.00 of rent on the 31st, and a tenth of each income put by. */
const begin = `
title: Lodging
collective: { name: House, zone: Europe/Berlin, units: { crown: { decimals: 2 } } }
members: [ { id: ana, opening: { crown: "100.00" } }, { id: bo } ]
subcontracts: [ { id: room, kit: lodging, parties: { tenant: ana, landlord: bo } } ]
timeline:
${income('2026-01-05T12:00:00+01:00', '1000.00', 'r1')}`;
const january = `${begin}  - { at: 2026-01-15T12:00:00+01:00, request: { by: ana, action: pay, with: { to: bo, unit: crown, amount: "50.00" } } }\n`;
const later = [income('2026-02-05T12:00:00+01:00', '600.00', 'r2'), income('2026-03-05T12:00:00+01:00', '0.10', 'r3')];

function logOf(text: string): { readonly parts: readonly LogPart[]; readonly balances: { readonly [account: string]: number }; readonly origin: string } {
  const scenario = readScenario(text, known);
  assert.ok(scenario.ok, JSON.stringify(scenario));
  let parts: LogPart[] = [];
  let balances = {};
  let origin = '';
  playScenario(scenario.value, text, kits, sandbox, ({ journal, state }) => {
    parts = [...journalParts(journal, { records: 0, total: journal.head() })];
    origin = state.origin;
    balances = Object.fromEntries([...state.accounts].map(([key, { balance }]) => [key.split(' ')[0], balance]));
  });
  return { parts, balances, origin };
}

function ahead(text: string, months: number, assume: ForecastTask['assume'], member: string | null = null): ForecastShown {
  sandbox.forget();
  return forecastParts(logOf(text).parts, { months, member, assume }, { hasher, sandbox });
}

const file = (text: string): ForecastTask['assume'] => ({ file: 'assumed.yaml', text });
const ends = ({ months }: ForecastShown): { [account: string]: string } => Object.assign({}, ...months.map(({ accounts }) => Object.fromEntries(accounts.map(({ account, end }) => [account, end]))));

const whatCame = `
says: that ana earns what she did earn
income:
  - { to: ana, amount: "600.00", day: 2026-02-05 }
  - { to: ana, amount: "0.10", day: 2026-03-05 }
`;

test('with the assumption that came true, the forecast is what happened', () => {
  const happened = logOf(`${january}${later.join('')}  - { at: 2026-04-14T00:00:00+02:00 }\n`).balances;
  const shown = ahead(january, 3, file(whatCame));
  const said = ends(shown);
  for (const [account, balance] of Object.entries(happened)) if (account !== 'outside') assert.equal(said[account], (balance / 100).toFixed(2), account);
  assert.deepEqual([said['ana'], said['bo'], said['ana/room/reserve']], ['290.09', '1250.00', '160.01']);
  // By hand: 100 + 1000 - 100 put by - 50 paid = 950 in January, less 400 of rent on the 31st: 550. February: + 600 - 60, less 400 on the 28th: 690.
  // March: + 0.10 - 0.01, less 400 on the 31st: 290.09.
});

test('each month says what moves, under which agreement, and where accounts end', () => {
  const shown = ahead(january, 2, file(whatCame), 'ana');
  assert.deepEqual(shown.months.map(({ month }) => month), ['2026-01', '2026-02', '2026-03']);
  assert.deepEqual(shown.months[1]?.movements.map(({ day, what, from, to, amount, subcontract, code, assumed }) => [day, what, from, to, amount, subcontract, code, assumed]), [
    ['2026-02-05', 'paid', 'outside', 'ana', '600.00', null, 'income', true],
    ['2026-02-05', 'paid', 'ana', 'ana/room/reserve', '60.00', 'room', 'put_by', true],
    ['2026-02-28', 'paid', 'ana', 'bo', '400.00', 'room', 'rent', false],
  ]);
  assert.deepEqual(shown.months[1]?.accounts, [
    { account: 'ana', name: 'ana', unit: 'crown', in: '600.00', out: '460.00', end: '690.00' },
    { account: 'ana/room/reserve', name: 'ana\'s reserve', unit: 'crown', in: '60.00', out: '0.00', end: '160.00' },
  ]);
  assert.equal(shown.until, Date.UTC(2026, 2, 14, 23), 'two months on, at the first instant of the day in Berlin');
});

test('as if other terms were in force: what would change if a term did', () => {
  sandbox.forget();
  const dearer = forecastParts(logOf(january).parts, { months: 2, member: 'ana', assume: 'nothing', change: { label: 'dearer', subcontract: 'room', terms: { rent: '600.00', rent_day: 15 } } }, { hasher, sandbox });
  // Agreed anew it sets its timer anew: the 15th of January has begun, so the next is that of February. 950.00 hold one rent of 600.00 and 350.00 of another.
  assert.deepEqual(dearer.months.flatMap(({ movements }) => movements).map(({ day, what, amount }) => [day, what, amount]), [['2026-02-15', 'paid', '600.00'], ['2026-03-15', 'paid', '350.00'], ['2026-03-15', 'owed', '250.00']]);
  assert.throws(() => forecastParts(logOf(january).parts, { months: 1, member: null, assume: 'nothing', change: { label: 'x', subcontract: 'room', terms: { rent: 'much' } } }, { hasher, sandbox }), /can't come into force/);
  assert.throws(() => forecastParts(logOf(january).parts, { months: 1, member: null, assume: 'nothing', change: { label: 'x', subcontract: 'attic', terms: {} } }, { hasher, sandbox }), /there is no subcontract attic/);
});

test('months behind are told as they were, beside those ahead', () => {
  sandbox.forget();
  const { parts } = logOf(`${january}${later[0] ?? ''}`);
  const { months } = forecastParts(parts, { months: 1, member: 'ana', assume: 'nothing' }, { hasher, sandbox }, { since: '2026-01-01' });
  assert.deepEqual(months.map(({ month, ahead: isAhead, accounts }) => [month, isAhead, accounts.find(({ account }) => account === 'ana')?.end]), [
    ['2026-01', false, '550.00'], ['2026-02', false, '1090.00'], ['2026-02', true, '690.00'],
  ]);
  assert.equal(months[0]?.accounts.find(({ account }) => account === 'ana')?.in, '1100.00', 'the opening and the income');
});

test('without income what is missing is said to stay owed', () => {
  const shown = ahead(january, 3, 'nothing', 'ana');
  assert.deepEqual(shown.months.flatMap(({ movements }) => movements).map(({ day, what, amount }) => [day, what, amount]), [
    ['2026-01-31', 'paid', '400.00'], ['2026-02-28', 'paid', '400.00'], ['2026-03-31', 'paid', '150.00'], ['2026-03-31', 'owed', '250.00'],
  ]);
  assert.deepEqual(shown.assumed, { words: 'that nobody receives, or asks for, anything', entries: 0 });
});

test('left alone it assumes that what brought income lately comes again, on the same dates', () => {
  const shown = ahead(january, 2, 'as_lately', 'ana');
  // The log is ten days old: its month is repeated.
  assert.deepEqual(shown.months.flatMap(({ movements }) => movements).filter(({ code }) => code === 'income').map(({ day, amount }) => [day, amount]), [['2026-02-05', '1000.00'], ['2026-03-05', '1000.00']]);
  assert.match(shown.assumed.words, /last month comes again/);
  assert.deepEqual(shown.refused, []);
});

test('what is assumed every so many months keeps its date, and what would be refused is said', () => {
  const text = `
income: [ { to: ana, amount: "500.00", day: 2026-01-31, every_months: 1, until: 2026-04-30 } ]
requests: [ { by: bo, subcontract: room, action: move_out, day: 2026-02-02 } ]
pay: [ { by: ana, to: bo, amount: "20000.00", day: 2026-02-03, every_months: 2 } ]
`;
  const shown = ahead(january, 4, file(text));
  assert.deepEqual(shown.months.flatMap(({ movements }) => movements).filter(({ code }) => code === 'income').map(({ day }) => day), ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30']);
  assert.deepEqual(shown.refused.map(({ day, by, what, code }) => [day, by, what, code]), [
    ['2026-02-02', 'bo', 'room: move_out', 'unknown_action'], ['2026-02-03', 'ana', 'pay bo', 'insufficient_balance'], ['2026-04-03', 'ana', 'pay bo', 'insufficient_balance'],
  ]);
});

test('what is paid out leaves, once the bank has paid it, and isn\'t there for the rent; more than there is is refused', () => {
  const text = 'payouts:\n  - { by: ana, amount: "300.00", day: 2026-02-03, reason: a coat }\n  - { by: ana, amount: "300.00", day: 2026-02-04 }\n';
  const shown = ahead(january, 2, file(text), 'ana');
  // 550.00 are left after January's rent: 250.00 after the payout, less than a second one, and than February's rent.
  assert.deepEqual(shown.months.flatMap(({ movements }) => movements).map(({ day, what, to, amount, code }) => [day, what, to, amount, code]), [
    ['2026-01-31', 'paid', 'bo', '400.00', 'rent'], ['2026-02-03', 'paid', 'outside', '300.00', 'paid_out'],
    ['2026-02-28', 'paid', 'bo', '250.00', 'rent'], ['2026-02-28', 'owed', 'bo', '150.00', 'rent'],
  ]);
  assert.deepEqual(shown.refused.map(({ day, by, what, code }) => [day, by, what, code]), [['2026-02-04', 'ana', 'payout of 300.00 crown', 'insufficient_balance']]);
});

test('whoever is taken to consent belongs to it, and whoever withdraws leaves with its notice', () => {
  const cover = `
title: Cover
collective: { name: House, zone: Europe/Berlin, units: { crown: { decimals: 2 } } }
members: [ { id: ana, opening: { crown: "100.00" } }, { id: bo } ]
subcontracts: [ { id: cover, kit: mutual-cover, terms: { dues: "30.00", dues_day: 1, notice_days: 30 } } ]
timeline:
  - at: 2026-01-05T12:00:00+01:00
`;
  const text = `
consents: [ { by: ana, subcontract: cover, part: cover, day: 2026-01-20 } ]
withdrawals: [ { by: ana, subcontract: cover, part: cover, day: 2026-02-10 } ]
`;
  // The dues of 1 February; none in March, after the withdrawal. 30 days after 10 February is 12 March, the last day: the purse is back on the 13th.
  assert.deepEqual(ahead(cover, 4, file(text), 'ana').months.flatMap(({ movements }) => movements).map(({ day, from, to, amount }) => [day, from, to, amount]), [
    ['2026-02-01', 'ana', 'ana/cover/own', '30.00'], ['2026-03-13', 'ana/cover/own', 'ana', '30.00'],
  ]);
  assert.throws(() => ahead(cover, 1, file('consents: [ { by: ana, subcontract: cover, part: covre, day: 2026-01-20 } ]')), (error: { found?: unknown }) => /covre/.test(JSON.stringify(error.found)));
});

test('an agreement\'s own answer to what is covered comes along', () => {
  const rich = `${begin}${income('2026-01-06T12:00:00+01:00', '4000.00', 'r9')}`;
  assert.deepEqual(ahead(rich, 1, 'nothing', 'ana').covered, [{ subcontract: 'room', what: 'rent', until: '2026-01-31' }]);
  assert.deepEqual(ahead(january, 1, 'nothing', 'ana').covered, []);
});

test('the file that page 21 of the manual shows can be read', () => {
  const [, text = ''] = /<!-- assumptions -->\n```yaml\n([\s\S]*?)```/.exec(readFileSync(`${root}docs/manual/21-the-months-ahead.md`, 'utf8')) ?? [];
  const read = readAssumptions(text, { members: ['ana', 'bo'], subcontracts: new Map([['fund', []], ['cover', ['cover']]]), units: ['crown'], firstUnit: 'crown', bookkeeper: 'operator' });
  assert.deepEqual(read.ok ? read.value.said.map(({ by, first, every, until, said }) => [by, said.kind, first, every, until]) : read.problems, [
    ['operator', 'income', '2026-12-01', 1, '2027-05-31'], ['bo', 'consent', '2026-12-01', null, null], ['ana', 'consent', '2027-06-01', null, null],
    ['ana', 'request', '2026-12-03', 1, null], ['ana', 'pay', '2026-12-24', null, null], ['ana', 'payout', '2026-12-28', 1, null],
  ]);
});

test('the command reads a folder or an archive, refuses a file that it can\'t use with its line, and touches nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-forecast-'));
  try {
    const archive = join(folder, 'house.jsonl');
    const { parts, origin } = logOf(january);
    const blobs = parts.flatMap((part) => (part.part === 'blob' ? [part] : []));
    writeFileSync(archive, [...writeArchive(hasher, origin, blobs, parts.flatMap((part) => (part.part === 'record' ? [part.text] : [])))].join(''));
    const shown = await frankpledgeHere(['forecast', archive, '--member', 'ana', '--months', '2', '--json']);
    assert.deepEqual(JSON.parse(shown.stdout), ahead(january, 2, 'as_lately', 'ana'));
    const words = await frankpledgeHere(['forecast', archive, '--income', 'none']);
    assert.match(words.stdout, /2026-03-31 +150\.00 crown +ana → bo/);
    writeFileSync(join(folder, 'bad.yaml'), 'income:\n  - { to: ana, amuont: "1", day: tomorrow }\n');
    const bad = await frankpledgeHere(['forecast', archive, '--income', join(folder, 'bad.yaml')]);
    assert.deepEqual([bad.status, /bad\.yaml:2/.test(bad.stderr), /amount/.test(bad.stderr), /tomorrow/.test(bad.stderr)], [2, true, true, true]);
    for (const wrong of [['--months', '0'], ['--months', '1.5'], ['--member', 'eve']]) assert.equal((await frankpledgeHere(['forecast', archive, ...wrong])).status, 2, wrong.join(' '));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
