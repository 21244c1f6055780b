import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KernelBench, testManifest, type Behaviour } from '../testing/kernel-bench.ts';
import type { WakeRules } from '../vocabulary/kit.ts';
import type { Fact, Posting } from '../vocabulary/outcomes.ts';
import type { Call } from '../vocabulary/runner.ts';
import { wakingDepthMax, wakingsPerChainMax, wakingsPerRecordMax } from './chain.ts';
import { waitingMax } from './routes.ts';

const why = { code: 'test' };
const opening = (id: string, crown = '0.00'): { id: string; opening: { crown: string } } => ({ id, opening: { crown } });
const move = (from: string, to: string, amount: number, kind = 'transfer'): object => ({ do: kind, from, to, unit: 'crown', amount, ref: 'r', why });
const anyIncome = { of: 'members', direction: 'in', because: 'others' } as const;

/** A kit with parties of these roles that waits for `wakes`, and listens to nothing. */
const waits = (wakes: WakeRules, ...parties: string[]): ReturnType<typeof testManifest> =>
  testManifest({ wakes, observations: {}, parties: Object.fromEntries(parties.map((party) => [party, { says: party }])) });

const said = (call: Call, name: string): string => String(call.event[name]);

/** Passes a tenth of what `to` received on to `fund`, rounded down; nothing of what the fund itself receives. */
const tithe = (fund: string): Behaviour => (call) => {
  const tenth = Math.floor(Number(call.event['amount']) / 10);
  return said(call, 'to') === fund ? {} : { effects: [move(said(call, 'to'), fund, tenth)] };
};

/** Passes all that its holder receives on to the next one. */
const relay = (bench: KernelBench, id: string, holder: string, next: string): void => {
  bench.adopt(id, (call) => ({ effects: [move(holder, next, Number(call.event['amount']))] }), waits({ posted: { passed: { of: 'party:holder', direction: 'in' } } }, 'holder'), { holder });
};

const postings = (facts: readonly Fact[]): string[] =>
  facts.filter((fact): fact is Posting => fact.fact === 'posting').map(({ item, because, from, to, amount }) => `${item} ${String(because)}: ${from}>${to} ${amount}`);

test('a tithe moves a tenth of each income to the fund, within the item that brought the income', () => {
  const bench = new KernelBench([opening('ana', '10.00'), opening('bo'), opening('kim')]);
  bench.adopt('tithe', tithe('kim'), waits({ posted: { income: anyIncome } }));
  const outcome = bench.pay('ana', 'bo', '5.00'); // bo keeps 4.50, kim gets 0.50
  assert.deepEqual([bench.balance('ana'), bench.balance('bo'), bench.balance('kim')], [500, 450, 50]);
  assert.deepEqual(postings(outcome.facts), ['0 null: ana>bo 500', '0 tithe: bo>kim 50']);
  assert.deepEqual(outcome.gas, { tithe: 1 }, 'its own posting is not what others brought about');
});

test('what a handler is told of a posting', () => {
  const bench = new KernelBench([opening('ana', '10.00'), opening('bo')]);
  const told: Call[] = [];
  bench.adopt('s', (call) => { told.push(call); return {}; }, waits({ posted: { income: { ...anyIncome, cells: ['kept'] } } }));
  bench.pay('ana', 'bo', '5.00');
  const { now } = bench;
  const day = { at: now, day: '2026-01-05', dayStart: Date.UTC(2026, 0, 5), now, today: '2026-01-05' };
  const seen = { member: true, attested: {} };
  assert.deepEqual(told, [{
    group: 'posted', name: 'income', cells: { kept: 'kept' }, view: { agents: { from: seen, to: seen } },
    event: { from: 'ana', to: 'bo', payer: 'ana', payee: 'bo', unit: 'crown', amount: 500, ref: said(told[0] as Call, 'ref'), code: 'paid', because: null, pays: null, ...day },
  }]);
});

