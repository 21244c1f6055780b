import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Saying } from '../../vocabulary/sensing.ts';
import { contradicting, llrOf, pooled } from './pool.ts';
import { weightsOf } from './weights.ts';

const said = (ratio: number, weight = 1): Pick<Saying, 'state' | 'llr' | 'weight'> => ({ state: 'said', llr: llrOf(ratio), weight });
const near = (actual: number, expected: number, tolerance = 1e-12): void => assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

test('prior 0.20, ratios 4, 3 and one half: odds ¼ · 6, 0.60; without the third 0.75', () => {
  near(pooled(0.2, [said(4), said(3), said(0.5)]).p, 0.6);
  near(pooled(0.2, [said(4), said(3)]).p, 0.75);
});

test('two copies of the same camera count once', () => {
  const weights = weightsOf(['cam-a', 'cam-b', 'mic'], {}, [['cam-a', 'cam-b']]);
  assert.deepEqual([...weights.values()], [0.5, 0.5, 1]);
  near(pooled(0.2, [said(4, weights.get('cam-a')), said(4, weights.get('cam-b')), said(3, weights.get('mic'))]).p, 0.75);
});

test('silence, a dead or stuck sensor, and one that isn\'t permitted are no evidence', () => {
  const silent = (['silent', 'dead', 'stuck', 'not_permitted'] as const).map((state) => ({ state, llr: llrOf(100), weight: 1 }));
  near(pooled(0.2, [said(4), said(3), ...silent]).p, 0.75);
  near(pooled(0.3, silent).p, 0.3);
});

test('the order doesn\'t matter, more evidence never makes it less sure, and one sensor alone proves nothing', () => {
  const ratio = fc.double({ min: 0.01, max: 100, noNaN: true });
  fc.assert(fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), fc.array(ratio, { maxLength: 8 }), ratio, (prior, ratios, more) => {
    const p = pooled(prior, ratios.map((each) => said(each))).p;
    const turned = pooled(prior, ratios.toReversed().map((each) => said(each))).p;
    const next = pooled(prior, [...ratios, more].map((each) => said(each))).p;
    return Math.abs(p - turned) < 1e-9 && (more >= 1 ? next >= p - 1e-12 : next <= p + 1e-12);
  }), { seed: 12 });
  near(pooled(0.5, [{ state: 'said', llr: 900 }]).p, 1 / (1 + Math.exp(-12)));
  near(pooled(0.5, [said(Infinity)]).p, 1 / (1 + Math.exp(-12)));
  near(pooled(0.5, [said(0)]).p, 1 / (1 + Math.exp(12)));
});

test('a contradiction is shown: nine to one for it here, against it there', () => {
  const [yes, no, weak] = [said(9), said(1 / 9), said(0.5)];
  assert.deepEqual(contradicting([yes, weak, no]), [yes, no]);
  assert.deepEqual([contradicting([yes, weak]), contradicting([yes, { state: 'stuck', llr: -5 }]), contradicting([])], [[], [], []]);
});
