// What is chosen on the way to what is meant: one at a time, and of those that wait the last.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lastOf } from '../../web/src/notices/last-of.ts';

test('one is on its way, of those that wait the last is sent, and the last answer is known as the last', async () => {
  const sent: string[] = [];
  const answers: (() => void)[] = [];
  const last: boolean[] = [];
  const send = lastOf<string>(async (value, isLast) => {
    sent.push(value);
    await new Promise<void>((answered) => { answers.push(answered); });
    last.push(isLast());
  });
  for (const value of ['at once', 'daily', 'weekly', 'off']) send(value);
  assert.deepEqual(sent, ['at once']);
  answers[0]?.();
  await new Promise((turn) => { setImmediate(turn); });
  assert.deepEqual([sent, last], [['at once', 'off'], [false]]);
  answers[1]?.();
  await new Promise((turn) => { setImmediate(turn); });
  send('daily');
  assert.deepEqual([sent, last], [['at once', 'off', 'daily'], [false, true]]);
});
