import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KernelBench, testManifest } from '../testing/kernel-bench.ts';
import type { Change } from '../vocabulary/changes.ts';
import type { Charter } from '../vocabulary/charter.ts';
import type { KeyGrant } from '../vocabulary/grants.ts';
import { dayMs, hourMs } from '../vocabulary/time.ts';

const five = ['ana', 'bo', 'cy', 'dee', 'eve'].map((id) => ({ id, opening: { crown: '10.00' } }));

function bench(rules: Partial<Charter> = {}): KernelBench {
  return new KernelBench(five, undefined, {}, rules);
}

const newOperator: readonly KeyGrant[] = [
  { id: 'operator-2', role: 'operator', owner: 'operator', public_key: 'o2' }, { id: 'log-2', role: 'log', owner: 'operator', public_key: 'l2' },
];
const operator: Change = { change: 'operator', keys: newOperator };

function inForce(kernel: KernelBench['kernel'], key: string): boolean {
  return kernel.state.keys.get(key)?.revokedAt === null;
}

test('more than half of five members are three: with the third yes the operator is another, and the old key seals nothing more', () => {
  const house = bench();
  const proposal = house.propose('ana', operator);
  assert.equal(house.vote('bo', proposal), 'open');
  assert.ok(inForce(house.kernel, 'operator-1'));
  assert.equal(house.vote('cy', proposal), 'carried');
  assert.ok(!inForce(house.kernel, 'operator-1'));
  assert.ok(inForce(house.kernel, 'operator-2') && inForce(house.kernel, 'log-2'));
  const late = house.seal('operator-1', 'operator', { kind: 'issue', body: { to: 'ana', unit: 'crown', amount: '1.00', reason: 'late' } });
  const gate = house.kernel.gate(late, '', house.now);
  assert.ok(!gate.pass && !gate.duplicate && gate.refusal.code === 'revoked_key');
  assert.equal(house.vote('dee', proposal), 'unknown_proposal');
});

test('a vote may be changed while it is open; three no of five end it', () => {
  const house = bench();
  const proposal = house.propose('ana', operator);
  assert.equal(house.vote('bo', proposal, 'yes'), 'open');
  assert.equal(house.vote('bo', proposal, 'no'), 'open');
  assert.equal(house.vote('cy', proposal, 'no'), 'open');
  assert.equal(house.vote('dee', proposal, 'no'), 'rejected');
});

test('the charter may ask for more, and a proposal closes after its days', () => {
  const house = bench({ decide: { more_than: { numerator: 3, denominator: 4 }, days: 7 } });
  const proposal = house.propose('ana', operator);
  assert.equal(house.vote('bo', proposal), 'open');
  assert.equal(house.vote('cy', proposal), 'open');
  const [outcome] = house.until(house.now + 7 * dayMs);
  assert.deepEqual(outcome?.facts, [{ fact: 'decided', proposal, how: 'expired' }]);
  const again = house.propose('ana', { change: 'operator', keys: newOperator.map((key) => ({ ...key, id: `${key.id}b` })) });
  for (const member of ['bo', 'cy']) assert.equal(house.vote(member, again), 'open');
  assert.equal(house.vote('dee', again), 'carried', 'four of five are more than three quarters');
});

test('who became a member afterwards has no vote, and isn\'t counted', () => {
  const house = bench();
  const proposal = house.propose('ana', operator);
  house.say('operator-1', 'operator', { kind: 'admit', body: { member: { id: 'fay' }, keys: [{ id: 'member-fay', role: 'member', owner: 'fay', public_key: 'of fay' }] } });
  house.say('operator-1', 'operator', { kind: 'admit', body: { member: { id: 'gil' }, keys: [] } });
  assert.equal(house.vote('fay', proposal), 'not_permitted');
  assert.equal(house.vote('bo', proposal), 'open');
  assert.equal(house.vote('cy', proposal), 'carried', 'three of five');
});

