import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidence, roomBinding, saying, SensingBench } from '../testing/sensing-bench.ts';
import type { Observation } from '../vocabulary/entries.ts';
import type { Outcome } from '../vocabulary/outcomes.ts';
import { permitFieldsMax, permitsEachMax, type Look, type Permit } from '../vocabulary/sensing.ts';
import { dayMs, hourMs } from '../vocabulary/time.ts';
import { keepDaysOf, lookAllowed, mayUse } from './permits.ts';
import { alarmsPerRecordMax } from './waking.ts';

function room(...members: readonly string[]): SensingBench {
  const bench = new SensingBench(members.length === 0 ? ['ana', 'bo', 'cy'] : members);
  for (const id of ['tax', 'wood']) bench.adopt(id, () => ({}));
  bench.bind();
  return bench;
}

/** Subcontracts that the last observations were put to. */
function called(bench: SensingBench, say: () => Outcome): { readonly outcome: Outcome; readonly by: readonly string[] } {
  const before = bench.batches.length;
  const outcome = say();
  return { outcome, by: bench.batches.slice(before).filter(({ calls }) => calls.some(({ group }) => group === 'observed')).map(({ code }) => code) };
}

test('what rests on a stream that measures somebody reaches only what they permit; the rest is refused and noted', () => {
  const bench = room();
  const nobody = called(bench, () => bench.sensed(['mic/audio']));
  assert.equal(nobody.outcome.items[0]?.code, 'no_consent');
  assert.deepEqual(nobody.outcome.items[0]?.faults?.map(({ subcontract, code }) => `${subcontract} ${code}`), ['tax no_consent', 'wood no_consent']);
  assert.deepEqual(nobody.by, []);
  assert.equal(bench.permit('bo'), 'done');
  const one = called(bench, () => bench.sensed(['cell/mass', 'mic/audio']));
  assert.deepEqual([one.outcome.items[0]?.status, one.outcome.items[0]?.faults?.map(({ subcontract, code }) => `${subcontract} ${code}`), one.by], ['done', ['tax no_consent'], ['wood']]);
  const weight = called(bench, () => bench.sensed(['cell/mass']));
  assert.deepEqual([weight.outcome.items[0], weight.by], [{ status: 'done' }, ['tax', 'wood']], 'the load cell measures nobody');
});

test('of several observations in one entry a contract sees those that are permitted, and no others', () => {
  const bench = room();
  const observation = (seq: number, stream: string): Observation => ({ device: 'room', seq, subject: 'here', event: 'said', at: bench.now, values: { note: stream }, from: evidence([saying(stream)]) });
  const outcome = bench.vouch(observation(1, 'cell/mass'), observation(2, 'mic/audio'), observation(3, 'cell/mass'));
  assert.deepEqual(outcome.items.map(({ status }) => status), ['done', 'refused', 'done']);
  assert.deepEqual(bench.batches.flatMap(({ calls }) => calls.filter(({ group }) => group === 'observed').map(({ event }) => event['note'])), ['cell/mass', 'cell/mass', 'cell/mass', 'cell/mass'], 'two by each of two');
});

test('only what spoke counts: a stream that was silent, dead or not permitted carries nothing of anybody', () => {
  const bench = room();
  const sensors = [saying('cell/mass'), saying('mic/audio', { state: 'not_permitted' })];
  assert.deepEqual(bench.sensed([], { from: evidence(sensors) }).items[0], { status: 'done' });
});

test('evidence that names no sensor that spoke rests on all of its binding\'s streams', () => {
  const bench = room();
  for (const sensors of [[], [saying('cell/mass', { state: 'dead' })], [saying('mic/audio', { state: 'not_permitted' })]]) assert.equal(bench.sensed([], { from: evidence(sensors) }).items[0]?.code, 'no_consent');
  for (const purpose of ['wood', 'tax']) bench.permit('bo', { purpose });
  assert.deepEqual(bench.sensed([], { from: evidence([]) }).items[0], { status: 'done' });
});

