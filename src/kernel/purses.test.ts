import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refuse } from '../contract/refuse.ts';
import { KernelBench, testManifest, type Behaviour } from '../testing/kernel-bench.ts';
import type { KitManifest } from '../vocabulary/kit.ts';
import { readMembersMax } from '../vocabulary/kit.ts';
import type { Outcome, Posting } from '../vocabulary/outcomes.ts';
import type { Call } from '../vocabulary/runner.ts';
import { available } from './state.ts';

const why = { code: 'test' };
const opening = (id: string, crown = '0.00'): { id: string; opening: { crown: string } } => ({ id, opening: { crown } });
const move = (from: string, to: string, amount: number, kind = 'transfer', more: object = {}): object => ({ do: kind, from, to, unit: 'crown', amount, ref: 'r', why, ...more });

/** Each member has a purse, and one for each service; put in and taken out by request, at most 10.00 at a time out of the purse. */
const household = (more: Partial<KitManifest> = {}): KitManifest => testManifest({
  purses: { fund: { says: 'set aside' }, credit: { says: 'paid ahead', keyed: true } },
  actions: {
    put: { fields: { amount: { type: 'amount' } } }, take: { fields: { amount: { type: 'amount' } }, reads: ['fund', 'own'] },
    pay: { fields: { to: { type: 'account' }, amount: { type: 'amount' } } },
  },
  reads: { fund: { purse: 'fund', of: 'by' }, own: { member: 'by' } },
  envelope: [
    { debit: 'members', per_event: '100.00', per_person: { amount: '500.00', days: 30 } },
    { debit: 'purse:fund', per_event: '10.00', per_person: { amount: '15.00', days: 30 } },
  ],
  ...more,
});

const byAction: Behaviour = ({ name, event }) => {
  const [by, amount] = [String(event['by']), Number(event['amount'])];
  if (name === 'put') return { effects: [move(by, `${by}//fund`, amount)] };
  if (name === 'take') return { effects: [move(`${by}//fund`, by, amount)] };
  return { effects: [move(by, String(event['to']), amount)] };
};

function bench(manifest = household(), behaviour = byAction): KernelBench {
  const made = new KernelBench([opening('ana', '50.00'), opening('bo', '50.00')]);
  assert.equal(made.adopt('home', behaviour, manifest).items[0]?.status, 'done');
  return made;
}

const said = ({ items: [item] }: Outcome): string => (item?.status === 'refused' ? `${item.code}: ${item.detail}` : String(item?.status));
const postings = (outcome: Outcome): string[] => outcome.facts.filter((fact): fact is Posting => fact.fact === 'posting').map(({ from, to, amount, because }) => `${from} > ${to} ${amount} ${String(because)}`);

test('what is put into a purse is its holder\'s own, apart from what they can spend', () => {
  const kernel = bench();
  assert.deepEqual(postings(kernel.request('ana', 'home', 'put', { amount: '20.00' })), ['ana > ana/home/fund 2000 home']);
  assert.deepEqual([kernel.balance('ana'), kernel.balance('ana/home/fund')], [3000, 2000]);
  assert.equal(said(kernel.pay('ana', 'bo', '30.01')), 'insufficient_balance: ana has 30.00 crown to spend, not 30.01 crown');
  assert.match(said(kernel.pay('ana', 'bo/home/fund', '1.00')), /^unknown_member/, 'nobody pays into a purse by hand');
});

test('only its own subcontract takes out of a purse, only what is there, and within its envelope', () => {
  const kernel = bench();
  kernel.request('ana', 'home', 'put', { amount: '20.00' });
  assert.match(said(kernel.request('ana', 'home', 'take', { amount: '10.01' })), /^outside_envelope: home may take at most 10\.00 crown at a time/);
  assert.equal(said(kernel.request('ana', 'home', 'take', { amount: '10.00' })), 'done');
  assert.match(said(kernel.request('ana', 'home', 'take', { amount: '5.01' })), /^outside_envelope: home may take at most 15\.00 crown from one person in 30 days/);
  assert.equal(said(kernel.request('bo', 'home', 'take', { amount: '0.01' })), 'insufficient_balance: bo/home/fund has 0.00 crown to spend, not 0.01 crown');
});

