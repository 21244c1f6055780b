import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KernelBench, testManifest } from '../testing/kernel-bench.ts';
import { createRandom } from '../testing/random.ts';
import type { EntryBody, Settling } from '../vocabulary/entries.ts';
import type { Outcome } from '../vocabulary/outcomes.ts';
import { dayMs, dayNumber, dayOfNumber } from '../vocabulary/time.ts';
import { payoutsPendingMax } from './outside.ts';
import { available } from './state.ts';

const opening = (id: string, crown = '0.00'): { id: string; opening: { crown: string } } => ({ id, opening: { crown } });
/** The bench begins on 2026-01-05. */
const today = '2026-01-05';

const asOperator = (bench: KernelBench, said: EntryBody): Outcome => bench.say('operator-1', 'operator', said);
const asMember = (bench: KernelBench, by: string, said: EntryBody): Outcome => bench.say(`member-${by}`, by, said);

type Said<K extends EntryBody['kind']> = Extract<EntryBody, { kind: K }>['body'];

function income(bench: KernelBench, changes: Partial<Said<'income'>> = {}): string {
  return codeOf(asOperator(bench, { kind: 'income', body: { to: 'ana', unit: 'crown', amount: '12.00', from: 'Baker & Co', reference: 'B-1', day: today, ...changes } }));
}

function reverse(bench: KernelBench, changes: Partial<Said<'reverse'>> = {}): string {
  return codeOf(asOperator(bench, { kind: 'reverse', body: { unit: 'crown', reference: 'B-1', reason: 'the bank called it back', ...changes } }));
}

/** Asks for a payout and returns its name. */
function payout(bench: KernelBench, by: string, amount: string, reason?: string): string {
  const record = bench.kernel.state.seq;
  assert.equal(codeOf(asMember(bench, by, { kind: 'payout', body: { unit: 'crown', amount, ...(reason === undefined ? {} : { reason }) } })), 'done');
  return `payout-${record}`;
}

function settle(bench: KernelBench, body: Settling): string {
  return codeOf(asOperator(bench, { kind: 'settle', body }));
}

function codeOf({ items: [item] }: Outcome): string {
  return item?.code ?? item?.status ?? '';
}

function there(bench: KernelBench, member: string): number {
  return available(bench.kernel.state, member, 'crown');
}

test('income comes from outside once for each reference of the bank, whatever is said of it the second time', () => {
  const bench = new KernelBench([opening('ana', '1.00'), opening('bo')]);
  assert.equal(income(bench), 'done');
  assert.deepEqual([bench.balance('ana'), bench.balance('outside')], [1300, -1300]);
  assert.equal(income(bench), 'already_booked');
  assert.equal(income(bench, { to: 'bo', amount: '99.00', day: '2026-01-02' }), 'already_booked');
  assert.deepEqual([bench.balance('ana'), bench.balance('bo'), bench.balance('outside')], [1300, 0, -1300]);
  assert.equal(income(bench, { reference: 'B-2', day: '2026-01-02' }), 'done');
  assert.equal(bench.balance('ana'), 2500);
});

test('a reference counts for its unit alone', () => {
  const bench = new KernelBench([{ id: 'ana' }], undefined, {}, { units: [{ id: 'crown', decimals: 2 }, { id: 'euro', decimals: 2 }] });
  assert.equal(income(bench), 'done');
  assert.equal(income(bench, { unit: 'euro' }), 'done');
  assert.equal(reverse(bench, { unit: 'euro' }), 'done');
  assert.equal(bench.balance('ana'), 1200);
});

test('income is within no limit of the month, and issuing is as it was', () => {
  const bench = new KernelBench([opening('ana')]);
  assert.equal(income(bench, { amount: '5000.00' }), 'done');
  assert.equal(codeOf(asOperator(bench, { kind: 'issue', body: { to: 'ana', unit: 'crown', amount: '100.00', reason: 'all of the month' } })), 'done');
  assert.equal(codeOf(asOperator(bench, { kind: 'issue', body: { to: 'ana', unit: 'crown', amount: '0.01', reason: 'more' } })), 'limit_reached');
});

