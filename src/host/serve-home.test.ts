import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { knocksPerMinuteMax } from '../adapters/http/knock-limit.ts';
import { foundHouse } from '../../test/house.ts';
import { createSealer } from '../adapters/keys/node.ts';
import { systemClock } from './clock.ts';
import { openSharedBroker } from './devices.ts';
import { makeInvitation, handInAt, invitationIn, originAt } from './invitations.ts';
import { linksPath, makeLink, readLinks, revokeLink } from './links.ts';
import { makeSigner, sealEntry, type Signer } from './sealing.ts';
import { serveHome, type ServingHome } from './serve-home.ts';
import { notedServer } from './served-at.ts';
import { signIn } from './sign-in.ts';

type Json = any; // eslint-disable-line -- answers are looked into at will

type Home = { readonly folder: string; readonly serving: ServingHome; readonly told: string[]; readonly restart: () => Promise<ServingHome> };

async function home(t: TestContext, prepare: (folder: string) => void = () => undefined, webFolder?: string): Promise<Home> {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-home-'));
  const told: string[] = [];
  prepare(folder);
  const broker = await openSharedBroker('127.0.0.1', 0);
  const start = (): Promise<ServingHome> => serveHome({ folder, clock: systemClock, port: 0, broker, tell: (message) => void told.push(message), ...(webFolder === undefined ? {} : { webFolder }) });
  let serving = await start();
  t.after(async () => {
    await serving.close();
    await broker.broker.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    folder, told, get serving() { return serving; },
    restart: async () => {
      await serving.close();
      return (serving = await start());
    },
  };
}

const kim = makeSigner('member-kim', 'member', 'kim', createSealer(new Uint8Array(32).fill(7)));

function asked(over: object = {}): object {
  return {
    request: 'request-0123456789', address: 'linden', name: 'Linden 12', place: 'Berlin', zone: 'Europe/Berlin', unit: { id: 'crown', name: 'Crown', decimals: 2 },
    founder: { id: 'kim', name: 'Kim', public_key: kim.grant.public_key, opening: '100.00' },
    kits: [{ kit: 'firewood', id: 'wood', terms: { base_price: '1.50' } }, { kit: 'cash-box', id: 'cash' }], device: 'simulated', subject: 'woodpile', ...over,
  };
}

function startSecret({ link }: ServingHome): string {
  return new URL(link).searchParams.get('link') ?? '';
}

async function post(url: string, body: unknown, secret?: string): Promise<{ readonly status: number; readonly answer: Json }> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }) }, body: JSON.stringify(body) });
  return { status: response.status, answer: await response.json() };
}

async function get(url: string, headers: Record<string, string> = {}): Promise<Json> {
  return await (await fetch(url, { headers })).json();
}

async function found(serving: ServingHome, over: object = {}): Promise<Json> {
  const { status, answer } = await post(`${serving.url}/api/collectives`, asked(over), startSecret(serving));
  assert.equal(status, 200, JSON.stringify(answer));
  return answer;
}

/** As a browser would have it: the cookie of a session at that collective. */
async function cookieOf(serving: ServingHome, address: string, signer: Signer): Promise<string> {
  const { secret } = await signIn(new URL(`${serving.url}/c/${address}/`), signer, Date.now());
  const { origin }: Json = await get(`${serving.url}/c/${address}/api/challenge`);
  return `frankpledge-${origin.slice(origin.lastIndexOf('/') + 1)}=${secret}`;
}