test('another subcontract takes nothing out of it, and a purse owes nothing', () => {
  const kernel = bench();
  const other = (call: Call): { effects: object[] } => ({ effects: [move('ana/home/fund', 'bo', Number(call.event['amount']))] });
  kernel.adopt('thief', other, household());
  const kinds = ['charge', 'owe', 'repay', 'refund'];
  for (const kind of kinds) kernel.adopt(`by-${kind}`, () => ({ effects: [move('ana//fund', 'bo', 1, kind, { since: 0, due: { day: '2026-02-01' } })] }), household());
  kernel.request('ana', 'home', 'put', { amount: '20.00' });
  assert.equal(said(kernel.request('bo', 'thief', 'take', { amount: '0.01' })), 'outside_envelope: thief may not debit ana/home/fund');
  for (const kind of kinds) assert.match(said(kernel.request('bo', `by-${kind}`, 'take', { amount: '0.01' })), /^bad_effect: a purse owes nothing/, kind);
});

test('another subcontract may pay into a purse, by its whole name, and that wakes whose it is', () => {
  const woken: Call[] = [];
  const kernel = bench(household({ wakes: { posted: { came: { of: 'purse:credit', direction: 'in', because: 'others' } } } }), (call, state) => {
    if (call.group !== 'posted') return byAction(call, state);
    woken.push(call);
    return {};
  });
  kernel.adopt('payer', (call) => ({ effects: [move('bo', String(call.event['to']), 500)] }), household());
  assert.equal(said(kernel.request('bo', 'payer', 'pay', { to: 'ana/home/credit:school', amount: '5.00' })), 'done');
  assert.equal(kernel.balance('ana/home/credit:school'), 500);
  assert.deepEqual(woken.map(({ event: { from, to, payer, payee } }) => [from, to, payer, payee]), [['bo', 'ana/home/credit:school', 'bo', 'ana']]);
  kernel.request('ana', 'home', 'put', { amount: '1.00' });
  assert.equal(woken.length, 1, 'of the other purse it asked nothing');
  for (const to of ['ana/home/credit', 'ana/home/fund:school', 'ana/nowhere/fund', 'eve/home/fund', 'ana/home', 'ana//fund', 'ana/home/fund/x', 'ana/home/']) {
    assert.match(said(kernel.request('bo', 'payer', 'pay', { to, amount: '5.00' })), /^unknown_member/, to);
  }
});

test('a handler may wait for postings of one code alone', () => {
  const woken: string[] = [];
  const kernel = bench(household({ wakes: { posted: { gift: { of: 'members', direction: 'in', code: 'gift' } } } }), (call, state) => {
    if (call.group === 'posted') woken.push(String(call.event['code']));
    return call.group === 'posted' ? {} : byAction(call, state);
  });
  kernel.adopt('giver', (call) => ({ effects: [move('bo', 'ana', 100, 'transfer', { why: { code: String(call.event['to']) === 'ana' ? 'gift' : 'test' } })] }), household({ words: { test: 'a test', gift: 'a gift' } }));
  for (const to of ['bo', 'ana']) kernel.request('bo', 'giver', 'pay', { to, amount: '1.00' });
  kernel.pay('bo', 'ana', '1.00');
  assert.deepEqual(woken, ['gift']);
});

test('a handler sees the balances that its kit declares, as of when its call begins', () => {
  const seen: unknown[] = [];
  const kernel = bench(household(), (call, state) => {
    seen.push(call.view['balances']);
    return byAction(call, state);
  });
  kernel.request('ana', 'home', 'put', { amount: '20.00' });
  kernel.request('ana', 'home', 'take', { amount: '4.00' });
  kernel.request('ana', 'home', 'take', { amount: '1.00' });
  assert.deepEqual(seen, [undefined, { fund: 2000, own: 3000 }, { fund: 1600, own: 3400 }]);
});

