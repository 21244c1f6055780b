// Who belongs, and whom a subcontract binds: joining, accepting, leaving, and what all hold in common.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KernelBench, testManifest, type Behaviour } from '../testing/kernel-bench.ts';
import type { Change } from '../vocabulary/changes.ts';
import type { Matter } from '../vocabulary/charter.ts';
import type { KeyGrant, MemberGrant } from '../vocabulary/grants.ts';
import type { Outcome } from '../vocabulary/outcomes.ts';
import { dayMs } from '../vocabulary/time.ts';

const opening = (id: string, crowns = '10.00'): MemberGrant => ({ id, opening: { crown: crowns } });
const changes = ['adopt', 'terms', 'retire', 'stop', 'resume', 'exclude', 'pilot', 'spend'] as const satisfies readonly Change['change'][];
/** Whoever proposes it decides it. */
const alone: Matter = { name: 'any', changes, asked: 'all', rule: { rule: 'threshold', yes: { people: 1 } }, days: 1 };

const said = { note: { type: 'text', lengthMax: 100, optional: true }, by: { type: 'agent' } } as const;
const manifest = testManifest({
  parties: { keeper: { says: 'keeps it' } }, observations: { said: { subject: 'here', fields: said, cells: ['kept'] } }, questions: { price: { fields: {} } },
  actions: { ask: { fields: {} }, repay: { fields: {} } },
});
/** Members pay the keeper a crown when they are seen; strangers are put before a person. */
const charging: Behaviour = ({ group, name, event, view }) => {
  const by = String(event['named'] ?? event['by']);
  const money = { from: by, to: 'keeper', unit: 'crown', amount: 100, ref: 'r', why: { code: 'test' } };
  if (group === 'requested') return name === 'repay' ? { effects: [{ do: 'repay', ...money }] } : {};
  const isMember = (view as { agents: { [field: string]: { member: boolean } } }).agents['by']?.member === true;
  if (group === 'reviewed') return isMember || (event['data'] as { blind: boolean }).blind ? { effects: [{ do: 'charge', ...money, ref: String(event['id']) }] } : {};
  if (group !== 'observed') return {};
  const note = event['note'];
  if (note === 'unsure' || note === 'blind' || !isMember) return { effects: [{ do: 'review', id: event['id'], at: event['at'], by, reason: 'test', parties: ['keeper'], expires: { at: Number(event['now']) + 9 * dayMs }, data: { blind: note === 'blind' } }] };
  return { effects: [{ do: 'charge', ...money, ref: String(event['id']) }] };
};

function house(...others: string[]): KernelBench {
  const bench = new KernelBench([{ id: 'keeper' }, ...['ana', 'bo', ...others].map((id) => opening(id))], undefined, {}, { matters: [alone] });
  bench.adopt('shop', charging, manifest, { keeper: 'keeper' });
  return bench;
}

const keyOf = (id: string): KeyGrant => ({ id: `member-${id}`, role: 'member', owner: id, public_key: `of ${id}` });
const admit = (bench: KernelBench, id: string): Outcome => bench.say('operator-1', 'operator', { kind: 'admit', body: { member: { id }, keys: [keyOf(id)] } });
const accept = (bench: KernelBench, by: string, given?: false): string => code(bench.say(`member-${by}`, by, { kind: 'accept', body: { subcontract: 'shop', ...(given === undefined ? {} : { given }) } }));
const leave = (bench: KernelBench, by: string): Outcome => bench.say(`member-${by}`, by, { kind: 'leave', body: {} });
const code = (outcome: Outcome): string => outcome.items[0]?.code ?? outcome.items[0]?.status ?? '';
const reviews = (bench: KernelBench): string[] => [...bench.kernel.state.reviews.values()].map(({ by }) => String(by));

test('who comes later is a stranger to what was agreed before, until they accept it; then it binds them', () => {
  const bench = house();
  admit(bench, 'dee');
  bench.pay('ana', 'dee', '5.00');
  bench.observe({ values: { by: 'dee' } });
  assert.deepEqual([bench.balance('dee'), reviews(bench)], [500, ['dee']]);
  assert.equal(code(bench.request('dee', 'shop', 'repay')), 'nothing_owed', 'what waits concerns dee, who may speak to it');
  assert.equal(accept(bench, 'dee'), 'done');
  bench.observe({ values: { by: 'dee' } });
  assert.deepEqual([bench.balance('dee'), bench.balance('keeper')], [400, 100]);
  assert.equal(accept(bench, 'dee'), 'already_so');
  assert.equal(accept(bench, 'ana'), 'already_so', 'a founding member is bound without');
});