test('what handlers are told of a debt, a mark, a decision', () => {
  const bench = new KernelBench([opening('ana'), opening('bo')]);
  const told = new Map<string, string>();
  const manifest = waits({ due: { any: { of: 'members', side: 'debtor' } }, marked: { any: { of: 'members', code: 'late' } }, decided: { any: {} } });
  bench.adopt('ear', (call) => { told.set(call.group, `${Object.keys(call.event).join(' ')} / ${Object.keys(call.view['agents'] as object).join(' ')}`); return {}; }, manifest);
  bench.adopt('s', () => ({ effects: [move('ana', 'bo', 1, 'charge'), { do: 'mark', on: 'ana', code: 'late', ref: 'r' }] }));
  bench.observe({});
  bench.vote('bo', bench.propose('ana', { change: 'adopt', subcontract: 'new', manifest: testManifest(), code: 'new', parties: {}, terms: {} }));
  assert.deepEqual(Object.fromEntries(told), {
    due: 'id debtor creditor unit amount left since due because ref at day dayStart now today / debtor creditor',
    marked: 'on code ref because at day dayStart now today / on', decided: 'id change by about at day dayStart now today / by about',
  });
});

test('three subcontracts in a row: a wage, its tithe, and a sponsor who matches what the fund receives', () => {
  const bench = new KernelBench([opening('boss', '200.00'), opening('ana'), opening('fund'), opening('sponsor', '50.00')]);
  bench.adopt('wages', () => ({ effects: [move('boss', 'ana', 10000)] }));
  bench.adopt('tithe', tithe('fund'), waits({ posted: { income: anyIncome } }));
  bench.adopt('match', (call) => ({ effects: [move('sponsor', 'fund', Number(call.event['amount']))] }), waits({ posted: { given: { of: 'party:fund', direction: 'in', because: 'others' } } }, 'fund'), { fund: 'fund' });
  const outcome = bench.observe({});
  // The sponsor's own 10.00 is income of the fund as well, but the tithe leaves the fund alone.
  assert.deepEqual(postings(outcome.facts), ['0 wages: boss>ana 10000', '0 tithe: ana>fund 1000', '0 match: sponsor>fund 1000']);
  assert.deepEqual(['boss', 'ana', 'fund', 'sponsor'].map((id) => bench.balance(id)), [10000, 9000, 2000, 4000]);
});

test('who waits for one thing is woken in order of subcontract id and handler name, whatever the order of adoption', () => {
  const bench = new KernelBench([opening('ana', '10.00'), opening('bo')]);
  const order: string[] = [];
  for (const id of ['cups', 'apples', 'beer']) {
    bench.adopt(id, (call) => { order.push(`${id}.${call.name}`); return {}; }, waits({ posted: { zeal: { of: 'members', direction: 'out' }, alert: { of: 'members', direction: 'in' } } }));
  }
  bench.pay('ana', 'bo', '1.00');
  assert.deepEqual(order, ['apples.alert', 'apples.zeal', 'beer.alert', 'beer.zeal', 'cups.alert', 'cups.zeal']);
});

test('a loop is stopped by its depth, with nothing moved and the chain named', () => {
  const bench = new KernelBench([opening('ana', '10.00'), opening('bo'), opening('cy')]);
  relay(bench, 'there', 'bo', 'cy');
  relay(bench, 'back', 'cy', 'bo');
  const [item] = bench.pay('ana', 'bo', '5.00').items;
  assert.equal(item?.code, 'limit_reached');
  assert.match(item?.detail ?? '', /^there \(posted\.passed\) → back \(posted\.passed\) → there \(posted\.passed\) → back \(posted\.passed\) → there \(posted\.passed\): /);
  assert.deepEqual(['ana', 'bo', 'cy'].map((id) => bench.balance(id)), [1000, 0, 0]);
});

test('four wakings may lead to one another, and not five', () => {
  const house = (hops: number): KernelBench => {
    const bench = new KernelBench([opening('m0', '10.00'), ...Array.from({ length: hops + 1 }, (_, i) => opening(`m${i + 1}`))]);
    for (let i = 1; i <= hops; i++) relay(bench, `r${i}`, `m${i}`, `m${i + 1}`);
    return bench;
  };
  assert.equal(wakingDepthMax, 4);
  const four = house(4);
  assert.equal(four.pay('m0', 'm1', '5.00').items[0]?.status, 'done');
  assert.equal(four.balance('m5'), 500);
  const five = house(5);
  assert.equal(five.pay('m0', 'm1', '5.00').items[0]?.code, 'limit_reached');
  assert.equal(five.balance('m0'), 1000);
});

