import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KernelBench } from '../testing/kernel-bench.ts';
import { evidence, gateOf, roomBinding, saying, SensingBench } from '../testing/sensing-bench.ts';
import type { Matter } from '../vocabulary/charter.ts';
import type { EntryBody, Observation } from '../vocabulary/entries.ts';
import type { Outcome } from '../vocabulary/outcomes.ts';
import { bindingBytesMax, boundStreamsMax, keepDaysMax, type Binding, type Evidence } from '../vocabulary/sensing.ts';
import { hourMs } from '../vocabulary/time.ts';
import { measuredBy } from './sensing.ts';

const saysBind: EntryBody = { kind: 'bind', body: { binding: roomBinding() } };
const saysUnbind: EntryBody = { kind: 'unbind', body: { binding: 'room' } };
const byVote: Matter = { name: 'sensing', changes: ['sensing'], asked: 'all', rule: { rule: 'threshold', yes: { people: 2 } }, days: 3 };

/** So late that nothing belongs to the founding any more. */
function later(bench: SensingBench): SensingBench {
  bench.sleepUntil(bench.now + 2 * hourMs);
  return bench;
}

test('who binds: the operator, whom the charter names, or by decision alone where it has a matter for that', () => {
  const byOperator = later(new SensingBench(['ana', 'bo']));
  assert.deepEqual(['operator', 'ana'].map((by) => gateOf(byOperator, by === 'ana' ? 'member-ana' : 'operator-1', by, saysBind)), ['passes', 'not_permitted']);
  const byAna = later(new SensingBench(['ana', 'bo'], { bind: ['ana'] }));
  for (const said of [saysBind, saysUnbind]) {
    assert.deepEqual([gateOf(byAna, 'operator-1', 'operator', said), gateOf(byAna, 'member-ana', 'ana', said), gateOf(byAna, 'member-bo', 'bo', said)], ['not_permitted', 'passes', 'not_permitted']);
  }
  const together = later(new SensingBench(['ana', 'bo', 'cy'], { bind: ['ana'] }, { matters: [byVote] }));
  assert.deepEqual([gateOf(together, 'operator-1', 'operator', saysBind), gateOf(together, 'member-ana', 'ana', saysUnbind)], ['not_permitted', 'not_permitted']);
});

test('what is voted on is bound and unbound when it is carried, all of it', () => {
  const bench = new SensingBench(['ana', 'bo', 'cy'], {}, { matters: [byVote] });
  const first = bench.propose('ana', { change: 'sensing', bind: [roomBinding(), roomBinding({ id: 'hall', streams: [{ stream: 'door', as: 'door' }] })], unbind: [] });
  bench.vote('ana', first);
  assert.equal(bench.kernel.state.bindings.size, 0, 'one of three is not enough');
  assert.equal(bench.vote('bo', first), 'carried');
  assert.deepEqual([...bench.kernel.state.bindings.keys()].sort(), ['hall', 'room']);
  const second = bench.propose('ana', { change: 'sensing', bind: [], unbind: ['hall'] });
  bench.vote('ana', second);
  bench.vote('bo', second);
  assert.deepEqual([...bench.kernel.state.bindings.keys()], ['room']);
  assert.equal(measuredBy(bench.kernel.state, 'door'), undefined);
});

test('a founding may bring bindings, which founders sign; an hour after its last word, or signed, it can\'t any more', () => {
  const bench = new KernelBench([{ id: 'ana' }, { id: 'bo' }], undefined, {}, { matters: [byVote], founders: ['ana'] });
  const before = bench.kernel.state.foundingHash;
  bench.say('operator-1', 'operator', saysBind);
  assert.notEqual(bench.kernel.state.foundingHash, before);
  assert.equal(bench.kernel.state.bindings.size, 1);
  bench.say('member-ana', 'ana', { kind: 'sign', body: { founding: bench.kernel.state.foundingHash } });
  assert.equal(gateOf(bench, 'operator-1', 'operator', saysBind), 'not_permitted');
  const unsigned = new KernelBench([{ id: 'ana' }, { id: 'bo' }], undefined, {}, { matters: [byVote] });
  assert.equal(gateOf(unsigned, 'operator-1', 'operator', saysBind), 'passes');
  unsigned.sleepUntil(unsigned.now + hourMs + 1);
  assert.equal(gateOf(unsigned, 'operator-1', 'operator', saysBind), 'not_permitted');
});

