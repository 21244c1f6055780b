import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KernelBench, testManifest } from '../testing/kernel-bench.ts';
import type { EntryBody, SealedEntry } from '../vocabulary/entries.ts';
import type { KeyGrant, KeyRole } from '../vocabulary/grants.ts';
import { dayMs, hourMs } from '../vocabulary/time.ts';
import { snapshotOf, stateOf } from './snapshot.ts';
import { createState, type KernelState } from './state.ts';

const opening = (id: string, crowns = '10.00'): { id: string; opening: { crown: string } } => ({ id, opening: { crown: crowns } });
const zones = () => ({ name: 'UTC', initial: 0, changes: [] });
const written = (bench: KernelBench): { readonly [part: string]: unknown } => JSON.parse(JSON.stringify(bench.kernel.snapshot())) as { [part: string]: unknown };
const digestBody = (bench: KernelBench, changes: object = {}): EntryBody => ({ kind: 'digest', body: { records: bench.kernel.state.seq, state: bench.kernel.digest(), ...changes } });

test('before the founding there is nothing to say', () => {
  assert.deepEqual(snapshotOf(createState()), { seen: { devices: [], given: [], entries: [] } });
});

test('a founding with one member and a reading is written whole, in order, without what follows from the rest', () => {
  const bench = new KernelBench([{ id: 'ana', opening: { crown: '10.00' }, floor: { crown: '-5.00' } }], Date.UTC(2026, 0, 5, 12));
  bench.adopt('notes', () => ({ state: { kept: { count: 1 } } }));
  bench.observe({ seq: 2 });
  const { charter, subcontracts, ...rest } = written(bench);
  assert.equal((charter as { name: string }).name, 'Test');
  assert.deepEqual((subcontracts as [string, { adopted: number }][]).map(([id, { adopted }]) => [id, adopted]), [['notes', 1]]);
  const key = (id: string, role: string, owner: string, publicKey: string): unknown => [id, { grant: { id, role, owner, public_key: publicKey }, revokedAt: null }];
  assert.deepEqual(rest, {
    origin: 'test', seq: 3, recordedAt: Date.UTC(2026, 0, 5, 12), calendar: 'utc',
    units: [['crown', { id: 'crown', decimals: 2 }]],
    members: [['ana', { id: 'ana', name: 'ana', since: 0, left: null, commons: false }]],
    keys: [key('device-1', 'device', 'device', 'device'), key('member-ana', 'member', 'ana', 'of ana'), key('operator-1', 'operator', 'operator', 'operator')],
    accounts: [['ana crown', { balance: 1000, held: 0, floor: -500 }], ['outside crown', { balance: -1000, held: 0, floor: 0 }]],
    credit: [['crown', 500]],
    cells: [['notes kept', { value: { count: 1 }, expires: null }]],
    // The founding, 2026-01-05, is day 20,458.
    seen: { devices: [['device', 2, [1, 1]]], given: [], entries: [[20_458, [['operator e1', 'e1'], ['operator e2', 'e2']]]] },
  });
});

test('an expired cell isn\'t written, whether or not the sweep of the day has been past it', () => {
  const bench = new KernelBench([opening('ana')], Date.UTC(2026, 0, 5, 10));
  const manifest = testManifest({ cells: { kept: { key: 'kept', keep_days: 1 } }, actions: { ask: { fields: {} } } });
  bench.adopt('notes', () => ({ state: { kept: 'note' } }), manifest);
  bench.observe({});
  bench.until(bench.now + 23 * hourMs);
  bench.consent('ana', 'notes');
  assert.deepEqual(written(bench)['cells'], [['notes kept', { value: 'note', expires: Date.UTC(2026, 0, 6, 10) }]]);
  bench.until(bench.now + 2 * hourMs);
  bench.consent('ana', 'notes', 'guarantee', false);
  assert.equal(bench.kernel.state.cells.size, 1, 'the sweep comes with the next day');
  assert.equal(written(bench)['cells'], undefined);
});