test('a refusal anywhere in the chain undoes what began it, with its cells, and leaves others\' effects alone', () => {
  const bench = new KernelBench([opening('boss', '20.00'), opening('ana'), opening('bo'), opening('fund')]);
  bench.adopt('bonus', () => ({ effects: [move('boss', 'bo', 100)] }));
  bench.adopt('wages', () => ({ state: { kept: 1 }, effects: [move('boss', 'ana', 1000), { do: 'notice', to: 'ana', code: 'test', data: {} }] }));
  const manifest = testManifest({ ...waits({ posted: { income: { of: 'party:worker', direction: 'in' } } }, 'worker'), envelope: [{ debit: 'members', per_event: '0.50', per_person: { amount: '9.00', days: 1 } }] });
  bench.adopt('tithe', tithe('fund'), manifest, { worker: 'ana' });
  const outcome = bench.observe({});
  assert.equal(outcome.items[0]?.status, 'done');
  assert.deepEqual(outcome.items[0]?.faults, [{
    subcontract: 'wages', code: 'outside_envelope', detail: 'wages → tithe (posted.income): tithe may take at most 0.50 crown at a time, not 1.00 crown',
  }]);
  assert.deepEqual(postings(outcome.facts), ['0 bonus: boss>bo 100']);
  assert.equal(bench.kernel.state.cells.size, 0);
  assert.deepEqual(['boss', 'ana', 'bo', 'fund'].map((id) => bench.balance(id)), [1900, 0, 100, 0]);
});

test('an entry of a person is refused whole when whom it wakes refuses', () => {
  const bench = new KernelBench([opening('ana', '10.00'), opening('bo')]);
  bench.adopt('s', () => ({ effects: [move('bo', 'ana', -1)] }), waits({ posted: { income: anyIncome } }));
  const outcome = bench.pay('ana', 'bo', '5.00');
  assert.equal(outcome.items[0]?.code, 'bad_effect');
  assert.match(outcome.items[0]?.detail ?? '', /^s \(posted\.income\): /);
  assert.deepEqual(outcome.facts, []);
});

test('a party\'s account is heard of, and no other one; nor another unit, nor the other direction', () => {
  const bench = new KernelBench([opening('ana', '10.00'), opening('bo', '10.00'), opening('kim', '10.00')], undefined, {}, { units: [{ id: 'crown', decimals: 2 }, { id: 'hour', decimals: 0 }], issue_per_month: { hour: '9' } });
  const heard: string[] = [];
  bench.adopt('s', (call) => { heard.push(`${said(call, 'from')}>${said(call, 'to')}`); return {}; }, waits({ posted: { income: { of: 'party:keeper', direction: 'in' } } }, 'keeper'), { keeper: 'kim' });
  bench.pay('ana', 'bo', '1.00');
  bench.pay('kim', 'bo', '1.00');
  bench.say('operator-1', 'operator', { kind: 'issue', body: { to: 'kim', unit: 'hour', amount: '3', reason: 'work' } });
  assert.deepEqual(heard, []);
  bench.pay('bo', 'kim', '1.00');
  assert.deepEqual(heard, ['bo>kim']);
});

test('the world outside is no member: what leaves it is income of a member and nobody\'s spending', () => {
  const bench = new KernelBench([opening('ana')]);
  const heard: string[] = [];
  bench.adopt('s', (call) => { heard.push(call.name); return {}; }, waits({ posted: { income: { of: 'members', direction: 'in' }, spending: { of: 'members', direction: 'out' } } }));
  bench.say('operator-1', 'operator', { kind: 'issue', body: { to: 'ana', unit: 'crown', amount: '3.00', reason: 'work' } });
  assert.deepEqual(heard, ['income']);
});

