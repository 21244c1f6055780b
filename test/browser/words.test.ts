/** The page's own reckoning, without a browser. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { NoticeShown, ObligationShown, Overview, PostingShown, UnitShown } from '../../src/views/shown.ts';
import type { VersionTried } from '../../src/views/backtest-shown.ts';
import type { AmendmentShown } from '../../src/views/deciding-shown.ts';
import { openStream } from '../../web/src/api/stream.ts';
import { rowsOf } from '../../web/src/backtest/rows.ts';
import { barsOf } from '../../web/src/decide/bars.ts';
import { placesOf, rankingOf } from '../../web/src/decide/ranking.ts';
import { rivalGroups } from '../../web/src/decide/rivals.ts';
import { changedIn, simpleTerms, writtenAs } from '../../web/src/decide/terms.ts';
import { wordParts } from '../../web/src/decide/word-parts.ts';
import { ownName } from '../../web/src/months/accounts.ts';
import { baseOf } from '../../web/src/api/base.ts';
import { chosenOf } from '../../web/src/messages/languages.ts';
import { address, decoded } from '../../web/src/shell/address.ts';
import { sectionOf } from '../../web/src/shell/sections.ts';
import { speak } from '../../web/src/messages/t.ts';
import { messagesOf, speakEnglish } from './speaking.ts';
import { happeningsOf } from '../../web/src/why/happening.ts';
import { subtract, sum, times, unitName, written } from '../../web/src/words/amounts.ts';
import { labelOf, withUnit } from '../../web/src/words/labels.ts';
import { clockTime, dayKey, daysLeft, midnights, readable, span, until, withLocalTimes } from '../../web/src/words/time.ts';

speakEnglish();

test('a term is called as its kit calls it, and its number says what it is in', () => {
  const labels = { house_below_celsius: { label: 'A house is cold below', unit: '°C' }, review_days: { label: 'Waits', unit: 'days' }, price: { label: 'Price', unit: 'crown' }, box: { label: 'The box', unit: null } };
  const unitOf = (id: string): UnitShown | undefined => (id === 'crown' ? { id, name: 'crown', decimals: 2, issued: '0.00' } : undefined);
  const said = (term: string, value: string): string => `${labelOf(labels, term).label}: ${withUnit(value, labelOf(labels, term), unitOf)}`;
  assert.equal(said('house_below_celsius', '-1.5'), 'A house is cold below: −1.5\u00a0°C');
  assert.equal(said('review_days', '14'), 'Waits: 14\u00a0days');
  assert.equal(said('review_days', '1'), 'Waits: 1\u00a0day');
  assert.equal(said('price', '2.50'), 'Price: 2.50\u00a0crowns');
  assert.equal(said('price', '1.00'), 'Price: 1.00\u00a0crown');
  assert.equal(said('price', 'none'), 'Price: none');
  speak('de', messagesOf('de'));
  assert.equal(said('price', '12500.50'), 'Price: 12.500,50\u00a0crowns', 'as the reader writes numbers');
  assert.deepEqual([said('box', '0.9'), said('box', '12500')], ['The box: 0,9', 'The box: 12500'], 'digits alone may be a name');
  speakEnglish();
  assert.equal(said('box', '12'), 'The box: 12');
  assert.equal(said('stock_below', '20'), 'Stock below: 20', 'a kit may say nothing');
});

test('a text is held against another word by word, or whole where little of it stays', () => {
  assert.deepEqual(wordParts('We build a bench for four.', 'We build a bench for six.'), [
    { value: 'We build a bench for ', is: 'same' }, { value: 'four', is: 'gone' }, { value: 'six', is: 'new' }, { value: '.', is: 'same' },
  ]);
  const [sun, maple] = ['It stands in the sun.', 'Under the maple there is shade all summer.'];
  assert.deepEqual(wordParts(sun, maple), [{ value: sun, is: 'gone' }, { value: ' ', is: 'same' }, { value: maple, is: 'new' }]);
  assert.deepEqual(wordParts('', 'A hall.'), [{ value: 'A hall.', is: 'new' }]);
});

test('instants in a text are by the collective\'s clocks', () => {
  // Five hours behind UTC in December.
  assert.match(withLocalTimes('America/New_York', 'its vote ended at 2026-12-04T01:30:00.000Z, on 2026-12-03'), /^its vote ended at Thu,? 3 Dec,? 20:30, on 2026-12-03$/);
});

test('times are those of the collective\'s zone, also where its clock goes forward or back', () => {
  const zone = 'America/New_York';
  assert.equal(clockTime(zone, Date.parse('2026-03-08T06:59:00Z')), '01:59');
  assert.equal(clockTime(zone, Date.parse('2026-03-08T07:00:00Z')), '03:00');
  assert.equal(dayKey(zone, Date.parse('2026-03-09T03:59:00Z')), '2026-03-08');
  assert.equal(daysLeft(zone, Date.parse('2026-03-07T23:00:00-05:00'), Date.parse('2026-03-09T00:00:00-04:00')), 2);
  assert.deepEqual(midnights(zone, Date.parse('2026-03-07T12:00:00Z'), Date.parse('2026-03-09T12:00:00Z')).map((at) => new Date(at).toISOString()),
    ['2026-03-08T05:00:00.000Z', '2026-03-09T04:00:00.000Z']);
  assert.equal(clockTime('Nowhere/Unknown', 0), '00:00 UTC');
});

test('sentences are said as people say them', () => {
  assert.equal(readable('Ana took 1 pieces at 1.00 each'), 'Ana took 1 piece at 1.00 each');
  assert.equal(readable('11 pieces, due on 2026-02-04'), '11 pieces, due on 4 Feb');
  assert.equal(span(144_000), '2 min 24 s');
  assert.equal(span(5 * 3_600_000), '5 h');
  assert.equal(span(3 * 24 * 3_600_000), '3 days');
});

test('amounts are reckoned exactly', () => {
  assert.equal(sum(['0.10', '0.20', '-0.05'], 2), '0.25');
  assert.equal(subtract('1.00', '0.90', 2), '0.10');
  assert.equal(times(3, '0.35', 2), '1.05');
  const crown = { id: 'crown', name: 'crown', decimals: 2, issued: '0.00' };
  assert.equal(unitName(crown, '2.00'), 'crowns');
  assert.equal(unitName(crown, '1.00'), 'crown');
  assert.equal(unitName({ ...crown, name: 'kg CO2e' }, '2.00'), 'kg CO2e');
  assert.equal(unitName({ ...crown, name: 'crowns' }, '2.00'), 'crowns');
});

test('a notice joins the posting of its own observation, not another one of the same record', () => {
  const all = happenings({
    postings: [posting('7.1', 'scale:1'), posting('7.2', 'scale:2')],
    notices: [notice('7.1', 'scale:1'), notice('7.2', 'scale:2'), notice('7.3', 'scale:3')],
  });
  assert.deepEqual(all.map(({ key, told }) => [key, told]), [
    ['posting-7.2', ['bunyan']], ['posting-7.1', ['bunyan']], ['notice-7.3', ['bunyan']],
  ]);
});

test('loans and debts stand among what happened; what was paid stands there once, as its posting', () => {
  const all = happenings({
    postings: [{ ...posting('9.1', 'box:1'), recordedAt: 30 }],
    loans: [{ ...posting('5.1', 'box:1'), id: 3, debtor: 'ana', creditor: 'wren', left: '1.00', since: 20, due: 90, dueDay: '2026-01-01', state: 'running', guarantee: null } satisfies ObligationShown],
    lessened: (['paid', 'netted'] as const).map((how, n) => ({ id: `9.${n}`, recordedAt: 30, obligation: 3, debtor: 'ana', creditor: 'wren', unit: 'crown', amount: '1.00', left: '0.00', how, because: 'cash' })),
  });
  assert.deepEqual(all.map(({ key }) => key), ['posting-9.1', 'less-9.1', 'owed-3']);
});

test('a stream that is refused is tried again, later and later', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  const opened = fakeEventSource(t);
  const told: string[] = [];
  let refusals = 0;
  const close = openStream(({ connection, overview }) => told.push(overview === undefined ? connection : `${connection} ${overview.records}`), () => { refusals += 1; });
  const latest = (): FakeSource => opened.at(-1) ?? assert.fail('nothing was opened');
  latest().tell('open', '');
  latest().tell('overview', '{"records":4}');
  for (const wait of [1000, 2000, 4000]) {
    const before = opened.length;
    latest().readyState = 2;
    latest().tell('error', '');
    t.mock.timers.tick(wait - 1);
    assert.equal(opened.length, before);
    t.mock.timers.tick(1);
    assert.equal(opened.length, before + 1);
  }
  assert.equal(refusals, 3);
  latest().tell('error', ''); // broken off, which the browser mends by itself
  assert.equal(refusals, 3);
  latest().tell('open', '');
  assert.deepEqual(told, ['live', 'live 4', 'lost', 'lost', 'lost', 'lost', 'live']);
  close();
  assert.ok(latest().closed);
});

type FakeSource = { readyState: number; closed: boolean; readonly tell: (type: string, data: string) => void };

function fakeEventSource(t: TestContext): FakeSource[] {
  const opened: FakeSource[] = [];
  class Fake implements FakeSource {
    static readonly CLOSED = 2;
    readyState = 1;
    closed = false;
    readonly #listeners = new Map<string, (event: { data: string }) => void>();
    constructor() {
      opened.push(this);
    }
    addEventListener(type: string, listener: (event: { data: string }) => void): void {
      this.#listeners.set(type, listener);
    }
    tell(type: string, data: string): void {
      this.#listeners.get(type)?.({ data });
    }
    close(): void {
      this.closed = true;
    }
  }
  // What a page has and Node hasn't.
  const own = globalThis as { [name: string]: unknown };
  const parts = { EventSource: Fake, document: new EventTarget(), addEventListener: () => undefined, removeEventListener: () => undefined };
  const before = Object.fromEntries(Object.keys(parts).map((name) => [name, own[name]]));
  Object.assign(own, parts);
  t.after(() => { Object.assign(own, before); });
  return opened;
}

type Lists = Pick<Overview, 'postings' | 'owed' | 'loans' | 'lessened' | 'notices'>;

function happenings(lists: Partial<Lists>): ReturnType<typeof happeningsOf> {
  return happeningsOf({ postings: [], owed: [], loans: [], lessened: [], notices: [], ...lists });
}

function posting(id: string, ref: string): PostingShown {
  return {
    id, record: Number.parseInt(id, 10), recordedAt: 10, from: 'ana', to: 'bunyan', unit: 'crown', amount: '1.00', because: 'wood', ref, why: 'Ana took 1 pieces', code: 'taken',
    numbers: {}, observation: null, terms: null, consent: null, pays: null,
  };
}

function notice(id: string, observation: string): NoticeShown {
  return { id, record: Number.parseInt(id, 10), recordedAt: 10, to: 'bunyan', because: 'wood', code: 'taken', words: 'Ana took 1 pieces', numbers: { observation } };
}

test('each page has an address, and belongs to a section', () => {
  assert.deepEqual(['/', '/books', '/ledger/check', '/decide', `/decide/${'a'.repeat(64)}`, '/decide/new/wood', '/money/months', '/things/look/bath%2Ftemperature', '/charter'].map(sectionOf),
    ['today', 'money', 'ledger', 'decide', 'decide', 'decide', 'money', 'things', 'agreements']);
  assert.deepEqual(['/nowhere', '/thingsand'].map(sectionOf), [undefined, undefined]);
  assert.equal(address('things', 'look', 'bath/temperature'), '#/things/look/bath%2Ftemperature');
  assert.deepEqual(['bath%2Ftemperature', '100%'].map(decoded), ['bath/temperature', '100%'], 'what was typed by hand need not be well-formed');
});

test('a collective lies at the root of its server, or below a name of its own', () => {
  assert.deepEqual(['/', '/join', '/c/linden/', '/c/linden', '/c/linden/join', '/c/', '/cat/linden'].map(baseOf), ['', '', '/c/linden', '/c/linden', '/c/linden', '', '']);
});

test('amounts are written as the reader\'s language does', () => {
  speak('de', messagesOf('de'));
  assert.deepEqual(['9000000.00', '1234.50', '-0.05', '12'].map(written), ['9.000.000,00', '1234,50', '−0,05', '12']);
  speakEnglish();
});

test('the language is the first of the reader\'s that there is', () => {
  assert.deepEqual([['de-AT', 'en'], ['fr-FR', 'es-MX', 'de'], ['ja'], [], ['EN-us']].map(chosenOf), ['de', 'es', 'en', 'en', 'en']);
});

test('an order with equals in it is said as it stands', () => {
  assert.deepEqual(rankingOf(['a', 'b', 'c', 'd'], new Set(['c', 'd'])), [['a'], ['b', 'c', 'd']]);
  assert.deepEqual(rankingOf(['a', 'b'], new Set(['a'])), [['a'], ['b']], 'the first has none above it');
  assert.deepEqual([...placesOf(['a', 'b', 'c'], new Set(['b']))], [['a', 1], ['b', 1], ['c', 2]]);
});

test('rivals stand together, also by way of a third, and each once', () => {
  const amendment = (id: string, rivals: readonly string[]): AmendmentShown => ({ id, by: 'ana', reason: '', record: 1, recordedAt: 0, revision: 1, edits: [], closes: 0, ballots: [], rivals, count: null, end: null });
  const groups = rivalGroups([amendment('a', ['c']), amendment('b', []), amendment('c', ['a', 'd']), amendment('d', ['c'])]);
  assert.deepEqual(groups.map((group) => group.map(({ id }) => id)), [['a', 'c', 'd'], ['b']]);
});

test('the bars of a count are the figures of its working, on the scale of those who are asked', () => {
  const said = { step: 'said', yes: 4, no: 1, abstain: 0, concern: 2, object: 1, silent: 2 } as const;
  const needed = { step: 'needed', measure: { at_least: { numerator: 3, denominator: 5 } }, of: 8, needed: 5, yes: 6, reached: true } as const;
  assert.deepEqual(barsOf([said, needed], 10).bars.map(({ name, value }) => [name, value]),
    [['yes, without a concern', 4], ['yes, with a concern', 2], ['no', 1], ['objects', 1], ['said nothing', 2]]);
  assert.deepEqual([barsOf([said, needed], 10).of, barsOf([said, needed], 10).mark], [10, 5]);
  // Of a run-off the last round: 3 of 5 votes, and more than half of 5 is 3.
  const rounds = [{ step: 'round', round: 1, counts: { a: 2, b: 2, c: 1 }, exhausted: 0, needed: 3 }, { step: 'round', round: 2, counts: { a: 3, b: 2 }, exhausted: 0, needed: 3 }] as const;
  assert.deepEqual(barsOf(rounds, 5), { bars: [{ name: 'a', value: 3, tone: 'best', needs: true }, { name: 'b', value: 2, tone: 'option' }], of: 5, mark: 3, unit: null });
  assert.deepEqual(barsOf([], 5).bars, []);
});

test('who gains most by a change stands first, who loses most last, and each in their own unit', () => {
  const same = { was: '0.00', now: '0.00' };
  const unit = (gain: string, id = 'crown'): VersionTried['members'][number]['units'][number] => ({ unit: id, paid: same, received: same, owedNew: same, owes: same, isOwed: same, net: same, gain, best: { was: null, now: null }, worst: { was: null, now: null } });
  const member = (id: string, ...units: VersionTried['members'][number]['units'][number][]): VersionTried['members'][number] => ({ member: id, name: id, refused: { was: 0, now: 0 }, units });
  const members = [member('a', unit('-3.00')), member('b', unit('10.00')), member('c', unit('9.00'), unit('1', 'hour')), member('d', unit('0.00'))];
  assert.deepEqual(rowsOf({ members }, 'crown').map((row) => row.member), ['b', 'c', 'd', 'a']);
  assert.deepEqual(rowsOf({ members }, 'hour').map((row) => row.gain), ['1']);
});

test('terms that were typed keep their form, and what wasn\'t changed isn\'t named', () => {
  const terms = { price: '0.50', days: 14, houses: { a: 'ana' } };
  assert.deepEqual(simpleTerms(terms), ['price', 'days']);
  assert.deepEqual(changedIn(terms, { price: ' 0.50 ', days: '15' }), ['days']);
  assert.deepEqual([writtenAs(terms.days, ' 15 '), writtenAs(terms.price, '0.60'), writtenAs(terms.days, 'many')], [15, '0.60', 'many']);
});

test('how far away something is, and how large an amount', () => {
  const zone = 'America/New_York';
  const noon = Date.parse('2026-02-09T12:00:00-05:00');
  assert.equal(until(zone, noon, noon + 7 * 86_400_000), '16 Feb, in 7 days');
  assert.equal(until(zone, noon, noon + 86_400_000), '10 Feb, tomorrow');
  assert.equal(until(zone, noon, noon + 3_600_000), '13:00 today');
  assert.equal(until(zone, noon, noon - 86_400_000), '8 Feb, yesterday');
  assert.equal(written('9000000.00'), '9,000,000.00');
  assert.equal(written('1234.50'), '1234.50');
  assert.equal(written('-12345'), '−12,345');
  assert.equal(written('90071992547409931.07'), '90,071,992,547,409,931.07', 'exactly, beyond what a number holds');
  assert.equal(written('all'), 'all');
});

test('one\'s own accounts are called by what they are for, and in which agreement they lie; those of others by whose they are', () => {
  const called = (account: string, name: string): string => ownName({ member: 'bo', account, name });
  assert.deepEqual(
    [called('bo', 'Bo'), called('bo/fund/fund', 'Bo\'s fund'), called('bo/cover/own', 'Bo\'s own'), called('bo/cash-box/credit:new-roof', 'Bo\'s credit for new-roof'), called('bob/fund/fund', 'Bob\'s fund'), called('bob', 'Bob')],
    ['to spend', 'fund', 'own, in Cover', 'credit for new-roof, in Cash box', 'Bob\'s fund', 'Bob'],
  );
});
