import assert from 'node:assert/strict';
import { test } from 'node:test';
import { didYouMean, nearest } from './nearest.ts';

test('the nearest word: a letter left out, added, replaced, swapped', () => {
  const known = ['provider', 'price', 'parts'];
  assert.equal(nearest('providr', known), 'provider');
  assert.equal(nearest('providder', known), 'provider');
  assert.equal(nearest('pruce', known), 'price');
  assert.equal(nearest('rpice', known), 'price');
  assert.equal(nearest('PRICE', known), 'price');
});

test('no word when none is near', () => {
  assert.equal(nearest('kettle', ['provider', 'price']), undefined);
  assert.equal(nearest('x', ['yes']), undefined);
  assert.equal(nearest('a', []), undefined);
  assert.equal(didYouMean('kettle', ['price']), '');
});

test('of two as near, the first in order', () => assert.equal(nearest('cat', ['cut', 'bat']), 'bat'));

test('as words', () => assert.equal(didYouMean('crwon', ['crown']), '; did you mean "crown"?'));
