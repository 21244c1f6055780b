/** What goes out live: each record, overviews, and of these what changed. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { test } from 'node:test';
import { constants, gunzipSync } from 'node:zlib';
import { applyPatch } from 'rfc6902';
import { foundedAt } from './serve-fixture.ts';
import { asOwn, ground, taken, type Json } from './serve-ground.ts';
import type { Serving } from './serve.ts';

test('the stream: what was missed, then an overview, then each record, and overviews at most every quarter of a second', async (t) => {
  const { serving, post } = await ground(t);
  const stop = new AbortController();
  const response = await asOwn(serving, '/api/stream', { headers: { 'last-event-id': '6' }, signal: stop.signal });
  assert.equal(response.headers.get('content-type'), 'text/event-stream');
  const events = eventsOf(response);
  const next = async (): Promise<Json> => (await events.next()).value;
  assert.deepEqual([(await next()).id, (await next()).id], ['7', '8']);
  const first = await next();
  assert.deepEqual([first.event, first.data.records], ['overview', 9]);
  for (let seq = 1; seq <= 20; seq++) await post('/api/observations', { device: 'scale', observations: [taken(seq, 'ana', 1)] });
  const ids: string[] = [];
  const overviews: number[] = [];
  while (ids.length < 20 || overviews.at(-1) !== 29) {
    const { event, id, data } = await next();
    if (event === 'record') ids.push(id);
    else overviews.push(data.records);
  }
  assert.deepEqual(ids, Array.from({ length: 20 }, (_, i) => String(9 + i)));
  assert.ok(overviews.length <= 8, `${overviews.length} overviews`);
  stop.abort();
});

test('who asks for patches has the overview once, and what changed from then on', async (t) => {
  const { serving, post, ask } = await ground(t);
  const stop = new AbortController();
  const events = eventsOf(await asOwn(serving, '/api/stream?overview=patches', { signal: stop.signal }));
  const next = (wanted: string): Promise<Json> => nextOf(events, wanted, 'overview');
  const overview: Json = await next('overview');
  for (let seq = 1; seq <= 3; seq++) {
    await post('/api/observations', { device: 'scale', observations: [taken(seq, 'ana', 1)] });
    while (overview.records < 9 + seq) {
      const patch: Json = await next('patch');
      assert.deepEqual(applyPatch(overview, patch).filter((fault: unknown) => fault !== null), []);
      assert.ok(JSON.stringify(patch).length < JSON.stringify(overview).length / 2, 'less than the whole');
    }
  }
  const { now: _, ...whole } = (await ask('/api/overview')) as Json;
  const { now: __, ...patched } = overview;
  assert.deepEqual(patched, whole);
  stop.abort();
});

/** Server-sent events as objects. */
async function* eventsOf(response: Response): AsyncGenerator<{ event: string; id: string; data: Json }> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const part of response.body ?? []) {
    text += decoder.decode(part as Uint8Array, { stream: true });
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const fields = Object.fromEntries(text.slice(0, end).split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]));
      text = text.slice(end + 2);
      if (fields['event'] !== undefined) yield { event: fields['event'], id: fields['id'] ?? '', data: JSON.parse(fields['data'] ?? 'null') as Json };
    }
  }
}

