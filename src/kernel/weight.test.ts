import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KernelBench, testManifest } from '../testing/kernel-bench.ts';
import { passkeyGrant } from '../testing/passkey.ts';
import { entryKinds, type EntryBody } from '../vocabulary/entries.ts';
import type { KeyGrant } from '../vocabulary/grants.ts';
import type { ActionRule, KitManifest } from '../vocabulary/kit.ts';
import { dayMs, hourMs } from '../vocabulary/time.ts';

const people = [{ id: 'ana', opening: { crown: '1000.00' } }, { id: 'bo' }, { id: 'cy' }];

const device: KeyGrant = { id: 'page-1', role: 'member', owner: 'ana', public_key: 'page' };
const pay = (amount: string): EntryBody => ({ kind: 'pay', body: { to: 'bo', unit: 'crown', amount } });

/** Ana has a passkey, and with it made a key for a device; `member-ana` is the key that she had before. `manifest`: of an agreement `s` that does nothing. */
function house(rules: ConstructorParameters<typeof KernelBench>[3] = {}, manifest?: KitManifest): KernelBench {
  const bench = new KernelBench(people, undefined, {}, rules);
  if (manifest !== undefined) bench.adopt('s', () => ({}), manifest);
  assert.equal(bench.say('member-ana', 'ana', { kind: 'key.add', body: { key: passkeyGrant('ana') } }).items[0]?.status, 'done');
  assert.equal(bench.say('passkey-ana', 'ana', { kind: 'key.add', body: { key: device } }).items[0]?.status, 'done');
  return bench;
}

function gateOf(bench: KernelBench, key: string, by: string, said: EntryBody): string {
  const gate = bench.kernel.gate(bench.seal(key, by, said), '', bench.now);
  return gate.pass ? 'pass' : gate.duplicate ? 'duplicate' : gate.refusal.code;
}

const grave: readonly EntryBody[] = [
  { kind: 'ballot', body: { proposal: 'p', choice: 'yes' } }, { kind: 'propose', body: { change: { change: 'stop', subcontract: 's' }, reason: 'r' } }, { kind: 'delegate', body: { topic: null, to: 'bo' } },
  { kind: 'consent', body: { subcontract: 's', part: 'guarantee', given: true } }, { kind: 'accept', body: { subcontract: 's' } }, { kind: 'friends', body: { friends: ['bo'], approvals: 1 } }, { kind: 'leave', body: {} },
  { kind: 'key.add', body: { key: { id: 'k', role: 'member', owner: 'ana', public_key: 'k' } } }, { kind: 'key.revoke', body: { key: 'passkey-ana' } }, { kind: 'key.revoke', body: { key: 'page-1' } },
];
const light: readonly EntryBody[] = [
  pay('99.99'), { kind: 'payout', body: { unit: 'crown', amount: '100.00' } }, { kind: 'request', body: { subcontract: 's', action: 'ask', with: {} } }, { kind: 'dispute', body: { observation: 'o', reason: 'r' } },
  { kind: 'comment', body: { proposal: 'p', commitment: '0'.repeat(64) } }, { kind: 'consent', body: { subcontract: 's', part: 'guarantee', given: false } }, { kind: 'accept', body: { subcontract: 's', given: false } },
];

test('what weighs a device of whoever has a passkey can\'t say, nor can the key that they had before; the passkey can', () => {
  const bench = house();
  for (const said of grave) {
    for (const key of ['page-1', 'member-ana']) assert.equal(gateOf(bench, key, 'ana', said), 'needs_passkey', `${said.kind} by ${key}`);
    assert.equal(gateOf(bench, 'passkey-ana', 'ana', said), 'pass', said.kind);
    if (said.kind !== 'key.add' && said.kind !== 'key.revoke') assert.equal(gateOf(bench, 'member-bo', 'bo', said), 'pass', `${said.kind} by who has none`);
  }
});

test('everyday acts any key says, and whatever takes back what was agreed to', () => {
  const bench = house();
  for (const said of light) for (const key of ['page-1', 'passkey-ana']) assert.equal(gateOf(bench, key, 'ana', said), 'pass', `${said.kind} by ${key}`);
});

