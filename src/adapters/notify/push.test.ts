import assert from 'node:assert/strict';
import { createECDH } from 'node:crypto';
import { lookup } from 'node:dns';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { test, type TestContext } from 'node:test';
import type { PushDevice } from '../../notices/store.ts';
import { decrypted, openPushService, vapidClaims } from '../../testing/push-service.ts';
import { endpointFault, publicLookup } from './endpoints.ts';
import { createPusher, encryptPush, makeVapidKey } from './push.ts';

const message = { title: 'Linden', body: 'A vote is open: New roof', url: 'https://linden.example/#/decide/ab', tag: 'vote', urgent: true };
const now = Date.parse('2026-01-05T12:00:00Z');

test('RFC 8291, the example of its section 5, byte for byte', () => {
  const keys = createECDH('prime256v1');
  keys.setPrivateKey(Buffer.from('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw', 'base64url'));
  const reader = { p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4', auth: 'BTBZMqHH6r4Tts7J_aSIgg' };
  const text = 'When I grow up, I want to be a watermelon';
  const bytes = encryptPush(Buffer.from(text), reader, { keys, salt: Buffer.from('DGv6ra1nlYgDCS1FRnbzlw', 'base64url') });
  assert.equal(bytes.toString('base64url'),
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN');
  const own = createECDH('prime256v1');
  own.setPrivateKey(Buffer.from('q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94', 'base64url'));
  assert.equal(decrypted(bytes, own, reader.auth), text);
});

test('a service on this machine takes a message that its browser alone can read, signed by the server\'s key', async (t) => {
  const service = await openPushService();
  t.after(() => service.close());
  const pusher = createPusher({ key: makeVapidKey(), contact: () => 'mailto:run@linden.example', loopback: true });
  assert.deepEqual(await pusher.send(device(service.subscription), 'now.push.ana.7', message, now), { sent: true });
  const [got] = service.taken;
  assert.deepEqual(JSON.parse(got?.text ?? ''), message);
  assert.ok(!got?.bytes.includes('roof'));
  const { headers = {} } = got ?? {};
  assert.deepEqual([headers['content-encoding'], headers['ttl'], headers['urgency']], ['aes128gcm', '172800', 'high']);
  assert.match(String(headers['topic']), /^[\w-]{1,32}$/);
  assert.deepEqual(vapidClaims(headers.authorization ?? ''), { aud: service.url, exp: now / 1000 + 43_200, sub: 'mailto:run@linden.example', key: pusher.publicKey });
  await pusher.send(device(service.subscription), 'now.push.ana.7', message, now);
  assert.equal(service.taken[1]?.headers['topic'], headers['topic']);
});

test('what a service answers: over, later (and when), refused; nobody there', async () => {
  const service = await openPushService();
  const pusher = createPusher({ key: makeVapidKey(), contact: () => 'https://linden.example', loopback: true });
  const send = (): ReturnType<typeof pusher.send> => pusher.send(device(service.subscription), 'k', message, now);
  const host = new URL(service.url).host;
  for (const [status, why] of [[404, 'gone'], [410, 'gone'], [400, 'refused'], [413, 'refused'], [503, 'later']] as const) {
    service.answer(status);
    assert.deepEqual(await send(), { sent: false, why, problem: `the push service at ${host} answered ${status}` });
  }
  service.answer(429, { 'retry-after': '120' });
  assert.deepEqual(await send(), { sent: false, why: 'later', problem: `the push service at ${host} answered 429`, afterMs: 120_000 });
  // RFC 9110, 10.2.3: whole seconds; whatever else is said stays an instant that can be kept, and a day at the most.
  for (const [said, afterMs] of [['61.0005', 61_000], ['1e300', 86_400_000], ['9007199254740993', 86_400_000], ['0', undefined], ['-5', undefined], ['soon', undefined], ['Infinity', undefined]] as const) {
    service.answer(429, { 'retry-after': said });
    const later = await send();
    assert.deepEqual(later.sent ? 'sent' : later.afterMs, afterMs, said);
  }
  service.answer(302, { location: `${service.url}/elsewhere` });
  assert.deepEqual(await send(), { sent: false, why: 'refused', problem: `the push service at ${host} answered 302` });
  assert.equal(service.taken.length, 0);
  await service.close();
  const away = await send();
  assert.equal(away.sent === false && away.why, 'later');
  assert.deepEqual(await createPusher({ key: makeVapidKey(), contact: () => 'https://linden.example', loopback: true }).send({ ...device(service.subscription), p256dh: 'AAAA' }, 'k', message, now), { sent: false, why: 'gone', problem: 'the device\'s keys are none' });
});

test('an answer counts as soon as its status is there: what comes after it is read by nobody, and holds nothing up', async (t) => {
  const dripping = await rawService(t, 'HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n', '1\r\nx\r\n');
  const pusher = createPusher({ key: makeVapidKey(), contact: () => 'https://linden.example', loopback: true });
  assert.deepEqual(await pusher.send(device(dripping), 'k', message, now), { sent: true });
  await dripping.left;
});

test('who drips a head without end is waited for as long as for who says nothing', async (t) => {
  const pusher = createPusher({ key: makeVapidKey(), contact: () => 'https://linden.example', loopback: true, waitMs: 100 });
  for (const [begins, goesOn] of [['HTTP/1.1 201 Created\r\nx-long: ', 'y'], ['HTTP/1.1 103 Early Hints\r\n\r\n', 'HTTP/1.1 103 Early Hints\r\n\r\n'], ['', '']] as const) {
    const silent = await rawService(t, begins, goesOn);
    assert.deepEqual(await pusher.send(device(silent), 'k', message, now), { sent: false, why: 'later', problem: `the push service at ${new URL(silent.endpoint).host}: it didn't answer in time` }, begins);
    await silent.left;
  }
});

test('push goes to public https addresses alone', async () => {
  for (const good of ['https://fcm.googleapis.com/fcm/send/x', 'https://updates.push.services.mozilla.com/wpush/v2/x', 'https://web.push.apple.com/x', 'https://8.8.8.8/x', 'https://[2606:4700::1]/x']) assert.equal(endpointFault(good), null, good);
  for (const bad of [
    'http://fcm.googleapis.com/x', 'https://127.0.0.1/x', 'https://localhost/x', 'https://2130706433/x', 'https://0x7f.1/x', 'https://10.1.2.3/x', 'https://192.168.1.1/x', 'https://169.254.169.254/latest', 'https://172.20.0.1/x',
    'https://100.64.0.1/x', 'https://[::1]/x', 'https://[::ffff:10.0.0.1]/x', 'https://[fd00::1]/x', 'https://[fe80::1]/x', 'https://nas.local/x', 'https://router/x', 'https://a.internal/x', 'https://example.org:8443/x',
    'https://me:secret@example.org/x', 'ftp://example.org/x', 'nonsense', `https://example.org/${'x'.repeat(2000)}`,
  ]) assert.notEqual(endpointFault(bad), null, bad);
  assert.equal(endpointFault('http://127.0.0.1:999/x', true), null);
  assert.notEqual(endpointFault('http://192.168.1.1/x', true), null);
  // By name: this machine's own is looked up, and found to be no public one.
  const system = await new Promise<string>((done) => { lookup('localhost', (_, address) => done(address)); });
  assert.match(system, /^(127\.|::1)/);
  const refused = await new Promise<NodeJS.ErrnoException | null>((done) => { publicLookup('localhost', {}, (error) => done(error)); });
  assert.equal(refused?.code, 'ENOTPUBLIC');
});

function device({ endpoint, keys }: { readonly endpoint: string; readonly keys: { readonly p256dh: string; readonly auth: string } }): PushDevice {
  return { id: 'd', endpoint, ...keys, label: 'a phone', added: 0 };
}

/** A service that writes something, and then something more again and again until the other side has gone, which `left` waits for. */
async function rawService(t: TestContext, begins: string, goesOn: string): Promise<{ readonly endpoint: string; readonly keys: { readonly p256dh: string; readonly auth: string }; readonly left: Promise<unknown> }> {
  const reader = createECDH('prime256v1');
  reader.generateKeys();
  const gone = Promise.withResolvers<void>();
  const drip = (socket: Socket): void => {
    socket.write(begins);
    const dripping = setInterval(() => socket.write(goesOn), 10);
    socket.resume().on('error', () => undefined).on('close', () => {
      clearInterval(dripping);
      gone.resolve();
    });
  };
  const server = createServer(drip).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/push`, keys: { p256dh: reader.getPublicKey('base64url'), auth: 'BTBZMqHH6r4Tts7J_aSIgg' }, left: gone.promise };
}