test('an observation without evidence rests on its device: on each of its streams that measures somebody', () => {
  const bench = room();
  bench.bind(roomBinding({ id: 'wrist', streams: [{ stream: 'band', as: 'pulse', of: ['bo'] }, { stream: 'band/steps', as: 'steps', of: ['cy'] }] }));
  const vouched = (device: string, seq: number): string | undefined => bench.vouch({ device, seq, subject: 'here', event: 'said', at: bench.now, values: {} }).items[0]?.code;
  assert.deepEqual([vouched('band', 1), vouched('other', 1)], ['no_consent', undefined]);
  bench.permit('bo', { stream: 'band' });
  bench.permit('bo', { stream: 'band', purpose: 'tax' });
  assert.equal(vouched('band', 2), 'no_consent', 'cy has not permitted the steps');
  for (const purpose of ['wood', 'tax']) bench.permit('cy', { stream: 'band/steps', purpose });
  assert.equal(vouched('band', 3), undefined);
  bench.bind(roomBinding({ id: 'wrist', streams: [{ stream: 'band/steps', as: 'steps' }] }));
  bench.permit('bo', { stream: 'band', given: false });
  assert.equal(vouched('band', 4), undefined, 'what was bound before is bound no more');
});

test('everyone whom a stream measures must permit it', () => {
  const bench = room();
  bench.bind(roomBinding({ streams: [{ stream: 'mic/audio', as: 'sound', of: ['bo', 'cy'] }] }));
  bench.permit('bo');
  assert.deepEqual(called(bench, () => bench.sensed(['mic/audio'])).by, []);
  bench.permit('cy');
  assert.deepEqual(called(bench, () => bench.sensed(['mic/audio'])).by, ['wood']);
});

test('a permit holds until its time, until it is taken back, or until its member leaves; its end is seen, and told when it comes by itself', () => {
  const bench = room();
  const until = bench.now + 7 * dayMs;
  bench.permit('bo', { until });
  bench.sleepUntil(until - 1);
  assert.equal(bench.sensed(['mic/audio']).items[0]?.status, 'done');
  const [ended] = bench.until(until);
  assert.deepEqual(ended?.facts, [
    { fact: 'permitted', member: 'bo', stream: 'mic/audio', purpose: 'wood', permit: null },
    { fact: 'notice', item: -1, because: null, to: 'bo', code: 'permit_over', data: { stream: 'mic/audio', purpose: 'wood' } },
  ]);
  assert.equal(bench.sensed(['mic/audio']).items[0]?.code, 'no_consent');
  bench.permit('bo');
  assert.equal(bench.permit('bo', { given: false }), 'done');
  assert.equal(bench.permit('bo', { given: false }), 'already_so');
  assert.equal(bench.sensed(['mic/audio']).items[0]?.code, 'no_consent');
  bench.permit('bo', { purpose: 'tax' });
  bench.permit('bo');
  const left = bench.say('member-bo', 'bo', { kind: 'leave', body: {} });
  assert.deepEqual(left.facts.filter(({ fact }) => fact === 'permitted').map((fact) => (fact.fact === 'permitted' ? `${fact.purpose} ${String(fact.permit)}` : '')), ['tax null', 'wood null']);
  assert.equal(bench.sensed(['mic/audio']).items[0]?.code, 'no_consent');
  assert.equal(bench.kernel.state.permits.size, 0);
});

test('a permit that is over counts no more, even before anybody was there to note it', () => {
  const bench = room();
  const until = bench.now + hourMs;
  // More is due at that instant than one record fires: `wood`, the last of them, is still among the rest.
  for (let n = 0; n < alarmsPerRecordMax; n++) bench.permit('bo', { purpose: `p${n}`, until });
  bench.permit('bo', { until });
  bench.sleepUntil(until);
  assert.equal(bench.sensed(['mic/audio']).items[0]?.code, 'no_consent');
  assert.equal(mayUse(bench.kernel.state, 'mic/audio'), false);
});

test('another permit for the same stream and purpose replaces it, with its time', () => {
  const bench = room();
  bench.permit('bo', { until: bench.now + hourMs });
  bench.permit('bo', { until: bench.now + 2 * hourMs });
  assert.deepEqual(bench.until(bench.now + hourMs), [], 'the earlier end is none any more');
  assert.equal(bench.sensed(['mic/audio']).items[0]?.status, 'done');
});

