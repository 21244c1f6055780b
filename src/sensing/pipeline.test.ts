import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHasher } from '../adapters/keys/node.ts';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import { ok, refuse } from '../vocabulary/result.ts';
import type { Binding } from '../vocabulary/sensing.ts';
import { calibrated, calibratorOf, type DecidedCase } from './calibration/calibration.ts';
import { commitReadings } from './commitment.ts';
import { rounded } from './mathematics.ts';
import type { Found, Step, Surroundings } from './methods/method.ts';
import { methods } from './methods/methods.ts';
import type { Offered } from './methods/running.ts';
import { allStates, beginAnew, changedStates, letPass, nextDue, openPipeline, takeReading, type Pipeline, type PipelineAround, type Taken } from './pipeline.ts';
import type { Reading } from './reading.ts';
import { createMemoryReadings } from './store.ts';

const hasher = createHasher();
const weigh = (n: number, more: Partial<Reading> = {}): Reading => ({ stream: 'cell/mass', id: `s${n}`, at: 1000 * n, received: 1000 * n + 5, value: n, by: 'gateway', ...more });

type Count = { readonly sum: number; readonly waits: number | null };

/** Finds each reading as it comes, and what is due ten seconds after the last of them; a value below 0 is its undoing. */
const counting: Offered = {
  name: 'counting', says: 'counts', parts: {}, fields: {},
  open: ({ settings }) => (settings['bad'] === true ? refuse('invalid_value', 'settings.bad: is bad') : ok({
    events: ['counted'], initial: { sum: 0, waits: null },
    due: (state) => (state as Count).waits ?? undefined,
    take: (state, reading, around) => {
      if (Number(reading.value) < 0) throw new Error('below nothing');
      const sum = (state as Count).sum + Number(reading.value);
      return { state: { sum, waits: reading.received + 10_000 }, found: [found(reading, sum, around)], findings: [] };
    },
    wait: (state, now): Step<Json> => ({ state: { ...(state as Count), waits: null }, found: [{ ...found(weigh(now), (state as Count).sum), id: `w${now}` }], findings: [] }),
  })),
};

function found(reading: Reading, sum: number, around?: Surroundings): Found {
  return {
    id: reading.id, event: 'counted', at: reading.at, prior: 0.5, raw: { event: 0.61234567 }, sensors: [],
    values: { sum, mayUse: around?.mayUse(reading.stream) ?? null, before: around?.decided?.('s1') ?? null, model: around?.model === undefined ? null : 'there' },
    readings: [{ stream: reading.stream, id: reading.id }],
  };
}

const binding = (id: string, more: Partial<Binding> = {}): Binding => ({ id, subject: `${id}-subject`, method: 'counting', streams: [{ stream: 'cell/mass', as: 'weight' }], settings: {}, keep_days: 1, ...more });
const ports = { hasher, methods: new Map([['counting', counting]]) };

function around(more: Partial<PipelineAround> = {}): PipelineAround {
  let salts = 0;
  return {
    models: () => undefined, mayUse: () => true, calibratorOf: () => null, find: (stream, id) => weigh(Number(id.slice(1)), { stream }), numberOf: () => undefined, decided: () => undefined,
    salt: () => `${salts += 1}`.padStart(32, '0'), ...more,
  };
}

const open = (bindings: readonly Binding[], states: Parameters<typeof openPipeline>[2] = [], lowest: (id: string) => number = () => 1): Pipeline => openPipeline(bindings, ports, states, lowest);
const sums = ({ made }: Taken): unknown[] => made.map(({ observation: { device, seq, values } }) => [device, seq, values['sum']]);