test('who isn\'t bound can\'t ask anything of it, nor be debited whatever its code says, nor consent to a part', () => {
  const bench = house();
  bench.adopt('free', ({ event }) => ({ effects: [{ do: 'transfer', from: String(event['by']), to: 'keeper', unit: 'crown', amount: 100, ref: 'r', why: { code: 'test' } }] }), manifest, { keeper: 'keeper' });
  admit(bench, 'dee');
  bench.pay('ana', 'dee', '5.00');
  const free = bench.observe({ values: { by: 'dee' } }).items[0];
  assert.deepEqual(free?.faults?.map(({ subcontract, code: fault }) => [subcontract, fault]), [['free', 'outside_envelope']]);
  const asked = bench.kernel.ask('shop', 'price', 'dee', {});
  assert.equal(asked.ok ? '' : asked.refusal.code, 'not_permitted');
  assert.equal(bench.kernel.ask('shop', 'price', 'ana', {}).ok, true);
  assert.equal(code(bench.request('dee', 'free', 'ask')), 'not_permitted');
  assert.equal(code(bench.consent('dee', 'shop')), 'not_permitted');
  assert.equal(code(bench.consent('dee', 'shop', 'guarantee', false)), 'done', 'a no is never refused');
});

test('all of the founding are bound by its agreements, in whatever order they were said', () => {
  const bench = house();
  bench.say('operator-1', 'operator', { kind: 'found.more', body: { members: [opening('dee')], keys: [keyOf('dee')] } });
  bench.observe({ values: { by: 'dee' } });
  assert.equal(bench.balance('dee'), 900);
});

test('getting out of what binds all members is leaving, or its end', () => {
  const bench = house();
  admit(bench, 'dee');
  accept(bench, 'dee');
  assert.equal(accept(bench, 'dee', false), 'not_permitted');
});

test('whoever holds an invitation joins once, without credit, under a name of their choice', () => {
  const bench = house();
  const invitation: KeyGrant = { id: 'welcome', role: 'invitation', owner: 'welcome', public_key: 'w' };
  const join = (id: string, more = {}): string => code(bench.say('welcome', 'welcome', { kind: 'join', body: { member: { id, ...more }, keys: [keyOf(id)] } }));
  assert.equal(code(bench.say('operator-1', 'operator', { kind: 'invite', body: { key: { ...invitation, role: 'member', owner: 'ana' } } })), 'invalid_value');
  assert.equal(code(bench.say('operator-1', 'operator', { kind: 'invite', body: { key: invitation } })), 'done');
  assert.equal(join('dee', { floor: { crown: '-5.00' } }), 'unknown_value');
  assert.equal(join('dee', { opening: { crown: '5.00' } }), 'unknown_value');
  assert.equal(join('dee', { commons: true }), 'unknown_value');
  assert.equal(join('ana'), 'already_member');
  assert.equal(code(bench.say('welcome', 'welcome', { kind: 'join', body: { member: { id: 'dee' }, keys: [] } })), 'missing_value');
  assert.equal(code(bench.say('welcome', 'welcome', { kind: 'join', body: { member: { id: 'dee' }, keys: [keyOf('eve')] } })), 'invalid_value');
  assert.equal(join('dee'), 'done');
  assert.equal(code(bench.pay('ana', 'dee', '1.00')), 'done');
  assert.throws(() => join('eve'), /revoked_key/);
});

test('an invitation that members decided on is for whom they named', () => {
  const bench = new KernelBench([opening('ana')], undefined, {}, { matters: [{ ...alone, changes: ['admit'] }] });
  bench.propose('ana', { change: 'admit', member: { id: 'dee' }, keys: [{ id: 'for-dee', role: 'invitation', owner: 'dee', public_key: 'd' }] });
  const join = (id: string): string => code(bench.say('for-dee', 'dee', { kind: 'join', body: { member: { id }, keys: [keyOf(id)] } }));
  assert.equal(join('eve'), 'not_permitted');
  assert.equal(join('dee'), 'done');
});

test('who leaves is asked for nothing new; consents end, debts stay and are paid from what comes in', () => {
  const bench = house('cy');
  bench.consent('ana', 'shop');
  bench.pay('ana', 'bo', '10.00');
  bench.observe({ values: { by: 'ana' } });
  assert.deepEqual(bench.owed(), ['ana>keeper: 100']);
  const left = leave(bench, 'ana').facts;
  assert.deepEqual(left.filter(({ fact }) => fact !== 'notice'), [{ fact: 'consent', subcontract: 'shop', part: 'guarantee', member: 'ana', given: false }, { fact: 'left', member: 'ana', how: 'left' }]);
  bench.observe({ values: { by: 'ana' } });
  assert.deepEqual(bench.owed(), ['ana>keeper: 100'], 'a stranger by now');
  bench.pay('bo', 'ana', '3.00');
  assert.deepEqual([bench.owed(), bench.balance('ana')], [[], 200]);
  assert.equal(code(bench.pay('ana', 'cy', '1.00')), 'done', 'what one has stays one\'s own');
  assert.throws(() => leave(bench, 'ana'), /has left/);
  assert.equal(code(admit(bench, 'ana')), 'already_member', 'the name stays taken');
});