const many = (count: number): Binding['streams'] => Array.from({ length: count }, (_, n) => ({ stream: `d${n}`, as: 'weight' }));
const wrongBindings: readonly [string, Partial<Binding>, string | undefined][] = [
  ['as it should be', {}, undefined],
  ['a name that is none', { id: 'no id' }, 'invalid_value'],
  ['a member\'s name', { id: 'bo' }, 'already_member'],
  ['the name of a device with a key', { id: 'device' }, 'invalid_value'],
  ['no subject', { subject: '' }, 'invalid_value'],
  ['a subject of 129 characters', { subject: 'x'.repeat(129) }, 'invalid_value'],
  ['no method', { method: '' }, 'invalid_value'],
  ['a model that is no hash', { model: 'best' }, 'invalid_value'],
  ['days below zero', { keep_days: -1 }, 'invalid_value'],
  ['half a day', { keep_days: 0.5 }, 'invalid_value'],
  ['the most days', { keep_days: keepDaysMax }, undefined],
  ['a day more', { keep_days: keepDaysMax + 1 }, 'invalid_value'],
  ['no stream', { streams: [] }, 'invalid_value'],
  ['the most streams', { streams: many(boundStreamsMax) }, undefined],
  ['one more', { streams: many(boundStreamsMax + 1) }, 'invalid_value'],
  ['a stream of three parts', { streams: [{ stream: 'a/b/c', as: 'weight' }] }, 'invalid_value'],
  ['a stream of an empty part', { streams: [{ stream: 'a/', as: 'weight' }] }, 'invalid_value'],
  ['a stream with no name for its part', { streams: [{ stream: 'a', as: '' }] }, 'invalid_value'],
  ['a stream twice in one part', { streams: [{ stream: 'a', as: 'weight' }, { stream: 'a', as: 'weight' }] }, 'invalid_value'],
  ['a stream in two parts', { streams: [{ stream: 'a', as: 'weight' }, { stream: 'a', as: 'door' }] }, undefined],
  ['a stream that measures nobody known', { streams: [{ stream: 'a', as: 'weight', of: ['zoe'] }] }, 'unknown_member'],
  ['a stream that measures somebody twice', { streams: [{ stream: 'a', as: 'weight', of: ['bo', 'bo'] }] }, 'invalid_value'],
  ['as many bytes as may be', { settings: { a: 'ä'.repeat((bindingBytesMax - JSON.stringify(roomBinding({ settings: { a: '' } })).length) / 2 | 0) } }, undefined],
  ['more bytes, though not more characters', { settings: { a: 'ä'.repeat(bindingBytesMax / 2) } }, 'too_large'],
];
for (const [what, more, code] of wrongBindings) {
  test(`a binding with ${what} → ${code ?? 'done'}`, () => {
    const bench = new SensingBench(['ana', 'bo']);
    assert.equal(bench.bind(roomBinding(more)).items[0]?.code, code);
    assert.equal(bench.kernel.state.bindings.size, code === undefined ? 1 : 0);
  });
}

test('nobody comes by a binding\'s name: no member, no device with a key; nor does it measure who has left', () => {
  const bench = new SensingBench(['ana', 'bo']);
  bench.bind();
  assert.equal(bench.say('operator-1', 'operator', { kind: 'admit', body: { member: { id: 'room' }, keys: [] } }).items[0]?.code, 'already_member');
  const key = { id: 'k', role: 'device', owner: 'room', public_key: 'k' } as const;
  assert.equal(bench.say('operator-1', 'operator', { kind: 'key.add', body: { key } }).items[0]?.code, 'invalid_value');
  bench.member('bo', { kind: 'leave', body: {} });
  assert.equal(bench.bind().items[0]?.code, 'unknown_member');
});

