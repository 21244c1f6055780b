import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { evidenceFault } from '../../kernel/sensing.ts';
import { bindingOf, openMethod, sense } from '../../testing/sensing/bench.ts';
import type { Json } from '../../vocabulary/json.ts';
import type { Binding } from '../../vocabulary/sensing.ts';
import { rounded } from '../mathematics.ts';
import { modelFormat, type Model } from '../learn/model.ts';
import type { Reading } from '../reading.ts';
import type { Found, Step } from './method.ts';
import { methods } from './methods.ts';

const model: Model = {
  format: modelFormat, classes: ['a', 'b'], features: ['x', 'y'],
  learner: { kind: 'shrinkage-lda', means: [0, 0], scales: [1, 1], weights: [[-1, 0], [1, 0]], biases: [0, 0], shrinkage: 0 },
  calibration: { slope: 1, offsets: [0, 0], stray: 0, shares: [0.5, 0.5], conformal: [[], []] },
};
const persons: Binding['streams'] = [
  { stream: 'c', as: 'badge', of: ['ana', 'bo'] }, { stream: 'd', as: 'phone', of: ['bo'] }, { stream: 'e', as: 'door', of: ['ana'] }, { stream: 'f', as: 'camera', of: ['ana', 'cy'] },
];
const bindings: readonly Binding[] = [
  bindingOf('load-cell', [{ stream: 'a', as: 'weight' }, ...persons], { piece_g: 1000, samples_min: 1, settle_s: 0, piece_spread: '0.1' }),
  bindingOf('level', [{ stream: 'a', as: 'weight' }, { stream: 'b', as: 'count' }, { stream: 'c', as: 'tap' }], { every_s: 1, min_change: 0 }),
  bindingOf('temperature', [{ stream: 'a', as: 'temperature' }, { stream: 'b', as: 'temperature' }], { every_s: 1, min_change: 0, rate_max: 1000 }),
  bindingOf('event', [{ stream: 'a', as: 'sensor', settings: { above: 0 } }, { stream: 'b', as: 'sensor' }, ...persons], { event: 'seen' }),
  bindingOf('presence', persons, { again_s: 1 }),
  { ...bindingOf('classify', [{ stream: 'a', as: 'features' }], { event: 'class', at_least_s: 0 }), model: 'a'.repeat(64) },
];

const value = fc.oneof(
  fc.integer({ min: -50, max: 50 }), fc.double(), fc.constantFrom('on', 'off', 'ana', 'bo', 'cy', 'home', 'away', 'unknown', 'open', ''), fc.boolean(), fc.constant(null),
  fc.array(fc.double(), { minLength: 0, maxLength: 3 }),
);
const reading: fc.Arbitrary<Reading> = fc.record({
  stream: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'), id: fc.integer({ min: 0, max: 30 }).map(String), at: fc.integer({ min: 0, max: 500_000 }), received: fc.integer({ min: 0, max: 500_000 }),
  value, unit: fc.constantFrom('kg', 'g', 'Cel', 'K', '%RH'), by: fc.constantFrom('signed', 'gateway'),
});

test('each method has a binding here', () => {
  assert.deepEqual([...methods.keys()].toSorted(), bindings.map(({ method }) => method).toSorted());
});

for (const binding of bindings) {
  test(`${binding.method}: whatever is read, it never fails, and what it finds can stand in the log`, () => {
    fc.assert(fc.property(fc.array(reading, { maxLength: 60 }), fc.boolean(), (list, bars) => {
      const inOrder = list.toSorted((a, b) => a.received - b.received);
      const { found, state } = sense(binding, inOrder, { model, mayUse: (stream) => !bars || stream !== 'c' });
      assert.equal(new Set(found.map(({ id }) => id)).size, found.length);
      assert.deepEqual(JSON.parse(JSON.stringify(state)), state);
      for (const { readings, sensors, prior, raw, values, at } of found) {
        const evidence = { readings: 'a'.repeat(64), count: readings.length, sensors, prior: rounded(prior), raw: { event: rounded(raw.event), ...(raw.person === undefined ? {} : { person: rounded(raw.person) }) }, calibration: null };
        assert.equal(evidenceFault(evidence), null);
        assert.equal(new Set(readings.map(({ stream, id }) => `${stream} ${id}`)).size, readings.length);
        assert.ok(readings.every(({ stream, id }) => list.some((each) => each.stream === stream && each.id === id)));
        assert.ok(!bars || readings.every(({ stream }) => stream !== 'c'));
        assert.ok(Number.isSafeInteger(at));
        assert.ok(Object.values(values).every((each) => each === null || typeof each === 'string' || Number.isFinite(each)));
        if ('by' in values) assert.equal(raw.person === undefined, values['by'] === null);
      }
    }), { seed: 9, numRuns: 300 });
  });

  test(`${binding.method}: how often somebody looks whether something is due changes nothing`, () => {
    fc.assert(fc.property(fc.array(reading, { maxLength: 40 }), fc.array(fc.integer({ min: 0, max: 500_000 }), { maxLength: 20 }), (list, looks) => {
      const inOrder = list.toSorted((a, b) => a.received - b.received);
      const opened = openMethod(binding);
      assert.ok(opened.ok);
      const { take, wait, initial } = opened.value;
      const around = { binding, model, mayUse: () => true };
      const found: Found[] = [];
      let state = initial;
      const note = (step: Step<Json>): void => {
        ({ state } = step);
        found.push(...step.found);
      };
      for (const next of inOrder) {
        for (const look of looks.toSorted((a, b) => a - b)) if (look <= next.received) note(wait(state, look, around));
        note(take(state, next, around));
      }
      note(wait(state, (inOrder.at(-1)?.received ?? 0) + 86_400_000, around));
      assert.deepEqual(found, sense(binding, inOrder, { model }).found);
    }), { seed: 10, numRuns: 100 });
  });
}
