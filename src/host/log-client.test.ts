import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { createLogClient, LogClientError } from './log-client.ts';

test('a refusal\'s code follows its status, and its words are the server\'s', async (t) => {
  const server = createServer((request, response) => {
    response.writeHead(Number(request.url?.slice(1)), { 'content-type': 'application/json' }).end('{"error":{"message":"as it is","hint":"do so"}}');
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  t.after(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createLogClient(url);
  for (const [status, code] of [[401, 'no_access'], [403, 'no_access'], [500, 'nonsense'], [503, 'not_now']] as const) {
    await assert.rejects(client.get(`/${status}`), (error) => {
      assert.ok(error instanceof LogClientError);
      assert.deepEqual([error.code, error.message, error.hint], [code, `${url}: as it is`, 'do so']);
      return true;
    });
  }
  assert.equal(await client.get('/404'), undefined);
});