test('what is wrong with income is refused, the first of it in the order of the codes', () => {
  const bench = new KernelBench([opening('ana', '1.00')]);
  const cases: readonly (readonly [string, Partial<Said<'income'>>, string])[] = [
    ['a stranger', { to: 'zoe', unit: 'x' }, 'unknown_member'],
    ['a purse that nobody has', { to: 'ana/house/fund' }, 'unknown_member'],
    ['the world outside', { to: 'outside' }, 'unknown_member'],
    ['a unit that there is not', { unit: 'x', reference: '' }, 'unknown_unit'],
    ['no reference', { reference: ' ', from: 'x'.repeat(65) }, 'missing_value'],
    ['a reference of 65 characters', { reference: 'r'.repeat(65) }, 'invalid_value'],
    ['a payer of 65 characters', { from: 'x'.repeat(65) }, 'invalid_value'],
    ['no day', { day: '2026-02-30' }, 'invalid_value'],
    ['a day to come', { day: '2026-01-06' }, 'from_the_future'],
    ['401 days ago', { day: dayOfNumber(dayNumber(today) - 401) }, 'too_late'],
    ['nothing', { amount: '0.00' }, 'invalid_value'],
    ['less than nothing', { amount: '-1.00' }, 'invalid_value'],
    ['a third decimal', { amount: '1.001' }, 'too_many_decimals'],
    // 2^53 - 1 parts less the 1.00 that was issued leave room for 90,071,992,547,408.91.
    ['one part more than the ledger holds', { amount: '90071992547408.92' }, 'overflow'],
  ];
  for (const [what, changes, code] of cases) assert.equal(income(bench, changes), code, what);
  assert.equal(bench.balance('ana'), 100);
  assert.equal(income(bench, { reference: 'r'.repeat(64), from: 'x'.repeat(64), day: dayOfNumber(dayNumber(today) - 400), amount: '90071992547408.91' }), 'done');
  assert.equal(bench.balance('outside'), -Number.MAX_SAFE_INTEGER);
});

test('the day is one of the collective\'s zone', () => {
  // 2026-01-05T23:30Z is the 6th one hour east of it.
  const bench = new KernelBench([opening('ana')], Date.UTC(2026, 0, 5, 23, 30));
  assert.equal(income(bench, { day: '2026-01-06' }), 'from_the_future');
  asOperator(bench, { kind: 'zone', body: { zone_rules: '3600' } });
  assert.equal(income(bench, { day: '2026-01-06' }), 'done');
});

test('what somebody owes is paid from their income', () => {
  const bench = new KernelBench([opening('ana'), opening('bo')]);
  bench.adopt('s', () => ({ effects: [{ do: 'charge', from: 'ana', to: 'bo', unit: 'crown', amount: 500, ref: 'r', why: { code: 'test' } }] }));
  bench.observe({});
  assert.deepEqual(bench.owed(), ['ana>bo: 500']);
  income(bench);
  assert.deepEqual([bench.balance('ana'), bench.balance('bo'), bench.owed().length], [700, 500, 0]);
});

const waitsForIncome = testManifest({ wakes: { posted: { came: { of: 'members', direction: 'in', because: 'others' } } } });

test('a contract that waits for income hears of it by its code, and can\'t refuse what the bank has booked', () => {
  const bench = new KernelBench([opening('ana'), opening('bo', '5.00')]);
  const heard: unknown[] = [];
  bench.adopt('s', (call) => {
    if (call.group !== 'posted') return {};
    heard.push(call.event['code'], call.event['from'], call.event['amount']);
    return { effects: [{ do: 'transfer', from: 'bo', to: 'ana', unit: 'crown', amount: 501, ref: 'too much', why: { code: 'test' } }] };
  }, waitsForIncome);
  const outcome = asOperator(bench, { kind: 'income', body: { to: 'ana', unit: 'crown', amount: '12.00', from: '', reference: 'B-1', day: today } });
  assert.deepEqual(heard, ['income', 'outside', 1200]);
  assert.equal(codeOf(outcome), 'done');
  assert.deepEqual(outcome.faults?.map(({ subcontract, code }) => [subcontract, code]), [['s', 'insufficient_balance']]);
  assert.equal(bench.balance('ana'), 1200);
});

test('a payout is reserved at once, and leaves when it is paid', () => {
  const bench = new KernelBench([opening('ana', '10.00')]);
  const id = payout(bench, 'ana', '4.00', 'rent');
  assert.deepEqual([bench.balance('ana'), there(bench, 'ana'), bench.balance('outside')], [1000, 600, -1000]);
  assert.equal(settle(bench, { payout: id, how: 'paid', reference: 'B-7' }), 'done');
  assert.deepEqual([bench.balance('ana'), there(bench, 'ana'), bench.balance('outside')], [600, 600, -600]);
  assert.equal(settle(bench, { payout: id, how: 'paid', reference: 'B-8' }), 'unknown_payout');
  assert.equal(income(bench, { reference: 'B-7' }), 'already_booked', 'one reference, whichever way the money goes');
});