test('another binding of the same name replaces it; whom a stream measures is what all of its bindings say together', () => {
  const bench = new SensingBench(['ana', 'bo', 'cy']);
  bench.bind();
  bench.bind(roomBinding({ id: 'hall', streams: [{ stream: 'mic/audio', as: 'sound', of: ['cy', 'ana'] }] }));
  assert.deepEqual(measuredBy(bench.kernel.state, 'mic/audio'), ['ana', 'bo', 'cy']);
  bench.bind(roomBinding({ streams: [{ stream: 'mic/audio', as: 'sound' }] }));
  assert.deepEqual(measuredBy(bench.kernel.state, 'mic/audio'), ['ana', 'cy']);
  assert.equal(measuredBy(bench.kernel.state, 'cell/mass'), undefined, 'it is bound no more');
  assert.equal(bench.say('operator-1', 'operator', { kind: 'unbind', body: { binding: 'hall' } }).items[0]?.status, 'done');
  assert.deepEqual(measuredBy(bench.kernel.state, 'mic/audio'), []);
  assert.equal(bench.say('operator-1', 'operator', { kind: 'unbind', body: { binding: 'hall' } }).items[0]?.code, 'unknown_stream');
  for (const other of [bench.resumed(), bench.restored()]) {
    assert.deepEqual(other.state.streams, bench.kernel.state.streams);
    assert.equal(other.digest(), bench.kernel.digest());
  }
});

// What an observation says of its readings

const said = saying('cell/mass');
const wrongEvidence: readonly [string, Evidence, string][] = [
  ['all as it should be', evidence([saying('cell/mass', { llr: 1.3863, weight: 0.5 }), saying('mic/audio', { state: 'dead', llr: -0.1 })], { raw: { event: 0, person: 1 }, calibration: { record: 0, cases: 0 } }), 'passes'],
  ['readings that are no hash', evidence([said], { readings: 'A'.repeat(64) }), 'malformed'],
  ['no reading', evidence([said], { count: 0 }), 'malformed'],
  ['half a reading', evidence([said], { count: 1.5 }), 'malformed'],
  ['a prior above 1', evidence([said], { prior: 1.0001 }), 'malformed'],
  ['a prior that is no number', evidence([said], { prior: Number.NaN }), 'malformed'],
  ['a raw probability below 0', evidence([said], { raw: { event: -0.0001 } }), 'malformed'],
  ['five decimals', evidence([said], { raw: { event: 0.12345 } }), 'malformed'],
  ['five decimals of the person', evidence([said], { raw: { event: 0.5, person: 0.99999 } }), 'malformed'],
  ['an infinite ratio', evidence([saying('cell/mass', { llr: Infinity })]), 'malformed'],
  ['a ratio beyond all bounds', evidence([saying('cell/mass', { llr: -1000.1 })]), 'malformed'],
  ['a weight above 1', evidence([saying('cell/mass', { weight: 1.5 })]), 'malformed'],
  ['silence as evidence', evidence([saying('cell/mass', { state: 'silent', llr: -2 })]), 'malformed'],
  ['what isn\'t permitted as evidence', evidence([saying('mic/audio', { state: 'not_permitted', weight: 1 })]), 'malformed'],
  ['a stream with no name', evidence([saying('cell//mass')]), 'malformed'],
  ['65 sensors', evidence(Array.from({ length: 65 }, () => said)), 'malformed'],
  ['a calibration of no record', evidence([said], { calibration: { record: -1, cases: 3 } }), 'malformed'],
];
for (const [what, from, answer] of wrongEvidence) {
  test(`an observation that rests on ${what} → ${answer}`, () => {
    const bench = new SensingBench(['ana', 'bo']);
    bench.bind();
    const observation: Observation = { device: 'room', seq: 1, subject: 'here', event: 'said', at: bench.now, values: {}, from };
    assert.equal(gateOf(bench, 'hub-1', 'hub', { kind: 'observe', body: { observations: [observation] } }), answer);
  });
}

test('evidence is a gateway\'s to give, and names its binding', () => {
  const bench = new SensingBench(['ana', 'bo']);
  bench.bind();
  const observation: Observation = { seq: 1, subject: 'here', event: 'said', at: bench.now, values: {}, from: evidence([said]) };
  assert.equal(gateOf(bench, 'device-1', 'device', { kind: 'observe', body: { observations: [observation] } }), 'wrong_role');
  assert.equal(gateOf(bench, 'hub-1', 'hub', { kind: 'observe', body: { observations: [observation] } }), 'malformed');
});

