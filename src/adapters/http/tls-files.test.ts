import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { connect, type TLSSocket } from 'node:tls';
import { X509Certificate } from 'node:crypto';
import { listenHttp, type Listening } from './listen.ts';
import { CertificateError, openTlsFiles } from './tls-files.ts';

type Made = { readonly cert: string; readonly key: string };

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-tls-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A certificate for localhost that signs itself, as the manual makes one. */
function make(folder: string, name: string): Made {
  const [cert, key] = [join(folder, `${name}.pem`), join(folder, `${name}-key.pem`)];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key, '-out', cert, '-days', '30', '-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'], { stdio: 'ignore' });
  return { cert, key };
}

async function listen(t: TestContext, files: Made, told: string[], everyMs?: number): Promise<Listening> {
  const tls = openTlsFiles({ ...files, tell: (message) => void told.push(message), ...(everyMs === undefined ? {} : { everyMs }) });
  const listening = await listenHttp({ fetch: (request) => new Response(new URL(request.url).protocol), close: () => undefined }, '127.0.0.1', 0, tls);
  t.after(() => listening.close());
  return listening;
}

async function shownAt(url: string): Promise<string> {
  const { port } = new URL(url);
  const socket: TLSSocket = connect({ host: '127.0.0.1', port: Number(port), rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const certificate = new X509Certificate(socket.getPeerCertificate().raw);
  socket.destroy();
  return certificate.subject;
}

test('with a certificate TLS is spoken, to whoever trusts it', async (t) => {
  const files = make(folderOf(t), 'house');
  const { url } = await listen(t, files, []);
  assert.match(url, /^https:\/\/127\.0\.0\.1:\d+$/);
  const [response] = await once(get(url, { ca: readFileSync(files.cert) }), 'response') as [NodeJS.ReadableStream & { statusCode: number }];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  assert.deepEqual([response.statusCode, text], [200, 'https:'], 'the app knows that it is reached by TLS: cookies are marked by it');
  await assert.rejects(once(get(url), 'response'), /self-signed certificate/);
  await assert.rejects(fetch(url.replace('https:', 'http:')), 'nothing is said in the clear');
});

test('a renewed certificate is taken while it runs; half of one isn\'t', async (t) => {
  const folder = folderOf(t);
  const files = make(folder, 'house');
  const told: string[] = [];
  const { url } = await listen(t, files, told, 20);
  assert.equal(await shownAt(url), 'CN=house');
  const renewed = make(folder, 'renewed');
  copyFileSync(renewed.key, files.key);
  while (!told.some((message) => message.includes('isn\'t used, the one before is'))) await new Promise(setImmediate);
  assert.equal(await shownAt(url), 'CN=house', 'the new key alone fits nothing');
  copyFileSync(renewed.cert, files.cert);
  while (!told.some((message) => message.startsWith('the certificate was renewed: DNS:localhost'))) await new Promise(setImmediate);
  assert.equal(await shownAt(url), 'CN=renewed');
});

test('what can\'t be used is said before anything listens', (t) => {
  const folder = folderOf(t);
  const [house, other] = [make(folder, 'house'), make(folder, 'other')];
  const wrong = join(folder, 'wrong.pem');
  writeFileSync(wrong, 'no PEM');
  const cases: [Made, RegExp][] = [
    [{ cert: join(folder, 'nowhere.pem'), key: house.key }, /can't read .*nowhere\.pem/],
    [{ cert: wrong, key: house.key }, /wrong\.pem holds no certificate in PEM form/],
    [{ cert: house.cert, key: wrong }, /wrong\.pem holds no private key in PEM form/],
    [{ cert: house.cert, key: other.key }, /other-key\.pem isn't that of the certificate in .*house\.pem/],
  ];
  for (const [files, message] of cases) {
    assert.throws(() => openTlsFiles({ ...files, tell: () => undefined }), (error) => error instanceof CertificateError && message.test(error.message) && error.hint !== '', String(message));
  }
  const inAMonth = Date.now() + 31 * 86_400_000;
  assert.throws(() => openTlsFiles({ ...house, tell: () => undefined, now: () => inAMonth }), /house\.pem ended on /);
});