test('an empty home is founded into, and its founder is in at once', async (t) => {
  const { serving, folder } = await home(t);
  assert.deepEqual(await get(`${serving.url}/api/collectives`), { mayFound: false, empty: true, collectives: [] });
  assert.equal((await get(`${serving.url}/api/collectives`, { authorization: `Bearer ${startSecret(serving)}` })).mayFound, true);
  const founded = await found(serving);
  assert.deepEqual([founded.address, founded.member, founded.page, founded.key, founded.device], ['linden', 'kim', '/c/linden/', 'member-kim', null]);

  const cookie = await cookieOf(serving, 'linden', kim);
  const overview: Json = await get(`${serving.url}/c/linden/api/overview`, { cookie });
  assert.deepEqual(overview.members.map(({ id, commons, balances }: Json) => [id, commons, balances.crown]), [['kim', false, '100.00'], ['house', true, '0.00']]);
  assert.deepEqual(overview.subcontracts.map(({ id, kit, parties }: Json) => [id, kit, parties]), [['wood', 'firewood', { provider: 'house' }], ['cash', 'cash-box', { owner: 'house' }]]);

  // The simulated scale: three pieces at 1.50 go from Kim to the house.
  const headers = { cookie, 'content-type': 'application/json' };
  const reported: Json = await (await fetch(`${serving.url}/c/linden/api/simulated/scale`, { method: 'POST', headers, body: JSON.stringify({ event: 'taken', values: { count: 3 } }) })).json();
  assert.deepEqual(reported.items, [{ status: 'done' }], JSON.stringify(reported));
  const [posting]: Json = await get(`${serving.url}/c/linden/api/postings`, { cookie });
  assert.deepEqual([posting.from, posting.to, posting.amount], ['kim', 'house', '4.50']);

  const listed: Json = await get(`${serving.url}/api/collectives`, { cookie });
  assert.equal(listed.collectives.length, 1);
  const [{ address, name, place, open, me }] = listed.collectives;
  assert.deepEqual({ address, name, place, open, me }, { address: 'linden', name: 'Linden 12', place: 'Berlin', open: '/c/linden/', me: { id: 'kim', name: 'Kim', asked: 0, notices: 0 } });
  assert.equal(notedServer(join(folder, 'linden'))?.url, `${serving.url}/c/linden`);
});

test('the same request founds once, also when its answer was lost or the server was started anew', async (t) => {
  const all = await home(t);
  const [first, second] = await Promise.all([found(all.serving), found(all.serving)]);
  assert.deepEqual(first, second);
  assert.deepEqual(await found(await all.restart()), first);
  assert.deepEqual(readdirSync(all.folder).sort(), ['home.json', 'linden']);
});

