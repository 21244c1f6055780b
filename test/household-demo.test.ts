// The demonstration's household: two years of money by demo/tombsboro.yaml, day by day, held against sums by hand, against the ledger, and against a forecast.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { openSqliteJournal } from '../src/adapters/journal-sqlite/journal.ts';
import { createHasher } from '../src/adapters/keys/node.ts';
import { createCodeSandbox } from '../src/host/codes.ts';
import type { Collective } from '../src/host/collective.ts';
import { openCollective } from '../src/host/data-folder.ts';
import { foundVillage, inMemory } from '../src/host/demo-founding.ts';
import { playDays } from '../src/host/demo-past.ts';
import { forecastParts } from '../src/host/forecast-run.ts';
import { journalParts } from '../src/host/log-source.ts';
import type { KernelState } from '../src/kernel/state.ts';
import type { LogPart } from '../src/log/replay.ts';
import { createHousehold } from '../src/testing/household.ts';
import type { Entry } from '../src/vocabulary/entries.ts';
import type { Json } from '../src/vocabulary/json.ts';
import type { Fact } from '../src/vocabulary/outcomes.ts';
import { holderOf } from '../src/vocabulary/purses.ts';
import { addDays, addMonths, dayInMonth, type Day } from '../src/vocabulary/time.ts';

type Told<F extends Fact = Fact> = { readonly day: Day; readonly fact: F };
type Posted = Told<Fact & { fact: 'posting' }>;
/** Balances in hundredths of a crown by account, `held` of what is reserved, and what agreements answer, as of the end of a month. */
type MonthEnd = { readonly balances: ReadonlyMap<string, number>; readonly schoolAndHouse: Json; readonly cover: Json; readonly records: number };
type Life = {
  readonly founded: Day;
  readonly facts: readonly Told[];
  readonly entries: readonly { readonly day: Day; readonly entry: Entry }[];
  readonly refused: readonly string[];
  /** Month 0, of the founding, to 24. */
  readonly ends: readonly MonthEnd[];
  readonly parts: readonly LogPart[];
};

const winter = Date.parse('2026-02-10T10:00:00-05:00');
const hasher = createHasher();
const sandbox = await createCodeSandbox();
let life: Life;

before(async () => {
  life = await live(1, winter);
});

