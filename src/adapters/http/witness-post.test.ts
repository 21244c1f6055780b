import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { postToWitness } from './witness-post.ts';

async function serve(t: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/add-checkpoint`;
}

const never = new AbortController().signal;

test('an answer comes with its status, media type and words', async (t) => {
  const url = await serve(t, (_, response) => void response.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end('7\n'));
  assert.deepEqual(await postToWitness(url, 'old 0', never), { status: 409, contentType: 'text/x.tlog.size', body: '7\n' });
});

test('an answer without end is broken off after 65,536 bytes', async (t) => {
  let ended: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => { ended = resolve; });
  const url = await serve(t, (_, response) => {
    const more = (): void => { while (!response.destroyed && response.write('x'.repeat(10_000))); };
    response.on('drain', more).on('close', ended);
    more();
  });
  await assert.rejects(postToWitness(url, 'old 0', never), /the answer has more than 65536 bytes/);
  await closed;
});

test('an answer that leads elsewhere isn\'t followed', async (t) => {
  let asked = 0;
  const elsewhere = await serve(t, (_, response) => void (asked += 1, response.end()));
  const url = await serve(t, (_, response) => void response.writeHead(307, { location: elsewhere }).end());
  await assert.rejects(postToWitness(url, 'old 0', never));
  assert.equal(asked, 0);
});
