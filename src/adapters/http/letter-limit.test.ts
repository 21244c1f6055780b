import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLetterLimit, strangeLettersPerMinuteMax } from './letter-limit.ts';
import { createNodeHttp, type NodePort } from './node.ts';
import type { Message } from '../../log/nodes/messages.ts';

const poll: Message = { kind: 'poll', term: 1, committed: 0 };
const head = { size: 1, root: 'r' };
const append: Message = { kind: 'append', tenure: { term: 0, election: null, base: head }, at: 0, records: [], head, key: 'k', sig: 's' };
const holding = (why?: 'not_the_writer' | 'gap' | 'stopped'): Message => ({ kind: 'holding', node: 'n', term: 0, committed: 0, size: 0, ...(why === undefined ? {} : { why: { code: why, detail: why } }) });

test('letters that prove nothing are counted by address and minute; a writer\'s records aren\'t, also where they don\'t join yet', () => {
  let now = 5000;
  const limit = createLetterLimit(() => now);
  for (let i = 0; i < strangeLettersPerMinuteMax; i++) {
    assert.equal(limit.isOver('a'), false, `letter ${i}`);
    limit.note('a', poll, undefined);
  }
  assert.deepEqual([limit.isOver('a'), limit.isOver('b')], [true, false]);
  now += 60_000;
  assert.equal(limit.isOver('a'), false, 'in the next minute it begins anew');
  for (const why of [undefined, 'gap', 'stopped'] as const) for (let i = 0; i < strangeLettersPerMinuteMax; i++) limit.note('a', append, holding(why));
  assert.equal(limit.isOver('a'), false);
  for (let i = 0; i < strangeLettersPerMinuteMax; i++) limit.note('a', append, holding('not_the_writer'));
  assert.equal(limit.isOver('a'), true);
  for (let i = 0; i < strangeLettersPerMinuteMax; i++) limit.note('b', undefined, undefined);
  assert.equal(limit.isOver('b'), true, 'what can\'t be read counts too');
});

test('addresses beyond those that are told apart share one count', () => {
  const limit = createLetterLimit(() => 0);
  for (let i = 0; i < 10_000; i++) limit.note(`a${i}`, poll, undefined);
  for (let i = 0; i < strangeLettersPerMinuteMax; i++) limit.note(`b${i}`, poll, undefined);
  assert.deepEqual([limit.isOver('c'), limit.isOver('a0')], [true, false]);
});

test('over its limit an address is answered busy before its letter is read; this machine\'s own may be a proxy\'s for everyone', async () => {
  let taken = 0;
  const http = createNodeHttp({ name: () => 'n', now: () => 0, take: () => { taken += 1; return undefined; } } as unknown as NodePort);
  const send = async (from: string): Promise<number> => {
    const request = new Request('http://node.example/node', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ from: 'x', message: poll }) });
    return (await http.fetch(request, from)).status;
  };
  for (let i = 0; i < strangeLettersPerMinuteMax; i++) assert.equal(await send('192.0.2.1'), 204);
  assert.equal(await send('192.0.2.1'), 503);
  assert.equal(taken, strangeLettersPerMinuteMax);
  assert.equal(await send('192.0.2.2'), 204);
  for (const own of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) for (let i = 0; i <= strangeLettersPerMinuteMax; i++) assert.equal(await send(own), 204);
});