test('members who run enough witnesses of the policy may hand the log on', () => {
  const house = new KernelBench([...five, ...['fay', 'gil', 'hal', 'ida'].map((id) => ({ id }))]);
  const policy = house.propose('ana', { change: 'policy', policy: '3 of wa=ka wb=kb wc=kc wd=kd', runs: { wa: 'ana', wb: 'bo', wc: 'cy', wd: 'dee' } });
  for (const member of ['bo', 'cy', 'dee']) assert.equal(house.vote(member, policy), 'open');
  assert.equal(house.vote('eve', policy), 'carried', 'five of nine');
  const proposal = house.propose('ana', operator);
  assert.equal(house.vote('fay', proposal), 'open');
  assert.equal(house.vote('bo', proposal), 'open');
  assert.equal(house.vote('cy', proposal), 'carried', 'three of the four witnesses');
});

test('a policy names so many witnesses that a head can carry the signatures of all of them', () => {
  const house = bench();
  const codeOf = (count: number): unknown => house.say('member-ana', 'ana', {
    kind: 'propose', body: { change: { change: 'policy', policy: `1 of ${Array.from({ length: count }, (_, i) => `w${i}=k${i}`).join(' ')}`, runs: {} }, reason: '' },
  }).items[0]?.code;
  assert.deepEqual([codeOf(65), codeOf(64)], ['limit_reached', undefined]);
});

test('a witness has a key of its own, in both orders', () => {
  const house = bench();
  const refused = house.say('member-ana', 'ana', { kind: 'propose', body: { change: { change: 'policy', policy: '1 of w=device', runs: {} }, reason: '' } });
  assert.equal(refused.items[0]?.code, 'already_known_key');
  const policy = house.propose('ana', { change: 'policy', policy: '1 of w=kw', runs: { w: 'bo' } });
  for (const member of ['bo', 'cy']) house.vote(member, policy);
  const added = house.say('operator-1', 'operator', { kind: 'key.add', body: { key: { id: 'd', role: 'device', owner: 'd', public_key: 'kw' } } });
  assert.equal(added.items[0]?.code, 'already_known_key');
});

const fresh: KeyGrant = { id: 'eve-2', role: 'member', owner: 'eve', public_key: 'eve2' };

test('three of five friends restore a lost phone after the waiting time; the old key is refused', () => {
  const house = new KernelBench([...five, { id: 'fay' }, { id: 'gil' }]);
  house.say('member-eve', 'eve', { kind: 'friends', body: { friends: ['ana', 'bo', 'cy', 'dee', 'fay'], approvals: 3 } });
  const start = house.now;
  const outcome = house.say('member-ana', 'ana', { kind: 'propose', body: { change: { change: 'recover', member: 'eve', key: fresh }, reason: 'lost phone' } });
  assert.ok(outcome.facts.some((fact) => fact.fact === 'notice' && fact.to === 'eve' && fact.code === 'recovery'));
  const [proposal = ''] = house.kernel.state.proposals.keys();
  assert.equal(house.vote('gil', proposal), 'not_permitted');
  house.vote('bo', proposal);
  assert.equal(house.kernel.state.proposals.get(proposal)?.waits, null);
  house.vote('cy', proposal);
  house.until(start + 72 * hourMs - 1);
  assert.ok(inForce(house.kernel, 'member-eve') && !house.kernel.state.keys.has('eve-2'));
  house.until(start + 72 * hourMs);
  assert.ok(!inForce(house.kernel, 'member-eve') && inForce(house.kernel, 'eve-2'));
});

test('whose key it is stops a recovery within the waiting time', () => {
  const house = bench();
  const start = house.now;
  const proposal = house.propose('ana', { change: 'recover', member: 'eve', key: fresh });
  for (const member of ['bo', 'cy']) house.vote(member, proposal);
  assert.equal(house.vote('eve', proposal, 'no'), 'stopped');
  house.until(start + 100 * hourMs);
  assert.ok(inForce(house.kernel, 'member-eve') && !house.kernel.state.keys.has('eve-2'));
});

test('in a house of two the other one is enough', () => {
  const house = new KernelBench([{ id: 'ana' }, { id: 'eve' }], undefined, {}, { recovery: { approvals: 3, wait_hours: 0 } });
  house.propose('ana', { change: 'recover', member: 'eve', key: fresh });
  house.until(house.now);
  assert.ok(inForce(house.kernel, 'eve-2'));
});