test('what rests on a binding that isn\'t in force, on streams or a subject that aren\'t its own, is refused for good', () => {
  const bench = new SensingBench(['ana', 'bo']);
  bench.adopt('wood', () => ({}));
  const code = (more: Partial<Observation> = {}): string | undefined => bench.sensed(['cell/mass'], more).items[0]?.code;
  assert.equal(code({ seq: 1 }), 'unknown_stream', 'nothing is bound');
  bench.bind();
  assert.equal(bench.sensed(['cell/mass'], { seq: 2 }).items[0]?.status, 'done');
  assert.equal(code({ seq: 3, device: 'hall' }), 'unknown_stream');
  assert.equal(code({ seq: 3, from: evidence([saying('door')]) }), 'unknown_stream');
  assert.equal(code({ seq: 4, subject: 'there' }), 'invalid_value');
  bench.say('operator-1', 'operator', { kind: 'unbind', body: { binding: 'room' } });
  assert.equal(code({ seq: 5 }), 'unknown_stream');
  bench.bind();
  const again = bench.vouch({ device: 'room', seq: 5, subject: 'here', event: 'said', at: bench.now, values: {} }, { device: 'room', seq: 6, subject: 'here', event: 'said', at: bench.now, values: {} });
  assert.deepEqual(again.items.map(({ status }) => status), ['duplicate', 'refused'], 'what was refused has its number, and is no news under it');
  assert.equal(bench.restored().digest(), bench.kernel.digest());
});

test('under a binding\'s name comes only what says on which readings it rests: nobody else passes by a permit there, or uses up its numbers', () => {
  const bench = new SensingBench(['ana', 'bo']);
  bench.adopt('wood', () => ({}));
  bench.bind();
  const claim = (seq: number): Observation => ({ device: 'room', seq, subject: 'here', event: 'said', at: bench.now, values: { by: 'bo' } });
  assert.deepEqual(bench.vouch(claim(1), claim(Number.MAX_SAFE_INTEGER)).items.map(({ code }) => code), ['wrong_role', 'wrong_role']);
  assert.equal(bench.kernel.state.seen.highest('room'), 0);
  assert.equal(bench.sensed(['cell/mass']).items[0]?.status, 'done', 'room:1 is free still');
  assert.equal(bench.sensed(['mic/audio']).items[0]?.code, 'no_consent');
  assert.equal(bench.restored().digest(), bench.kernel.digest());
});

test('a name whose numbers somebody has used up can\'t become a binding\'s', () => {
  const bench = new SensingBench(['ana', 'bo']);
  const spoken = (device: string, seq: number): Outcome => bench.vouch({ device, seq, subject: 'here', event: 'said', at: bench.now, values: {} });
  spoken('room', 2 ** 52 + 1);
  spoken('hall', 2 ** 52);
  assert.equal(bench.bind().items[0]?.code, 'invalid_value');
  assert.equal(bench.bind(roomBinding({ id: 'hall' })).items[0]?.status, 'done');
});

/** To whom, what about, which streams. */
function told({ facts }: Outcome): unknown[] {
  return facts.flatMap((fact) => (fact.fact === 'notice' ? [[fact.to, fact.code, fact.data['binding'], fact.data['streams']]] : []));
}

test('whoever is measured by a new binding is told, and when they are no more; of what stays as it was nobody is', () => {
  const bench = new SensingBench(['ana', 'bo', 'cy']);
  const sound = (of: readonly string[], more: Partial<Binding> = {}): Binding => roomBinding({ streams: [{ stream: 'mic/audio', as: 'sound', of }, { stream: 'band', as: 'pulse', of: ['bo'] }], ...more });
  assert.deepEqual(told(bench.bind(sound(['bo', 'ana']))), [['ana', 'measured', 'room', 'mic/audio'], ['bo', 'measured', 'room', 'mic/audio, band']]);
  assert.deepEqual(told(bench.bind(sound(['bo', 'ana'], { keep_days: 3 }))), []);
  assert.deepEqual(told(bench.bind(sound(['cy']))), [['ana', 'measured_no_more', 'room', 'mic/audio'], ['bo', 'measured_no_more', 'room', 'mic/audio'], ['cy', 'measured', 'room', 'mic/audio']]);
  bench.member('cy', { kind: 'leave', body: {} });
  assert.deepEqual(told(bench.say('operator-1', 'operator', saysUnbind)), [['bo', 'measured_no_more', 'room', 'band']], 'who has left is told nothing');
});

test('a decision tells them too', () => {
  const bench = new SensingBench(['ana', 'bo', 'cy'], {}, { matters: [byVote] });
  const id = bench.propose('ana', { change: 'sensing', bind: [roomBinding()], unbind: [] });
  bench.vote('ana', id);
  const outcome = bench.say('member-bo', 'bo', { kind: 'ballot', body: { proposal: id, choice: 'yes' } });
  assert.deepEqual(told(outcome), [['bo', 'measured', 'room', 'mic/audio']]);
});