test('because: own hears of the subcontract\'s own doing alone, others of all but that', () => {
  const bench = new KernelBench([opening('ana', '10.00'), opening('bo')]);
  const heard: string[] = [];
  const listen = (id: string): void => {
    const manifest = testManifest({ wakes: { posted: { mine: { of: 'members', direction: 'in', because: 'own' }, theirs: anyIncome } } });
    bench.adopt(id, (call) => {
      if (call.group === 'observed') return id === 'a' ? { effects: [move('ana', 'bo', 1)] } : {};
      heard.push(`${id}.${call.name}`);
      return {};
    }, manifest);
  };
  listen('a');
  listen('b');
  bench.observe({});
  assert.deepEqual(heard, ['a.mine', 'b.theirs']);
});

test('a mark wakes who waits for its code, and may lead on', () => {
  const bench = new KernelBench([opening('ana', '10.00'), opening('kim')]);
  bench.adopt('desk', (call) => ({ effects: [{ do: 'mark', on: 'ana', code: said(call, 'note'), ref: 'loan-1' }] }));
  bench.adopt('fines', (call) => ({ effects: [{ ...move(said(call, 'on'), 'kim', 100, 'charge'), ref: said(call, 'ref') }] }), waits({ marked: { late: { of: 'members', code: 'late' } } }));
  bench.observe({ values: { note: 'early' } });
  assert.equal(bench.balance('kim'), 0);
  const outcome = bench.observe({ values: { note: 'late' } });
  assert.deepEqual(postings(outcome.facts), ['0 fines: ana>kim 100']);
});

test('the code of the marks that wake it may be a term\'s', () => {
  const bench = new KernelBench([opening('ana', '10.00'), opening('kim')]);
  bench.adopt('desk', (call) => ({ effects: [{ do: 'mark', on: 'ana', code: said(call, 'note'), ref: 'loan-1' }] }));
  bench.adopt('fines', () => ({ effects: [move('ana', 'kim', 100, 'charge')] }), testManifest({
    observations: {}, terms: { unit: { type: 'unit', default: 'first' }, offence: { type: 'subject', default: 'late' } }, wakes: { marked: { any: { of: 'members', code: 'term:offence' } } },
  }));
  bench.observe({ values: { note: 'offence' } });
  assert.equal(bench.balance('kim'), 0);
  bench.observe({ values: { note: 'late' } });
  assert.equal(bench.balance('kim'), 100);
});

const loan = (bench: KernelBench, amount: number): void => {
  bench.adopt('loans', () => ({ effects: [{ ...move('ana', 'olga', amount, 'owe'), ref: 'loan-1', since: bench.now, due: { at: bench.now + 86_400_000 } }] }));
};

test('a debt that falls due wakes its creditor\'s contract after what was there paid it', () => {
  const bench = new KernelBench([opening('ana', '7.00'), opening('olga')]);
  const told: Call[] = [];
  loan(bench, 1000);
  bench.adopt('desk', (call) => { told.push(call); return { effects: [{ do: 'mark', on: said(call, 'debtor'), code: 'late', ref: said(call, 'ref') }] }; },
    waits({ due: { overdue: { of: 'party:lender', side: 'creditor' } } }, 'lender'), { lender: 'olga' });
  bench.observe({});
  assert.equal(told.length, 0, 'it isn\'t due yet');
  const due = bench.now + 86_400_000;
  const facts = bench.until(due).flatMap((outcome) => outcome.facts);
  const { id, debtor, creditor, amount, left, at, code } = told[0]?.event ?? {};
  assert.deepEqual({ id, debtor, creditor, amount, left, at, code }, { id: '1', debtor: 'ana', creditor: 'olga', amount: 1000, left: 300, at: due, code: undefined });
  assert.equal(told.length, 1);
  assert.deepEqual(facts.filter((fact) => fact.fact === 'mark'), [{ fact: 'mark', item: -1, because: 'desk', on: 'ana', code: 'late', ref: 'loan-1' }]);
});

