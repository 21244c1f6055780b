import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cutoffOf, cutoffText, isAsking, pastErrors, reaches, zonesOf } from './cutoff.ts';
import { clopperPearson } from './intervals.ts';

test('nine to one is 0.90, one to four is 0.20: an event at 0.60 reaches the second alone', () => {
  const [strict, mild] = [cutoffOf(9, 1), cutoffOf(1, 4)];
  assert.deepEqual([strict, mild], [{ numerator: 9, denominator: 10 }, { numerator: 1, denominator: 5 }]);
  assert.deepEqual([cutoffText(strict), cutoffText(mild)], ['0.90', '0.20']);
  assert.deepEqual([reaches(0.6, strict), reaches(0.6, mild)], [false, true]);
});

test('what nine decimals can\'t say is rounded up', () => {
  assert.equal(cutoffText(cutoffOf(2, 1)), '0.666666667');
  assert.equal(cutoffText(cutoffOf(1, 2)), '0.333333334');
  assert.equal(cutoffText(cutoffOf(1, 1)), '0.50');
  assert.equal(cutoffText(cutoffOf(7, 1)), '0.875');
  assert.equal(cutoffText(cutoffOf(1, 1_000_000_000)), '0.000000001');
});

test('at the cut-off itself it acts', () => {
  assert.ok(reaches(0.9, cutoffOf(9, 1)));
  assert.ok(!reaches(0.899999999, cutoffOf(9, 1)));
});

test('asking a person: between cost / missed and 1 − cost / wrongly, where that costs less than either error', () => {
  assert.deepEqual(zonesOf(18, 2, 1), { no: { numerator: 1, denominator: 2 }, act: { numerator: 17, denominator: 18 } });
  const single = { no: { numerator: 9, denominator: 10 }, act: { numerator: 9, denominator: 10 } };
  assert.deepEqual(zonesOf(9, 1), single);
  assert.deepEqual(zonesOf(90, 10, 9), single); // 90 · 10 / 100: asking costs as much as deciding at 0.90
  assert.deepEqual([zonesOf(18, 2, 1), zonesOf(9, 1), zonesOf(90, 10, 9)].map(isAsking), [true, false, false]);
  assert.deepEqual(zonesOf(90, 10, 8), { no: { numerator: 4, denominator: 5 }, act: { numerator: 41, denominator: 45 } });
});

test('nowhere would another answer have cost less', () => {
  const cost = fc.integer({ min: 1, max: 50 });
  fc.assert(fc.property(cost, cost, cost, fc.integer({ min: 0, max: 1000 }), (wrongly, missed, unsure, thousandths) => {
    const p = thousandths / 1000;
    const { no, act } = zonesOf(wrongly, missed, unsure);
    const costs = { act: (1 - p) * wrongly, ask: unsure, no: p * missed };
    const chosen = reaches(p, act) ? costs.act : reaches(p, no) ? costs.ask : costs.no;
    return chosen <= Math.min(costs.act, costs.ask, costs.no) + 1e-6;
  }), { seed: 9, numRuns: 2000 });
});

test('on the past: charged wrongly, missed, sent to a person, each with what so few cases allow', () => {
  const cases = [
    { p: 0.99, truth: true }, { p: 0.95, truth: false }, { p: 0.95, truth: true }, // act
    { p: 0.7, truth: true }, { p: 0.5, truth: false }, // between
    { p: 0.49, truth: true }, { p: 0.1, truth: false }, { p: 0.2, truth: true }, { p: 0.3, truth: false }, { p: 0, truth: false }, // no
  ];
  const share = (count: number): object => ({ count, interval: clopperPearson({ count, of: 10 }) });
  assert.deepEqual(pastErrors(cases, zonesOf(18, 2, 1)), { cases: 10, charged: share(3), wrongly: share(1), missed: share(2), asked: share(2) });
  assert.deepEqual(pastErrors(cases, zonesOf(9, 1)), { cases: 10, charged: share(3), wrongly: share(1), missed: share(3), asked: share(0) });
});
