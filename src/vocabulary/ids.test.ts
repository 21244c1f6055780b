import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isId } from './ids.ts';

test('nothing is called like what every object has: by such a name a record would answer for somebody who isn\'t in it', () => {
  const every = Object.getOwnPropertyNames(Object.prototype);
  assert.ok(every.includes('constructor'));
  assert.deepEqual(every.filter(isId), []);
  assert.ok(['constructors', 'to-string', 'value'].every(isId));
});
