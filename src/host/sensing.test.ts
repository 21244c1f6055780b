import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { test } from 'node:test';
import type { Taken } from '../adapters/mqtt/intake.ts';
import { createHasher } from '../adapters/keys/node.ts';
import { JournalError } from '../journal/journal.ts';
import type { Offered } from '../sensing/methods/running.ts';
import type { Reading } from '../sensing/reading.ts';
import { createMemoryReadings, createReadingMemory, type ReadingMemory, type ReadingStore } from '../sensing/store.ts';
import { createRandom, type Random } from '../testing/random.ts';
import type { Observation } from '../vocabulary/entries.ts';
import { ok } from '../vocabulary/result.ts';
import type { Binding } from '../vocabulary/sensing.ts';
import { dayMs, hourMs } from '../vocabulary/time.ts';
import type { Clock } from './clock.ts';
import { Sensing, type SensingRules } from './sensing.ts';

/** Finds each reading, with the sum of all so far. */
const summing: Offered = {
  name: 'summing', says: 'sums', parts: {}, fields: {},
  open: () => ok({
    events: ['summed'], initial: 0, due: () => undefined, wait: (state) => ({ state, found: [], findings: [] }),
    take: (state, { stream, id, at, value }) => {
      const sum = Number(state) + Number(value);
      return { state: sum, findings: [], found: [{ id, event: 'summed', at, prior: 0.5, raw: { event: 0.9 }, sensors: [], values: { sum }, readings: [{ stream, id }] }] };
    },
  }),
};

const start = 1_800_000_000_000;
const bound: Binding = { id: 'pile', subject: 'woodpile', method: 'summing', streams: [{ stream: 'cell/mass', as: 'weight' }], settings: {}, keep_days: 7 };
const weigh = (n: number, more: Partial<Reading> = {}): Reading => ({ stream: 'cell/mass', id: `s${n}`, at: start + n, received: start + n, value: 1, by: 'gateway', ...more });

type Rules = { days: number; may: boolean; closed: number; bindings: Binding[] };

/** A clock that stands; who waits is called by hand. */
function standingClock(): Clock & { now: () => number; time: number; readonly ring: () => void } {
  const waiting = new Set<{ readonly at: number; readonly call: () => void }>();
  const clock = {
    time: start + hourMs,
    now: () => clock.time,
    at: (at: number, call: () => void) => {
      const each = { at, call };
      waiting.add(each);
      return () => void waiting.delete(each);
    },
    ring: () => { for (const each of waiting) if (each.at <= clock.time && waiting.delete(each)) each.call(); },
  };
  return clock;
}

type Ground = {
  readonly memory: ReadingMemory; readonly rules: Rules; readonly clock: ReturnType<typeof standingClock>; readonly told: string[];
  /** What the log has, by id. */
  readonly log: Map<string, Observation>;
  readonly offers: { times: number };
  readonly open: (more?: { readonly wrap?: (store: ReadingStore) => ReadingStore; readonly offer?: (observation: Observation) => Promise<Taken> }) => Sensing;
};

const taken: Taken = { acknowledge: true, refused: [], duplicates: 0 };

function ground(): Ground {
  const memory = createReadingMemory();
  const rules: Rules = { bindings: [bound], days: 7, may: true, closed: 0 };
  const clock = standingClock();
  const told: string[] = [];
  const log = new Map<string, Observation>();
  const offers = { times: 0 };
  const asRules: SensingRules = {
    bindings: () => rules.bindings, mayUse: () => rules.may, keepDaysOf: () => rules.days, closedUntil: () => rules.closed, isBound: (stream) => rules.bindings.some(({ streams }) => streams.some((each) => each.stream === stream)),
    highest: (binding) => Math.max(0, ...[...log.values()].filter(({ device }) => device === binding).map(({ seq = 0 }) => seq)),
  };
  let salts = 0;
  const record = (observation: Observation): Promise<Taken> => {
    offers.times += 1;
    const id = `${observation.device}:${observation.seq}`;
    const there = log.get(id);
    // What is offered again is what was offered before, to the last sign.
    if (there === undefined) log.set(id, observation);
    else assert.deepEqual(observation, there);
    return Promise.resolve(taken);
  };
  return {
    memory, rules, clock, told, log, offers,
    open: ({ wrap = (store: ReadingStore) => store, offer = record } = {}) => new Sensing({
      open: () => wrap(createMemoryReadings(memory)), pipeline: { hasher: createHasher(), methods: new Map([['summing', summing]]) }, rules: asRules,
      models: () => undefined, calibratorOf: () => null, decided: () => undefined, salt: () => `${salts += 1}`.padStart(32, '0'), offer, clock, tell: (line) => void told.push(line),
    }),
  };
}

