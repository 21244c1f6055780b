/** The two examples of the manual's page on devices, run as they stand, against what takes signed readings in. */
import assert from 'node:assert/strict';
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test, type TestContext } from 'node:test';
import { promisify } from 'node:util';
import { createSealVerifier } from '../src/adapters/keys/node.ts';
import { openSignedSenml } from '../src/sensing/formats/signed-senml.ts';

const examples = join(import.meta.dirname, '../docs/manual/devices');
const origin = 'frankpledge.example/0123456789abcdef';

const isThere = ['openssl', 'curl'].every((command) => spawnSync(command, ['version']).error === undefined);
const withoutTools: string | false = isThere || process.env['CI'] !== undefined ? false : 'OPENSSL OR CURL IS NOT INSTALLED: this was not tested';

type Sent = { readonly type: string | undefined; readonly body: string };

/** Answers as a server that falters once: the first message of all has to be sent again. */
async function receiver(t: TestContext): Promise<{ readonly url: string; readonly sent: Sent[] }> {
  const sent: Sent[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      sent.push({ type: request.headers['content-type'], body });
      response.writeHead(sent.length === 1 ? 503 : 200).end();
    });
  });
  await new Promise<void>((listening) => { server.listen(0, '127.0.0.1', listening); });
  t.after(() => { server.closeAllConnections(); server.close(); });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/senml`, sent };
}

for (const [client, command] of [['client.ts', process.execPath], ['client.sh', 'sh']] as const) {
  test(`${client} signs what it measures, counts, and sends again what wasn't taken`, { skip: withoutTools }, async (t) => {
    const room = mkdtempSync(join(tmpdir(), 'frankpledge-device-'));
    t.after(() => rmSync(room, { recursive: true, force: true }));
    execFileSync('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', 'scale-1.pem'], { cwd: room });
    const publicKey = createPublicKey(readFileSync(join(room, 'scale-1.pem'))).export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
    const { url, sent } = await receiver(t);
    const before = Math.floor(Date.now() / 1000);
    for (const value of ['8.4', '-2']) await promisify(execFile)(command, [join(examples, client), 'scale-1', origin, url, 'weight', value, 'kg'], { cwd: room });
    const after = Date.now() / 1000;
    assert.deepEqual(sent.map(({ type }) => type), ['application/jose', 'application/jose', 'application/jose']);
    assert.equal(sent[0]?.body, sent[1]?.body);
    const around = { seals: createSealVerifier(), keyOf: (key: string) => (key === 'scale-1' ? { device: 'scale', publicKey } : undefined) };
    const opened = sent.slice(1).map(({ body }) => {
      const read = openSignedSenml(around, origin, body);
      assert.ok(read.ok, read.ok ? '' : read.refusal.detail);
      const [{ t: at, ...record }] = read.value.pack as [{ readonly t: number }];
      assert.ok(at >= before && at <= after, `${at} is the time of measuring`);
      return { ...read.value, pack: record };
    });
    assert.deepEqual(opened, [{ device: 'scale', seq: 1, pack: { n: 'weight', u: 'kg', v: 8.4 } }, { device: 'scale', seq: 2, pack: { n: 'weight', u: 'kg', v: -2 } }]);
  });
}