test('who has left may still pay back before the day, and settle what began while they were bound', () => {
  const bench = house('cy');
  bench.observe({ id: 'early', values: { by: 'ana', note: 'unsure' } });
  leave(bench, 'ana');
  bench.observe({ id: 'after', values: { by: 'ana', note: 'unsure' } });
  bench.observe({ id: 'blind', values: { by: 'ana', note: 'blind' } });
  const confirm = (observation: string): string => code(bench.request('cy', 'shop', 'confirm', { observation }));
  assert.equal(confirm('early'), 'done');
  assert.equal(bench.balance('ana'), 900);
  assert.equal(confirm('after'), 'done', 'it was opened when ana had left: the code is told so');
  assert.equal(confirm('blind'), 'outside_envelope', 'and whatever the code says, ana isn\'t debited');
  assert.equal(bench.balance('ana'), 900);
  assert.equal(code(bench.request('ana', 'shop', 'repay')), 'nothing_owed', 'ana may ask');
  assert.equal(code(bench.request('ana', 'shop', 'confirm', { observation: 'blind' })), 'not_permitted');
});

test('a loan is repaid on request by who has left', () => {
  const bench = new KernelBench([opening('ana'), { id: 'keeper' }], undefined, {}, { matters: [alone] });
  const lend: Behaviour = (call) => (call.group === 'observed'
    ? { effects: [{ do: 'owe', from: 'ana', to: 'keeper', unit: 'crown', amount: 300, ref: 'loan', since: bench.now, due: { at: bench.now + dayMs }, why: { code: 'test' } }] }
    : charging(call, {}));
  bench.adopt('shop', lend, manifest, { keeper: 'keeper' });
  bench.observe({ values: { by: 'ana' } });
  leave(bench, 'ana');
  assert.equal(code(bench.request('ana', 'shop', 'repay')), 'done');
  assert.deepEqual([bench.owed(), bench.balance('keeper')], [['ana>keeper: 200'], 100]);
  bench.until(bench.now + dayMs);
  assert.deepEqual([bench.owed(), bench.balance('keeper')], [[], 300]);
});

test('without its party a subcontract is held, all whom it binds are told, and it goes on with another party', () => {
  const bench = house();
  const facts = leave(bench, 'keeper').facts;
  assert.deepEqual(facts.filter(({ fact }) => fact === 'stopped'), [{ fact: 'stopped', subcontract: 'shop', why: 'party_left' }]);
  assert.deepEqual(facts.flatMap((fact) => (fact.fact === 'notice' ? [[fact.to, fact.code]] : [])), [['ana', 'party_left'], ['bo', 'party_left']]);
  assert.equal(code(bench.observe({ values: { by: 'ana' } })), 'suspended');
  assert.throws(() => bench.propose('ana', { change: 'resume', subcontract: 'shop' }), /not_permitted/);
  assert.throws(() => bench.propose('ana', { change: 'terms', subcontract: 'shop', terms: {} }), /keeper, who would be its keeper, has left/);
  bench.propose('bo', { change: 'terms', subcontract: 'shop', terms: {}, parties: { keeper: 'bo' } });
  assert.equal(bench.kernel.state.stopped.size, 0);
  assert.equal(code(bench.observe({ values: { by: 'ana' } })), 'done');
});

test('members exclude by decision, and the last one may go too', () => {
  const bench = house();
  bench.propose('ana', { change: 'exclude', member: 'bo' });
  assert.equal(bench.kernel.state.members.get('bo')?.left, 2);
  leave(bench, 'keeper');
  assert.equal(code(leave(bench, 'ana')), 'done');
});

test('what all hold in common is nobody: it has no key and isn\'t bound, but can be a party', () => {
  const bench = new KernelBench([opening('ana'), { id: 'pot', commons: true, opening: { crown: '7.00' } }], undefined, {}, { matters: [alone] });
  bench.adopt('shop', (call) => charging(call, {}), manifest, { keeper: 'ana' });
  bench.observe({ values: { by: 'pot' } });
  assert.deepEqual([bench.balance('pot'), reviews(bench)], [700, ['pot']]);
  assert.equal(code(bench.say('operator-1', 'operator', { kind: 'key.add', body: { key: keyOf('pot') } })), 'not_permitted');
  bench.propose('ana', { change: 'terms', subcontract: 'shop', terms: {}, parties: { keeper: 'pot' } });
  assert.deepEqual(bench.kernel.state.subcontracts.get('shop')?.parties, { keeper: 'pot' });
});