test('an agreement\'s action weighs where it arranges what is paid later: as the kit says, and where it says nothing, if it could', () => {
  const { reviews, ...bare } = testManifest({ timers: {}, cells: {}, observations: {} });
  const gate = (rule: Partial<ActionRule>, more: Partial<KitManifest> = {}, key = 'page-1', action = 'ask'): string =>
    gateOf(house({}, { ...bare, actions: { ask: { fields: {}, ...rule } }, ...more }), key, 'ana', { kind: 'request', body: { subcontract: 's', action, with: {} } });
  assert.deepEqual(['page-1', 'member-ana', 'passkey-ana'].map((key) => gate({ weighs: true }, {}, key)), ['needs_passkey', 'needs_passkey', 'pass']);
  const kept = { cells: { kept: { key: 'kept' } } };
  assert.deepEqual([gate({}), gate({}, { timers: { later: {} } }), gate({}, { reviews: reviews ?? {} }), gate({ cells: ['kept'] }, kept)], ['pass', 'needs_passkey', 'needs_passkey', 'needs_passkey']);
  assert.deepEqual([gate({ weighs: false, cells: ['kept'] }, { ...kept, timers: { later: {} } }), gate({ cells: ['kept'] }, { ...kept, envelope: [] })], ['pass', 'pass']);
  // What is for others to ask, what there isn't, and what decides on somebody's review is refused, or done, as it is.
  assert.deepEqual([gate({ by: 'decision', cells: ['kept'] }, kept), gate({}, {}, 'page-1', 'nothing'), gate({}, {}, 'page-1', 'toString')], ['pass', 'pass', 'pass']);
  assert.equal(gate({}, { reviews: {}, actions: { confirm: { fields: {} } } }, 'page-1', 'confirm'), 'pass');
});

test('the refusal names the key and what it may not', () => {
  const gate = house().kernel.gate(house().seal('page-1', 'ana', { kind: 'leave', body: {} }), '', house().now);
  assert.deepEqual(gate, { pass: false, duplicate: false, refusal: { code: 'needs_passkey', detail: 'ana has a passkey, and says leave with it: page-1 may not' } });
  const bench = house({}, testManifest({ actions: { ask: { fields: {}, weighs: true } } }));
  const asked = bench.kernel.gate(bench.seal('page-1', 'ana', { kind: 'request', body: { subcontract: 's', action: 'ask', with: {} } }), '', bench.now);
  assert.deepEqual(asked, { pass: false, duplicate: false, refusal: { code: 'needs_passkey', detail: 'ana has a passkey, and asks s for ask with it: page-1 may not' } });
});

test('a passkey that was revoked, or is over, binds nobody any more', () => {
  const bench = house();
  bench.say('passkey-ana', 'ana', { kind: 'key.revoke', body: { key: 'passkey-ana' } });
  assert.equal(gateOf(bench, 'page-1', 'ana', { kind: 'leave', body: {} }), 'pass');
  const short = new KernelBench(people);
  short.say('member-ana', 'ana', { kind: 'key.add', body: { key: { ...passkeyGrant('ana'), expires: short.now + dayMs } } });
  assert.equal(gateOf(short, 'member-ana', 'ana', { kind: 'leave', body: {} }), 'needs_passkey');
  short.sleepUntil(short.now + dayMs);
  assert.equal(gateOf(short, 'member-ana', 'ana', { kind: 'leave', body: {} }), 'pass');
});

test('payments without the passkey add up over a day, to a hundred of each unit where the charter says nothing', () => {
  const bench = house();
  assert.equal(gateOf(bench, 'page-1', 'ana', pay('100.01')), 'needs_passkey');
  assert.equal(gateOf(bench, 'passkey-ana', 'ana', pay('100.01')), 'pass');
  bench.say('page-1', 'ana', pay('60.00'));
  assert.deepEqual(bench.kernel.state.light.get('ana crown'), { since: bench.now, sum: 6000 });
  bench.sleepUntil(bench.now + 23 * hourMs);
  assert.equal(gateOf(bench, 'page-1', 'ana', pay('40.01')), 'needs_passkey');
  assert.equal(gateOf(bench, 'member-ana', 'ana', pay('40.01')), 'needs_passkey', 'all of her keys together');
  bench.say('passkey-ana', 'ana', pay('500.00'));
  assert.equal(gateOf(bench, 'page-1', 'ana', pay('40.00')), 'pass', 'what the passkey pays counts for nothing here');
  bench.sleepUntil(bench.now + hourMs);
  bench.say('page-1', 'ana', pay('100.00'));
  assert.deepEqual(bench.kernel.state.light.get('ana crown'), { since: bench.now, sum: 10_000 }, 'a new day');
});

