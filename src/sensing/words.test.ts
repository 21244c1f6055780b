import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counted, durationWords, percent } from './words.ts';

test('durations in the largest unit of which there are two', () => {
  assert.deepEqual([0, 1000, 90_000, 119_999, 120_000, 5_400_000, 7_200_000, 172_800_000].map(durationWords),
    ['0 seconds', '1 second', '90 seconds', '120 seconds', '2 minutes', '90 minutes', '2 hours', '2 days']);
});

test('counts and shares; nearly isn\'t all', () => {
  assert.deepEqual([counted(1, 'case'), counted(0, 'case')], ['1 case', '0 cases']);
  assert.deepEqual([0, 0.6, 0.605, 0.97, 0.994, 0.9996, 1, 0.0004].map(percent), ['0 %', '60 %', '61 %', '97 %', '99.4 %', '99.96 %', '100 %', '0.04 %']);
});