async function until(condition: () => boolean): Promise<void> {
  for (let turns = 0; !condition(); turns++) {
    assert.ok(turns < 100_000, 'it never came to that');
    await turn();
  }
}

const sums = (log: Ground['log']): unknown[] => [...log.values()].map(({ seq, values }) => [seq, values['sum']]);

test('a reading is acknowledged when it is stored, and what it leads to is in the log once', async () => {
  const { open, log, memory } = ground();
  const sensing = open();
  assert.equal(await sensing.keep({ readings: [weigh(1), weigh(2)] }), true);
  assert.equal(memory.readings.size, 2);
  assert.equal(await sensing.keep({ readings: [weigh(2), weigh(3)] }), true);
  await until(() => log.size === 3);
  assert.deepEqual(sums(log), [[1, 1], [2, 2], [3, 3]]);
  await sensing.close();
  assert.deepEqual([...memory.made.values()].map(({ waits }) => waits), [false, false, false]);
});

test('whether something was made before is asked of the store once; what is made meanwhile is known', async () => {
  const { open, log, rules } = ground();
  const copied = { ...bound, streams: [...bound.streams, { stream: 'cell/copy', as: 'weight' }, { stream: 'cell/third', as: 'weight' }] };
  rules.bindings = [copied];
  const asked: string[] = [];
  const wrap = (store: ReadingStore): ReadingStore => ({ ...store, numberOf: (binding, found) => { asked.push(found); return store.numberOf(binding, found); } });
  const sensing = open({ wrap });
  // Each finds s1, whichever of its streams says it.
  await sensing.keep({ readings: [weigh(1)] });
  await until(() => log.size === 1);
  await sensing.keep({ readings: [weigh(1, { stream: 'cell/copy' })] });
  await sensing.keep({ readings: [weigh(1, { stream: 'cell/third' }), weigh(2)] });
  await until(() => log.size === 2);
  await sensing.close();
  assert.deepEqual(sums(log), [[1, 1], [2, 4]]);
  assert.deepEqual(asked, ['s1', 's2']);
  const again = open({ wrap });
  await again.keep({ readings: [weigh(2, { stream: 'cell/copy' }), weigh(3)] });
  await until(() => log.size === 3);
  await again.close();
  assert.deepEqual(sums(log), [[1, 1], [2, 4], [3, 6]]);
  assert.deepEqual(asked, ['s1', 's2', 's2', 's3'], 'and again after a start');
});

test('what nothing binds, nobody permits or may be kept no longer is acknowledged and not stored; descriptions are', async () => {
  const { open, memory, rules } = ground();
  const sensing = open();
  rules.days = 1;
  assert.equal(await sensing.keep({ readings: [weigh(1, { stream: 'other' }), weigh(2, { at: start - dayMs })], deliveries: [{ peer: 'p', number: 1, digest: 'd', at: 1, count: 0 }], descriptions: [{ topic: 't', payload: '{}' }] }), true);
  rules.may = false;
  assert.equal(await sensing.keep({ readings: [weigh(3)] }), true);
  await sensing.close();
  assert.deepEqual([memory.readings.size, memory.deliveries.size, [...memory.descriptions.keys()]], [0, 0, ['t']]);
});