test('what was paid is there when it is sent again, and asks for no passkey', () => {
  const bench = house();
  const sealed = bench.seal('page-1', 'ana', pay('60.00'));
  bench.decided(sealed);
  assert.deepEqual(bench.kernel.gate(sealed, '', bench.now), { pass: false, duplicate: true });
  const vote = bench.seal('member-cy', 'cy', { kind: 'friends', body: { friends: ['bo'], approvals: 1 } });
  bench.decided(vote);
  bench.say('member-cy', 'cy', { kind: 'key.add', body: { key: passkeyGrant('cy') } });
  assert.deepEqual(bench.kernel.gate(vote, '', bench.now), { pass: false, duplicate: true }, 'what was said before there was a passkey');
});

test('what an agreement takes for a request counts too, and is refused as a whole', () => {
  const bench = new KernelBench(people);
  const amounts = [6000, 4001, 4000, 4001];
  bench.adopt('s', () => ({ effects: [{ do: 'transfer', from: 'ana', to: 'bo', unit: 'crown', amount: amounts.shift(), ref: 'r', why: { code: 'test' } }] }), testManifest());
  bench.say('member-ana', 'ana', { kind: 'key.add', body: { key: passkeyGrant('ana') } });
  const ask = (key: string): string | undefined => bench.say(key, 'ana', { kind: 'request', body: { subcontract: 's', action: 'ask', with: {} } }).items[0]?.code;
  assert.deepEqual([ask('member-ana'), bench.balance('ana')], [undefined, 94_000]);
  assert.deepEqual([ask('member-ana'), bench.balance('ana')], ['needs_passkey', 94_000]);
  assert.deepEqual([ask('member-ana'), bench.balance('ana')], [undefined, 90_000]);
  assert.deepEqual([ask('passkey-ana'), bench.balance('ana')], [undefined, 85_999]);
});

test('what one comes to owe for a request counts as what one pays', () => {
  const bench = new KernelBench(people);
  bench.adopt('s', () => ({ effects: [{ do: 'owe', from: 'ana', to: 'bo', unit: 'crown', amount: 10_001, ref: 'r', why: { code: 'test' }, since: bench.now, due: { at: bench.now + dayMs } }] }), testManifest());
  bench.say('member-ana', 'ana', { kind: 'key.add', body: { key: passkeyGrant('ana') } });
  const ask = (key: string): string | undefined => bench.say(key, 'ana', { kind: 'request', body: { subcontract: 's', action: 'ask', with: {} } }).items[0]?.code;
  assert.deepEqual([ask('member-ana'), bench.owed()], ['needs_passkey', []]);
  assert.deepEqual([ask('passkey-ana'), bench.owed()], [undefined, ['ana>bo: 10001']]);
});

test('a charter says what weighs, and what one pays without; keys and friends always weigh', () => {
  const bench = house({ weighty: { kinds: ['comment'], a_day: { crown: '5.00' } } });
  for (const said of grave) assert.equal(gateOf(bench, 'page-1', 'ana', said), ['key.add', 'key.revoke', 'friends'].includes(said.kind) ? 'needs_passkey' : 'pass', said.kind);
  assert.equal(gateOf(bench, 'page-1', 'ana', { kind: 'comment', body: { proposal: 'p', commitment: '0'.repeat(64) } }), 'needs_passkey');
  assert.deepEqual([gateOf(bench, 'page-1', 'ana', pay('5.00')), gateOf(bench, 'page-1', 'ana', pay('5.01'))], ['pass', 'needs_passkey']);
  const refusal = (weighty: object): string | undefined => new KernelBench(people, undefined, {}, { weighty } as never).founded.items[0]?.code;
  assert.deepEqual([{ kinds: ['nothing'] }, { kinds: [], a_day: { acorn: '1' } }, { kinds: [], a_day: { crown: '1.001' } }, { kinds: [...entryKinds] }].map(refusal), ['unknown_value', 'unknown_unit', 'too_many_decimals', undefined]);
});

test('a member\'s node, with a key for that alone, still says who is to write the log; and nothing else', () => {
  const bench = house();
  const node: KeyGrant = { id: 'ana-node', role: 'member', owner: 'ana', public_key: 'node', scope: { kinds: ['propose', 'ballot'] } };
  bench.say('passkey-ana', 'ana', { kind: 'key.add', body: { key: node } });
  const keys: KeyGrant[] = [{ id: 'operator-2', role: 'operator', owner: 'operator', public_key: 'o2' }, { id: 'log-2', role: 'log', owner: 'operator', public_key: 'l2' }];
  const operator: EntryBody = { kind: 'propose', body: { change: { change: 'operator', keys }, reason: 'the writer is silent' } };
  assert.deepEqual([gateOf(bench, 'ana-node', 'ana', operator), gateOf(bench, 'page-1', 'ana', operator)], ['pass', 'needs_passkey']);
  const proposal = bench.propose('bo', { change: 'operator', keys });
  const other = bench.propose('bo', { change: 'resolution' }, 'member', { title: 'A bench', text: [{ id: 'p1', text: 'Of oak.' }] });
  const ballot = (id: string): EntryBody => ({ kind: 'ballot', body: { proposal: id, choice: 'yes' } });
  assert.deepEqual([gateOf(bench, 'ana-node', 'ana', ballot(proposal)), gateOf(bench, 'ana-node', 'ana', ballot(other)), gateOf(bench, 'page-1', 'ana', ballot(proposal))], ['pass', 'needs_passkey', 'needs_passkey']);
});