test('a handler sees the purses of all names in a cell of its own, and which of the accounts there can be paid into', () => {
  const seen: unknown[] = [];
  const manifest = household({
    cells: { plan: { key: 'plan/{by}', keep_days: 1 } },
    reads: { credits: { purse: 'credit', of: 'by', keys: 'plan' }, there: { accounts: 'plan', at: 'to' } },
    actions: { plan: { fields: {}, cells: ['plan'] }, see: { fields: {}, cells: ['plan'], reads: ['credits', 'there'] }, put: { fields: { amount: { type: 'amount' } } } },
  });
  const plan = { school: { to: 'dee' }, house: { to: 'cy' }, again: { to: 'cy' }, mine: { to: 'ana/home/fund' }, theirs: { to: 'dee/home/fund' }, eve: { to: 'eve' }, none: {}, bare: 7, 'no id': { to: 'no id' } };
  const kernel = new KernelBench([opening('ana', '50.00'), opening('cy'), opening('dee')]);
  kernel.adopt('home', ({ name, event, view }) => {
    if (name === 'plan') return { state: { 'plan/ana': plan } };
    if (name === 'put') return { effects: [move('ana', 'ana//credit:school', Number(event['amount']))] };
    seen.push(view['purses'], view['members']);
    return {};
  }, manifest);
  kernel.request('ana', 'home', 'see');
  assert.deepEqual(seen.splice(0), [{ credits: {} }, { there: [] }], 'nothing is kept yet');
  kernel.request('ana', 'home', 'plan');
  kernel.request('ana', 'home', 'put', { amount: '4.00' });
  kernel.request('ana', 'home', 'see');
  const credits = { school: 400, house: 0, again: 0, mine: 0, theirs: 0, eve: 0, none: 0, bare: 0, 'no id': 0 };
  assert.deepEqual(seen.splice(0), [{ credits }, { there: ['ana/home/fund', 'cy', 'dee', 'dee/home/fund'] }]);
  kernel.say('member-dee', 'dee', { kind: 'leave', body: {} });
  kernel.request('ana', 'home', 'see');
  assert.deepEqual(seen.splice(0), [{ credits }, { there: ['ana/home/fund', 'cy'] }], 'who has left is paid nothing more');
  kernel.sleepUntil(Date.UTC(2026, 0, 7));
  kernel.request('ana', 'home', 'see');
  assert.deepEqual(seen, [{ credits: {} }, { there: [] }], 'what isn\'t kept any more names nothing');
});

test('a handler sees the purses of all members whom a cell of its own names, what these can spend, and who of them has consented', () => {
  const seen: unknown[] = [];
  const kernel = bench(household({
    cells: { people: { key: 'people' } }, reads: { theirs: { purse: 'fund', holders: 'people' }, all: { holders: 'people' }, bound: { part: 'guarantee', holders: 'people' } },
    actions: { keep: { fields: {}, cells: ['people'] }, see: { fields: {}, cells: ['people'], reads: ['theirs', 'all', 'bound'] }, put: { fields: { amount: { type: 'amount' } } } },
  }), (call, state) => {
    if (call.name === 'keep') return { state: { people: { bo: {}, ana: 1, eve: {}, 'no id': {}, 'ana/home/fund': {} } } };
    if (call.name === 'put') return byAction(call, state);
    seen.push(call.view['purses'], call.view['members']);
    return {};
  });
  for (const member of ['bo', 'ana']) kernel.consent(member, 'home');
  kernel.request('ana', 'home', 'put', { amount: '4.00' });
  kernel.request('ana', 'home', 'see');
  kernel.request('ana', 'home', 'keep');
  kernel.request('ana', 'home', 'see');
  const theirs = { bo: 0, ana: 400, eve: 0, 'no id': 0, 'ana/home/fund': 0 };
  assert.deepEqual(seen, [{ theirs: {}, all: {} }, { bound: [] }, { theirs, all: { ...theirs, bo: 5000, ana: 4600 } }, { bound: ['ana', 'bo'] }]);
});

test('a cell by which something is read names at most so many', () => {
  const manifest = household({
    cells: { plan: { key: 'plan' } }, reads: { there: { accounts: 'plan', at: 'to' } }, envelope: [],
    actions: { keep: { fields: { count: { type: 'integer' } }, cells: ['plan'] }, see: { fields: {}, cells: ['plan'], reads: ['there'] } },
  });
  const kernel = new KernelBench([opening('ana')]);
  kernel.adopt('home', ({ name, event }) => (name === 'keep' ? { state: { plan: Object.fromEntries(Array.from({ length: Number(event['count']) }, (_, i) => [`n${i}`, { to: 'ana' }])) } } : {}), manifest);
  kernel.request('ana', 'home', 'keep', { count: readMembersMax });
  assert.equal(said(kernel.request('ana', 'home', 'see')), 'done');
  kernel.request('ana', 'home', 'keep', { count: readMembersMax + 1 });
  assert.match(said(kernel.request('ana', 'home', 'see')), /^limit_reached: more than 240 entries in plan of home/);
});