test('what an agreement has reserved is no payout: it can\'t be settled', () => {
  const bench = new KernelBench([opening('ana', '10.00'), opening('bo')]);
  bench.adopt('s', () => ({ effects: [{ do: 'reserve', from: 'ana', to: 'bo', unit: 'crown', amount: 300, id: 'r', expires: { at: bench.now + dayMs }, why: { code: 'test' } }] }));
  bench.observe({});
  const [id = ''] = [...bench.kernel.state.reserved.keys()];
  assert.notEqual(id, '');
  assert.equal(settle(bench, { payout: id, how: 'paid', reference: 'B-1' }), 'unknown_payout');
  assert.deepEqual([there(bench, 'ana'), bench.balance('ana')], [700, 1000]);
});

test('a payout that is not settled waits for years', () => {
  const bench = new KernelBench([opening('ana', '10.00')]);
  const id = payout(bench, 'ana', '4.00');
  assert.equal(bench.kernel.nextWake(), undefined);
  assert.deepEqual(bench.until(bench.now + 2000 * dayMs), []);
  assert.equal(there(bench, 'ana'), 600);
  assert.equal(settle(bench, { payout: id, how: 'paid', reference: 'B-7' }), 'done');
});

test('a payout that comes back is free again, pays what is owed, and the member is told why', () => {
  const bench = new KernelBench([opening('ana', '10.00'), opening('bo')]);
  bench.adopt('s', () => ({ effects: [{ do: 'charge', from: 'ana', to: 'bo', unit: 'crown', amount: 900, ref: 'r', why: { code: 'test' } }] }));
  const id = payout(bench, 'ana', '4.00');
  bench.observe({});
  assert.deepEqual([bench.balance('ana'), bench.owed()], [400, ['ana>bo: 300']], 'what is reserved pays nothing');
  assert.equal(settle(bench, { payout: id, how: 'returned', reason: ' ' }), 'missing_value');
  const outcome = asOperator(bench, { kind: 'settle', body: { payout: id, how: 'returned', reason: 'the account is closed', reference: 'B-9' } });
  assert.equal(codeOf(outcome), 'done');
  assert.deepEqual([bench.balance('ana'), bench.balance('bo'), bench.owed()], [100, 900, []]);
  const told = outcome.facts.find((fact) => fact.fact === 'notice');
  assert.deepEqual(told?.fact === 'notice' && [told.to, told.code, told.data], ['ana', 'payout_returned', { by: 'operator', payout: id, amount: '4.00 crown', reason: 'the account is closed' }]);
  assert.equal(income(bench, { reference: 'B-9' }), 'already_booked');
});

test('who asked for a payout takes it back, and nobody else, until it is on its way', () => {
  const bench = new KernelBench([opening('ana', '10.00'), opening('bo', '10.00')]);
  const cancel = (by: string, id: string): string => codeOf(asMember(bench, by, { kind: 'payout.cancel', body: { payout: id } }));
  const id = payout(bench, 'ana', '4.00');
  assert.equal(cancel('bo', id), 'not_permitted');
  assert.equal(cancel('ana', 'payout-99'), 'unknown_payout');
  assert.equal(cancel('ana', id), 'done');
  assert.deepEqual([there(bench, 'ana'), settle(bench, { payout: id, how: 'paid', reference: 'B-7' })], [1000, 'unknown_payout']);
  const other = payout(bench, 'ana', '4.00');
  assert.equal(settle(bench, { payout: other, how: 'sent' }), 'done');
  assert.equal(settle(bench, { payout: other, how: 'sent' }), 'already_so');
  assert.equal(cancel('ana', other), 'too_late');
  assert.equal(settle(bench, { payout: other, how: 'returned', reason: 'it came back' }), 'done');
  assert.equal(there(bench, 'ana'), 1000);
});

test('a payout is of what is there to spend, credit included, and of something', () => {
  const bench = new KernelBench([{ ...opening('ana', '10.00'), floor: { crown: '-5.00' } }]);
  const ask = (amount: string, unit = 'crown', reason = ''): string => codeOf(asMember(bench, 'ana', { kind: 'payout', body: { unit, amount, reason } }));
  assert.deepEqual([ask('1.00', 'x'), ask('0.00'), ask('-1.00'), ask('1.001'), ask('1.00', 'crown', 'r'.repeat(281)), ask('15.01')],
    ['unknown_unit', 'invalid_value', 'invalid_value', 'too_many_decimals', 'invalid_value', 'insufficient_balance']);
  assert.deepEqual([ask('15.00'), ask('0.01')], ['done', 'insufficient_balance']);
});