test('a taken address, a wrong name, an unknown kit: a clear word, and nothing is left behind', async (t) => {
  const { serving, folder } = await home(t);
  await found(serving);
  const refused = async (over: object): Promise<string> => {
    const { answer } = await post(`${serving.url}/api/collectives`, asked({ request: `another-${Math.random().toString(36).slice(2, 10)}-request`, ...over }), startSecret(serving));
    return `${answer.error?.code}: ${answer.error?.message}`;
  };
  assert.match(await refused({}), /^already_so: .*address linden already: choose another one/);
  for (const address of ['../out', '.hidden', 'Linden', 'a/b', '']) assert.match(await refused({ address }), /^invalid_value: .*can't be an address/, address);
  assert.match(await refused({ address: 'oak', zone: 'Berlin' }), /^invalid_value: .*zone/);
  assert.match(await refused({ address: 'oak', kits: [{ kit: 'firewod', id: 'wood' }] }), /^invalid_value: .*kit/);
  assert.match(await refused({ address: 'oak', founder: { id: 'kim', name: 'Kim', public_key: 'AAAA' } }), /^invalid_value: .*public key/);
  assert.match(await refused({ address: 'oak', founder: { id: 'kim', name: 'Kim', public_key: kim.grant.public_key, opening: '99999999999999999999' } }), /^(overflow|invalid_value): /);
  assert.deepEqual(readdirSync(folder).sort(), ['home.json', 'linden']);
});

test('who may found: the start link, or a founding link, once', async (t) => {
  const { serving, folder } = await home(t);
  const attempt = (secret: string | undefined, over: object = {}): ReturnType<typeof post> => post(`${serving.url}/api/collectives`, asked(over), secret);
  assert.equal((await attempt(undefined)).answer.error.code, 'no_founding');
  assert.equal((await attempt('start.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')).answer.error.code, 'no_founding');
  const { secret } = makeLink(folder, { label: 'for the neighbours', scope: 'found', days: 7 }, Date.now());
  assert.equal((await get(`${serving.url}/api/collectives`, { authorization: `Bearer ${secret}` })).mayFound, true);
  assert.equal((await attempt(secret)).status, 200);
  assert.equal((await attempt(secret)).status, 200, 'the same request again');
  assert.equal((await attempt(secret, { request: 'request-9876543210', address: 'oak' })).answer.error.code, 'no_founding', 'a second founding');
  assert.equal((await get(`${serving.url}/api/collectives`, { authorization: `Bearer ${secret}` })).mayFound, false);
  // It founds, and reads nothing: that takes a member's key.
  assert.equal((await fetch(`${serving.url}/c/linden/api/overview`, { headers: { authorization: `Bearer ${secret}` } })).status, 401);
  assert.deepEqual((await get(`${serving.url}/api/collectives`, { authorization: `Bearer ${secret}` })).collectives, []);
});

test('two collectives behind one address: each has its own secrets, and a browser sees those that it may open', async (t) => {
  const { serving } = await home(t);
  await found(serving);
  await found(serving, { request: 'request-of-the-oak-house', address: 'oak', name: 'Oak', founder: { id: 'k', name: 'Kim', public_key: kim.grant.public_key } });
  const inOak = makeSigner('member-k', 'member', 'k', kim.sealer);
  const cookies = [await cookieOf(serving, 'linden', kim), await cookieOf(serving, 'oak', inOak)];
  const [linden = '', oak = ''] = cookies;
  assert.equal((await fetch(`${serving.url}/c/oak/api/overview`, { headers: { cookie: linden } })).status, 401);
  assert.equal((await fetch(`${serving.url}/c/oak/api/overview`, { headers: { authorization: `Bearer ${linden.split('=')[1]}` } })).status, 401);
  const names = async (cookie: string): Promise<Json> => (await get(`${serving.url}/api/collectives`, { cookie })).collectives.map(({ address, me }: Json) => [address, me.id]);
  assert.deepEqual(await names(linden), [['linden', 'kim']]);
  assert.deepEqual(await names(oak), [['oak', 'k']]);
  assert.deepEqual(await names(cookies.join('; ')), [['linden', 'kim'], ['oak', 'k']]);

  // Whoever started the server looks on everywhere, by links that open one each.
  const looking: Json = await get(`${serving.url}/api/collectives`, { authorization: `Bearer ${startSecret(serving)}` });
  for (const { open, me } of looking.collectives) {
    assert.equal(me, null);
    const entered = await fetch(`${serving.url}${open}`, { redirect: 'manual' });
    assert.equal(entered.status, 303);
    assert.equal(entered.headers.get('location'), open.slice(0, open.indexOf('?')));
    assert.match(entered.headers.get('set-cookie') ?? '', /; Path=\/;.*HttpOnly; SameSite=Strict/);
  }

  const { origin }: Json = await get(`${serving.url}/c/linden/api/challenge`);
  assert.equal((await post(`${serving.url}/c/linden/api/entries`, sealEntry(kim, { kind: 'leave', body: {} }, origin, Date.now(), 'leave-1'))).status, 200);
  assert.deepEqual(await names(cookies.join('; ')), [['oak', 'k']], 'of what one has left the door says nothing');
  const left = await fetch(`${serving.url}/c/linden/`, { headers: { cookie: linden, accept: 'text/html' } });
  assert.match(await left.text(), /<a href="\/c\/linden\/api\/me\/export">/);
});

test('an invitation to one of several leads below its path', async (t) => {
  const { serving } = await home(t);
  await found(serving);
  const url = new URL(`${serving.url}/c/linden/`);
  const origin = await originAt(url);
  const made = makeInvitation('guest', 'guest');
  assert.equal((await handInAt(url, sealEntry(kim, { kind: 'invite', body: { key: made.grant } }, origin, Date.now(), 'invite-1'))).status, 'recorded');
  const link = made.link(`${serving.url}/c/linden`);
  assert.match(link, /^http:\/\/127\.0\.0\.1:\d+\/c\/linden\/join#invitation=guest&/);
  const read = invitationIn(link);
  assert.ok(read !== undefined);
  const ana = makeSigner('member-ana', 'member', 'ana', createSealer(new Uint8Array(32).fill(9)));
  const joined = await handInAt(read.server, sealEntry(read.signer, { kind: 'join', body: { member: { id: 'ana', name: 'Ana' }, keys: [ana.grant] } }, await originAt(read.server), Date.now(), 'join-1'));
  assert.equal(joined.status, 'recorded', JSON.stringify(joined));
  assert.equal((await signIn(url, ana, Date.now())).member, 'ana');
});

test('one that can\'t be opened keeps no other from running', async (t) => {
  const all = await home(t, (folder) => {
    mkdirSync(join(folder, 'broken'));
    writeFileSync(join(folder, 'broken', 'journal.sqlite'), 'this is no database');
  });
  const { serving, told } = all;
  assert.match(told.join('\n'), /^broken: it can't be opened, and the others go on: /m);
  await found(serving);
  assert.equal((await get(`${serving.url}/c/linden/api/health`)).status, 'ok');
  const shut = await fetch(`${serving.url}/c/broken/api/health`);
  assert.deepEqual([shut.status, (await shut.json() as Json).error.code], [503, 'stopped']);
  const page = await fetch(`${serving.url}/c/broken/`, { headers: { accept: 'text/html' } });
  assert.deepEqual([page.status, page.headers.get('content-type')], [503, 'text/html; charset=utf-8']);
  assert.doesNotMatch(await page.text(), new RegExp(all.folder), 'where it lies is nobody\'s business');
  assert.equal((await fetch(`${serving.url}/c/nowhere/`)).status, 404);
  const slash = await fetch(`${serving.url}/c/linden?link=x`, { redirect: 'manual' });
  assert.deepEqual([slash.status, slash.headers.get('location')], [308, '/c/linden/?link=x']);
});

test('what a founding left unfinished goes at the next start; another folder is no home', async (t) => {
  const { folder, restart } = await home(t);
  mkdirSync(join(folder, '.founding-0123'));
  writeFileSync(join(folder, '.founding-0123', 'journal.sqlite'), 'half of it');
  await restart();
  assert.equal(existsSync(join(folder, '.founding-0123')), false);
  await found(await restart());
  const broker = { url: 'mqtt://127.0.0.1:9' };
  await assert.rejects(serveHome({ folder: join(folder, 'linden'), clock: systemClock, port: 0, broker, tell: () => undefined }), /is one collective's data folder/);
});

test('the door lets no other site in, and says what it is', async (t) => {
  const { serving } = await home(t);
  const foreign = await fetch(`${serving.url}/api/collectives`, { method: 'POST', headers: { 'content-type': 'application/json', 'origin': 'https://elsewhere.example', 'authorization': `Bearer ${startSecret(serving)}` }, body: JSON.stringify(asked()) });
  assert.deepEqual([foreign.status, (await foreign.json() as Json).error.code], [403, 'wrong_site']);
  const entered = await fetch(serving.link, { redirect: 'manual' });
  assert.deepEqual([entered.status, entered.headers.get('location')], [303, '/']);
  assert.match(entered.headers.get('content-security-policy') ?? '', /^default-src 'none'/);
  assert.match(entered.headers.get('set-cookie') ?? '', /^frankpledge-[0-9a-f]{16}=start\./);
  const document: Json = await get(`${serving.url}/api/openapi.json`);
  assert.deepEqual(Object.keys(document.paths).sort(), ['/api/collectives', '/api/health', '/api/kits']);
  const kits: Json = await get(`${serving.url}/api/kits`);
  const firewood = kits.find(({ name }: Json) => name === 'firewood');
  assert.deepEqual([firewood.needed, firewood.watched, Object.keys(firewood.parties)], [[], [{ subject: 'woodpile', events: ['taken', 'returned', 'level'] }], ['provider']]);
});

test('the page is told that several are behind its address, at the door and below it', async (t) => {
  const web = mkdtempSync(join(tmpdir(), 'frankpledge-web-'));
  t.after(() => rmSync(web, { recursive: true, force: true }));
  writeFileSync(join(web, 'index.html'), '<!doctype html><html lang="en"><title>app</title></html>');
  const all = await home(t, () => undefined, web);
  await found(all.serving);
  const cookie = await cookieOf(all.serving, 'linden', kim);
  for (const path of ['/', '/found', '/c/linden/', '/c/linden/join']) {
    const page = await fetch(`${all.serving.url}${path}`, { headers: { cookie, accept: 'text/html' } });
    assert.equal(await page.text(), '<!doctype html><html data-home lang="en"><title>app</title></html>', path);
    const again = await fetch(`${all.serving.url}${path}`, { headers: { 'cookie': cookie, 'if-none-match': page.headers.get('etag') ?? '' } });
    assert.equal(again.status, 304);
  }
});

test('with TLS this machine\'s own commands still reach each collective, whatever the certificate is for', async (t) => {
  const files = mkdtempSync(join(tmpdir(), 'frankpledge-cert-'));
  t.after(() => rmSync(files, { recursive: true, force: true }));
  const [cert, key] = [join(files, 'cert.pem'), join(files, 'key.pem')];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key, '-out', cert, '-days', '30', '-subj', '/CN=linden.home.arpa', '-addext', 'subjectAltName=DNS:linden.home.arpa'], { stdio: 'ignore' });
  const folder = join(files, 'home');
  await foundHouse(join(folder, 'linden'));
  const serving = await serveHome({ folder, clock: systemClock, port: 0, tls: { cert, key }, publicUrl: 'https://linden.home.arpa', broker: { host: '127.0.0.1', port: 0 }, tell: () => undefined });
  t.after(() => serving.close());
  assert.match(serving.url, /^https:/);
  assert.match(serving.link, /^https:\/\/linden\.home\.arpa\/\?link=/);
  const noted = notedServer(join(folder, 'linden'));
  assert.equal(noted?.publicUrl, 'https://linden.home.arpa/c/linden');
  assert.match(noted.url, /^http:\/\/127\.0\.0\.1:\d+\/c\/linden$/);
  assert.equal((await get(`${noted.url}/api/overview`, { authorization: `Bearer ${noted.secret}` })).name, 'Small House');
});

test('a real device is told where it reports, by a secret of its own', async (t) => {
  const { serving } = await home(t);
  const { device } = await found(serving, { device: 'real' });
  assert.match(device.mqtt.url, /^mqtt:\/\/127\.0\.0\.1:\d+$/);
  assert.equal(device.mqtt.topic, 'frankpledge/linden/reading/scale');
  const { status, answer } = await post(device.http.url, { device: device.id, observations: [{ seq: 1, subject: device.subject, event: 'level', at: Date.now(), values: { count: 40 } }] }, device.http.secret);
  assert.deepEqual([status, answer.items], [200, [{ status: 'done' }]]);
  assert.equal((await fetch(`${serving.url}/c/linden/api/overview`, { headers: { authorization: `Bearer ${device.http.secret}` } })).status, 403);
});

test('a device has one secret: asked again by a link that is open, the request gives another in its place; by one that is used up or revoked, none', async (t) => {
  const { serving, folder } = await home(t);
  const { secret } = makeLink(folder, { label: '', scope: 'found', days: 7 }, Date.now());
  const again = async (by: string, over: object = {}): Promise<Json> => {
    const { status, answer } = await post(`${serving.url}/api/collectives`, asked({ device: 'real', ...over }), by);
    assert.equal(status, 200, JSON.stringify(answer));
    return answer;
  };
  let seq = 0;
  const reports = async ({ http, id, subject }: Json): Promise<number> => (await post(http.url, { device: id, observations: [{ seq: seq += 1, subject, event: 'level', at: Date.now(), values: { count: 40 } }] }, http.secret)).status;
  const first = await again(secret);
  const used = await again(secret, { device: 'real', subject: 'everything', founder: { id: 'eve', name: 'Eve', public_key: kim.grant.public_key } });
  assert.deepEqual(used, { ...first, device: { ...first.device, http: { ...first.device.http, secret: null } } }, 'what was founded, whatever the body says now');
  assert.equal(await reports(first.device), 200);

  const renewed = await again(startSecret(serving));
  assert.notEqual(renewed.device.http.secret, first.device.http.secret);
  assert.deepEqual([await reports(first.device), await reports(renewed.device)], [401, 200]);
  const links = (): Json => readLinks(join(folder, 'linden')).map(({ scope, revoked }) => [scope, revoked === null]);
  assert.deepEqual(links(), [['devices', true]]);

  revokeLink(join(folder, 'linden'), readLinks(join(folder, 'linden'))[0]?.id ?? '', Date.now());
  assert.equal((await again(startSecret(serving))).device.http.secret, null, 'whoever ended it meant it');
  assert.deepEqual(links(), [['devices', false]]);
});

test('a link founds one collective, also where the server fell before the link was used up: the same request is answered, another isn\'t', async (t) => {
  const all = await home(t);
  const { secret, link } = makeLink(all.folder, { label: '', scope: 'found', days: 7 }, Date.now());
  const attempt = (over: object = {}): ReturnType<typeof post> => post(`${all.serving.url}/api/collectives`, asked({ device: 'real', ...over }), secret);
  assert.equal((await attempt()).status, 200);
  // As a fall right after the folder got its name leaves it.
  writeFileSync(linksPath(all.folder), JSON.stringify({ links: [{ ...link, revoked: null }] }));
  await all.restart();
  assert.equal((await get(`${all.serving.url}/api/collectives`, { authorization: `Bearer ${secret}` })).mayFound, false);
  assert.equal((await attempt({ request: 'request-9876543210', address: 'oak' })).answer.error.code, 'no_founding');
  const again = await attempt();
  assert.equal(typeof again.answer.device?.http.secret, 'string', JSON.stringify(again.answer));
  assert.notEqual(readLinks(all.folder)[0]?.revoked, null, 'used up by now');
  assert.equal((await attempt()).answer.device.http.secret, null);
});

test('a link that can\'t be noted as used up keeps nobody from what it has founded', async (t) => {
  const { serving, folder, told } = await home(t);
  const { secret } = makeLink(folder, { label: '', scope: 'found', days: 7 }, Date.now());
  writeFileSync(`${linksPath(folder)}.unfinished`, ''); // as another that writes there, or broke off
  const attempt = (over: object = {}): ReturnType<typeof post> => post(`${serving.url}/api/collectives`, asked(over), secret);
  const { status, answer } = await attempt();
  assert.deepEqual([status, answer.address], [200, 'linden'], JSON.stringify(answer));
  assert.match(told.join('\n'), /another command has been writing .*links\.json/);
  assert.equal((await get(`${serving.url}/c/linden/api/health`)).status, 'ok');
  assert.equal((await attempt({ request: 'request-9876543210', address: 'oak' })).answer.error.code, 'no_founding');
});

test('foundings and their repetitions are so many in a minute', async (t) => {
  const { serving } = await home(t);
  await found(serving, { device: 'real' });
  const codes = new Set<string>();
  for (let tries = 0; tries < 60; tries += 1) codes.add((await post(`${serving.url}/api/collectives`, asked({ device: 'real' }), startSecret(serving))).answer.error?.code ?? 'founded');
  assert.deepEqual([...codes], ['founded', 'busy']);
});

test('whatever is sent to the door is answered, and never as a fault', async (t) => {
  const { serving, folder, told } = await home(t);
  const secret = startSecret(serving);
  const odd: unknown[] = [
    null, [], 'found', 7, {}, { request: 'request-0123456789' }, asked({ request: '../../etc/passwd0000' }), asked({ name: '' }), asked({ name: 'x\u0000y' }), asked({ name: 'x'.repeat(5000) }),
    asked({ zone: '../../../etc/localtime' }), asked({ unit: { id: '__proto__', name: 'x', decimals: 2 } }), asked({ unit: { id: 'crown', name: 'x', decimals: 99 } }), asked({ unit: { id: 'crown', name: 'x', decimals: 1.5 } }),
    asked({ founder: { id: 'outside', name: 'x', public_key: kim.grant.public_key } }), asked({ founder: { id: 'kim', name: 'x', public_key: kim.grant.public_key, opening: '-5' } }),
    asked({ kits: Array.from({ length: 11 }, () => ({ kit: 'firewood', id: 'wood' })) }), asked({ kits: [{ kit: 'firewood', id: 'wood' }, { kit: 'firewood', id: 'wood' }] }), asked({ kits: [{ kit: '../firewood', id: 'wood' }] }),
    asked({ kits: [{ kit: 'firewood', id: 'wood', terms: { base_price: { '': [] } } }] }), asked({ kits: [{ kit: 'firewood', id: 'wood', terms: { constructor: 1 } }] }), asked({ device: 'real', subject: '../x' }), asked({ more: true }),
  ];
  for (const body of odd) {
    const { status, answer } = await post(`${serving.url}/api/collectives`, body, secret);
    assert.ok([400, 409, 422].includes(status), `${JSON.stringify(body)}: ${status} ${JSON.stringify(answer)}`);
    assert.ok(typeof answer.error.code === 'string' && answer.error.hint !== '', JSON.stringify(answer));
  }
  assert.deepEqual(readdirSync(folder), ['home.json']);
  assert.deepEqual(told, []);
  for (const path of ['/c/', '/c/%2e%2e/', '/c/..%2fhome/', '/c/home.json', '/c/.founding-1/api/health', '/../home.json', '/home.json', '/links.json']) {
    const { status } = await fetch(`${serving.url}${path}`);
    assert.ok(status === 404 || status === 200, `${path}: ${status}`);
    assert.doesNotMatch(await (await fetch(`${serving.url}${path}`)).text(), /[0-9a-f]{16}"/, path);
  }
});

test('knocking in vain counts once for the whole home, however many collectives it has', async (t) => {
  const { serving } = await home(t);
  await found(serving);
  await found(serving, { request: 'request-of-the-oak-house', address: 'oak' });
  const knock = async (path: string, by: string): Promise<number> => (await fetch(`${serving.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-forwarded-for': by }, body: '{}' })).status;
  for (let tries = 0; tries < knocksPerMinuteMax / 3; tries += 1) {
    for (const path of ['/c/linden/api/session', '/c/oak/api/recovery', '/api/collectives']) assert.notEqual(await knock(path, '203.0.113.1'), 503, path);
  }
  for (const path of ['/c/linden/api/session', '/c/oak/api/session', '/api/collectives']) assert.equal(await knock(path, '203.0.113.1'), 503, path);
  assert.notEqual(await knock('/c/oak/api/session', '203.0.113.2'), 503);
});

test('who tries founding links in vain too often waits; others behind the same proxy don\'t', async (t) => {
  const { serving } = await home(t);
  const attempt = async (by: string): Promise<string> => {
    const headers = { 'content-type': 'application/json', 'x-forwarded-for': by, 'authorization': `Bearer guessed.${'A'.repeat(43)}` };
    const response = await fetch(`${serving.url}/api/collectives`, { method: 'POST', headers, body: JSON.stringify(asked()) });
    return ((await response.json()) as Json).error.code;
  };
  const codes: string[] = [];
  for (let tries = 0; tries <= knocksPerMinuteMax + 60; tries += 1) codes.push(await attempt('203.0.113.1'));
  assert.deepEqual([...new Set(codes)], ['no_founding', 'busy']);
  assert.equal(await attempt('203.0.113.2'), 'no_founding');
});
