import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Ledger, LedgerQuery, Moved, Noted } from '../../ledger/ledger.ts';
import { createRandom, type Random } from '../../testing/random.ts';
import { openLedger } from './ledger.ts';
import { conditionsOf, leadingOf, leadMax, matching, type Condition } from './search.ts';

const seed = 20_261;
const everything: LedgerQuery = { text: null, person: null, agreement: null, kind: null, status: null, unit: null, least: null, most: null, from: null, until: null };
const always = { from: 0, until: 1e15 };

function noted(seq: number, more: Partial<Noted> = {}): Noted {
  return { seq, at: seq * 10, kind: 'pay', by: 'ana', entry: `e${seq}`, status: 'done', code: null, words: '', moved: [], people: ['ana'], agreements: [], text: '', ...more };
}

function paid(from: string, to: string, amount: number, unit = 'crown', n = 1): Moved {
  return { n, what: 'paid', from, to, unit, amount, because: 'gifts', code: 'gift', why: '' };
}

function filled(t: TestContext, records: readonly Noted[]): Ledger {
  const ledger = openLedger(undefined);
  t.after(() => ledger.close());
  ledger.take(records, 'root');
  return ledger;
}

// The search

const vocabulary = ['oak', 'oaken', 'bread', 'Über', 'w', 'wood', '5', '50'] as const;
const plain = (word: string): string => word.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

function randomRecord(random: Random, seq: number): Noted {
  const some = (from: readonly string[]): string[] => from.filter(() => random.chance(0.3));
  return noted(seq, {
    // Several records within one instant, as a clock that stands still gives.
    at: Math.floor(seq / 3) * 10, kind: random.pick(['pay', 'request', 'observe']), status: random.pick(['done', 'done', 'done', 'partly', 'refused']), people: some(['ana', 'bo', 'cy']), agreements: some(['wood', 'box']),
    text: some(vocabulary).join(', '), moved: Array.from({ length: random.int(0, 2) }, (_, n) => paid('ana', 'bo', random.int(1, 5), random.pick(['crown', 'hour']), n + 1)),
  });
}

function randomQuery(random: Random): LedgerQuery {
  const maybe = <T>(value: () => T): T | null => (random.chance(0.3) ? value() : null);
  return {
    text: maybe(() => [random.pick(['oak', 'OAK', 'uber', 'w', 'wo', '5', 'x']), ...(random.chance(0.3) ? [random.pick(vocabulary)] : [])].join(' ')),
    person: maybe(() => random.pick(['ana', 'bo', 'dee'])), agreement: maybe(() => random.pick(['wood', 'box', 'none'])), kind: maybe(() => random.pick(['pay', 'observe', 'vote'])),
    status: maybe(() => random.pick(['done', 'partly', 'refused'] as const)), unit: maybe(() => random.pick(['crown', 'hour', 'gold'])), least: maybe(() => random.int(0, 6)), most: maybe(() => random.int(0, 6)),
    from: maybe(() => random.int(0, 500)), until: maybe(() => random.int(0, 800)),
  };
}

/** A single letter or digit stands for itself; all else may begin a word. */
function fits({ text, person, agreement, kind, status, unit, least, most, from, until }: LedgerQuery, record: Noted): boolean {
  const there = record.text.split(', ').map(plain);
  const hasWord = (word: string): boolean => there.some((each) => (word.length === 1 ? each === word : each.startsWith(word)));
  const moves = (unit ?? least ?? most) === null || record.moved.some((each) => (unit ?? each.unit) === each.unit && each.amount >= (least ?? 0) && each.amount <= (most ?? Infinity));
  return (text === null || text.split(' ').map(plain).every(hasWord)) && (person === null || record.people.includes(person)) && (agreement === null || record.agreements.includes(agreement))
    && (kind ?? record.kind) === record.kind && (status ?? record.status) === record.status && moves && record.at >= (from ?? 0) && record.at < (until ?? Infinity);
}

