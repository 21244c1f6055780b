import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { promisify } from 'node:util';
import { foundHouse, scaleSealer } from '../../test/house.ts';
import type { SessionProof, SessionStatement } from '../adapters/http/session.ts';
import { createSealer } from '../adapters/keys/node.ts';
import { dayMs } from '../vocabulary/time.ts';
import { hostsOf } from './access.ts';
import { systemClock } from './clock.ts';
import { findSigner, keyPath } from './data-folder.ts';
import { makeLink, revokeLink, type LinkScope } from './links.ts';
import { sealEntry, type Signer } from './sealing.ts';
import { serveCollective, type ServeOptions, type Serving } from './serve.ts';
import { sessionsPerMemberMax, statementText } from './sessions.ts';
import { signIn } from './sign-in.ts';

type Json = any; // eslint-disable-line -- answers are looked into at will
type Ask = (path: string, secret?: string, init?: RequestInit) => Promise<Response>;
type Ground = {
  readonly folder: string; readonly serving: Serving; readonly told: string[]; readonly ana: Signer; readonly ask: Ask;
  readonly link: (scope: LinkScope, days?: number, at?: number) => { readonly id: string; readonly secret: string };
};

async function ground(t: TestContext, more: Partial<ServeOptions> = {}): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-access-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  await foundHouse(folder);
  const told: string[] = [];
  const serving = await serveCollective({ place: { folder }, clock: systemClock, port: 0, tell: (line) => told.push(line), ...more });
  t.after(() => serving.close());
  const ana = findSigner(folder, 'member', 'ana');
  assert.ok(ana !== undefined);
  return {
    folder, serving, told, ana,
    ask: (path, secret, init = {}) => fetch(serving.url + path, { redirect: 'manual', ...init, headers: { ...init.headers, ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }) } }),
    link: (scope, days = 1, at = Date.now()) => {
      const { link, secret } = makeLink(folder, { label: '', scope, days }, at);
      return { id: link.id, secret };
    },
  };
}