test('so many payouts of one member wait, and then no more until one is settled', () => {
  const bench = new KernelBench([opening('ana', '10.00'), opening('bo', '1.00')]);
  const ids = Array.from({ length: payoutsPendingMax }, () => payout(bench, 'ana', '0.01'));
  assert.equal(codeOf(asMember(bench, 'ana', { kind: 'payout', body: { unit: 'crown', amount: '0.01' } })), 'limit_reached');
  payout(bench, 'bo', '0.01');
  settle(bench, { payout: ids[0] ?? '', how: 'paid', reference: 'B-1' });
  payout(bench, 'ana', '0.01');
});

test('income that is taken back takes what is there, and the rest is owed to the outside world and paid from what comes next', () => {
  const bench = new KernelBench([opening('ana'), opening('bo', '20.00')]);
  income(bench);
  bench.pay('ana', 'bo', '9.00');
  assert.equal(reverse(bench, { reason: '' }), 'missing_value');
  assert.equal(reverse(bench, { reference: 'B-0' }), 'unknown_reference');
  assert.equal(reverse(bench, { return_reference: 'B-1' }), 'already_booked');
  assert.equal(reverse(bench, { return_reference: 'B-2' }), 'done');
  // 3.00 of 12.00 were there; all that was issued is the 20.00 of the opening, of which outside lacks 9.00 more.
  assert.deepEqual([bench.balance('ana'), bench.balance('bo'), bench.balance('outside'), bench.owed()], [0, 2900, -2900, ['ana>outside: 900']]);
  assert.equal(reverse(bench), 'already_so');
  assert.equal(income(bench, { reference: 'B-2' }), 'already_booked');
  assert.equal(reverse(bench, { reference: 'B-2' }), 'unknown_reference', 'what takes back isn\'t taken back itself');
  bench.pay('bo', 'ana', '10.00');
  assert.deepEqual([bench.balance('ana'), bench.balance('outside'), bench.owed()], [100, -2000, []]);
});

test('a payout that was paid and came back is the member\'s again', () => {
  const bench = new KernelBench([opening('ana', '10.00')]);
  settle(bench, { payout: payout(bench, 'ana', '4.00'), how: 'paid', reference: 'B-7' });
  const outcome = asOperator(bench, { kind: 'reverse', body: { unit: 'crown', reference: 'B-7', reason: 'the account is closed', return_reference: 'B-8' } });
  assert.deepEqual([codeOf(outcome), bench.balance('ana'), bench.balance('outside')], ['done', 1000, -1000]);
  const posted = outcome.facts.find((fact) => fact.fact === 'posting');
  assert.equal(posted?.fact === 'posting' && posted.why.code, 'came_back', 'it is no income');
});

test('income can go into a purse; what is taken back is its holder\'s to pay, and the purse is left alone', () => {
  const bench = new KernelBench([opening('ana', '5.00')]);
  bench.adopt('s', () => ({}), testManifest({ purses: { fund: { says: 'what is put by' } } }));
  assert.equal(income(bench, { to: 'ana/s/other' }), 'unknown_member');
  assert.equal(income(bench, { to: 'ana/s/fund' }), 'done');
  assert.deepEqual([bench.balance('ana'), bench.balance('ana/s/fund')], [500, 1200]);
  assert.equal(reverse(bench), 'done');
  assert.deepEqual([bench.balance('ana'), bench.balance('ana/s/fund'), bench.balance('outside'), bench.owed()], [0, 1200, -1200, ['ana>outside: 700']]);
});

test('who keeps the books is whom the charter names, and the operator where it names nobody', () => {
  const say = (bench: KernelBench, key: string, by: string): string => {
    const gate = bench.kernel.gate(bench.seal(key, by, { kind: 'income', body: { to: 'ana', unit: 'crown', amount: '1.00', from: '', reference: 'r', day: today } }), '', bench.now);
    return gate.pass ? 'pass' : gate.duplicate ? 'duplicate' : gate.refusal.code;
  };
  const byOperator = new KernelBench([opening('ana'), opening('bo')]);
  assert.deepEqual([say(byOperator, 'operator-1', 'operator'), say(byOperator, 'member-ana', 'ana'), say(byOperator, 'device-1', 'device')], ['pass', 'not_permitted', 'wrong_role']);
  const named = new KernelBench([opening('ana'), opening('bo')], undefined, { bank: ['bo'] });
  assert.deepEqual([say(named, 'operator-1', 'operator'), say(named, 'member-ana', 'ana'), say(named, 'member-bo', 'bo')], ['not_permitted', 'not_permitted', 'pass']);
});

