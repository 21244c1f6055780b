import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readSimulated, writeSimulated } from './simulated.ts';
import type { Signer } from './sealing.ts';
import { asOwn, ground, type Json } from './serve-ground.ts';
import { signIn } from './sign-in.ts';

test('what waits for a member is counted until they have seen it, or done it', async (t) => {
  const all = await ground(t);
  const { founded, clock, serving, post } = all;
  const ana = required(founded.members.get('ana'));
  const bo = required(founded.members.get('bo'));
  const session = async (signer: Signer): Promise<(path: string, body?: unknown) => Promise<Json>> => {
    const { secret } = await signIn(new URL(serving.url), signer, Date.now());
    const headers = { 'authorization': `Bearer ${secret}`, 'content-type': 'application/json' };
    return async (path, body) => await (await fetch(`${serving.url}${path}`, body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) })).json() as Json;
  };
  await serving.notices.work(); // what was there before it is told as read
  const as = await session(bo);
  assert.deepEqual(await as('/api/me/unread'), { member: 'bo', asked: 0, notices: 0 });

  const change = { change: 'terms' as const, subcontract: 'wood', terms: { base_price: '1.75' } };
  await post('/api/entries', founded.seal(ana, { kind: 'propose', body: { change, reason: 'oak is dear', title: 'Dearer', text: [{ id: 'p1', text: 'Why.' }] } }, clock.now(), 'm1'));
  const asked: Json = await as('/api/me/unread');
  assert.equal(asked.asked, 1, 'bo has yet to vote');

  const { open: [{ id }] }: Json = await as('/api/proposals');
  await post('/api/entries', founded.seal(bo, { kind: 'ballot', body: { proposal: id, choice: 'no' } }, clock.now(), 'm2'));
  assert.equal((await as('/api/me/unread')).asked, 0, 'whoever has voted isn\'t asked');

  // The agreement tells its provider what was taken.
  await post('/api/observations', { device: 'scale', observations: [{ seq: 1, subject: 'woodpile', event: 'taken', at: clock.now(), values: { by: 'bo', count: 2 } }] });
  const provider = await session(required(founded.members.get('bunyan')));
  await serving.notices.work();
  const told: Json = await provider('/api/me/unread');
  const inbox: Json = await provider('/api/me/inbox?language=en');
  assert.deepEqual([told.member, told.asked, told.notices], ['bunyan', 1, inbox.items.filter(({ kind }: Json) => kind !== 'asked').length], 'a vote is asked, and counts once');
  assert.ok(told.notices > 0);
  await provider('/api/me/inbox', { read: inbox.items[0].n });
  assert.deepEqual(await provider('/api/me/unread'), { member: 'bunyan', asked: 1, notices: 0 }, 'whoever has read it isn\'t told again; the vote waits');
});

function required<T>(value: T | undefined): T {
  assert.ok(value !== undefined);
  return value;
}

test('a link is no member: nothing is counted for it, and it reports nothing', async (t) => {
  const { serving, post } = await ground(t);
  const codeOf = async (response: Response): Promise<unknown> => (await response.json() as Json).error.code;
  assert.equal(await codeOf(await asOwn(serving, '/api/me/unread')), 'no_session');
  assert.equal(await codeOf(await post('/api/simulated/scale', { event: 'taken', values: {} })), 'no_session');
  assert.equal((await fetch(`${serving.url}/api/me/unread`)).status, 401);
});

test('a list of simulated devices is read as it was written, and nothing else is', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-simulated-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  assert.deepEqual(readSimulated(folder), []);
  writeSimulated(folder, [{ device: 'trial-scale', subject: 'woodpile' }]);
  assert.deepEqual(readSimulated(folder), [{ device: 'trial-scale', subject: 'woodpile' }]);
  writeFileSync(join(folder, 'simulated.json'), '[{"device":"a/b","subject":"woodpile"}]');
  assert.throws(() => readSimulated(folder), /no list of simulated devices/);
});