test('who gives a member another key, and who stops that, says so with the passkey whatever a charter says; likewise on the operator', () => {
  const bench = house({ recovery: { approvals: 2, wait_hours: 1 }, weighty: { kinds: ['consent'] } });
  bench.say('member-bo', 'bo', { kind: 'key.add', body: { key: passkeyGrant('bo') } });
  const recover: EntryBody = { kind: 'propose', body: { change: { change: 'recover', member: 'ana', key: passkeyGrant('ana', 'passkey-new') }, reason: 'lost' } };
  const operator: EntryBody = { kind: 'propose', body: { change: { change: 'operator', keys: [{ id: 'operator-2', role: 'operator', owner: 'operator', public_key: 'o2' }, { id: 'log-2', role: 'log', owner: 'operator', public_key: 'l2' }] }, reason: 'gone' } };
  const resolution: EntryBody = { kind: 'propose', body: { change: { change: 'resolution' }, reason: 'r' } };
  for (const [said, light] of [[recover, 'needs_passkey'], [operator, 'needs_passkey'], [resolution, 'pass']] as const) assert.deepEqual([gateOf(bench, 'member-bo', 'bo', said), gateOf(bench, 'passkey-bo', 'bo', said)], [light, 'pass']);
  assert.equal(bench.decided(bench.seal('passkey-bo', 'bo', recover, 'lost-key')).items[0]?.status, 'done');
  for (const choice of ['yes', 'no'] as const) {
    const ballot: EntryBody = { kind: 'ballot', body: { proposal: 'lost-key', choice } };
    assert.deepEqual([gateOf(bench, 'page-1', 'ana', ballot), gateOf(bench, 'passkey-ana', 'ana', ballot), gateOf(bench, 'member-cy', 'cy', ballot)], ['needs_passkey', 'pass', 'pass'], choice);
  }
});

test('what makes money weighs for who keeps the books, but by a key for the books alone', () => {
  const bench = new KernelBench(people, undefined, { bank: ['ana'] });
  bench.say('member-ana', 'ana', { kind: 'key.add', body: { key: passkeyGrant('ana') } });
  const keys: readonly KeyGrant[] = [device, { ...device, id: 'books', public_key: 'books', scope: { kinds: ['income', 'settle', 'reverse'] } }, { ...device, id: 'more', public_key: 'more', scope: { kinds: ['income', 'pay'] } }];
  for (const key of keys) assert.equal(bench.say('passkey-ana', 'ana', { kind: 'key.add', body: { key } }).items[0]?.status, 'done');
  const income: EntryBody = { kind: 'income', body: { to: 'bo', unit: 'crown', amount: '1000000.00', from: 'nobody', reference: 'X1', day: '2026-01-05' } };
  const reverse: EntryBody = { kind: 'reverse', body: { unit: 'crown', reference: 'X0', reason: 'r' } };
  const settle: EntryBody = { kind: 'settle', body: { payout: 'payout-9', how: 'sent' } };
  for (const said of [income, reverse]) assert.deepEqual(['member-ana', 'page-1', 'books', 'passkey-ana'].map((key) => gateOf(bench, key, 'ana', said)), ['needs_passkey', 'needs_passkey', 'pass', 'pass'], said.kind);
  assert.deepEqual([gateOf(bench, 'more', 'ana', income), gateOf(bench, 'page-1', 'ana', settle), gateOf(bench, 'books', 'ana', pay('1.00'))], ['needs_passkey', 'pass', 'outside_scope']);
  const without = new KernelBench(people, undefined, { bank: ['cy'] });
  assert.equal(gateOf(without, 'member-cy', 'cy', income), 'pass', 'who has no passkey');
});