const wrongPermits: readonly [string, Partial<Permit>, string][] = [
  ['a stream that nothing binds', { stream: 'mic' }, 'unknown_stream'], ['a stream that doesn\'t measure them', { stream: 'cell/mass' }, 'not_permitted'],
  ['a purpose of two words', { purpose: 'to care' }, 'invalid_value'], ['somebody unknown', { to: 'zoe' }, 'unknown_member'], ['the operator', { to: 'operator' }, 'done'],
  ['days below zero', { keep_days: -1 }, 'invalid_value'], ['no day', { keep_days: 0 }, 'done'], ['a time that is over', { until: 5 }, 'invalid_value'],
  ['a field twice', { fields: ['a', 'a'] }, 'invalid_value'], ['a field without a name', { fields: [''] }, 'invalid_value'],
  ['too many fields', { fields: Array.from({ length: permitFieldsMax + 1 }, (_, n) => `f${n}`) }, 'limit_reached'],
];
for (const [what, more, answer] of wrongPermits) test(`a permit with ${what} → ${answer}`, () => assert.equal(room().permit('bo', more), answer));

test('a permit that is replaced again and again fills no memory, and the last one ends at its time', () => {
  const bench = room();
  const until = bench.now + 30 * dayMs;
  for (let times = 0; times < 1000; times += 1) bench.permit('bo', { until: until - times });
  assert.ok(bench.kernel.state.alarms.size < 200, String(bench.kernel.state.alarms.size));
  assert.deepEqual(bench.until(until - 1000), []);
  assert.equal(mayUse(bench.kernel.state, 'mic/audio'), true);
  assert.equal(bench.until(until - 999).length, 1);
  assert.equal(mayUse(bench.kernel.state, 'mic/audio'), false);
});

test('one member has so many permits, and can replace each of them', () => {
  const bench = room();
  for (let n = 0; n < permitsEachMax; n++) assert.equal(bench.permit('bo', { purpose: `p${n}` }), 'done');
  assert.deepEqual([bench.permit('bo', { purpose: 'more' }), bench.permit('bo', { purpose: 'p7', keep_days: 1 })], ['limit_reached', 'done']);
});

// What came late

test('what came late waits only where it is permitted, and acts only if it still is', () => {
  const bench = room();
  bench.permit('bo');
  const late = bench.now - 31 * dayMs;
  const outcome = bench.sensed(['mic/audio'], { at: late });
  assert.deepEqual([...bench.kernel.state.reviews.keys()], ['wood room:1']);
  assert.deepEqual(outcome.items[0]?.faults?.map(({ subcontract }) => subcontract), ['tax']);
  bench.permit('bo', { given: false });
  const confirm = (): string | undefined => bench.request('ana', 'wood', 'confirm', { observation: 'room:1' }).items[0]?.code;
  assert.equal(confirm(), 'no_consent');
  assert.equal(bench.kernel.state.reviews.size, 1, 'it can still be dropped');
  bench.permit('bo');
  const before = bench.batches.length;
  assert.equal(confirm(), undefined);
  assert.equal(bench.batches.length, before + 1);
});

// Looking

const asLook = (bench: SensingBench, more: Partial<Look> = {}): Look => ({ stream: 'mic/audio', purpose: 'care', reason: 'she fell', from: bench.now - dayMs, until: bench.now, ...more });

test('readings of who is measured are shown to whom they permit, for that, and of them what all permit; who is measured is told', () => {
  const bench = room();
  bench.bind(roomBinding({ streams: [{ stream: 'mic/audio', as: 'sound', of: ['bo', 'cy'] }] }));
  const look = (by: string, more: Partial<Look> = {}): Outcome => bench.say(`member-${by}`, by, { kind: 'look', body: asLook(bench, more) });
  bench.permit('bo', { purpose: 'care', to: 'ana', fields: ['value', 'at', 'unit'] });
  assert.equal(look('ana').items[0]?.code, 'no_consent', 'cy has not permitted it');
  bench.permit('cy', { purpose: 'care', to: 'ana', fields: ['unit', 'value', 'id'] });
  const seen = look('ana');
  assert.deepEqual(seen.items[0], { status: 'done' });
  assert.deepEqual(seen.facts.filter(({ fact }) => fact === 'looked'), [{ fact: 'looked', by: 'ana', look: asLook(bench), of: ['bo', 'cy'], fields: ['unit', 'value'] }]);
  assert.deepEqual(seen.facts.flatMap((fact) => (fact.fact === 'notice' ? [`${fact.to} ${fact.code} ${String(fact.data['by'])}`] : [])), ['bo looked ana', 'cy looked ana']);
  assert.equal(look('ana', { purpose: 'court' }).items[0]?.code, 'no_consent', 'another purpose is another permit');
  assert.equal(look('bo').items[0]?.code, 'no_consent', 'cy permitted ana, not bo');
  bench.permit('cy', { purpose: 'care', to: 'ana' });
  bench.permit('bo', { purpose: 'care', to: 'ana' });
  assert.equal(fieldsOf(look('ana')), null, 'all of it');
});

