// What an answer of the server comes to, without a browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusedAs, serve } from './fake-browser.ts';
import { exchangeText } from '../../web/src/api/exchange.ts';

test('a file comes as it is, a refusal by its code; the words of what stands in front of a server, or none, are no answer of it', async () => {
  serve(() => new Response('{"id":\n "ana"}'));
  assert.deepEqual(await exchangeText('/api/me/export'), { ok: true, value: '{"id":\n "ana"}' });
  serve(() => refusedAs('no_session', 401));
  assert.deepEqual(await exchangeText('/api/me/export'), { ok: false, code: 'no_session', detail: 'why' });
  serve(() => new Response('<h1>Bad gateway</h1>', { status: 502 }));
  assert.deepEqual(await exchangeText('/api/me/export'), { ok: false, code: 'unreachable' });
  serve(null);
  assert.deepEqual(await exchangeText('/api/me/export'), { ok: false, code: 'unreachable' });
});
