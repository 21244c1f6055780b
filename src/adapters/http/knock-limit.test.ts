import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createKnockLimit, knocksPerMinuteMax } from './knock-limit.ts';

const login = new Request('http://localhost:8080/api/session', { method: 'POST' });

test('who knocks in vain sixty times within a minute is looked at again in the next; others, and what was let in, don\'t count', () => {
  let now = 0;
  const limit = createKnockLimit({ now: () => now });
  const isOver = (from: string, request: Request = login): boolean => limit.isOver(request, new URL(request.url).pathname, from);
  for (let count = 0; count < 1000; count++) limit.note(login, '/api/session', '192.0.2.1', 200);
  assert.equal(isOver('192.0.2.1'), false, 'let in');
  for (let count = 1; count <= knocksPerMinuteMax; count++) {
    assert.equal(isOver('192.0.2.1'), false, `knock ${count}`);
    limit.note(login, '/api/session', '192.0.2.1', 401);
  }
  assert.equal(isOver('192.0.2.1'), true);
  assert.equal(isOver('192.0.2.2'), false, 'another address');
  assert.equal(isOver('192.0.2.1', new Request('http://localhost:8080/api/overview')), false, 'what is no door');
  assert.equal(isOver('192.0.2.1', new Request('http://localhost:8080/?link=abc')), true, 'a link is one');
  for (const door of ['session', 'invitation', 'recovery', 'collectives']) assert.equal(isOver('192.0.2.1', new Request(`http://localhost:8080/api/${door}`, { method: 'POST' })), true, door);
  now = 60_000;
  assert.equal(isOver('192.0.2.1'), false, 'the next minute');
});

test('a proxy on this machine says whose a request is; from elsewhere nobody is believed', () => {
  const limit = createKnockLimit({ now: () => 0 });
  const behind = (forwarded: string): Request => new Request('http://localhost:8080/api/session', { method: 'POST', headers: { 'x-forwarded-for': forwarded } });
  for (let count = 0; count < knocksPerMinuteMax; count++) {
    limit.note(behind(`203.0.113.${count}, 198.51.100.7`), '/api/session', '127.0.0.1', 401);
    limit.note(behind(`203.0.113.${count}`), '/api/session', '192.0.2.9', 401);
  }
  assert.equal(limit.isOver(behind('198.51.100.7'), '/api/session', '::ffff:127.0.0.1'), true, 'the last one named');
  assert.equal(limit.isOver(behind('198.51.100.8'), '/api/session', '127.0.0.1'), false);
  assert.equal(limit.isOver(behind('whoever'), '/api/session', '192.0.2.9'), true, 'made-up names don\'t help');
});

test('a proxy that doesn\'t say whose a request is locks nobody out: what comes from this machine without a name counts for nobody', () => {
  const limit = createKnockLimit({ now: () => 0, isProxy: (address) => address === '172.18.0.2' });
  const behind = (forwarded: string): Request => new Request('http://localhost:8080/api/session', { method: 'POST', headers: { 'x-forwarded-for': forwarded } });
  for (const proxy of ['127.0.0.1', '::1', '::ffff:127.0.0.1', '172.18.0.2', '::ffff:172.18.0.2']) {
    for (let count = 0; count < knocksPerMinuteMax; count++) {
      limit.note(login, '/api/session', proxy, 400);
      limit.note(behind(' , '), '/api/session', proxy, 400);
      limit.note(behind(`198.51.100.7, ${proxy}x`), '/api/session', proxy, 400);
    }
    assert.equal(limit.isOver(login, '/api/session', proxy), false, proxy);
    assert.equal(limit.isOver(behind('203.0.113.1'), '/api/session', proxy), false, proxy);
    assert.equal(limit.isOver(behind(`${proxy}x`), '/api/session', proxy), true, `${proxy}: whom it names is counted`);
  }
});

test('a founding counts whatever is answered: each writes', () => {
  const limit = createKnockLimit({ now: () => 0 });
  const founding = new Request('http://localhost:8080/api/collectives', { method: 'POST' });
  for (let count = 0; count < knocksPerMinuteMax; count++) limit.note(founding, '/api/collectives', '192.0.2.1', 200);
  assert.equal(limit.isOver(founding, '/api/collectives', '192.0.2.1'), true);
});