test('a search finds what fits, the latest first, whatever leads it; it is counted up to so many', (t) => {
  const random = createRandom(seed);
  const records = Array.from({ length: 240 }, (_, seq) => randomRecord(random, seq));
  const ledger = filled(t, records);
  let found = 0;
  for (let round = 0; round < 600; round++) {
    const query = randomQuery(random);
    const before = random.chance(0.3) ? random.int(0, 240) : null;
    const expected = records.filter((each) => fits(query, each) && each.seq < (before ?? Infinity)).map(({ seq }) => seq).reverse();
    const { records: got, count } = ledger.search(query, before, 10, 20);
    assert.deepEqual([got.map(({ seq }) => seq), count], [expected.slice(0, 10), Math.min(20, expected.length)], `seed ${seed}, round ${round}: ${JSON.stringify({ query, before })}`);
    found += expected.length;
  }
  assert.ok(found > 1200, `${found} found`);
});

test('the condition that fits fewest leads; where all fit many, the words do, or an index that has them in order', () => {
  const conditions = conditionsOf({ ...everything, text: 'oak', person: 'ana', kind: 'pay', status: 'refused', unit: 'crown', least: 500 });
  const leads = (counts: Partial<Record<Condition['of'], number>>, of: readonly Condition[] = conditions): string | undefined =>
    leadingOf(of, new Map(of.filter((each) => each.of !== 'text').map((each) => [each, counts[each.of] ?? leadMax])))?.of;
  assert.equal(leads({ status: 1, moved: 2 }), 'status');
  assert.equal(leads({ status: 3, moved: 0 }), 'moved');
  assert.equal(leads({ person: 12, kind: 900 }), 'person');
  assert.equal(leads({}), 'text');
  assert.equal(leads({}, conditions.filter(({ of }) => of !== 'text')), 'person');
  assert.equal(leads({}, conditions.filter(({ of }) => of === 'moved')), undefined, 'the records are gone through, the latest first: nearly each of them fits');
  assert.equal(leads({}, conditionsOf({ ...everything, status: 'done' })), undefined);
});

test('no word of a search is an operator, and a single letter is no beginning', () => {
  assert.equal(matching('oak OR "wood x 7 NEAR(東'), '"oak"* "OR"* "wood"* "x" "7" "NEAR"* "東"*');
});

// Sums

test('sums may be larger than any amount, and than SQLite\'s integers; balances are exact', (t) => {
  const most = Number.MAX_SAFE_INTEGER;
  // To and fro 1100 times each: 1100 × (2^53 - 1) is more than 2^63.
  const ledger = filled(t, [noted(0, { moved: [paid('outside', 'jane', most)] }), ...Array.from({ length: 2200 }, (_, n) => noted(n + 1, { moved: [n % 2 === 0 ? paid('jane', 'john', most) : paid('john', 'jane', most)] }))]);
  const flows = ledger.flows('crown', always, 10_000);
  assert.deepEqual(flows?.map(({ from, to, amount, count }) => [from, to, amount, count]), [['jane', 'john', 9_907_919_180_215_090_100n, 1100], ['john', 'jane', 9_907_919_180_215_090_100n, 1100], ['outside', 'jane', 9_007_199_254_740_991n, 1]]);
  assert.deepEqual([ledger.balance('jane', 'crown', 22_010), ledger.balance('john', 'crown', 22_010), ledger.balance('john', 'crown', 22_000)], [most, 0, most]);
});

test('more movements than can be summed at once are told, not summed; of days in which there are fewer they are', (t) => {
  const ledger = filled(t, Array.from({ length: 6 }, (_, n) => noted(n, { moved: [paid('ana', 'bo', n + 1)] })));
  assert.equal(ledger.flows('crown', always, 5), undefined);
  assert.deepEqual(ledger.flows('crown', { from: 10, until: 60 }, 5), [{ from: 'ana', to: 'bo', because: 'gifts', amount: 20n, count: 5 }]);
});