test('a reading goes through every binding of its stream, numbered by each, with a commitment to what it rests on', () => {
  const pipeline = open([binding('a'), binding('b'), binding('c', { streams: [{ stream: 'door', as: 'door' }] })]);
  assert.deepEqual(sums(takeReading(pipeline, around(), weigh(1))), [['a', 1, 1], ['b', 1, 1]]);
  const [made] = takeReading(pipeline, around(), weigh(2)).made;
  assert.deepEqual(made?.observation, {
    device: 'a', seq: 2, subject: 'a-subject', event: 'counted', at: 2000, p: { event: 0.6123 }, values: { sum: 3, mayUse: true, before: null, model: null },
    from: { readings: commitReadings(hasher, made?.salt ?? '', [weigh(2)]), count: 1, sensors: [], prior: 0.5, raw: { event: 0.6123 }, calibration: null },
  });
  assert.deepEqual([made?.found, made?.readings], ['s2', [{ stream: 'cell/mass', id: 's2' }]]);
  assert.deepEqual(takeReading(pipeline, around(), weigh(3, { stream: 'window' })), { made: [], findings: [], faults: [] });
});

test('what was found before is not made again, whether it is stored or was made a moment ago', () => {
  const pipeline = open([binding('a')]);
  assert.equal(takeReading(pipeline, around({ numberOf: (id, name) => (id === 'a' && name === 's1' ? 7 : undefined) }), weigh(1)).made.length, 0);
  assert.deepEqual(sums(takeReading(pipeline, around(), weigh(2))), [['a', 1, 3]]);
  assert.equal(takeReading(pipeline, around(), weigh(2)).made.length, 0);
});

test('what the log decided of something found earlier reaches the method, by the observation\'s id', () => {
  const pipeline = open([binding('a')]);
  takeReading(pipeline, around(), weigh(1));
  const decided = (observation: string): boolean | undefined => (observation === 'a:1' ? false : undefined);
  assert.equal(takeReading(pipeline, around({ decided }), weigh(2)).made[0]?.observation.values['before'], false);
  changedStates(pipeline); // stored: from now on the store knows the number
  assert.equal(takeReading(pipeline, around({ decided, numberOf: (_, name) => (name === 's1' ? 1 : undefined) }), weigh(3)).made[0]?.observation.values['before'], false);
  assert.equal(takeReading(pipeline, around({ decided }), weigh(4)).made[0]?.observation.values['before'], null);
});

test('a pipeline goes on from its states; a binding that was agreed otherwise begins anew, and its numbers go on', () => {
  const first = open([binding('a'), binding('b')]);
  takeReading(first, around(), weigh(5));
  assert.deepEqual(changedStates(first).map(({ binding: id }) => id), ['a', 'b']);
  assert.deepEqual(changedStates(first), [], 'only once');
  const states = allStates(first);
  const stored = JSON.parse(JSON.stringify(states)) as typeof states;
  assert.deepEqual(sums(takeReading(open([binding('a'), binding('b', { settings: { other: true } })], stored), around(), weigh(1))), [['a', 2, 6], ['b', 2, 1]]);
  const without = open([binding('b')], stored);
  assert.deepEqual(sums(takeReading(open([binding('a')], allStates(without)), around(), weigh(1))), [['a', 2, 1]], 'it ended, and another of the same name began');
  assert.deepEqual(sums(takeReading(open([binding('a')], [], () => 40), around(), weigh(1))), [['a', 40, 1]], 'the log knows of more than the store');
});

const watching: Binding = { id: 'w', subject: 'door', method: 'event', keep_days: 1, streams: ['one', 'two'].map((stream) => ({ stream, as: 'sensor' })), settings: { event: 'opened', together_s: 1, late_s: 0, again_s: 1 } };
const watchPorts = { hasher, methods };

/** Both say yes, and are asked what it was five seconds later. */
function watch(pipeline: Pipeline, n: number): Taken {
  const said = (stream: string): Reading => ({ stream, id: `${stream}${n}`, at: 10_000 * n, received: 10_000 * n, value: n % 3 === 0 && stream === 'two' ? 'off' : 'on', by: 'gateway' });
  const stored = around({ find: (stream) => said(stream) });
  return [said('one'), said('two')].map((reading) => takeReading(pipeline, stored, reading)).concat(letPass(pipeline, stored, 10_000 * n + 5000))[2] ?? { made: [], findings: [], faults: [] };
}