test('a reference is remembered for longer than its line may lie back', () => {
  const bench = new KernelBench([opening('ana')]);
  income(bench);
  for (const days of [400, 9]) {
    bench.until(bench.now + days * dayMs);
    bench.pay('ana', 'ana', '0.00'); // any entry: a day has passed
    assert.equal(bench.kernel.state.booked.size, 1);
    assert.equal(income(bench), 'already_booked');
  }
  bench.until(bench.now + 2 * dayMs);
  assert.equal(income(bench), 'too_late', '411 days: forgotten, and too old');
  assert.equal(bench.kernel.state.booked.size, 0);
  assert.equal(bench.balance('ana'), 1200);
});

test('whatever comes, goes, comes back and is taken back, each unit sums to zero and what is reserved is there', () => {
  let back = 0;
  for (const seed of [1, 2, 3, 4, 5]) {
    const random = createRandom(seed);
    const people = ['ana', 'bo', 'cy'] as const;
    const bench = new KernelBench(people.map((id) => ({ ...opening(id, '5.00'), floor: { crown: id === 'cy' ? '-3.00' : '0.00' } })));
    bench.adopt('s', (call) => (call.group !== 'posted' ? {} : { effects: [{ do: 'charge', from: String(call.event['to']), to: 'bo', unit: 'crown', amount: random.int(0, 300), ref: 'r', why: { code: 'test' } }] }), waitsForIncome);
    let [came, paidOut] = [0, 0];
    const done = new Map<string, number>();
    for (let step = 0; step < 400; step++) {
      const { state } = bench.kernel;
      const by = random.pick(people);
      const amount = random.int(1, 900);
      const text = (amount / 100).toFixed(2);
      const pending = random.pick(['payout-0', ...state.reserved.keys()]);
      const reference = `B-${random.int(1, 60)}`;
      const said = random.pick<EntryBody>([
        { kind: 'income', body: { to: by, unit: 'crown', amount: text, from: '', reference, day: today } }, { kind: 'payout', body: { unit: 'crown', amount: text } }, { kind: 'payout.cancel', body: { payout: pending } },
        { kind: 'settle', body: { payout: pending, how: 'sent' } }, { kind: 'settle', body: { payout: pending, how: 'paid', reference } }, { kind: 'settle', body: { payout: pending, how: 'returned', reason: 'r' } },
        { kind: 'reverse', body: { unit: 'crown', reference, reason: 'r' } }, { kind: 'pay', body: { to: random.pick(people), unit: 'crown', amount: text } },
      ]);
      const outcome = ['pay', 'payout', 'payout.cancel'].includes(said.kind) ? asMember(bench, by, said) : asOperator(bench, said);
      if (codeOf(outcome) === 'done') done.set(said.kind, (done.get(said.kind) ?? 0) + 1);
      for (const fact of outcome.facts) {
        if (fact.fact !== 'posting') continue;
        if (fact.from === 'outside') came += fact.amount;
        if (fact.to === 'outside') paidOut += fact.amount;
      }
      back += outcome.facts.filter((fact) => fact.fact === 'owed' && fact.obligation.creditor === 'outside').length;
      const balances = [...bench.kernel.state.accounts.values()].map(({ balance }) => balance);
      assert.equal(balances.reduce((sum, each) => sum + each, 0), 0, `seed ${seed}, step ${step}`);
      for (const id of people) {
        const { balance = 0, held = 0, floor = 0 } = bench.kernel.state.accounts.get(`${id} crown`) ?? {};
        const reserved = [...bench.kernel.state.reserved.values()].filter(({ from }) => from === id).reduce((sum, each) => sum + each.amount, 0);
        assert.ok(held === reserved && balance - held >= floor, `seed ${seed}, step ${step}: ${id}`);
      }
    }
    assert.equal(bench.balance('outside'), paidOut - came - 1500, 'the openings, and what came since, less what went');
    assert.deepEqual([...done.keys()].sort(), ['income', 'pay', 'payout', 'payout.cancel', 'reverse', 'settle']);
    assert.equal(bench.resumed().digest(), bench.kernel.digest());
    assert.equal(bench.restored().digest(), bench.kernel.digest());
  }
  assert.ok(back > 0, 'some of what was taken back was owed');
});