test('a passkey\'s grant is a member\'s, for a domain and for pages of it', () => {
  const add = (change: Partial<KeyGrant>, passkey: Partial<NonNullable<KeyGrant['passkey']>> = {}): string | undefined => {
    const bench = new KernelBench(people);
    const key = { ...passkeyGrant('ana'), ...change };
    return bench.say('member-ana', 'ana', { kind: 'key.add', body: { key: { ...key, ...(key.passkey === undefined ? {} : { passkey: { ...key.passkey, ...passkey } }) } } }).items[0]?.code;
  };
  const fine: readonly Parameters<typeof add>[] = [[{}], [{ name: 'x' }], [{}, { rp_id: 'localhost', origins: ['http://localhost:8080', 'http://localhost'] }], [{}, { origins: ['https://a.b.linden.example:8443'] }], [{}, { rp_id: 'h2o.4all', origins: ['https://h2o.4all'] }]];
  for (const given of fine) assert.equal(add(...given), undefined, JSON.stringify(given));
  const wrong: readonly Parameters<typeof add>[] = [
    [{ public_key: 'A'.repeat(43) + '=' }], [{ public_key: passkeyGrant('ana').public_key.replace('B', 'C') }], [{ public_key: Buffer.concat([Buffer.of(5), Buffer.alloc(64, 9)]).toString('base64') }], [{ name: ' ' }], [{ name: 'x'.repeat(65) }], [{}, { rp_id: '' }], [{}, { rp_id: 'Linden.example' }], [{}, { rp_id: 'linden..example' }],
    [{}, { rp_id: '192.0.2.1', origins: ['https://192.0.2.1'] }], [{}, { rp_id: 'com', origins: ['https://com', 'https://evil.com'] }], [{}, { rp_id: 'linden', origins: ['https://linden'] }], [{}, { rp_id: 'localhost.', origins: ['http://localhost.'] }], [{}, { origins: [] }], [{}, { origins: Array.from({ length: 9 }, (_, i) => `https://linden.example:${i + 1}`) }], [{}, { origins: ['https://evil-linden.example'] }],
    [{}, { origins: ['https://linden.example/'] }], [{}, { origins: ['https://linden.example.org'] }], [{}, { origins: ['ftp://linden.example'] }], [{}, { origins: ['https://ana@linden.example'] }], [{}, { credential_id: '' }], [{}, { credential_id: 'a+b' }],
    [{}, { credential_id: 'a'.repeat(1365) }],
  ];
  for (const given of wrong) assert.equal(add(...given), 'invalid_value', JSON.stringify(given));
  const bench = new KernelBench(people);
  assert.equal(bench.say('operator-1', 'operator', { kind: 'key.add', body: { key: { ...passkeyGrant('sensor'), role: 'device' } } }).items[0]?.code, 'invalid_value');
});

test('a log in which nobody has a passkey has no trace of it; one in which somebody has goes on from a snapshot as without', () => {
  const plain = new KernelBench(people);
  plain.pay('ana', 'bo', '500.00');
  assert.equal('light' in plain.kernel.snapshot(), false);
  const bench = house();
  const { facts } = bench.say('page-1', 'ana', pay('60.00'));
  assert.deepEqual(facts.filter(({ fact }) => fact === 'light'), [{ fact: 'light', member: 'ana', unit: 'crown', since: bench.now, sum: 6000 }]);
  for (const other of [bench.resumed(), bench.restored()]) {
    const gate = other.gate(bench.seal('page-1', 'ana', pay('40.01')), '', bench.now);
    assert.equal(!gate.pass && !gate.duplicate && gate.refusal.code, 'needs_passkey');
    assert.equal(other.digest(), bench.kernel.digest());
  }
});

test('friends give who lost all a new passkey; the old keys are gone, and a stolen device couldn\'t stop it', () => {
  const bench = house({ recovery: { approvals: 2, wait_hours: 1 } });
  const proposal = bench.propose('bo', { change: 'recover', member: 'ana', key: passkeyGrant('ana', 'passkey-new') });
  assert.equal(bench.vote('cy', proposal), 'open');
  assert.equal(gateOf(bench, 'page-1', 'ana', { kind: 'ballot', body: { proposal, choice: 'no' } }), 'needs_passkey');
  bench.until(bench.now + hourMs);
  for (const key of ['page-1', 'member-ana', 'passkey-ana']) assert.equal(gateOf(bench, key, 'ana', pay('1.00')), 'revoked_key', key);
  assert.equal(gateOf(bench, 'passkey-new', 'ana', { kind: 'key.add', body: { key: { ...device, id: 'page-2', public_key: 'other' } } }), 'pass');
});