test('a debt that is paid on its day is told with nothing left', () => {
  const bench = new KernelBench([opening('ana', '20.00'), opening('olga')]);
  const left: unknown[] = [];
  loan(bench, 1000);
  bench.adopt('desk', (call) => { left.push(call.event['left']); return {}; }, waits({ due: { mine: { of: 'members', side: 'debtor' } } }));
  bench.observe({});
  bench.until(bench.now + 86_400_000);
  assert.deepEqual(left, [0]);
});

test('what was there didn\'t cover a charge: the rest is due at once, within the item; a charge that was covered is no debt', () => {
  const bench = new KernelBench([opening('ana', '7.00'), opening('bo')]);
  const left: unknown[] = [];
  bench.adopt('shop', () => ({ effects: [move('ana', 'bo', 500, 'charge')] }));
  bench.adopt('desk', (call) => { left.push([call.event['left'], call.event['because']]); return {}; }, waits({ due: { mine: { of: 'members', side: 'debtor' } } }));
  bench.observe({});
  assert.deepEqual(left, []);
  bench.observe({}); // 2.00 are there
  assert.deepEqual(left, [[300, 'shop']]);
});

test('a charge that is set off at once is no debt that anyone hears of', () => {
  const bench = new KernelBench([opening('ana'), opening('bo')]);
  let told = 0;
  const charges = [move('bo', 'ana', 300, 'charge'), move('ana', 'bo', 200, 'charge')];
  bench.adopt('shop', () => ({ effects: charges.splice(0, 1) }));
  bench.adopt('desk', () => { told += 1; return {}; }, waits({ due: { mine: { of: 'members', side: 'debtor' } } }));
  bench.observe({});
  bench.observe({});
  assert.deepEqual(bench.owed(), ['bo>ana: 100']);
  assert.equal(told, 1, 'of the first one');
});

test('a fault of one who is told of a due debt is recorded, and stops neither the payment nor another who is told', () => {
  const bench = new KernelBench([opening('ana', '7.00'), opening('olga')]);
  loan(bench, 1000);
  bench.adopt('angry', () => ({ effects: [move('olga', 'ana', -1)] }), waits({ due: { overdue: { of: 'members', side: 'creditor' } } }));
  bench.adopt('calm', () => ({ effects: [{ do: 'notice', to: 'olga', code: 'test', data: {} }] }), waits({ due: { overdue: { of: 'members', side: 'creditor' } } }));
  bench.observe({});
  const outcomes = bench.until(bench.now + 86_400_000);
  assert.equal(bench.balance('olga'), 700);
  assert.deepEqual(outcomes.flatMap((outcome) => outcome.faults ?? []).map(({ subcontract, code }) => [subcontract, code]), [['angry', 'bad_effect']]);
  assert.equal(outcomes.flatMap((outcome) => outcome.facts).filter((fact) => fact.fact === 'notice').length, 1);
});

test('money that pays debts is the kernel\'s own: whoever refuses to hear of it blocks nobody\'s income', () => {
  const bench = new KernelBench([opening('ana', '10.00'), opening('bo'), opening('cy')]);
  bench.adopt('shop', () => ({ effects: [move('bo', 'cy', 300, 'charge')] }));
  bench.adopt('angry', () => ({ effects: [move('cy', 'bo', -1)] }), waits({ posted: { paid: { of: 'party:cy', direction: 'in' } } }, 'cy'), { cy: 'cy' });
  bench.observe({});
  const outcome = bench.pay('ana', 'bo', '5.00');
  assert.deepEqual(outcome.items, [{ status: 'done' }]);
  assert.deepEqual(outcome.faults?.map(({ subcontract, code }) => [subcontract, code]), [['angry', 'bad_effect']]);
  assert.deepEqual(['bo', 'cy'].map((id) => bench.balance(id)), [200, 300]);
});

test('nobody hears of money that paid debts out of an income that was taken back', () => {
  const bench = new KernelBench([opening('ana', '10.00'), opening('bo'), opening('cy')]);
  let heard = 0;
  bench.adopt('shop', () => ({ effects: [move('bo', 'cy', 300, 'charge')] }));
  bench.adopt('angry', () => ({ effects: [move('bo', 'cy', -1)] }), waits({ posted: { paid: { of: 'party:bo', direction: 'in' } } }, 'bo'), { bo: 'bo' });
  bench.adopt('ear', () => { heard += 1; return {}; }, waits({ posted: { paid: { of: 'party:cy', direction: 'in' } } }, 'cy'), { cy: 'cy' });
  bench.observe({});
  assert.equal(bench.pay('ana', 'bo', '5.00').items[0]?.status, 'refused');
  assert.deepEqual(bench.until(bench.now + 1000), []);
  assert.equal(heard, 0);
});