test('what is sent of a change grows with the change, not with the things there are or what they measured before', async (t) => {
  const { serving, post, say } = await ground(t);
  const houses = Array.from({ length: 12 }, (_, i) => `house-${i}`);
  const warmth = (round: number, of: readonly string[]): Promise<Response> => post('/api/observations', { device: 'hub', observations: of.map((subject, i) => ({ seq: round * 12 + i + 1, subject, event: 'temperature', at: foundedAt + round * 1000, values: { celsius: 15 + round / 10 } })) });
  for (let round = 0; round < 60; round++) assert.equal((await warmth(round, houses)).status, 200);
  const stop = new AbortController();
  const events = eventsOf(await asOwn(serving, '/api/stream?overview=patches', { signal: stop.signal }));
  const next = (wanted: string): Promise<Json> => nextOf(events, wanted);
  const overview: Json = await next('overview');
  const places = (changed: readonly string[]): RegExp => new RegExp(`^/things/(${overview.things.flatMap(({ subject }: Json, at: number) => (changed.includes(subject) ? [at] : [])).join('|')})/`);
  const [first = '', , third = ''] = houses;
  assert.equal((await warmth(60, [first, third])).status, 200);
  const paths = (await next('patch')).map(({ path }: Json) => path).filter((path: string) => path.startsWith('/things'));
  // Of each of the two the latest, and a point more.
  for (const path of paths) assert.match(path, places([first, third]));
  assert.deepEqual(paths.filter((path: string) => /\/series\/celsius\/\d+$/.test(path)).length, 2);
  assert.equal((await say('ana', { kind: 'pay', body: { to: 'bo', unit: 'crown', amount: '1.00' } }, 'pay-1')).status, 200);
  assert.deepEqual((await next('patch')).filter(({ path }: Json) => path.startsWith('/things')), []);
  stop.abort();
});

test('who takes gzip has the stream gzipped, and each event at once; who doesn\'t has it plain', async (t) => {
  const { serving, post } = await ground(t);
  const zipped = await opened(serving, 'br, gzip;q=0.5');
  await zipped.until('overview');
  assert.equal(zipped.encoding, 'gzip');
  assert.ok(zipped.bytes().length * 3 < unpacked(zipped.bytes()).length, 'less than a third');
  for (const accepted of [undefined, 'gzip;q=0', 'br']) {
    const plain = await opened(serving, accepted);
    await plain.until('overview');
    assert.equal(plain.encoding, undefined, accepted);
    plain.end();
  }
  await post('/api/observations', { device: 'scale', observations: [taken(1, 'ana', 1)] });
  await zipped.until('record');
  await zipped.until('patch');
  zipped.end();
});

type Raw = { readonly encoding: string | undefined; readonly bytes: () => Buffer; readonly until: (event: string) => Promise<void>; readonly end: () => void };

/** The stream as it comes over the line. */
function opened({ url, secret }: Serving, accepted?: string): Promise<Raw> {
  return new Promise((resolve, reject) => {
    request(`${url}/api/stream?overview=patches`, { headers: { authorization: `Bearer ${secret}`, ...(accepted === undefined ? {} : { 'accept-encoding': accepted }) } }, (response) => {
      const encoding = response.headers['content-encoding'];
      let bytes = Buffer.alloc(0);
      response.on('data', (chunk: Buffer) => { bytes = Buffer.concat([bytes, chunk]); });
      const holds = (event: string): boolean => (encoding === 'gzip' ? unpacked(bytes) : bytes).includes(`event: ${event}\n`);
      const until = async (event: string): Promise<void> => { while (!holds(event)) await once(response, 'data'); };
      resolve({ encoding, bytes: () => bytes, until, end: () => response.destroy() });
    }).on('error', reject).end();
  });
}

/** What can be read of a gzip file of which the end isn't there yet. */
function unpacked(bytes: Buffer): Buffer {
  return bytes.length === 0 ? bytes : gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
}

test('a client of the stream that doesn\'t read keeps nothing from anyone', async (t) => {
  const { serving, post, ask } = await ground(t);
  const { port } = new URL(serving.url);
  const sockets = ['identity', 'gzip'].map((accepted) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(`GET /api/stream HTTP/1.1\r\nhost: localhost:${port}\r\nauthorization: Bearer ${serving.secret}\r\naccept-encoding: ${accepted}\r\n\r\n`));
    return socket.pause();
  });
  for (let seq = 1; seq <= 50; seq++) assert.equal((await post('/api/observations', { device: 'scale', observations: [taken(seq, 'ana', 1)] })).status, 200);
  assert.equal(((await ask('/api/head')) as Json).records, 59);
  for (const socket of sockets) socket.destroy();
});

/** The next event of its kind. @param never what must not come before it */
async function nextOf(events: AsyncIterator<Json>, wanted: string, never?: string): Promise<Json> {
  for (;;) {
    const { event, data } = (await events.next()).value;
    if (event === wanted) return data;
    assert.notEqual(event, never, `another ${event}`);
  }
}
