import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../../testing/random.ts';
import { bindingOf, readings, sense, type Said } from '../../testing/sensing/bench.ts';
import type { Binding } from '../../vocabulary/sensing.ts';

const minute = 60_000;
const one: Binding['streams'] = [{ stream: 't', as: 'temperature' }];
const three = ['a', 'b', 'c'].map((stream) => ({ stream, as: 'temperature' }));
const says = (stream: string, minutes: number, value: Said['value'], more: Partial<Said> = {}): Said => ({ stream, at: minutes * minute, value, ...more });
const told = (list: readonly Said[], streams: Binding['streams'] = one, settings = {}) => sense(bindingOf('temperature', streams, settings), readings(list)).found.map(({ at, values }) => [at / minute, values['celsius']]);

test('one thermometer: its value with its offset, at most every quarter of an hour, when it has changed', () => {
  assert.deepEqual(told([says('t', 0, 20), says('t', 5, 21), says('t', 15, 20.1), says('t', 30, 21)], [{ stream: 't', as: 'temperature', settings: { offset: '-0.5' } }]), [[0, 19.5], [30, 20.5]]);
  assert.deepEqual(told([says('t', 0, 20), says('t', 120, 20), says('t', 240, 20), says('t', 360, 20)]), [[0, 20], [360, 20]]); // said again, so that nobody takes it for silence
});

test('p is how likely the true value lies within the tolerance: ±1 of a deviation of ½ is 0.9545', () => {
  const streams = [{ stream: 't', as: 'temperature', settings: { deviation: '0.5' } }];
  const found = sense(bindingOf('temperature', streams), readings([says('t', 0, 15.2)])).found[0];
  assert.ok(Math.abs((found?.raw.event ?? 0) - 0.9544997361) < 1e-9);
  assert.equal(found?.prior, 0.02); // ±1 of 100 degrees
});

test('several are weighed by their errors; what they add is shared by weight', () => {
  const streams = [{ stream: 'a', as: 'temperature', settings: { deviation: '0.3' } }, { stream: 'b', as: 'temperature', settings: { deviation: '0.6' } }];
  // At minute 1 b is a minute old: it has walked 0.25 / 60 more, so that 1/0.09 and 1/(0.36 + 0.0041667) weigh 11.1111 and 2.7460.
  const [, again] = sense(bindingOf('temperature', streams, { every_s: 1 }), readings([says('a', 0, 20), says('b', 0, 21), says('a', 1, 20.3)])).found;
  assert.deepEqual(again?.sensors.map(({ weight }) => weight), [0.8018, 0.1982]);
  assert.equal(again?.values['celsius'], 20.44); // 0.8018 · 20.3 + 0.1982 · 21
});

test('one of three that is far off is left out and named; it comes back', () => {
  const list = [says('a', 0, 20), says('b', 0, 20.2), says('c', 1, 25), says('c', 2, 25), says('a', 20, 20), says('b', 21, 20), says('c', 21, 20.5), says('c', 22, 20.5)];
  const { found, findings } = sense(bindingOf('temperature', three, { every_s: 1, min_change: 0 }), readings(list), { until: 22 * minute });
  assert.deepEqual(found[2]?.values, { celsius: 20.1 });
  assert.equal(found[2]?.sensors[2]?.weight, 0);
  assert.deepEqual(findings.map(({ stream, what }) => [stream, what]), [['c', 'disagrees'], ['c', 'back']]);
});

test('two that contradict one another: nobody can say, and p says so', () => {
  const found = sense(bindingOf('temperature', three.slice(0, 2), { every_s: 1 }), readings([says('a', 0, 18), says('b', 1, 22)])).found[1];
  assert.ok((found?.raw.event ?? 1) < 0.5);
});

test('no value is made up: gaps, nulls, words, other units, values outside the range', () => {
  const list = [says('t', 0, 20), says('t', 10, null), says('t', 20, 'unavailable'), says('t', 30, 85), says('t', 40, 70, { unit: '%RH' }), says('t', 50, Infinity)];
  const { found, findings } = sense(bindingOf('temperature', one), readings(list), { until: 10 * 60 * minute });
  assert.equal(found.length, 1);
  assert.deepEqual(findings.map(({ at, what }) => [at / minute, what]), [[30, 'disagrees']]);
  // The other one is silent for longer than the gap: what it said counts no more.
  const later = sense(bindingOf('temperature', three.slice(0, 2)), readings([says('a', 0, 10), says('b', 121, 20)])).found[1];
  assert.deepEqual([later?.values, later?.sensors[0]], [{ celsius: 20 }, { stream: 'a', state: 'silent', by: 'gateway' }]);
});

test('one that stands still while the others move is stuck, one that is silent far longer than ever is dead: both are left out', () => {
  const list = Array.from({ length: 160 }, (_, place) => [says('a', place, 20 + (place % 3) / 10), says('b', place, 20 + (place % 4) / 10), says('c', place, place < 40 ? 20 + (place % 2) / 10 : 20.1)]).flat();
  const { found, findings } = sense(bindingOf('temperature', three, { every_s: 1, min_change: 0 }), readings(list), { until: 1000 * minute });
  // c changed every minute and then no more: after three of them it's stuck. All spoke every minute: after three minutes they're dead.
  assert.deepEqual(findings.map(({ stream, what }) => [stream, what]), [['c', 'stuck'], ['a', 'dead'], ['b', 'dead']]);
  assert.deepEqual(found.at(-1)?.sensors.map(({ state }) => state), ['said', 'said', 'stuck']);
});

test('kelvin and degrees Fahrenheit are what they are', () => {
  assert.deepEqual(told([says('t', 0, 293.15, { unit: 'K' })]), [[0, 20]]);
  assert.deepEqual(told([says('t', 0, 68, { unit: '°F' })]), [[0, 20]]);
});

test('a jump that no room makes must be borne out by the next reading', () => {
  const settings = { every_s: 1, min_change: 0 };
  assert.deepEqual(told([says('t', 0, 20), says('t', 1, 35), says('t', 2, 20.1)], one, settings), [[0, 20], [2, 20.1]]);
  assert.deepEqual(told([says('t', 0, 20), says('t', 1, 35), says('t', 2, 35.1)], one, settings), [[0, 20], [2, 35.1]]);
});

test('doubled and late readings change nothing', () => {
  const list = [says('t', 0, 20), says('t', 20, 21), says('t', 20, 21), says('t', 10, 30)];
  assert.deepEqual(told(list), [[0, 20], [20, 21]]);
});

test('with errors as stated, the true value lies within the tolerance as often as p says', () => {
  // 2000 draws at p = 0.9545: a binomial with deviation √(2000 · 0.9545 · 0.0455) = 9.3, so that 1909 ± 37 is four of them.
  const random = createRandom(4);
  const streams = [{ stream: 't', as: 'temperature', settings: { deviation: '0.5' } }];
  let inside = 0;
  for (let draw = 0; draw < 2000; draw += 1) {
    const truth = 15 + 5 * random.next();
    const celsius = sense(bindingOf('temperature', streams), readings([says('t', 0, truth + 0.5 * random.bell())])).found[0]?.values['celsius'];
    if (Math.abs(Number(celsius) - truth) <= 1) inside += 1;
  }
  assert.ok(Math.abs(inside - 1909) <= 37, String(inside));
});