test('debts that only a later record can pay remember the wakings that led to them', () => {
  const creditors = Array.from({ length: 256 }, (_, i) => opening(`c${i}`));
  const bench = new KernelBench([opening('rich', '9.00'), opening('bo'), opening('ana'), opening('zoe'), ...creditors]);
  const charges = [[move('c0', 'zoe', 1, 'charge')], creditors.map(({ id }) => move('ana', id, 1, 'charge'))];
  bench.adopt('shop', () => ({ effects: charges.shift() ?? [] }));
  bench.adopt('spread', () => ({ effects: [move('bo', 'ana', 300)] }), waits({ posted: { got: { of: 'party:bo', direction: 'in' } } }, 'bo'), { bo: 'bo' });
  bench.adopt('angry', () => ({ effects: [move('ana', 'bo', -1)] }), waits({ posted: { paid: { of: 'party:last', direction: 'in' } } }, 'last'), { last: 'zoe' });
  bench.observe({});
  bench.observe({});
  bench.pay('rich', 'bo', '9.00');
  assert.deepEqual(bench.owed(), ['c0>zoe: 1'], 'after 256 payments the rest waits for the next record');
  assert.deepEqual(bench.kernel.state.settlingVia, ['spread (posted.got)']);
  assert.deepEqual(bench.restored().snapshot(), bench.kernel.snapshot());
  const faults = bench.until(bench.now + 1000).flatMap((outcome) => outcome.faults ?? []);
  assert.deepEqual(bench.owed(), []);
  assert.deepEqual(faults.map(({ detail }) => detail.split(':')[0]), ['spread (posted.got) → angry (posted.paid)']);
  assert.deepEqual(bench.kernel.state.settlingVia, []);
});

test('a decision wakes who waits for its kind, once it is carried, and nobody can stop it by refusing to hear', () => {
  const bench = new KernelBench([opening('ana'), opening('bo'), opening('cy')], undefined, { issue: ['ana', 'bo'] });
  const told: unknown[] = [];
  bench.adopt('board', (call) => { told.push([call.name, call.event['change'], call.event['about'], call.event['by']]); return {}; }, waits({ decided: { grown: { change: 'adopt' }, spent: { change: 'issue' }, anything: {} } }));
  bench.adopt('angry', () => ({ effects: [move('cy', 'bo', -1)] }), waits({ decided: { anything: {} }, posted: { income: anyIncome } }));
  const adoption = bench.propose('ana', { change: 'adopt', subcontract: 'new', manifest: testManifest(), code: 'new', parties: {}, terms: {} });
  assert.deepEqual(told, []);
  assert.equal(bench.vote('bo', adoption), 'carried');
  assert.deepEqual(told.splice(0), [['anything', 'adopt', 'new', 'ana'], ['grown', 'adopt', 'new', 'ana']]);
  const issue = bench.propose('ana', { change: 'issue', to: 'cy', unit: 'crown', amount: '1.00', reason: 'a test' });
  assert.equal(bench.vote('bo', issue), 'carried');
  assert.equal(bench.balance('cy'), 100);
  const lost = bench.propose('ana', { change: 'policy', policy: '1 of a=x', runs: {} });
  assert.deepEqual([bench.vote('bo', lost, 'no'), bench.vote('cy', lost, 'no')], ['open', 'rejected']);
  assert.deepEqual(told, [['anything', 'issue', 'cy', 'ana'], ['spent', 'issue', 'cy', 'ana']]);
});