test('a timer\'s handler sees whether those whom its data names are still bound', () => {
  const seen: unknown[] = [];
  const manifest = household({ timers: { later: {} }, actions: { set: { fields: {} } }, reads: {}, envelope: [] });
  const kernel = new KernelBench([opening('ana'), opening('bo')]);
  kernel.adopt('home', ({ group, view }) => {
    if (group === 'woke') seen.push(view['agents']);
    return group === 'requested' ? { effects: [{ do: 'timer', name: 'later', key: 'k', when: { at: Date.UTC(2026, 0, 6) }, data: { by: 'bo', name: 'school', times: 2 } }] } : {};
  }, manifest);
  const agent = (member: boolean) => ({ member, attested: {} });
  kernel.request('ana', 'home', 'set');
  kernel.until(Date.UTC(2026, 0, 7));
  kernel.say('member-bo', 'bo', { kind: 'leave', body: {} });
  kernel.request('ana', 'home', 'set');
  kernel.until(Date.UTC(2026, 0, 8));
  assert.deepEqual(seen, [{ by: agent(true), name: agent(false) }, { by: agent(false), name: agent(false) }]);
});

test('the amounts in a contract\'s own no are said in its unit', () => {
  const heard = (detail: string): string => said(bench(household(), () => refuse('contract_refused', detail)).request('ana', 'home', 'put', { amount: '1.00' }));
  assert.equal(heard('at most {18518} of {0}, and {7}{70}'), 'contract_refused: at most 185.18 crown of 0.00 crown, and 0.07 crown0.70 crown');
  assert.equal(heard('no {} {-1} {1.5} {name} { 1 } {9007199254740993}'), 'contract_refused: no {} {-1} {1.5} {name} { 1 } {9007199254740993}');
});

test('a handler is woken by a consent, may refuse it, and can\'t refuse that it is taken back', () => {
  const told: string[] = [];
  const wakes = { consented: { came: { part: 'guarantee', given: true, reads: ['all'] }, went: { part: 'guarantee', given: false } } };
  const kernel = bench(household({ wakes, reads: { fund: { purse: 'fund', of: 'by' }, own: { member: 'by' }, all: { part: 'guarantee' } } }), (call, state) => {
    if (call.group !== 'consented') return byAction(call, state);
    told.push(`${call.name} ${String(call.event['member'])} ${JSON.stringify(call.view['members'])}`);
    // Unknown to the ledger: refuses what it is part of.
    return call.name === 'went' || call.event['member'] === 'bo' ? { effects: [move('nobody', 'ana', 1)] } : {};
  });
  assert.equal(said(kernel.consent('ana', 'home')), 'done');
  assert.match(said(kernel.consent('bo', 'home')), /^unknown_member: home \(consented\.came\)/);
  const back = kernel.consent('ana', 'home', 'guarantee', false);
  assert.equal(said(back), 'done');
  assert.equal(back.faults?.[0]?.code, 'unknown_member');
  assert.deepEqual(told, ['came ana {"all":["ana"]}', 'came bo {"all":["ana","bo"]}', 'went ana undefined']);
  assert.deepEqual(kernel.kernel.state.consenting.get('home guarantee'), []);
});

test('a part that more have taken up than one item can serve isn\'t read', () => {
  const people = Array.from({ length: readMembersMax + 1 }, (_, i) => opening(`m${i}`));
  const kernel = new KernelBench(people);
  kernel.adopt('home', () => ({}), household({ actions: { see: { fields: {}, reads: ['all'] } }, reads: { all: { part: 'guarantee' } } }));
  for (const { id } of people.slice(1)) kernel.consent(id, 'home');
  assert.equal(said(kernel.request('m0', 'home', 'see')), 'done');
  kernel.consent('m0', 'home');
  assert.match(said(kernel.request('m0', 'home', 'see')), /^limit_reached: more than 240 members/);
});

test('a notice to all who have consented to a part reaches each, and nobody else', () => {
  const kernel = bench(household({ words: { test: 'a test' } }), () => ({ effects: [{ do: 'notice', to: 'part:guarantee', code: 'test', data: {} }] }));
  kernel.consent('bo', 'home');
  const { facts } = kernel.request('ana', 'home', 'put', { amount: '1.00' });
  assert.deepEqual(facts.map((fact) => (fact.fact === 'notice' ? fact.to : fact.fact)), ['bo']);
});

test('a notice to a purse reaches whose it is', () => {
  const kernel = bench(household(), ({ event }) => ({ effects: [{ do: 'notice', to: String(event['to']), code: 'test', data: {} }] }));
  const told = kernel.request('ana', 'home', 'pay', { to: 'bo/home/fund', amount: '1.00' }).facts.flatMap((fact) => (fact.fact === 'notice' ? [fact.to] : []));
  assert.deepEqual(told, ['bo']);
});

