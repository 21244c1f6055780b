import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bindingOf, openMethod, readings, sense, type Said } from '../../testing/sensing/bench.ts';
import type { Binding } from '../../vocabulary/sensing.ts';

const hour = 3_600_000;
const weight = { stream: 'scale', as: 'weight', settings: { deviation_g: 1000 } };
const far = { stream: 'sonar', as: 'distance', settings: { known: [{ raw: 200, count: 0 }, { raw: 50, count: 100 }], deviation: 10 } };
const camera = { stream: 'camera', as: 'count', settings: { deviation: 4 } };
const tap = { stream: 'tap', as: 'tap' };
const settings = { piece_g: 2000, piece_spread: '0.2', moves: 0, every_s: 1, min_change: 0 };
const levels = (streams: Binding['streams'], list: readonly Said[], given: Binding['settings'] = {}) => sense(bindingOf('level', streams, { ...settings, ...given }), readings(list));
const near = (actual: number | undefined, expected: number, tolerance = 1e-4): void => assert.ok(Math.abs((actual ?? NaN) - expected) <= tolerance, `${actual} is not ${expected}`);

test('a scale: the number from the mass, its error from the spread and the scale', () => {
  const [found] = levels([weight], [{ at: 0, stream: 'scale', value: 100, unit: 'kg' }]).found;
  assert.deepEqual([found?.event, found?.values], ['level', { count: 50 }]);
  // √(50 · 400² + 1000²) / 2000 = 1.5 pieces; within 5.5 that is Φ(3.6667): 0.99975.
  near(found?.raw.event, 0.999754);
  near(found?.prior, 11 / 501);
});

test('a distance between two known numbers', () => {
  const [found] = levels([far], [{ at: 0, stream: 'sonar', value: 125 }]).found;
  assert.deepEqual(found?.values, { count: 50 });
  near(found?.raw.event, 0.417681); // within 5.5 at a deviation of 10: 2 Φ(0.55) − 1
});

test('sources are weighed by their errors', () => {
  const list = [{ at: 0, stream: 'sonar', value: 140 }, { at: 1000, stream: 'camera', value: 48 }];
  const found = levels([far, camera], list).found.at(-1);
  // 40 ± 10 and 48 ± 4: weights 0.01 and 0.0625, so (0.4 + 3) / 0.0725 = 46.9.
  assert.deepEqual(found?.values, { count: 47 });
  assert.deepEqual(found?.sensors.map(({ weight: share }) => share), [0.1379, 0.8621]);
});

test('who counted is right until pieces come and go', () => {
  const list: Said[] = [{ at: 0, stream: 'tap', value: 60 }, { at: 0, stream: 'camera', value: 50 }, { at: 24 * hour - 1, stream: 'camera', value: 50 }];
  const { found } = levels([camera, tap], list, { moves: 2 });
  assert.deepEqual(found[0]?.values, { count: 60 });
  // A day later the count is 60 ± √(¼ + 4 · 24): (60 / 96.25 + 50 / 16) / (1 / 96.25 + 1 / 16) = 51.4.
  assert.deepEqual(found.at(-1)?.values, { count: 51 });
});

test('what can\'t be is left out and named; nothing said is nothing known', () => {
  const { found, findings } = levels([camera], [{ at: 0, stream: 'camera', value: 9000 }, { at: 1000, stream: 'camera', value: null }, { at: 2000, stream: 'camera', value: 'many' }, { at: 3000, stream: 'camera', value: -1 }]);
  assert.deepEqual(found, []);
  assert.deepEqual(findings.map(({ says }) => says), ['camera says 9000 pieces, where 0 to 500 can lie: it is left out']);
  assert.deepEqual(levels([weight], [{ at: 0, stream: 'scale', value: 100 }]).found, []); // grams or kilograms?
});

test('settings are refused by name', () => {
  const refusal = (streams: Binding['streams'], given: Binding['settings'] = {}): string => {
    const opened = openMethod(bindingOf('level', streams, given));
    return opened.ok ? 'ok' : `${opened.refusal.code}: ${opened.refusal.detail}`;
  };
  assert.match(refusal([]), /^missing_value: level needs at least one stream/);
  assert.match(refusal([{ ...far, settings: {} }]), /^missing_value: stream sonar: settings\.known is missing/);
  assert.match(refusal([{ ...far, settings: { known: [{ raw: 1, count: 0 }, { raw: 1, count: 9 }] } }]), /^invalid_value: stream sonar: settings\.known/);
  assert.match(refusal([camera, { ...tap, stream: 'camera' }]), /^invalid_value: stream camera is bound twice: it can play one part only/);
});