test('an alarm is written once and only if it still holds, whatever was taken back on the way', () => {
  const bench = new KernelBench([opening('ana'), opening('bo')]);
  const due = bench.now + dayMs;
  const loan = { do: 'owe', from: 'ana', to: 'bo', unit: 'crown', amount: 500, ref: 'loan', due: { at: due }, since: 0, why: { code: 'test' } };
  const charge = { do: 'transfer', from: 'bo', to: 'ana', unit: 'crown', amount: 100_000, ref: 'too much', why: { code: 'test' } };
  const sooner = { do: 'timer', name: 'later', key: 'sooner', when: { at: due - hourMs }, data: {} };
  const gone = [{ do: 'timer', name: 'later', key: 'k', when: { at: due }, data: {} }, { do: 'cancel', key: 'k' }];
  let effects: readonly object[] = [sooner]; // keeps what is behind it in the heap
  bench.adopt('loans', (call) => (call.group !== 'observed' ? {} : { effects }));
  bench.observe({});
  effects = [loan, charge];
  const [item] = bench.observe({}).items;
  assert.equal(item?.code, 'insufficient_balance', item?.detail);
  effects = [loan, ...gone];
  bench.observe({});
  assert.deepEqual(written(bench)['alarms'], [[due - hourMs, 'timer', 'loans sooner'], [due, 'due', '0000000000000001']]);
  bench.until(due);
  assert.equal(written(bench)['alarms'], undefined, 'it has fallen due');
});

test('a state read back wakes, owes and listens as before', () => {
  const bench = new KernelBench([opening('ana', '1.00'), opening('bo')]);
  bench.adopt('b', () => ({ effects: [{ do: 'charge', from: 'ana', to: 'bo', unit: 'crown', amount: 150, ref: 'r', why: { code: 'test' } }, { do: 'timer', name: 'later', key: 'k', when: { at: bench.now + dayMs }, data: { n: 1 } }] }));
  bench.adopt('a', () => ({}));
  bench.consent('bo', 'b');
  bench.consent('ana', 'b');
  bench.observe({ id: 'noted' });
  const { state } = bench.kernel;
  const read = stateOf(JSON.parse(JSON.stringify(bench.kernel.snapshot())), zones);
  assert.deepEqual([...read.routes], [['said here', ['a', 'b']]]);
  assert.deepEqual([...read.consenting], [['b guarantee', ['ana', 'bo']]]);
  assert.deepEqual([...read.debts], [['ana crown', new Set([1])]]);
  assert.deepEqual([...read.owing], [['ana crown', 50]]);
  assert.deepEqual(Object.fromEntries(read.publicKeys), Object.fromEntries(state.publicKeys));
  assert.deepEqual([...read.keyedDevices], [['device', true]]);
  const [timer] = read.alarms.holding(() => true);
  assert.ok(timer !== undefined && timer.of === read.timers.get('b k'), 'an alarm is about the very object in the state');
});