test('cases that a method learns from are put down one by one: what has come and what has changed; a pipeline goes on with them', () => {
  const pipeline = openPipeline([watching], watchPorts, [], () => 1);
  const memory = createMemoryReadings();
  const putDown = (of: Pipeline, position: number): unknown[] => {
    const states = changedStates(of);
    memory.advance({ position, states, made: [], said: [] });
    return states.map(({ cases: { from, until, put } }) => [from, until, put.map(({ number }) => number)]);
  };
  for (const n of [1, 2, 3]) watch(pipeline, n);
  assert.deepEqual(putDown(pipeline, 1), [[0, 3, [0, 1, 2]]]);
  watch(pipeline, 4);
  assert.deepEqual(putDown(pipeline, 2), [[0, 4, [3]]]);
  assert.equal(JSON.stringify(memory.resume().states[0]?.state).includes('opened'), false, 'no case is within the state');
  const next = openPipeline([watching], watchPorts, memory.resume().states, () => 1);
  const [again, same] = [next, pipeline].map((each) => watch(each, 5).made[0]?.observation.p);
  assert.deepEqual(again, same);
  assert.deepEqual(putDown(next, 3), [[0, 5, [4]]]);
  beginAnew(next, 'w');
  assert.deepEqual(putDown(next, 4), [[0, 0, []]]);
  watch(next, 6);
  assert.deepEqual(putDown(next, 5), [[0, 1, [0]]]);
});

test('a state of the release before, with its cases within it, goes on as if they had always lain beside it', () => {
  const pipeline = openPipeline([watching], watchPorts, [], () => 1);
  // From thirty cases on two that were never at odds count as one; these two were, in every third.
  for (let n = 1; n <= 40; n += 1) watch(pipeline, n);
  const now = allStates(pipeline)[0] ?? assert.fail();
  assert.equal(now.cases.length, 40);
  const { own, health } = now.state as { readonly own: JsonObject; readonly health: JsonObject };
  const { learned: _, ...ownBefore } = own;
  const window = now.cases.map(({ number: __, ...each }) => each);
  const before = { binding: 'w', fingerprint: now.fingerprint, next: now.next, state: { own: { ...ownBefore, window }, health }, cases: [] };
  const older = openPipeline([watching], watchPorts, [before], () => 1);
  const [upgraded, straight] = [older, pipeline].map((each) => watch(each, 41).made[0]?.observation);
  assert.deepEqual([upgraded?.p, upgraded?.from?.sensors], [straight?.p, straight?.from?.sensors]);
  assert.deepEqual(changedStates(older).map(({ cases: { from, until, put } }) => [from, until, put.length]), [[0, 41, 41]]);
});

test('a state that is to be forgotten begins anew, and is stored so', () => {
  const pipeline = open([binding('a')]);
  takeReading(pipeline, around(), weigh(5));
  changedStates(pipeline);
  beginAnew(pipeline, 'a');
  assert.deepEqual(changedStates(pipeline).map(({ state, next }) => [state, next]), [[{ sum: 0, waits: null }, 2]]);
});

test('one binding\'s fault is nobody else\'s: settings that can\'t be read, a method that isn\'t there, a model that is missing, a method that fails', () => {
  const pipeline = open([binding('bad', { settings: { bad: true } }), binding('strange', { method: 'guessing' }), binding('model', { model: 'ab' }), binding('good')]);
  assert.deepEqual([...pipeline.refused].map(([id, { detail }]) => [id, detail]), [['bad', 'settings.bad: is bad'], ['strange', 'there is no method guessing; there are counting']]);
  const taken = takeReading(pipeline, around(), weigh(2));
  assert.deepEqual(sums(taken), [['good', 1, 2]]);
  assert.deepEqual(taken.faults, [{ binding: 'model', detail: 'the model ab is not here, or its file was altered' }]);
  const failed = takeReading(pipeline, around({ models: () => ({}) as never }), weigh(-1));
  assert.deepEqual(failed.faults.map(({ binding: id, detail }) => [id, detail]), ['model', 'good'].map((id) => [id, 'counting failed and begins anew: below nothing']));
  assert.deepEqual(sums(takeReading(pipeline, around({ models: () => ({}) as never }), weigh(3))), [['model', 1, 3], ['good', 2, 3]]);
});