test('one person alone moves no more than the charter lets them; a second one, who isn\'t the receiver, makes it possible', () => {
  const house = bench({ alone_max: { crown: '50.00' } });
  const alone = (amount: string): unknown => house.say('operator-1', 'operator', { kind: 'issue', body: { to: 'ana', unit: 'crown', amount, reason: 'roof' } }).items[0]?.code ?? 'done';
  assert.equal(alone('50.01'), 'needs_second');
  assert.equal(alone('50.00'), 'done');
  const proposal = house.propose('operator', { change: 'issue', to: 'ana', unit: 'crown', amount: '50.00', reason: 'roof' }, 'operator');
  assert.equal(house.vote('ana', proposal), 'not_permitted');
  assert.equal(house.vote('bo', proposal), 'carried');
  assert.equal(house.balance('ana'), 11_000);
  const more = house.propose('operator', { change: 'issue', to: 'ana', unit: 'crown', amount: '0.01', reason: 'roof' }, 'operator');
  assert.equal(house.vote('bo', more), 'limit_reached', 'the month\'s 100.00 hold for two as for one');
  assert.equal(house.balance('ana'), 11_000);
});

test('whoever opens a member\'s text says why, and the member is told who', () => {
  const house = bench();
  const open = (reason: string) => house.say('operator-1', 'operator', { kind: 'opened', body: { member: 'eve', commitment: 'c', reason } });
  assert.equal(open(' ').items[0]?.code, 'missing_value');
  assert.deepEqual(open('she asked me to').facts, [
    { fact: 'notice', item: 0, because: null, to: 'eve', code: 'opened', data: { by: 'operator', what: 'c', reason: 'she asked me to' } },
  ]);
});

function adoption(version: string, more: Partial<Change & { change: 'adopt' }> = {}, manifest: Parameters<typeof testManifest>[0] = {}): Change {
  return { change: 'adopt', subcontract: 'box', manifest: testManifest({ version, ...manifest }), code: 'box', parties: {}, terms: {}, ...more };
}

test('another version is in force with the vote that carries it: its state and consents stay, a wider right asks those who consented again', () => {
  const house = bench();
  house.adopt('box', () => ({ state: { kept: 'as it was' } }));
  house.consent('ana', 'box');
  house.observe({});
  const same = house.propose('ana', adoption('1.1.0', { terms: { here: 'there' } }));
  house.vote('bo', same);
  assert.equal(house.kernel.state.subcontracts.get('box')?.manifest.version, '1.0.0');
  assert.equal(house.vote('cy', same), 'carried');
  const box = house.kernel.state.subcontracts.get('box');
  assert.deepEqual([box?.manifest.version, box?.terms['here'], house.kernel.state.cells.get('box kept')?.value], ['1.1.0', 'there', 'as it was']);
  assert.deepEqual(house.kernel.state.consenting.get('box guarantee'), ['ana']);
  assert.equal(house.observe({ subject: 'here' }).items[0]?.code, undefined);
  assert.equal(house.batches.filter(({ calls }) => calls[0]?.group === 'observed').length, 1, 'it listens where the new terms say');
  const wide = house.propose('ana', adoption('2.0.0', {}, { envelope: [{ debit: 'part:guarantee', per_event: '1000.01', per_person: { amount: '1000.01', days: 30 } }] }));
  for (const member of ['bo', 'cy']) house.vote(member, wide);
  assert.deepEqual(house.kernel.state.consenting.get('box guarantee'), []);
});

test('what couldn\'t be adopted isn\'t put to the vote', () => {
  const house = bench();
  const codeOf = (change: Change): unknown => house.say('member-ana', 'ana', { kind: 'propose', body: { change, reason: '' } }).items[0]?.code;
  assert.equal(codeOf(adoption('1.0.0', { terms: { nonsense: 1 } })), 'unknown_value');
  assert.equal(codeOf(adoption('1.0.0', { parties: { provider: 'eve' } })), 'unknown_party');
  assert.equal(codeOf(adoption('1.0.0', {}, { envelope: [{ debit: 'members', per_event: '0.001', per_person: { amount: '1.00', days: 1 } }] })), 'too_many_decimals');
  assert.equal(house.kernel.state.proposals.size, 0);
});

