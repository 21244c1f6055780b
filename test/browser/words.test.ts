/** The page's own reckoning, without a browser. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { NoticeShown, ObligationShown, Overview, PostingShown } from '../../src/views/shown.ts';
import { createFollower } from '../../web/src/api/follow.ts';
import { reuse } from '../../web/src/api/reuse.ts';
import { happeningsOf } from '../../web/src/why/happening.ts';
import { subtract, sum, times, unitName } from '../../web/src/words/amounts.ts';
import { clockTime, dayKey, daysLeft, midnights, readable, span } from '../../web/src/words/time.ts';

test('what stays equal stays the same object, so that it is not drawn again', () => {
  const before = { a: [{ n: 1 }, { n: 2 }], b: { deep: { x: 'y' } }, c: null };
  const same = reuse(before, structuredClone(before));
  assert.equal(same, before);
  const after = reuse(before, { a: [{ n: 1 }, { n: 3 }], b: { deep: { x: 'y' } }, c: null });
  assert.notEqual(after, before);
  assert.equal(after.a[0], before.a[0]);
  assert.deepEqual(after.a[1], { n: 3 });
  assert.equal(after.b, before.b);
});

test('a value that comes, goes or changes its kind is never mistaken for the old one', () => {
  assert.deepEqual(reuse<unknown>({ a: 1, b: 2 }, { a: 1 }), { a: 1 });
  assert.deepEqual(reuse<unknown>({ a: 1 }, { a: 1, b: undefined }), { a: 1, b: undefined });
  assert.deepEqual(reuse<unknown>([1, 2], [1]), [1]);
  assert.deepEqual(reuse<unknown>([], {}), {});
  assert.deepEqual(reuse<unknown>({}, []), []);
  assert.equal(reuse<unknown>({ a: null }, null), null);
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

test('a stream that is refused is tried again, later and later; what was known stays', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const opened = fakeEventSource(t);
  let refusals = 0;
  const follower = createFollower('/api/stream', () => { refusals += 1; });
  const unsubscribe = follower.subscribe(() => undefined);
  const latest = (): FakeSource => opened.at(-1) ?? assert.fail('nothing was opened');
  latest().tell('open', '');
  latest().tell('overview', '{"records":4}');
  assert.equal(follower.current().connection, 'live');
  for (const wait of [1000, 2000, 4000]) {
    const before = opened.length;
    latest().readyState = 2;
    latest().tell('error', '');
    assert.equal(follower.current().connection, 'lost');
    assert.deepEqual(follower.current().overview, { records: 4 });
    t.mock.timers.tick(wait - 1);
    assert.equal(opened.length, before);
    t.mock.timers.tick(1);
    assert.equal(opened.length, before + 1);
  }
  assert.equal(refusals, 3);
  latest().tell('error', ''); // broken off, which the browser mends by itself
  assert.equal(refusals, 3);
  latest().tell('open', '');
  assert.equal(follower.current().connection, 'live');
  unsubscribe();
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
  const own = globalThis as { EventSource?: unknown };
  const before = own.EventSource;
  own.EventSource = Fake;
  t.after(() => { own.EventSource = before; });
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