test('another version of a subcontract waits for what its manifest says now', () => {
  const bench = new KernelBench([opening('ana', '9.00'), opening('bo')]);
  let heard = 0;
  const manifest = waits({ posted: { income: anyIncome } });
  bench.adopt('s', () => { heard += 1; return {}; }, manifest);
  bench.pay('ana', 'bo', '1.00');
  const quieter = bench.propose('ana', { change: 'adopt', subcontract: 's', manifest: { ...manifest, wakes: {} }, code: 's', parties: {}, terms: {} });
  assert.equal(bench.vote('bo', quieter), 'carried');
  bench.pay('ana', 'bo', '1.00');
  assert.equal(heard, 1);
  assert.equal(bench.kernel.state.wakes.size, 0);
});

test('more wakings by the kernel\'s own doing than a record takes go on in the next, and none is lost', () => {
  const debts = 200;
  const bench = new KernelBench([opening('rich', '1000.00'), opening('ana'), ...Array.from({ length: debts }, (_, i) => opening(`c${i}`))]);
  bench.adopt('shop', () => ({ effects: Array.from({ length: debts }, (_, i) => move('ana', `c${i}`, 100, 'charge')) }));
  const heard = new Map<string, number>();
  for (const id of ['one', 'two']) {
    bench.adopt(id, (call) => {
      const key = `${id} ${said(call, 'to')}`;
      heard.set(key, (heard.get(key) ?? 0) + 1);
      return {};
    }, waits({ posted: { paid: { of: 'members', direction: 'in' } } }));
  }
  bench.observe({});
  const outcome = bench.pay('rich', 'ana', '200.00');
  assert.equal(bench.balance('c199'), 100, 'the money moves at once');
  assert.equal(wakingsPerRecordMax, 256);
  assert.equal(heard.size, 2 + 256, 'the payment itself, and half of 256 payments of debts for each');
  assert.equal(outcome.facts.at(-1)?.fact, 'untold');
  assert.equal(bench.kernel.nextWake(), bench.now);
  assert.deepEqual(bench.restored().snapshot(), bench.kernel.snapshot());
  assert.equal(bench.until(bench.now + 1).length, 1);
  assert.equal(heard.size, 2 * (debts + 1));
  assert.deepEqual(new Set(heard.values()), new Set([1]));
});

test('a chain has a most of wakings as well', () => {
  const members = Array.from({ length: 256 }, (_, i) => opening(`m${i}`));
  const pays = (count: number, listeners: number): KernelBench => {
    const bench = new KernelBench([opening('rich', '10.00'), ...members]);
    bench.adopt('wages', () => ({ effects: members.slice(0, count).map(({ id }) => move('rich', id, 1)) }));
    for (let i = 0; i < listeners; i++) bench.adopt(`s${i}`, () => ({}), waits({ posted: { income: anyIncome } }));
    return bench;
  };
  assert.equal(wakingsPerChainMax, 2 * 256);
  assert.equal(pays(256, 2).observe({}).items[0]?.status, 'done');
  const three = pays(256, 3);
  assert.equal(three.observe({}).items[0]?.code, 'limit_reached');
  assert.equal(three.balance('rich'), 1000);
});

test('only so many may wait for one thing; the next is not adopted', () => {
  const bench = new KernelBench([opening('ana', '1.00'), opening('bo')]);
  const adopt = (i: number): string | undefined => bench.adopt(`s${i}`, () => ({}), waits({ posted: { income: anyIncome } })).items[0]?.code;
  for (let i = 0; i < waitingMax; i++) assert.equal(adopt(i), undefined);
  assert.equal(adopt(waitingMax), 'limit_reached');
  assert.ok(!bench.kernel.state.subcontracts.has(`s${waitingMax}`));
  assert.equal(bench.pay('ana', 'bo', '1.00').items[0]?.status, 'done');
});

test('whom it doesn\'t concern is not even looked at', () => {
  const bench = new KernelBench([opening('ana', '1.00'), opening('bo'), ...Array.from({ length: 100 }, (_, i) => opening(`m${i}`))]);
  for (let i = 0; i < 100; i++) bench.adopt(`s${i}`, () => ({}), waits({ posted: { income: { of: 'party:one', direction: 'in' } } }, 'one'), { one: `m${i}` });
  bench.batches.length = 0;
  let lookups = 0;
  const { wakes } = bench.kernel.state;
  const get = wakes.get.bind(wakes);
  wakes.get = (key) => { lookups += 1; return get(key); };
  bench.pay('ana', 'bo', '1.00');
  assert.equal(bench.batches.length, 0);
  assert.equal(lookups, 4, 'in and out, of the agent and of any member');
});