test('nobody becomes a party without saying yes', () => {
  const house = bench();
  const proposal = house.propose('ana', adoption('1.0.0', { parties: { provider: 'eve' } }, { parties: { provider: { says: 'brings it' } } }));
  for (const member of ['bo', 'cy', 'dee']) assert.equal(house.vote(member, proposal), 'open');
  assert.equal(house.vote('eve', proposal), 'carried');
  const forced = house.propose('ana', adoption('1.0.1', { parties: { provider: 'dee' } }, { parties: { provider: { says: 'brings it' } } }));
  assert.equal(house.vote('dee', forced, 'no'), 'rejected');
});

test('what would need somebody who has left is refused before anyone votes on it, and says who that is', () => {
  const house = bench();
  house.adopt('box', () => ({}), testManifest({ parties: { provider: { says: 'brings it' } } }), { provider: 'eve' });
  house.say('member-eve', 'eve', { kind: 'leave', body: {} });
  const refused = (change: Change): unknown => {
    const [item] = house.say('member-ana', 'ana', { kind: 'propose', body: { change, reason: '' } }).items;
    return item?.code === undefined ? undefined : [item.code, item.detail?.split(':')[0]];
  };
  const without = ['not_permitted', 'eve, who would be its provider, has left, and can\'t agree to that'];
  assert.deepEqual(refused({ change: 'terms', subcontract: 'box', terms: { here: 'there' } }), without, 'who is a party already counts');
  assert.deepEqual(refused(adoption('1.0.1', { parties: { provider: 'eve' } }, { parties: { provider: { says: 'brings it' } } })), without);
  assert.equal(refused({ change: 'terms', subcontract: 'box', terms: { here: 'there' }, parties: { provider: 'dee' } }), undefined);
  const policy = (runs: { readonly [witness: string]: string }): Change => ({ change: 'policy', policy: '1 of w=kw', runs });
  assert.deepEqual([refused(policy({ w: 'eve' })), refused(policy({ w: 'fay' })), refused(policy({ w: 'bo' }))], [['not_permitted', 'witness w'], ['unknown_member', 'witness w'], undefined]);
});

test('what can\'t be done any more when it is carried fails, and leaves no trace', () => {
  const house = bench();
  const proposal = house.propose('ana', { change: 'operator', keys: newOperator.map((key) => ({ ...key, public_key: `${key.public_key}b` })) });
  const earlier = house.propose('bo', operator);
  for (const member of ['cy', 'dee']) house.vote(member, earlier);
  house.vote('bo', proposal);
  assert.equal(house.vote('cy', proposal), 'already_known_key');
  assert.ok(inForce(house.kernel, 'operator-2') && !house.kernel.state.publicKeys.has('o2b'));
  assert.equal(house.kernel.state.proposals.size, 0);
});

test('whoever is to be replaced can\'t take the names or the keys that are voted on', () => {
  const house = bench();
  const proposals = [
    house.propose('ana', operator), house.propose('bo', { change: 'recover', member: 'eve', key: fresh }),
    house.propose('cy', { change: 'policy', policy: '1 of w=kw', runs: { w: 'bo' } }),
  ];
  for (const [id, key] of [['log-2', 'x1'], ['eve-2', 'x2'], ['x3', 'o2'], ['x4', 'eve2'], ['x5', 'kw']] as const) {
    const added = house.say('operator-1', 'operator', { kind: 'key.add', body: { key: { id, role: 'device', owner: 'd', public_key: key } } });
    assert.equal(added.items[0]?.code, 'already_known_key', `${id} ${key}`);
    const admitted = house.say('operator-1', 'operator', { kind: 'admit', body: { member: { id: 'fay' }, keys: [{ id, role: 'member', owner: 'fay', public_key: key }] } });
    assert.equal(admitted.items[0]?.code, 'already_known_key', `${id} ${key}`);
  }
  for (const proposal of proposals) house.vote('dee', proposal);
  house.vote('ana', proposals[1] ?? '');
  assert.equal(house.vote('eve', proposals[2] ?? ''), 'carried');
  house.until(house.now + 72 * hourMs);
  assert.ok(inForce(house.kernel, 'eve-2'));
  assert.equal(house.vote('bo', proposals[0] ?? ''), 'carried');
});