const json = (body: unknown, method = 'POST'): RequestInit => ({ method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
const observed = (seq: number): RequestInit => json({ device: 'hub', observations: [{ seq, subject: 'house-a', event: 'temperature', at: Date.now(), values: { celsius: 20 } }] });

async function codeOf(response: Response): Promise<string> {
  return ((await response.json()) as Json).error?.code ?? 'none';
}

test('without a link everything is shut but what the API\'s document leaves open', async (t) => {
  const { serving, ask } = await ground(t);
  const document = (await (await ask('/api/openapi.json')).json()) as Json;
  const open: string[] = [];
  for (const [path, methods] of Object.entries<Json>(document.paths)) {
    for (const [method, { security }] of Object.entries<Json>(methods)) {
      const answer = await ask(path.replace(/\{\w+\}/g, 'ana'), undefined, { method: method.toUpperCase() });
      if (security.length === 0) open.push(`${method} ${path}`);
      else assert.deepEqual([answer.status, await codeOf(answer)], [401, 'no_access'], `${method} ${path}`);
    }
  }
  assert.deepEqual(open.sort(), ['delete /api/session', 'get /api/challenge', 'get /api/health', 'post /api/comments', 'post /api/entries', 'post /api/invitation', 'post /api/recovery', 'post /api/senml', 'post /api/session']);
  for (const path of ['/', '/members/ana', '/api/stream', '/log/checkpoint', '/api/health/../overview', '/api/%6fverview', '/api/health%2f..%2foverview']) {
    assert.equal((await ask(path)).status, 401, path);
  }
  const outside = JSON.stringify([await (await ask('/')).text(), await (await ask('/api/health')).json(), await (await ask('/api/challenge')).json(), document]);
  assert.doesNotMatch(outside, /Small House|bunyan|woodpile/);
  assert.equal((await ask('/api/overview', serving.secret)).status, 200);
  assert.deepEqual(await (await ask('/api/health')).json(), { status: 'ok' });
});

test('an entry brings its own seal, and so needs nothing else', async (t) => {
  const { serving, ana, ask } = await ground(t);
  const entry = sealEntry(ana, { kind: 'pay', body: { to: 'bunyan', unit: 'crown', amount: '1.00' } }, serving.writer.collective.state.origin, Date.now(), 'p1');
  assert.deepEqual(((await (await ask('/api/entries', undefined, json(entry))).json()) as Json).status, 'recorded');
});

test('each scope lets through what it says and nothing more', async (t) => {
  const { serving, ask, link } = await ground(t);
  const secrets = { read: link('read').secret, log: link('log').secret, devices: link('devices').secret, start: new URL(serving.link).searchParams.get('link') ?? '', local: serving.secret };
  const text = json({ text: 'x' });
  // 404: it went on, and there is nothing by that name.
  const expected: { readonly [secret in keyof typeof secrets]: readonly number[] } = { read: [200, 404, 403, 403], start: [200, 404, 403, 403], log: [403, 404, 403, 403], devices: [403, 403, 200, 403], local: [200, 404, 200, 200] };
  let seq = 0;
  for (const [name, secret] of Object.entries(secrets)) {
    const answers = [await ask('/api/overview', secret), await ask('/log/nothing.txt', secret), await ask('/api/observations', secret, observed(++seq)), await ask('/api/bodies', secret, text)];
    assert.deepEqual(answers.map(({ status }) => status), expected[name as keyof typeof secrets], name);
    for (const answer of answers) if (answer.status === 403) assert.equal(await codeOf(answer), 'narrow_access', name);
  }
});

test('a link is opened once by its address, and then by the cookie; revoked, it ends at once, with the streams that came by it', async (t) => {
  const { folder, serving, ask, link, told } = await ground(t);
  const { id, secret } = link('read');
  const entered = await ask(`/api/overview?link=${secret}`);
  const [cookie = ''] = (entered.headers.get('set-cookie') ?? '').split(';');
  assert.deepEqual([entered.status, entered.headers.get('location'), entered.headers.get('referrer-policy')], [303, '/api/overview', 'no-referrer']);
  const byCookie = (path: string): Promise<Response> => ask(path, undefined, { headers: { cookie } });
  assert.equal((await byCookie('/api/overview')).status, 200);
  const stream = (await byCookie('/api/stream')).body?.getReader();
  for (let before = ''; !/event: overview\n.*\n\n$/.test(before);) before += Buffer.from((await stream?.read())?.value ?? []).toString();
  revokeLink(folder, id, Date.now());
  const refused = await byCookie('/api/overview');
  assert.deepEqual([refused.status, await codeOf(refused)], [401, 'access_over']);
  assert.equal((await ask('/', secret)).status, 401);
  await ask('/api/observations', serving.secret, observed(1));
  let after = '';
  for (let part = await stream?.read(); part?.done === false; part = await stream?.read()) after += Buffer.from(part.value).toString();
  assert.doesNotMatch(after, /house-a/, 'nothing that was recorded after the revocation went out');
  assert.ok(!told.join('\n').includes(secret));
});

test('a link that is over, another\'s secret, and a mistyped one open nothing', async (t) => {
  const { ask, link } = await ground(t);
  const { secret: over } = link('read', 1, Date.now() - 2 * dayMs);
  const { secret } = link('read');
  const other = link('read');
  for (const [wrong, code] of [[over, 'access_over'], [`${secret}x`, 'no_access'], [secret.slice(0, -1), 'no_access'], [other.id + secret.slice(secret.indexOf('.')), 'no_access'], ['local', 'no_access'], [`local${secret.slice(secret.indexOf('.'))}`, 'no_access']] as const) {
    const refused = await ask('/api/overview', wrong);
    const text = await refused.text();
    assert.deepEqual([refused.status, (JSON.parse(text) as Json).error.code], [401, code], wrong);
    assert.ok(!text.includes(wrong.slice(wrong.indexOf('.') + 1)) || wrong === 'local');
  }
});

async function proofOf({ ask, ana, serving }: Ground, change: Partial<SessionStatement> = {}, signer: Signer = ana, key: string = signer.grant.id): Promise<SessionProof> {
  const { origin, challenge } = (await (await ask('/api/challenge')).json()) as Json;
  const statement: SessionStatement = { purpose: 'frankpledge/session', origin, audience: new URL(serving.url).host, member: signer.grant.owner, at: Date.now(), challenge, ...change };
  return { statement, seal: { key, sig: signer.sealer.sign(statementText(statement)) } };
}

test('a member proves who they are and reads, until they end it', async (t) => {
  const all = await ground(t);
  const { ask } = all;
  const begun = await ask('/api/session', undefined, json(await proofOf(all)));
  const { member, secret, expires } = (await begun.json()) as Json;
  assert.equal(member, 'ana');
  assert.ok(expires > Date.now() + 11 * 3_600_000 && expires <= Date.now() + 12 * 3_600_000);
  assert.match(begun.headers.getSetCookie()[0] ?? '', /; Max-Age=43\d\d\d; Path=\/; HttpOnly; SameSite=Strict$/);
  const status = async (path: string, init?: RequestInit): Promise<number> => (await ask(path, secret, init)).status;
  assert.deepEqual([await status('/api/overview'), await status('/api/bodies', json({ text: 'x' })), await status('/api/observations', observed(1))], [200, 200, 403]);
  const ended = await ask('/api/session', secret, { method: 'DELETE' });
  assert.deepEqual([ended.status, /Max-Age=0/.test(ended.headers.get('set-cookie') ?? '')], [200, true]);
  assert.equal(await codeOf(await ask('/api/overview', secret)), 'access_over');
});

test('a session ends with the key that began it', async (t) => {
  const all = await ground(t);
  const { ask, ana, serving } = all;
  const { secret } = await signIn(new URL(serving.url), ana, Date.now());
  const stream = (await ask('/api/stream', secret)).body?.getReader();
  await stream?.read();
  assert.equal((await ask('/api/overview', secret)).status, 200);
  const { origin } = serving.writer.collective.state;
  const revoked = await serving.writer.submit(sealEntry(ana, { kind: 'key.revoke', body: { key: ana.grant.id } }, origin, Date.now(), 'r1'));
  assert.equal(revoked.status, 'recorded', JSON.stringify(revoked));
  const refused = await ask('/api/overview', secret);
  assert.deepEqual([refused.status, await codeOf(refused)], [401, 'access_over']);
  for (let part = await stream?.read(); part?.done === false; part = await stream?.read()) assert.doesNotMatch(Buffer.from(part.value).toString(), /key\.revoke/);
  assert.equal(await codeOf(await ask('/api/session', undefined, json(await proofOf(all)))), 'bad_proof');
});

test('a proof counts once, here, now, and for whom it says', async (t) => {
  const all = await ground(t);
  const other = await ground(t);
  const { ask, serving, ana } = all;
  const used = await proofOf(all);
  assert.equal((await ask('/api/session', undefined, json(used))).status, 200);
  const elsewhere = ((await (await other.ask('/api/challenge')).json()) as Json).challenge as string;
  const stranger: Signer = { grant: ana.grant, sealer: createSealer(new Uint8Array(32).fill(9)) };
  const scale: Signer = { grant: { id: 'device-scale', role: 'device', owner: 'scale', public_key: scaleSealer.publicKey }, sealer: scaleSealer };
  const operator = findSigner(all.folder, 'operator') ?? assert.fail();
  const good = await proofOf(all);
  const cases: [what: string, proof: SessionProof, message: RegExp][] = [
    ['a second time', used, /used before/],
    ['another collective', await proofOf(all, { origin: 'frankpledge/0000000000000000' }), /this is frankpledge\//],
    ['another server', await proofOf(all, { audience: 'evil.example' }), /evil\.example/],
    ['the same machine\'s other server', await proofOf(all, { audience: new URL(other.serving.url).host }), /isn't known by that name/],
    ['another server\'s challenge', await proofOf(all, { challenge: elsewhere }), /none of this server's/],
    ['no challenge', await proofOf(all, { challenge: '' }), /none of this server's/],
    ['a changed challenge', await proofOf(all, { challenge: used.statement.challenge.replace(/^./, (digit) => (digit === '1' ? '2' : '1')) }), /none of this server's/],
    ['an old time', await proofOf(all, { at: Date.now() - 130_000 }), /set the clock/],
    ['a time to come', await proofOf(all, { at: Date.now() + 130_000 }), /set the clock/],
    ['another member\'s name', await proofOf(all, { member: 'bunyan' }), /no key of bunyan/],
    ['a stranger\'s seal', await proofOf(all, {}, stranger), /doesn't fit/],
    ['a device', await proofOf(all, {}, scale), /no key of scale/],
    ['the operator, who is no member', await proofOf(all, {}, operator), /no key of operator/],
    ['changed after it was sealed', { ...good, statement: { ...good.statement, at: good.statement.at + 1 } }, /doesn't fit/],
    ['an unknown key', await proofOf(all, {}, ana, 'constructor'), /no key of ana/],
  ];
  for (const [what, proof, message] of cases) {
    const refused = await ask('/api/session', undefined, json(proof));
    const { error } = (await refused.json()) as Json;
    assert.deepEqual([refused.status, error.code], [401, 'bad_proof'], what);
    assert.match(error.message, message, what);
  }
  // What failed used nothing up.
  assert.equal((await ask('/api/session', undefined, json(good))).status, 200);
  // By the public key, for who doesn't know what the log calls it.
  assert.equal((await signIn(new URL(serving.url), { ...ana, grant: { ...ana.grant, id: 'laptop' } }, Date.now())).member, 'ana');
  for (const malformed of [{}, { ...good, seal: {} }, { ...good, statement: { ...good.statement, purpose: 'pay' } }, { ...good, statement: { ...good.statement, more: 1 } }]) {
    assert.equal((await ask('/api/session', undefined, json(malformed))).status, 400);
  }
});

test('the manual\'s script signs in', async (t) => {
  const { folder, serving, ask } = await ground(t);
  const [, script = ''] = /<!-- file: sign-in\.mjs -->\n```js\n([^]*?)```/.exec(readFileSync('docs/manual/http.md', 'utf8')) ?? [];
  writeFileSync(join(folder, 'sign-in.mjs'), script);
  const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'sign-in.mjs'), serving.url, keyPath(folder, 'member-ana')]);
  assert.equal((await ask('/api/overview', stdout.trim())).status, 200, stdout);
});

test('an entry\'s seal begins no session, and a proof is no entry', async (t) => {
  const all = await ground(t);
  const proof = await proofOf(all);
  const asEntry = await all.ask('/api/entries', undefined, json({ entry: proof.statement, seal: proof.seal }));
  assert.deepEqual([asEntry.status, await codeOf(asEntry)], [400, 'malformed']);
});

test('who begins session after session is told to wait, also when they end them; others aren\'t', async (t) => {
  const { serving, ana, ask, folder } = await ground(t);
  const url = new URL(serving.url);
  const first = await signIn(url, ana, Date.now());
  for (let count = 1; count < sessionsPerMemberMax; count++) await ask('/api/session', (await signIn(url, ana, Date.now())).secret, { method: 'DELETE' });
  await assert.rejects(signIn(url, ana, Date.now()), /sessions within a minute/);
  assert.equal((await ask('/api/overview', first.secret)).status, 200);
  assert.equal((await signIn(url, findSigner(folder, 'member', 'bunyan') ?? assert.fail(), Date.now())).member, 'bunyan');
});

test('open to everyone: who reaches the port reads; from elsewhere nothing is put in without a link', async (t) => {
  for (const [host, status] of [['127.0.0.1', 200], ['0.0.0.0', 401]] as const) {
    const { ask, link, serving } = await ground(t, { open: true, host });
    assert.doesNotMatch(serving.link, /link=/);
    assert.equal((await ask('/api/overview')).status, 200);
    assert.equal((await ask('/api/observations', undefined, observed(1))).status, status);
    assert.equal((await ask('/api/bodies', undefined, json({ text: 'x' }))).status, status);
    assert.equal((await ask('/api/observations', link('devices').secret, observed(2))).status, 200, 'with a link from anywhere');
  }
});

test('a server knows itself by its machine\'s names with its port, and by the one it was given', () => {
  const own = hostsOf(8080, true, 'linden.example');
  for (const name of ['localhost:8080', '127.0.0.1:8080', '[::1]:8080', 'linden.example']) assert.ok(own.has(name), name);
  assert.equal(own.has('localhost:8081'), false);
  assert.equal(own.size, 4);
  assert.ok(hostsOf(80, true, undefined).has('localhost'), 'an address leaves its scheme\'s own port out');
  assert.ok(hostsOf(8080, false, undefined).size >= 3);
});

test('behind a proxy the server answers to the name that it was given, and to no other', async (t) => {
  const { serving } = await ground(t, { publicUrl: 'https://linden.example' });
  assert.match(serving.link, /^https:\/\/linden\.example\/\?link=start\./);
  const { request } = await import('node:http');
  const statusAt = (host: string): Promise<number | undefined> => new Promise((resolve, reject) => {
    request(`${serving.url}/api/health`, { headers: { host } }, (response) => resolve(response.resume().statusCode)).on('error', reject).end();
  });
  assert.deepEqual([await statusAt('linden.example'), await statusAt('Linden.Example'), await statusAt('evil.example'), await statusAt('linden.example.evil.example')], [200, 200, 403, 403]);
});

test('every answer of the API names its shape, and the manifest has the collective\'s name for whoever may read it alone', async (t) => {
  const { serving, ask } = await ground(t);
  for (const [path, status] of [['/api/health', 200], ['/api/overview', 401], ['/api/nothing', 401]] as const) {
    const answer = await ask(path);
    assert.deepEqual([answer.status, answer.headers.get('frankpledge-api')], [status, '1'], path);
  }
  const manifest = async (secret?: string): Promise<Json> => {
    const answer = await ask('/manifest.webmanifest', secret);
    assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, 'application/manifest+json']);
    return await answer.json();
  };
  const { name } = (await (await ask('/api/collective', serving.secret)).json()) as Json;
  assert.deepEqual([(await manifest()).name, (await manifest(serving.secret)).name], ['Frankpledge', name]);
});