test('an id can be the key of a purse, and nothing else is one', () => {
  const kernel = bench(household({ actions: { pay: { fields: { name: { type: 'id' } } } } }), ({ event }) => ({ effects: [move('ana', `ana//credit:${String(event['name'])}`, 1)] }));
  for (const name of ['school', 'A.b_c-9', '7', 'x'.repeat(64)]) assert.equal(said(kernel.request('ana', 'home', 'pay', { name })), 'done', name);
  for (const name of ['', ' ', 'my school', '-x', 'a/b', 'a:b', 'schön', 'constructor', 'x'.repeat(65), 7, null]) assert.match(said(kernel.request('ana', 'home', 'pay', { name })), /^invalid_value: pay\.name must be a name/, String(name));
});

test('when the subcontract ends, and when somebody leaves, what lies in purses is their holders\' own', () => {
  const kernel = bench();
  kernel.request('ana', 'home', 'put', { amount: '20.00' });
  kernel.request('bo', 'home', 'put', { amount: '7.00' });
  assert.deepEqual(postings(kernel.say('member-bo', 'bo', { kind: 'leave', body: {} })), ['bo/home/fund > bo 700 null']);
  assert.deepEqual([kernel.balance('bo'), kernel.balance('bo/home/fund')], [5000, 0]);
  kernel.propose('ana', { change: 'retire', subcontract: 'home' }); // who proposes says yes, and nobody else is left to ask
  assert.deepEqual([available(kernel.kernel.state, 'ana', 'crown'), kernel.kernel.state.subcontracts.has('home')], [5000, false]);
});

test('what somebody owes to a purse of their own they owe to nobody when they leave', () => {
  const kernel = new KernelBench([opening('ana', '50.00'), opening('bo', '50.00'), opening('cy', '5.00')]);
  kernel.adopt('home', (call) => ({ effects: [move(String(call.event['by']), 'ana//fund', Number(call.event['amount']), 'charge')] }), household());
  kernel.request('ana', 'home', 'put', { amount: '70.00' });
  kernel.request('bo', 'home', 'put', { amount: '60.00' });
  assert.deepEqual(kernel.owed(), ['ana>ana/home/fund: 2000', 'bo>ana/home/fund: 1000'], 'each had 50.00');
  assert.deepEqual(postings(kernel.say('member-ana', 'ana', { kind: 'leave', body: {} })), ['ana/home/fund > ana 10000 null'], 'and nothing goes back in');
  assert.deepEqual(kernel.owed(), ['bo>ana/home/fund: 1000'], 'what others owe stands');
  kernel.pay('cy', 'bo', '5.00');
  assert.deepEqual([kernel.balance('ana/home/fund'), kernel.balance('ana'), kernel.owed()], [0, 10500, ['bo>ana/home/fund: 500']], 'what they pay is hers');
});

test('what was reserved in a purse, or for one, isn\'t lost when its holder leaves meanwhile', () => {
  const expires = { at: Date.UTC(2026, 1, 1) };
  const ways: { readonly [action: string]: readonly object[] } = {
    hold: [move('ana//fund', 'bo', 100, 'reserve', { id: 'void', expires }), move('ana//fund', 'bo', 200, 'reserve', { id: 'late', expires }), move('bo', 'ana//fund', 400, 'reserve', { id: 'post', expires })],
    decide: [{ do: 'void', id: 'void' }, { do: 'post', id: 'post' }],
  };
  const fields = { amount: { type: 'amount' } } as const;
  const manifest = household({ actions: { put: { fields }, hold: { fields: {} }, decide: { fields: {} } } });
  const kernel = bench(manifest, (call, state) => (call.name === 'put' ? byAction(call, state) : { effects: ways[call.name] ?? [] }));
  kernel.request('ana', 'home', 'put', { amount: '20.00' });
  assert.equal(said(kernel.request('bo', 'home', 'hold')), 'done');
  kernel.say('member-ana', 'ana', { kind: 'leave', body: {} });
  assert.deepEqual([kernel.balance('ana'), kernel.balance('ana/home/fund')], [4700, 300], 'what is reserved stays until that is decided');
  assert.deepEqual(postings(kernel.request('bo', 'home', 'decide')), ['ana/home/fund > ana 100 null', 'bo > ana 400 home']);
  kernel.until(expires.at);
  assert.deepEqual([kernel.balance('ana'), kernel.balance('ana/home/fund')], [5400, 0]);
});