test('a key that is in the log already isn\'t put to the vote', () => {
  const house = bench();
  const codeOf = (change: Change): unknown => house.say('member-ana', 'ana', { kind: 'propose', body: { change, reason: '' } }).items[0]?.code;
  assert.equal(codeOf({ change: 'operator', keys: [...newOperator, { id: 'device-1', role: 'gateway', owner: 'g', public_key: 'g' }] }), 'already_known_key');
  assert.equal(codeOf({ change: 'recover', member: 'eve', key: { ...fresh, public_key: 'of ana' } }), 'already_known_key');
});

function comeIn(house: KernelBench, ...members: readonly string[]): void {
  for (const id of members) {
    house.say('operator-1', 'operator', { kind: 'admit', body: { member: { id }, keys: [{ id: `member-${id}`, role: 'member', owner: id, public_key: `of ${id}` }] } });
  }
}

const puppets = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6'];

test('an operator who makes members up has their votes neither for a policy, nor for somebody\'s key, nor for money, nor for an agreement', () => {
  const house = bench({ alone_max: { crown: '1.00' } });
  comeIn(house, ...puppets);
  const policy = house.propose('p1', { change: 'policy', policy: '1 of w=kw', runs: {} });
  const key = house.propose('p1', { change: 'recover', member: 'eve', key: fresh });
  const money = house.propose('operator', { change: 'issue', to: 'ana', unit: 'crown', amount: '50.00', reason: 'roof' }, 'operator');
  for (const proposal of [policy, key, money]) assert.equal(house.vote('p2', proposal), 'not_permitted');
  const agreement = house.propose('p1', adoption('1.0.0'));
  for (const puppet of puppets.slice(1)) assert.equal(house.vote(puppet, agreement), 'open');
  for (const proposal of [policy, key, money, agreement]) assert.ok(house.kernel.state.proposals.has(proposal));
  const way = house.propose('ana', operator);
  assert.equal(house.vote('bo', way), 'open');
  assert.equal(house.vote('cy', way), 'carried', 'three of the five who were there before');
});

test('an agreement binds newcomers too, so it needs more than half of all with them', () => {
  const house = bench();
  comeIn(house, ...puppets);
  const agreement = house.propose('ana', adoption('1.0.0'));
  for (const member of ['bo', 'cy', 'dee', 'eve']) assert.equal(house.vote(member, agreement), 'open', 'five of eleven');
  assert.equal(house.vote('p1', agreement), 'carried', 'six of eleven');
});

test('a newcomer is one for as long as a proposal is open; who was named a friend or runs a node has a say at once', () => {
  const house = bench({ decide: { more_than: { numerator: 1, denominator: 2 }, days: 7 } });
  comeIn(house, 'fay');
  house.say('member-eve', 'eve', { kind: 'friends', body: { friends: ['fay'], approvals: 1 } });
  const key = house.propose('fay', { change: 'recover', member: 'eve', key: fresh });
  assert.notEqual(house.kernel.state.proposals.get(key)?.waits, null);
  const policy = house.propose('ana', { change: 'policy', policy: '1 of w=kw', runs: { w: 'fay' } });
  for (const member of ['bo', 'cy']) house.vote(member, policy);
  house.until(house.now + 7 * dayMs - 1);
  const early = house.propose('ana', { change: 'policy', policy: '1 of w=kw1', runs: {} });
  assert.equal(house.vote('fay', early), 'not_permitted');
  house.until(house.now + 1);
  const late = house.propose('ana', { change: 'policy', policy: '1 of w=kw2', runs: {} });
  assert.equal(house.vote('fay', late), 'open');
  assert.equal(house.vote('bo', late), 'open', 'three of six');
  assert.equal(house.vote('cy', late), 'carried');
  comeIn(house, 'gil');
  const way = house.propose('ana', { change: 'policy', policy: '1 of w=kw3', runs: { w: 'gil' } });
  for (const member of ['bo', 'cy', 'dee']) house.vote(member, way);
  assert.equal(house.vote('gil', house.propose('ana', operator)), 'carried');
});