test('one\'s own readings are one\'s own; what measures nobody is open to any member', () => {
  const bench = room();
  const look = (by: string, more: Partial<Look> = {}): Outcome => bench.say(by === 'operator' ? 'operator-1' : `member-${by}`, by, { kind: 'look', body: asLook(bench, more) });
  assert.equal(fieldsOf(look('bo')), null);
  assert.equal(look('operator').items[0]?.code, 'no_consent');
  for (const by of ['ana', 'operator']) assert.equal(look(by, { stream: 'cell/mass' }).items[0]?.status, 'done');
  bench.permit('bo', { purpose: 'care', to: 'operator' });
  assert.equal(look('operator').items[0]?.status, 'done');
});

test('readings are looked at as far back as all permit them to be kept for that, whatever they permit for something else', () => {
  const bench = room();
  const days = (): number | null | undefined => {
    const allowed = lookAllowed(bench.kernel.state, 'ana', { stream: 'mic/audio', purpose: 'care' });
    return allowed.ok ? allowed.value.keepDays : undefined;
  };
  bench.bind(roomBinding({ streams: [{ stream: 'mic/audio', as: 'sound', of: ['bo', 'cy'] }] }));
  bench.permit('bo', { purpose: 'care', to: 'ana', keep_days: 3 });
  bench.permit('bo', { purpose: 'wood', keep_days: 30 });
  assert.equal(days(), undefined);
  bench.permit('cy', { purpose: 'care', to: 'ana', keep_days: 1 });
  assert.equal(days(), 1);
  bench.bind(roomBinding({ streams: [{ stream: 'mic/audio', as: 'sound', of: ['ana'] }] }));
  assert.equal(days(), null, 'one\'s own');
});

test('a look names a stream, why, and a time', () => {
  const bench = room();
  const code = (more: Partial<Look>): string => bench.member('bo', { kind: 'look', body: asLook(bench, more) });
  assert.deepEqual([code({ stream: 'radio' }), code({ reason: ' ' }), code({ purpose: '' }), code({ until: bench.now - dayMs }), code({ from: -1 })], ['unknown_stream', 'missing_value', 'invalid_value', 'invalid_value', 'invalid_value']);
});

// How long readings may be kept

test('readings are kept as long as everyone whom they measure permits for something, else as long as the binding says', () => {
  const bench = room();
  const { state } = bench.kernel;
  bench.bind(roomBinding({ streams: [{ stream: 'cell/mass', as: 'weight' }, { stream: 'mic/audio', as: 'sound', of: ['bo', 'cy'] }] }));
  assert.deepEqual([keepDaysOf(state, 'cell/mass'), keepDaysOf(state, 'mic/audio'), keepDaysOf(state, 'radio')], [30, 0, 0]);
  bench.permit('bo', { keep_days: 7 });
  bench.permit('bo', { keep_days: 2, purpose: 'tax' });
  assert.deepEqual([keepDaysOf(state, 'mic/audio'), mayUse(state, 'mic/audio')], [0, false]);
  bench.permit('cy', { keep_days: 14 });
  assert.deepEqual([keepDaysOf(state, 'mic/audio'), mayUse(state, 'mic/audio')], [7, true]);
  assert.equal(mayUse(state, 'cell/mass'), true);
});

test('permits and looks come back from a snapshot and from stored outcomes', () => {
  const bench = room();
  bench.permit('bo', { until: bench.now + dayMs });
  const { digest } = { digest: bench.kernel.digest() };
  assert.deepEqual([bench.resumed().digest(), bench.restored().digest()], [digest, digest]);
  assert.equal(bench.resumed().nextWake(), bench.now + dayMs);
});

function fieldsOf({ facts }: Outcome): readonly string[] | null | undefined {
  const looked = facts.find((fact) => fact.fact === 'looked');
  return looked?.fact === 'looked' ? looked.fields : undefined;
}