test('what could not be put to the log is offered again after a start, the same to the last sign', async () => {
  const { open, log, memory, offers } = ground();
  const deaf = open({ offer: () => Promise.resolve({ acknowledge: false }) });
  await deaf.keep({ readings: [weigh(1), weigh(2)] });
  await until(() => memory.made.size === 2);
  await deaf.close();
  assert.equal(log.size, 0);
  const sensing = open();
  await until(() => log.size === 2);
  await sensing.close();
  const again = open();
  await turn();
  await again.close();
  assert.deepEqual([sums(log), offers.times], [[[1, 1], [2, 2]], 2]);
});

test('what can\'t be taken goes to the log before what was made later of the same binding; other bindings don\'t wait for it', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { open, log, rules, memory } = ground();
  rules.bindings = [bound, { ...bound, id: 'other', streams: [{ stream: 'other/mass', as: 'weight' }] }];
  const order: string[] = [];
  let refusals = 2;
  const sensing = open({ offer: ({ device = '', seq = 0 }) => {
    if (device === 'pile' && refusals > 0) {
      refusals -= 1;
      return Promise.resolve({ acknowledge: false });
    }
    order.push(`${device}:${seq}`);
    return Promise.resolve(taken);
  } });
  await sensing.keep({ readings: [weigh(1), weigh(2)] });
  await until(() => refusals === 0);
  await sensing.keep({ readings: [weigh(3), weigh(4, { stream: 'other/mass' })] });
  await until(() => memory.made.size === 4);
  assert.deepEqual([order, log.size], [['other:1'], 0]);
  t.mock.timers.tick(1000);
  assert.deepEqual(order, ['other:1', 'pile:1', 'pile:2', 'pile:3']);
  await sensing.close();
});

test('a store that was lost makes nothing under a number that the log has', async () => {
  const { open, log, memory } = ground();
  const sensing = open();
  await sensing.keep({ readings: [weigh(1), weigh(2)] });
  await until(() => log.size === 2);
  await sensing.close();
  Object.assign(memory, createReadingMemory());
  const again = open();
  await again.keep({ readings: [weigh(3)] });
  await until(() => log.size === 3);
  await again.close();
  assert.deepEqual(sums(log), [[1, 1], [2, 2], [3, 1]]);
});

test('the log refuses something for good: it is told once, and what follows goes on', async () => {
  const { open, told, memory } = ground();
  const sensing = open({ offer: ({ seq = 0 }) => Promise.resolve({ ...taken, refused: seq < 3 ? [{ refusal: { code: 'no_consent', detail: 'ana does not permit it' }, seq }] : [] }) });
  await sensing.keep({ readings: [weigh(1), weigh(2), weigh(3)] });
  await until(() => memory.made.size === 3);
  await sensing.close();
  assert.deepEqual([...memory.made.values()].map(({ waits }) => waits), [false, false, false]);
  assert.deepEqual(told, ['sensing: the log refuses what pile observes: ana does not permit it [no_consent]']);
});

test('another binding begins when the log says so; one that has ended takes nothing more, and its readings go', async () => {
  const { open, log, rules, memory } = ground();
  const sensing = open();
  await sensing.keep({ readings: [weigh(1)] });
  await until(() => log.size === 1);
  rules.bindings = [bound, { ...bound, id: 'stack' }];
  sensing.rulesChanged();
  await sensing.keep({ readings: [weigh(2)] });
  await until(() => log.size === 3);
  assert.deepEqual([...log].map(([id, { values }]) => [id, values['sum']]), [['pile:1', 1], ['pile:2', 2], ['stack:1', 1]]);
  rules.bindings = [];
  rules.days = 0;
  rules.may = false;
  sensing.rulesChanged();
  await until(() => memory.readings.size === 0);
  await sensing.close();
});

test('readings go after their days while nothing else happens, and the state that was made of them', async () => {
  const { open, log, clock, memory } = ground();
  const sensing = open();
  await sensing.keep({ readings: [weigh(1)] });
  await until(() => log.size === 1);
  clock.time = start + 7 * dayMs;
  clock.ring();
  assert.equal(memory.readings.size, 1);
  clock.time += hourMs;
  clock.ring();
  assert.equal(memory.readings.size, 0);
  await sensing.keep({ readings: [weigh(9, { at: clock.time, received: clock.time })] });
  await until(() => log.size === 2);
  assert.deepEqual(sums(log), [[1, 1], [2, 1]]);
  await sensing.close();
});

