import assert from 'node:assert/strict';
import { test } from 'node:test';
import { learnRate, llrOfRates, ratesMemory, ratesOf, unseenRates, type SeenRates } from './rates.ts';

const near = (actual: number, expected: number, tolerance = 1e-9): void => assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
const seen = (said: boolean, truth: boolean, count: number, before: SeenRates = unseenRates): SeenRates => Array.from({ length: count }).reduce<SeenRates>((rates) => learnRate(rates, said, truth), before);

test('as stated, while nothing is seen: 0.8 and 0.2 weigh 4 to 1 for it, 1 to 4 against it', () => {
  near(llrOfRates(true, { hit: 0.8, falseAlarm: 0.2 }), Math.log(4));
  near(llrOfRates(false, { hit: 0.8, falseAlarm: 0.2 }), -Math.log(4));
  near(llrOfRates(false, { hit: 0.9, falseAlarm: 0.5 }), Math.log(0.2));
});

test('the stated count as cases of their own', () => {
  // 10 stated with 9 hits, and 10 seen with 5: 14 of 20. The false alarms stay as stated.
  const rates = ratesOf({ hit: 0.9, falseAlarm: 0.1, cases: 10 }, { hits: 5, misses: 5, falseAlarms: 0, quiet: 0 });
  near(rates.hit, 0.7);
  near(rates.falseAlarm, 0.1);
});

test('decided cases are learned from, old ones fade', () => {
  assert.deepEqual(learnRate(unseenRates, true, false), { hits: 0, misses: 0, falseAlarms: 1, quiet: 0 });
  const long = seen(false, true, 20_000, seen(true, true, 500));
  near(long.misses, ratesMemory, 1e-6); // 1 + k + k² + … with k = 1 − 1/500
  near(long.hits, 0, 1e-6);
});

test('no sensor is ever certain', () => {
  const { hit, falseAlarm } = ratesOf({ hit: 1, falseAlarm: 0 });
  assert.deepEqual([hit, falseAlarm], [0.999, 0.001]);
  near(llrOfRates(true, { hit: 1, falseAlarm: 0 }), Math.log(999));
});