test('who was founded without a key comes with the first one, which the operator gives', () => {
  const house = bench();
  house.say('operator-1', 'operator', { kind: 'admit', body: { member: { id: 'fay' }, keys: [] } });
  house.until(house.now + 40 * dayMs);
  house.say('operator-1', 'operator', { kind: 'key.add', body: { key: { id: 'member-fay', role: 'member', owner: 'fay', public_key: 'of fay' } } });
  assert.equal(house.vote('fay', house.propose('ana', operator)), 'not_permitted');
  house.say('member-ana', 'ana', { kind: 'key.add', body: { key: { id: 'ana-2', role: 'member', owner: 'ana', public_key: 'ana2' } } });
  assert.deepEqual([...house.kernel.state.newcomers.keys()], ['fay'], 'a further key makes nobody a newcomer');
});

test('nobody fills the list of proposals: one has at most ten, and everyone always one', () => {
  const members = Array.from({ length: 101 }, (_, i) => ({ id: `m${i}` }));
  const house = new KernelBench(members);
  const code = (by: string, n: number): unknown => house.say(`member-${by}`, by, {
    kind: 'propose', body: { change: { change: 'policy', policy: `1 of w=k${by}-${n}`, runs: {} }, reason: '' },
  }).items[0]?.code ?? 'open';
  for (let i = 0; i < 100; i++) for (let n = 0; n < 10; n++) assert.equal(code(`m${i}`, n), 'open');
  assert.equal(code('m0', 10), 'limit_reached');
  assert.equal(code('m100', 0), 'open', 'the 1,001st in all');
  assert.equal(code('m100', 1), 'limit_reached');
});

test('friends who take their word back in the waiting time end a recovery', () => {
  const house = bench();
  const proposal = house.propose('ana', { change: 'recover', member: 'eve', key: fresh });
  for (const member of ['bo', 'cy']) house.vote(member, proposal);
  assert.equal(house.vote('cy', proposal, 'no'), 'open');
  const outcomes = house.until(house.now + 72 * hourMs);
  assert.deepEqual(outcomes.at(-1)?.facts, [{ fact: 'decided', proposal, how: 'rejected' }]);
  assert.ok(inForce(house.kernel, 'member-eve') && !house.kernel.state.keys.has('eve-2'));
});

test('a key that a recovery replaces as of a record seals nothing in that record', () => {
  const house = bench({ recovery: { approvals: 1, wait_hours: 1 } });
  house.propose('ana', { change: 'recover', member: 'eve', key: fresh });
  const stolen = house.seal('member-eve', 'eve', { kind: 'pay', body: { to: 'bo', unit: 'crown', amount: '10.00' } });
  const due = house.now + hourMs;
  assert.ok(house.kernel.gate(stolen, '', due).pass);
  const outcome = house.kernel.decide(stolen, due);
  assert.equal(outcome.items[0]?.code, 'revoked_key');
  assert.ok(inForce(house.kernel, 'eve-2'));
  assert.equal(house.balance('eve'), 1000);
});

const narrow = { debit: 'part:guarantee', per_event: '10.00', per_person: { amount: '10.00', days: 30 } } as const;
const members = { debit: 'members', per_event: '10.00', per_person: { amount: '10.00', days: 30 } } as const;

test('consents to a part end when it is left out, when its limit is doubled, and when it is counted anew', () => {
  const versions = [
    { parts: {}, envelope: [members] },
    { envelope: [narrow, narrow] },
    { envelope: [members, narrow] },
  ] satisfies Parameters<typeof testManifest>[0][];
  for (const version of [...versions, { envelope: [narrow] }]) {
    const house = bench();
    house.adopt('box', () => ({}), testManifest({ envelope: [narrow] }));
    house.consent('ana', 'box');
    const proposal = house.propose('ana', adoption('2.0.0', {}, version));
    for (const member of ['bo', 'cy']) house.vote(member, proposal);
    assert.deepEqual(house.kernel.state.consenting.get('box guarantee'), versions.some((wider) => wider === version) ? [] : ['ana']);
  }
});

test('what concerns the log and its keys is so with the vote that makes enough: a later time for it is refused, and not passed over', () => {
  const house = bench();
  const codeOf = (more: object): unknown => house.say('member-ana', 'ana', { kind: 'propose', body: { change: operator, reason: '', ...more } }).items[0]?.code;
  assert.deepEqual([codeOf({ effective: house.now + 20 * dayMs }), codeOf({})], ['not_permitted', undefined]);
});