test('what was gathered of somebody whom the stream measures no more goes at once, and what comes late of that time isn\'t kept', async () => {
  const { open, log, rules, memory } = ground();
  const sensing = open();
  await sensing.keep({ readings: [weigh(1), weigh(2), weigh(5)] });
  await until(() => log.size === 3);
  rules.closed = start + 4;
  sensing.rulesChanged();
  await until(() => memory.readings.size < 3);
  await sensing.keep({ readings: [weigh(3), weigh(6)] });
  await sensing.close();
  assert.deepEqual([...memory.readings.values()].map(({ id }) => id), ['s5', 's6']);
});

// Falls at every point

/** A store of which anything may fail, a write having stored what it was given or not, and which can be cut off. */
function unsure(store: ReadingStore, random: Random, cut: { off: boolean }): ReadingStore {
  const failing = <T>(write: () => T): T => {
    if (cut.off) throw new JournalError('io', 'cut off');
    if (random.chance(0.85)) return write();
    if (random.chance(0.5)) write();
    throw new JournalError('io', 'a fault was asked for');
  };
  const reading = <T>(read: () => T): T => {
    if (cut.off || random.chance(0.02)) throw new JournalError('io', 'a fault was asked for');
    return read();
  };
  return {
    ...store, find: (stream, id) => reading(() => store.find(stream, id)), numberOf: (binding, found) => reading(() => store.numberOf(binding, found)), after: (position, limit) => reading(() => store.after(position, limit)),
    append: (arrived) => failing(() => store.append(arrived)), advance: (advance) => failing(() => store.advance(advance)),
  };
}

for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
  test(`stores that fail, offers that get lost, falls at any moment: everything once (seed ${seed})`, async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const random = createRandom(seed);
    const { open, log, memory } = ground();
    const record = (observation: Observation): void => {
      const id = `${observation.device}:${observation.seq}`;
      assert.deepEqual(log.get(id) ?? observation, observation);
      log.set(id, observation);
    };
    const begin = (): { readonly sensing: Sensing; readonly cut: { off: boolean } } => {
      const cut = { off: false };
      const offer = async (observation: Observation): Promise<Taken> => {
        if (random.chance(0.3)) await turn();
        if (cut.off || random.chance(0.1)) return { acknowledge: false };
        record(observation);
        return random.chance(0.1) ? { acknowledge: false } : taken; // the answer was lost
      };
      return { sensing: open({ wrap: (store) => unsure(store, random, cut), offer }), cut };
    };
    let running = begin();
    const total = 120;
    const unacknowledged = new Map(Array.from({ length: total }, (_, i) => [i + 1, weigh(i + 1)]));
    for (let step = 0; unacknowledged.size > 0 || log.size < total; step++) {
      assert.ok(step < 20_000, `${log.size} of ${total}`);
      const some = [...unacknowledged.values()].slice(0, random.int(1, 6));
      // A sender that hears nothing says it again, also what was stored.
      if (some.length > 0) void running.sensing.keep({ readings: some }).then((kept) => { if (kept) for (const { id } of some) unacknowledged.delete(Number(id.slice(1))); });
      for (let turns = random.int(0, 3); turns > 0; turns--) await turn();
      t.mock.timers.tick(random.int(0, 1500));
      if (random.chance(0.1)) {
        running.cut.off = true;
        void running.sensing.close();
        running = begin();
      }
    }
    await running.sensing.close();
    // In the order of storing, whatever the order in which the log got it.
    assert.deepEqual([...log.values()].map(({ seq = 0, values }) => [seq, values['sum']]).sort(([a = 0], [b = 0]) => Number(a) - Number(b)), Array.from({ length: total }, (_, i) => [i + 1, i + 1]));
    assert.deepEqual([...memory.readings.values()].map(({ id }) => id), Array.from({ length: total }, (_, i) => `s${i + 1}`));
  });
}