test('time passes for those that wait, and nothing is made in the future', () => {
  const pipeline = open([binding('a'), binding('b', { streams: [{ stream: 'door', as: 'door' }] })]);
  assert.equal(nextDue(pipeline), undefined);
  const [ahead] = takeReading(pipeline, around(), weigh(1, { at: 99_000 })).made;
  assert.equal(ahead?.observation.at, 1005, 'a clock that is ahead');
  takeReading(pipeline, around(), weigh(2, { stream: 'door' }));
  assert.equal(nextDue(pipeline), 11_005);
  assert.deepEqual(letPass(pipeline, around(), 11_004).made, []);
  assert.deepEqual(letPass(pipeline, around(), 11_005).made.map(({ observation: { device, at } }) => [device, at]), [['a', 11_005]]);
  assert.equal(nextDue(pipeline), 12_005);
});

test('an event is said with the probability that its decided cases give; the raw one stays beside it', () => {
  // Ten cases, each said with 0.6, of which two were so: what is said with about as much is less sure from now on.
  const cases = Array.from({ length: 10 }, (_, i): DecidedCase => ({ at: i, raw: 0.6, p: 0.6, truth: i < 2 }));
  const calibrator = calibratorOf(cases, 41);
  const [made] = takeReading(open([binding('a')]), around({ calibratorOf: (id, event) => (id === 'a' && event === 'counted' ? calibrator : null) }), weigh(1)).made;
  assert.deepEqual([made?.observation.from?.raw.event, made?.observation.from?.calibration], [0.6123, { record: 41, cases: 10 }]);
  const p = Number(made?.observation.p?.event);
  assert.equal(p, rounded(calibrated(calibrator, 0.6123)));
  assert.ok(p < 0.6, String(p));
});

test('who it was is said with the probability that its own cases give, and the record says how many these were', () => {
  // Ten cases that named somebody with 0.9, of which five were somebody else.
  const cases = Array.from({ length: 10 }, (_, i): DecidedCase => ({ at: i, raw: 0.9, p: 0.9, truth: i < 5 }));
  const calibrator = calibratorOf(cases, 52);
  const naming: Offered = { ...counting, open: () => ok({
    events: ['counted'], initial: null, due: () => undefined, wait: (state): Step<Json> => ({ state, found: [], findings: [] }),
    take: (state, reading) => ({ state, found: [{ ...found(reading, 0), raw: { event: 0.6, person: 0.9 } }], findings: [] }),
  }) };
  const of = (known: boolean) => takeReading(openPipeline([binding('a')], { hasher, methods: new Map([['counting', naming]]) }, [], () => 1), around({ calibratorOf: (_id, _event, what) => (known && what === 'person' ? calibrator : null) }), weigh(1)).made[0]?.observation;
  const [plain, learned] = [of(false), of(true)];
  assert.deepEqual([plain?.p, plain?.from?.person_calibration], [{ event: 0.6, person: 0.9 }, undefined]);
  assert.deepEqual([learned?.from?.raw, learned?.from?.calibration, learned?.from?.person_calibration], [{ event: 0.6, person: 0.9 }, null, { record: 52, cases: 10 }]);
  assert.equal(learned?.p?.event, 0.6);
  assert.ok(Number(learned?.p?.person) > 0.5 && Number(learned?.p?.person) < 0.8, String(learned?.p?.person));
});

test('a store that can\'t be read is no fault of the method: it goes on to whoever opened the store', () => {
  const unreadable = (): never => { throw new RangeError('the disk is gone'); };
  for (const broken of [{ find: unreadable }, { numberOf: unreadable }]) assert.throws(() => takeReading(open([binding('a')]), around(broken), weigh(1)), /the disk is gone/);
});

test('what it found is not said when every reading that it rests on is gone; it takes no number, and whoever runs it is told why', () => {
  const pipeline = open([binding('a')]);
  takeReading(pipeline, around(), weigh(1));
  const { made, faults } = letPass(pipeline, around({ find: () => undefined }), 11_005);
  assert.deepEqual([made, faults.map(({ binding: id, detail }) => [id, /erased already.*kept for longer/.test(detail)])], [[], [['a', true]]]);
  assert.deepEqual(sums(takeReading(pipeline, around(), weigh(2))), [['a', 2, 3]]);
});