test('a debt made anew whenever it is paid comes to its end, though each payment is the kernel\'s own', () => {
  const bench = new KernelBench([opening('ana', '1.00'), opening('bo')]);
  bench.adopt('shop', () => ({ effects: [move('bo', 'ana', 100, 'charge')] }));
  // As often as bo pays ana's debt, ana gives it back and asks for it again.
  bench.adopt('again', () => ({ effects: [move('bo', 'ana', 100, 'charge'), move('ana', 'bo', 100)] }), waits({ posted: { paid: { of: 'party:ana', direction: 'in', because: 'others' } } }, 'ana'), { ana: 'ana' });
  bench.observe({});
  const outcome = bench.pay('ana', 'bo', '1.00');
  assert.deepEqual(outcome.items, [{ status: 'done' }]);
  assert.equal(bench.until(bench.now + 1000).length, 0, 'no record follows');
});

test('what a woken contract sets for later comes a second later at the earliest', () => {
  const bench = new KernelBench([opening('ana', '9.00'), opening('bo')]);
  bench.adopt('again', (call) => ({
    effects: [{ ...move('ana', 'bo', 1, 'owe'), since: bench.now, due: { at: bench.now }, guarantee: { part: 'guarantee', max: 0 } }, { ...move('ana', 'bo', 1, 'reserve'), id: said(call, 'at'), expires: { at: bench.now } }],
  }), waits({ due: { again: { of: 'members', side: 'debtor' } }, posted: { first: { of: 'members', direction: 'out', because: 'others' } } }));
  bench.pay('ana', 'bo', '1.00');
  assert.deepEqual([...bench.kernel.state.obligations.values()].map((debt) => debt.due - bench.now), [1000]);
  assert.deepEqual([...bench.kernel.state.reserved.values()].map(({ expires }) => (expires ?? 0) - bench.now), [1000]);
  assert.equal(bench.until(bench.now + 1000).length, 1, 'one record in a second, and it sets the next');
});

test('a review that opens itself again when its time is over comes once a second', () => {
  const bench = new KernelBench([opening('ana')]);
  const again = { do: 'review', id: 'r', at: 0, by: 'ana', reason: 'test', parties: [], expires: { at: 1 }, data: {} };
  bench.adopt('s', () => ({ effects: [again] }));
  bench.observe({});
  bench.until(bench.now + 999);
  assert.equal(bench.until(bench.now + 2000).length, 2);
});

test('a reading of several takings is decided as each by itself, also where a waking changes what the next one builds on', () => {
  const play = (together: boolean): KernelBench => {
    const bench = new KernelBench([opening('ana', '100.00'), opening('bo'), opening('fund')]);
    // Counts its takings, and its income by the count: the third taking builds on what the second one's income wrote.
    bench.adopt('shop', (call, state) => {
      const count = Number(state['kept'] ?? 0) + (call.group === 'posted' ? 10 : 1);
      return { state: { kept: count }, effects: call.group === 'posted' ? [] : [move('ana', 'bo', count)] };
    }, testManifest({ wakes: { posted: { sold: { of: 'party:seller', direction: 'in', cells: ['kept'] } } }, parties: { seller: { says: 'sells' } } }), { seller: 'bo' });
    const notes = ['a', 'b', 'c'].map((note) => ({ id: note, values: { note } }));
    if (together) bench.observe(...notes);
    else for (const note of notes) bench.observe(note);
    return bench;
  };
  const [together, apart] = [play(true), play(false)];
  // 1; then 1 + 10 + 1 = 12; then 12 + 10 + 1 = 23.
  assert.equal(together.balance('bo'), 1 + 12 + 23);
  assert.equal(apart.balance('bo'), 1 + 12 + 23);
  assert.equal(together.kernel.state.cells.get('shop kept')?.value, 33);
});