test('no part of the state is lost: each is written and read back, or follows from the others', () => {
  const state = createState();
  const timer = { subcontract: 's', name: 'later', key: 'k', at: 7, data: {} };
  const debt = { id: 4, debtor: 'ana', creditor: 'bo', unit: 'crown', amount: 5, left: 3, since: 1, due: 2, because: 's', ref: 'r', guarantee: null };
  const manifest = testManifest({ wakes: { marked: { heard: { of: 'members', code: 'test' } } } });
  const binding = { id: 'pile', streams: [{ stream: 'door', as: 'door', of: ['bo', 'ana'] }] };
  const values: { readonly [Part in keyof KernelState]: unknown } = {
    origin: 'o', charter: { name: 'c' }, sandbox: 'abc', founding: true, foundingHash: 'f', signed: true, seq: 9, recordedAt: 8, nextObligation: 5, policy: { text: 'p' }, settling: ['ana crown'], settlingVia: ['s'],
    untold: [{ on: 'decided' }], units: { id: 'crown' }, members: { id: 'ana' }, newcomers: 13, keys: { grant: { role: 'device', owner: 'd', public_key: 'pk', passkey: {} }, revokedAt: 3 }, accounts: { balance: 1 }, credit: 6,
    subcontracts: { id: 's', manifest, terms: { unit: 'crown', here: 'there' }, parties: {}, unit: 'crown' }, consents: 2, attested: { means: 1 }, obligations: debt, fallen: true, reviews: { id: 'v', subcontract: 's' },
    reserved: { id: 'w', because: 's' }, booked: { what: 'income' }, timers: timer, cells: { value: 1, expires: null }, spent: 11, light: { since: 18, sum: 19 }, issued: 12, marks: [{ at: 1, ref: 'r' }], proposals: { id: 'p' }, friends: { friends: ['bo'], approvals: 1 },
    accepted: 14, heldConsents: [{ perEvent: 1 }], stopped: 'decided', retiring: true, retired: 15, pilots: { subcontract: 's' }, amendments: { id: 'm' }, delegations: 'bo', comments: { ana: 2 }, ratified: 16,
    routes: ['s'], wakes: [{ subcontract: 's', name: 'heard', because: 'any', cells: [] }], consenting: ['ana'], debts: new Set([4]), owing: 3, open: 3, versions: [{ until: 17 }], publicKeys: 'd1', passkeys: ['d1'], keyedDevices: true,
    bindings: binding, streams: [{ binding: 'pile', of: ['ana', 'bo'] }], devices: ['door'], permits: { stream: 'door' }, disputable: { named: 'bo', recordedAt: 9 }, disputes: { observation: 'x' },
    alarms: undefined, seen: undefined, calendar: undefined,
  };
  const keys: { readonly [part: string]: string | number } = {
    obligations: 4, fallen: 4, timers: 's k', consents: 's part ana', consenting: 's part', routes: 'said there', wakes: 'marked test *', debts: 'ana crown', owing: 'ana crown', open: 's', publicKeys: 'pk', passkeys: 'd', keyedDevices: 'd', keys: 'd1', bindings: 'pile', streams: 'door', devices: 'door',
  };
  for (const [part, value] of Object.entries(values)) {
    const there: unknown = state[part as keyof KernelState];
    if (there instanceof Map) there.set(keys[part] ?? 'k', value);
    else if (value !== undefined) Object.assign(state, { [part]: value });
  }
  state.alarms.push({ at: 7, kind: 'timer', id: 's k', of: timer });
  state.seen.addGiven('noted');
  state.calendar.setZone('utc', zones());
  const snapshot = JSON.parse(JSON.stringify(snapshotOf(state))) as object;
  const indexes = ['routes', 'wakes', 'consenting', 'debts', 'owing', 'open', 'publicKeys', 'passkeys', 'keyedDevices', 'streams', 'devices'];
  assert.deepEqual(Object.keys(snapshot).sort(), Object.keys(values).filter((part) => !indexes.includes(part)).sort());
  const read = stateOf(snapshot, zones);
  for (const part of Object.keys(values).filter((name) => !['alarms', 'seen', 'calendar'].includes(name))) assert.deepEqual(read[part as keyof KernelState], state[part as keyof KernelState], part);
  assert.deepEqual([read.alarms.holding(() => true), read.seen.written(), read.calendar.zoneHash], [state.alarms.holding(() => true), state.seen.written(), 'utc']);
});