async function live(seed: number, now: number): Promise<Life> {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-household-'));
  try {
    const { keys, founded } = await foundVillage(folder, now);
    const stored = openSqliteJournal(folder, 'read');
    const journal = inMemory(stored);
    stored.close();
    const collective = openCollective({ journal, sandbox });
    const { calendar } = collective.state;
    const [facts, entries, refused, ends]: [Told[], { day: Day; entry: Entry }[], string[], MonthEnd[]] = [[], [], [], []];
    collective.listen(({ record: { recordedAt, entry }, outcome }) => {
      const day = calendar.dayOf(recordedAt);
      entries.push({ day, entry });
      for (const fact of outcome.facts) facts.push({ day, fact });
      for (const { status, detail, faults } of outcome.items) if (status === 'refused' || faults !== undefined) refused.push(`${day} ${entry.by} ${JSON.stringify(entry.body)}: ${detail ?? JSON.stringify(faults)}`);
    });
    const household = createHousehold(seed, founded);
    const [first, after] = [calendar.dayOf(founded), addDays(calendar.dayOf(now), 1)];
    for (let from = first; from < after; from = addMonths(dayInMonth(from, 1), 1)) {
      const next = addMonths(dayInMonth(from, 1), 1);
      playDays(collective, [household], keys, from, next < after ? next : after);
      checkConserved(collective.state);
      ends.push(endOf(collective));
    }
    return { founded: first, facts, entries, refused, ends, parts: [...journalParts(journal, { records: 0, total: journal.head() })] };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function checkConserved({ accounts, reserved, units, recordedAt }: Readonly<KernelState>): void {
  for (const unit of units.keys()) {
    const of = [...accounts].filter(([key]) => key.endsWith(` ${unit}`));
    assert.equal(of.reduce((sum, [, { balance }]) => sum + balance, 0), 0, `${unit} by ${new Date(recordedAt).toISOString()}`);
    const pending = [...reserved.values()].filter((each) => each.unit === unit);
    for (const [key, { held }] of of) assert.equal(held, pending.filter(({ from }) => `${from} ${unit}` === key).reduce((sum, { amount }) => sum + amount, 0), key);
  }
}

function endOf(collective: Collective): MonthEnd {
  const asked = (subcontract: string, by: string): Json => {
    const answer = collective.ask(subcontract, 'covered', by, {});
    return answer.ok ? answer.value : assert.fail(answer.refusal.detail);
  };
  const balances = new Map([...collective.state.accounts].map(([key, { balance }]) => [key.slice(0, key.indexOf(' ')), balance]));
  return { balances, schoolAndHouse: asked('fund', 'bo'), cover: asked('cover', 'bunyan'), records: collective.state.seq };
}

const postings = ({ facts }: Life, code: string): Posted[] => facts.filter((each): each is Posted => each.fact.fact === 'posting' && each.fact.why.code === code);
const notices = ({ facts }: Life, code: string): { day: Day; to: string }[] => facts.flatMap(({ day, fact }) => (fact.fact === 'notice' && fact.code === code ? [{ day, to: fact.to }] : []));
const amounts = (list: readonly Posted[]): [Day, number][] => list.map(({ day, fact }) => [day, fact.amount]);
/** The day in a month that is counted from the founding's. */
const dayIn = (month: number, date: number, { founded }: Life = life): Day => dayInMonth(addMonths(dayInMonth(founded, 1), month), date);

test('everything that is said in two years is accepted, and nothing stays owed', () => {
  assert.deepEqual(life.refused, []);
  assert.deepEqual(life.facts.filter(({ fact }) => fact.fact === 'owed'), []);
  assert.equal(life.ends.length, 25);
});

test('each month\'s statement is the ledger\'s difference, for every account, to the cent', () => {
  sandbox.forget();
  const { months } = forecastParts(life.parts, { months: 1, member: null, assume: 'nothing' }, { hasher, sandbox }, { since: life.founded });
  const behind = months.filter(({ ahead }) => !ahead);
  assert.equal(behind.length, 25);
  let before = new Map<string, number>();
  for (const [number, { month, movements, accounts }] of behind.entries()) {
    const { balances } = life.ends[number] ?? assert.fail(month);
    const moved = new Map<string, number>();
    for (const { what, from, to, amount } of movements) {
      assert.equal(what, 'paid', month);
      moved.set(from, (moved.get(from) ?? 0) - cents(amount));
      moved.set(to, (moved.get(to) ?? 0) + cents(amount));
    }
    for (const [account, balance] of balances) {
      const shown = accounts.find((each) => each.account === account);
      const label = `${month} ${account}`;
      assert.equal(moved.get(account) ?? 0, balance - (before.get(account) ?? 0), label);
      if (shown !== undefined) assert.deepEqual([cents(shown.in) - cents(shown.out), cents(shown.end)], [balance - (before.get(account) ?? 0), balance], label);
      else assert.equal(balance, before.get(account) ?? 0, label);
    }
    before = new Map(balances);
  }
});

test('a member\'s own statement names each of their accounts, and no other\'s', () => {
  for (const member of ['bo', 'cyd', 'school']) {
    sandbox.forget();
    const { months } = forecastParts(life.parts, { months: 1, member, assume: 'nothing' }, { hasher, sandbox }, { since: life.founded });
    const shown = months.filter(({ ahead }) => !ahead).flatMap(({ month, accounts }) => accounts.map(({ account, in: came, out }) => `${month} ${account} ${cents(came)} ${cents(out)}`));
    const sums = new Map<string, { in: number; out: number }>();
    const add = (account: string, day: Day, side: 'in' | 'out', amount: number): void => {
      if (holderOf(account) !== member) return;
      const key = `${day.slice(0, 7)} ${account}`;
      const sum = sums.get(key) ?? { in: 0, out: 0 };
      sums.set(key, { ...sum, [side]: sum[side] + amount });
    };
    for (const { day, fact } of life.facts) {
      if (fact.fact !== 'posting') continue;
      add(fact.from, day, 'out', fact.amount);
      add(fact.to, day, 'in', fact.amount);
    }
    // The founding's own month holds what they had to begin with, too.
    const afterFirst = (lines: readonly string[]): string[] => lines.filter((line) => !line.startsWith(life.founded.slice(0, 7))).sort();
    assert.ok(afterFirst(shown).length >= 23, member);
    assert.deepEqual(afterFirst(shown), afterFirst([...sums].map(([key, sum]) => `${key} ${sum.in} ${sum.out}`)));
  }
});

test('the forecast of three months, with the incomes, draws and payments that did come, is what happened', () => {
  const { records, balances: atCut } = life.ends[20] ?? assert.fail('month 20');
  const happened = life.ends[23]?.balances ?? assert.fail('month 23');
  const [from, until] = [dayIn(21, 1), dayIn(24, 1)];
  const said = life.entries.filter(({ day, entry: { kind } }) => day >= from && day < until && kind !== 'clock');
  assert.deepEqual([...new Set(said.map(({ entry: { kind } }) => kind))].sort(), ['income', 'pay', 'request'], 'there is nothing that a file of assumptions couldn\'t say');
  const text = JSON.stringify({
    income: said.flatMap(({ day, entry }) => (entry.kind === 'income' ? [{ to: entry.body.to, amount: entry.body.amount, from: entry.body.from, day }] : [])),
    requests: said.flatMap(({ day, entry }) => (entry.kind === 'request' ? [{ by: entry.by, ...entry.body, day }] : [])),
    pay: said.flatMap(({ day, entry }) => (entry.kind === 'pay' ? [{ by: entry.by, to: entry.body.to, amount: entry.body.amount, day }] : [])),
  });
  sandbox.forget();
  const cut = life.parts.filter((part) => part.part !== 'record' || (JSON.parse(part.text) as { seq: number }).seq < records);
  const { months, refused } = forecastParts(cut, { months: 4, member: null, assume: { file: 'came.yaml', text } }, { hasher, sandbox });
  assert.deepEqual(refused, []);
  const forecast = new Map(atCut);
  for (const { month, accounts } of months) if (month < until.slice(0, 7)) for (const { account, end } of accounts) forecast.set(account, cents(end));
  assert.deepEqual([...forecast].sort(), [...happened].sort());
  assert.ok(months.some(({ movements }) => movements.some(({ code, assumed }) => code === 'service' && !assumed)), 'agreements did their part by themselves');
});

test('Bo, without work from month 9 to 13: the fund and what was paid ahead carry school and house, the floor tops up', () => {
  assert.deepEqual(postings(life, 'income').filter(({ day, fact }) => fact.to === 'bo/fund/fund' && day >= dayIn(9, 1) && day < dayIn(13, 1)), []);
  // Two draws a month from month 1 to 8 and one in month 9: 17 x 80.00 for school less 8 x 100.00; 17 x 200.00 for the house less 8 x 330.00.
  const month = (number: number): Json => life.ends[number]?.schoolAndHouse ?? null;
  const coverIn = (number: number): [string, number, Day][] => (month(number) as unknown as { covered: { what: string; credit: number; through: Day }[] }).covered.map(({ what, credit, through }) => [what, credit, through]);
  assert.deepEqual(coverIn(9), [['house', 76_000, dayIn(11, 1)], ['school', 56_000, dayIn(14, 1)]]);
  // And of month 12, after three more draws and cost days: 760.00 + 600.00 - 990.00, and 560.00 + 240.00 - 300.00.
  assert.deepEqual(coverIn(12), [['house', 37_000, dayIn(13, 1)], ['school', 50_000, dayIn(17, 1)]]);
  for (const name of ['house', 'school']) {
    const paid = postings(life, 'service').filter(({ fact }) => fact.from === `bo/fund/credit:${name}`);
    assert.deepEqual(amounts(paid), Array.from({ length: 23 }, (_, at): [Day, number] => [dayIn(at + 2, 1), name === 'house' ? 33_000 : 10_000]), name);
  }
  assert.deepEqual(notices(life, 'service_short'), []);
  assert.deepEqual(amounts(postings(life, 'top_up')), [10, 11, 12, 13].map((number): [Day, number] => [dayIn(number, 1), 35_000]), '500.00 less the 150.00 from elsewhere');
});

test('Cyd, with a broken arm from the third of month 15: two months of benefit after seven days of one\'s own, carried by five', () => {
  const paid = postings(life, 'benefit');
  assert.ok(paid.every(({ fact }) => fact.to === 'cyd'));
  const sums = [16, 17, 18].map((number) => paid.filter(({ day }) => day === dayIn(number, 1)).reduce((sum, { fact }) => sum + fact.amount, 0));
  // Month 15 is May: 22 of its 31 days, all of June, and 9 of the 31 days of July, of 600.00 a month.
  assert.deepEqual(sums, [42_581, 60_000, 17_419]);
  assert.equal(paid.length, 15);
  assert.deepEqual([...new Set(paid.map(({ fact }) => fact.from))].sort(), ['ana', 'bo', 'bunyan', 'dora', 'hester'].map((id) => `${id}/cover/own`));
  assert.deepEqual(notices(life, 'claimed').map(({ to }) => to).sort(), ['ana', 'bo', 'bunyan', 'cyd', 'dora', 'hester']);
});

test('Bunyan leaves the cover with notice, is covered through its end, has the purse back, and joins again', () => {
  const coverIn = (number: number): unknown => life.ends[number]?.cover;
  const covered = (from: Day, until: Day | null): unknown => ({ covered: ['accident', 'illness'].map((what) => ({ what, amount: 60_000, from, ...(until === null ? {} : { until }) })) });
  assert.deepEqual(coverIn(3), covered(addDays(life.founded, 30), addDays(dayIn(3, 10), 30)));
  assert.deepEqual(coverIn(4), { covered: [] });
  assert.deepEqual(coverIn(6), covered(addDays(dayIn(6, 12), 30), null));
  // Dues of months 1, 2 and 3.
  assert.deepEqual(postings(life, 'own_back').filter(({ fact }) => fact.to === 'bunyan').map(({ day, fact }) => [day, fact.amount]), [[addDays(dayIn(3, 10), 31), 9000]]);
});

test('in the cold winter the pool falls short once, and all households were told before', () => {
  // Month 0 is a February: the cold January is month 11.
  const short = notices(life, 'short');
  assert.deepEqual([...new Set(short.map(({ day }) => day))], [dayIn(12, 1)]);
  const households = ['ana', 'bo', 'bunyan', 'cyd', 'dora', 'eli', 'hester', 'wren'];
  assert.deepEqual(short.map(({ to }) => to).sort(), households);
  const warned = notices(life, 'will_be_short');
  assert.deepEqual([...new Set(warned.map(({ day }) => day))], [addDays(dayIn(12, 1), -7)]);
  assert.deepEqual(warned.map(({ to }) => to).sort(), [...households, 'store'].sort());
  const baskets = postings(life, 'baskets');
  assert.equal(baskets.length, 23);
  for (const { day, fact } of baskets) assert.ok(day === dayIn(12, 1) ? fact.amount < 112_000 && fact.amount % 8 === 0 : fact.amount === 112_000, `${day}: ${fact.amount}`);
});

test('Eli loses the stipend by three marks and has it back: two months unpaid, none of them made up for', () => {
  assert.deepEqual(notices(life, 'lost'), [{ day: addDays(dayIn(5, 20), 7), to: 'eli' }]);
  // The mark of the eleventh counts for 60 days, its own among them.
  assert.deepEqual(notices(life, 'restored'), [{ day: addDays(dayIn(5, 11), 60), to: 'eli' }]);
  const paid = amounts(postings(life, 'stipend'));
  // From the tenth of February 2024, of 29 days: 20/29 of 240.00.
  assert.deepEqual(paid, Array.from({ length: 24 }, (_, at) => at + 1).filter((number) => number !== 6 && number !== 7).map((number): [Day, number] => [dayIn(number, 1), number === 1 ? 16_552 : 24_000]));
});

test('a gift says its way; the pot is spent by what all decided', () => {
  assert.deepEqual(postings(life, 'gift').map(({ fact }) => [fact.from, fact.to, fact.amount]), [['hester', 'bo', 3800], ['dora', 'cyd', 5700]]);
  assert.deepEqual(postings(life, 'fee').filter(({ fact }) => fact.because === 'gifts').map(({ fact }) => [fact.from, fact.to, fact.amount]), [['hester', 'wren', 200], ['dora', 'wren', 300]]);
  assert.deepEqual(notices(life, 'reached_you_from').map(({ to }) => to), ['bo'], 'Hester wishes to be named, Dora doesn\'t');
  assert.deepEqual(postings(life, 'spent').map(({ fact }) => [fact.from, fact.to, fact.amount]), [['kitty', 'bunyan', 40_000]]);
});

for (const [seed, at] of [[7, '2026-07-31T23:00:00-04:00'], [42, '2025-12-01T00:30:00-05:00'], [999_999_999, '2027-03-14T12:00:00-04:00']] as const) {
  test(`the story holds with another seed and on another day (${seed}, ${at})`, async () => {
    const other = await live(seed, Date.parse(at));
    assert.deepEqual(other.refused, []);
    assert.deepEqual(other.facts.filter(({ fact }) => fact.fact === 'owed'), []);
    assert.equal(new Set(notices(other, 'short').map(({ day }) => day)).size, 1);
    assert.deepEqual(notices(other, 'service_short'), []);
    assert.equal(postings(other, 'top_up').length, 4);
    assert.equal(postings(other, 'benefit').length, 15);
    assert.equal(postings(other, 'spent').length, 1);
    assert.equal(postings(other, 'stipend').length, 22);
  });
}

/** Of an amount with two decimals. */
function cents(amount: string): number {
  return Math.round(Number(amount) * 100);
}