test('what is open at a snapshot ends afterwards as without: a vote that replaces all keys of the operator, a debt, a timer', () => {
  const bench = new KernelBench([opening('ana', '1.00'), opening('bo'), opening('cy')]);
  const due = bench.now + dayMs;
  bench.adopt('loans', (call) => (call.group !== 'observed' ? { state: { kept: call.name } } : {
    effects: [
      { do: 'owe', from: 'ana', to: 'bo', unit: 'crown', amount: 300, ref: 'loan', due: { at: due }, since: bench.now, guarantee: { part: 'guarantee', max: 150 }, why: { code: 'test' } },
      { do: 'timer', name: 'later', key: 'k', when: { at: due }, data: { n: 1 } }, { do: 'mark', on: 'ana', code: 'test', ref: 'm' },
    ],
  }), testManifest({ timers: { later: { cells: ['kept'] } } }));
  bench.consent('cy', 'loans');
  const key = (id: string, role: KeyRole): KeyGrant => ({ id, role, owner: role === 'gateway' ? id : 'operator', public_key: `of ${id}` });
  // Not in the order of their names: which came first isn't in a snapshot.
  for (const id of ['z-gate', 'a-gate']) bench.say('operator-1', 'operator', { kind: 'key.add', body: { key: key(id, 'gateway') } });
  bench.observe({ seq: 1 });
  const proposed = bench.seal('member-ana', 'ana', { kind: 'propose', body: { change: { change: 'operator', keys: [key('operator-2', 'operator'), key('log-2', 'log')] }, reason: 'asleep' } });
  bench.kernel.decide(proposed, bench.now);
  const resumed = bench.resumed();
  const ballot = bench.seal('member-bo', 'bo', { kind: 'ballot', body: { proposal: proposed.entry.id, choice: 'yes' } });
  const after = (at: number): SealedEntry => bench.seal('member-ana', 'ana', { kind: 'pay', body: { to: 'bo', unit: 'crown', amount: '0.01' } }, `at-${at}`);
  for (const [sealed, at] of [[ballot, bench.now], [after(1), due + 1], [after(2), due + 2]] as const) {
    const outcome = bench.kernel.decide(sealed, at);
    assert.deepEqual(resumed.decide(sealed, at), outcome);
    assert.equal(resumed.digest(), bench.kernel.digest());
    const revoked = outcome.facts.flatMap((fact) => (fact.fact === 'key.revoked' ? [fact.key] : []));
    assert.deepEqual(revoked, sealed === ballot ? ['a-gate', 'operator-1', 'z-gate'] : []);
  }
  assert.deepEqual(bench.kernel.state.cells.get('loans kept'), { value: 'later', expires: null }, 'the timer fired');
  // Of 3.00 ana paid what there was, 1.00, and cy the 1.50 that one guarantor gives.
  assert.deepEqual(bench.owed(), ['ana>bo: 50', 'ana>cy: 150']);
});

test('a snapshot with parts of a later release, or without its zone rules, isn\'t read', () => {
  const bench = new KernelBench([opening('ana')]);
  assert.throws(() => stateOf({ ...written(bench), moons: [] }, zones), /doesn't know these parts of the snapshot: moons/);
  assert.throws(() => stateOf(written(bench), () => undefined), /zone rules utc are not at hand/);
  assert.throws(() => stateOf([], zones), /JSON object/);
});

test('a digest stands only if it is of the records before it and their state; it changes nothing but the sequence', () => {
  const bench = new KernelBench([opening('ana')]);
  const refused = (said: EntryBody, key = 'operator-1', by = 'operator'): unknown => {
    const gate = bench.kernel.gate(bench.seal(key, by, said), '', bench.now);
    return gate.pass || gate.duplicate ? 'passes' : gate.refusal.code;
  };
  assert.equal(refused(digestBody(bench)), 'passes');
  assert.equal(refused(digestBody(bench, { records: 0 })), 'wrong_digest');
  assert.equal(refused(digestBody(bench, { state: 'f'.repeat(64) })), 'wrong_digest');
  assert.equal(refused(digestBody(bench), 'member-ana', 'ana'), 'wrong_role');
  const said = digestBody(bench);
  const before = written(bench);
  const outcome = bench.say('operator-1', 'operator', said);
  assert.deepEqual(outcome, { items: [{ status: 'done' }], facts: [], gas: {} });
  assert.deepEqual(written(bench), { ...before, seq: 2 });
  assert.equal(bench.kernel.state.founding, true, 'a founding may go on after it');
  assert.equal(refused(said), 'wrong_digest', 'the same one again is of another place');
});
