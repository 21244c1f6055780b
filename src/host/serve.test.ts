import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import type { EntryBody } from '../vocabulary/entries.ts';
import { signSenml } from '../sensing/formats/signed-senml.ts';
import { hourMs } from '../vocabulary/time.ts';
import { foundInFolder } from './data-folder.ts';
import { loadKits } from './kits.ts';
import { readSettings, zoneNames } from './scenarios.ts';
import { foundedAt, handClock, settingsText } from './serve-fixture.ts';
import { asOwn, ground, someLife, taken, type Ground, type Json } from './serve-ground.ts';
import { serveCollective } from './serve.ts';

test('every answer is what the OpenAPI document says', async (t) => {
  const all = await ground(t);
  await someLife(all);
  const document: Json = await all.ask('/api/openapi.json');
  const postings: Json = await all.ask('/api/postings');
  const { open: [owed] }: Json = await all.ask('/api/obligations');
  const proposal = await someDeciding(all);
  await someSensing(all);
  const examples: { readonly [path: string]: string } = {
    '/api/obligations/{id}': `/api/obligations/${owed.id}`, '/api/today': '/api/today?member=ana&days=7',
    '/api/members/{id}': '/api/members/ana', '/api/postings/{id}': `/api/postings/${postings[0].id}`, '/api/subcontracts/{id}': '/api/subcontracts/wood',
    '/api/subcontracts/{id}/ask/{question}': '/api/subcontracts/wood/ask/price?by=ana', '/api/subcontracts/{id}/history': '/api/subcontracts/wood/history', '/api/subcontracts/{id}/cases': '/api/subcontracts/wood/cases',
    '/api/proposals/{id}': `/api/proposals/${proposal}?member=ana`, '/api/proposals/{id}/bound': `/api/proposals/${proposal}/bound?member=ana`,
    '/api/things/{stream}/readings': '/api/things/signing-scale%2Ftemperature/readings', '/api/observations/{id}': '/api/observations/warmth:1', '/api/members/{id}/measured': '/api/members/ana/measured',
    '/api/members/{id}/bound': '/api/members/ana/bound', '/api/members/{id}/planned': '/api/members/ana/planned', '/api/members/{id}/delegations': '/api/members/ana/delegations', '/api/subcontracts/{id}/terms': '/api/subcontracts/wood/terms', '/api/subcontracts/{id}/figures': '/api/subcontracts/wood/figures',
    '/api/kits/{name}/survey': '/api/kits/firewood/survey?subcontract=wood', '/api/members/{id}/keys': '/api/members/ana/keys', '/api/handful': '/api/handful?member=ana',
    '/api/statement': '/api/statement?account=ana&unit=crown&from=2026-01-01&to=2026-12-31',
    '/api/flows': '/api/flows?unit=crown&from=2026-01-01&to=2026-12-31',
    '/api/accounts': '/api/accounts?holder=ana',
    '/api/ledger/records/{record}': '/api/ledger/records/8',
  };
  let checked = 0;
  for (const [path, methods] of Object.entries<Json>(document.paths)) {
    const schema = methods.get?.responses['200'].content['application/json']?.schema;
    // A collective in memory keeps no models' files: serve-models.test.ts asks for one.
    // And what is for a member's own session serve-mine.test.ts and notices.test.ts ask for.
    // An export is lines, or a table: serve-ledger.test.ts reads both.
    if (schema === undefined || path === '/api/ledger/export' || path === '/api/models/{hash}' || path.startsWith('/api/me/')) continue;
    const answer = await all.ask(examples[path] ?? path);
    valid(document, schema, answer, path);
    checked += 1;
  }
  assert.ok(checked >= 31, `${checked} routes`);
  const recorded = await (await all.post('/api/observations', { device: 'scale', observations: [taken(9, 'ana', 1)] })).json();
  valid(document, document.components.schemas.Submitted, recorded, 'POST /api/observations');
  const wrong = await (await asOwn(all.serving, '/api/nowhere')).json();
  valid(document, document.components.schemas.Error, wrong, 'an error');
});

/** A proposal with an amendment, an objection, a comment and a delegation; its name. */
async function someDeciding({ founded, post, ask, clock }: Ground): Promise<string> {
  const say = async (member: string, said: EntryBody, id: string): Promise<void> => {
    const signer = founded.members.get(member);
    assert.ok(signer !== undefined);
    const answer: Json = await (await post('/api/entries', founded.seal(signer, said, clock.now(), id))).json();
    assert.equal(answer.items?.[0]?.status, 'done', JSON.stringify(answer));
  };
  await say('ana', { kind: 'propose', body: { change: { change: 'terms', subcontract: 'wood', terms: { base_price: '1.75' } }, reason: 'oak is dear', title: 'Dearer', text: [{ id: 'p1', text: 'Why.' }] } }, 'd1');
  const { open: [{ id, revision }] }: Json = await ask('/api/proposals');
  await say('bo', { kind: 'ballot', body: { proposal: id, choice: 'object', reason: 'too much' } }, 'd2');
  await say('bo', { kind: 'amend', body: { proposal: id, revision: revision.digest, edits: [{ edit: 'term', term: 'base_price', before: '1.75', after: '1.60' }], reason: 'less' } }, 'd3');
  await say('cy', { kind: 'comment', body: { proposal: id, paragraph: 'p1', commitment: '0'.repeat(64) } }, 'd4');
  await say('cy', { kind: 'delegate', body: { topic: null, to: 'ana' } }, 'd5');
  return id;
}

/** A binding and what it observes of a signed reading, a permit and a look at another stream, a dispute, an incident. */
async function someSensing({ founded, serving, post, clock }: Ground): Promise<void> {
  const say = async (by: string, said: EntryBody, id: string): Promise<void> => {
    const answer: Json = await (await post('/api/entries', founded.seal(founded.members.get(by) ?? founded.operator, said, clock.now(), id))).json();
    assert.equal(answer.items?.[0]?.status, 'done', JSON.stringify(answer));
  };
  const binding = { subject: 'house-a', method: 'temperature', settings: {}, keep_days: 7 };
  await say('operator', { kind: 'bind', body: { binding: { ...binding, id: 'warmth', streams: [{ stream: 'signing-scale/temperature', as: 'temperature' }] } } }, 's1');
  await say('operator', { kind: 'bind', body: { binding: { ...binding, id: 'room', streams: [{ stream: 'room/temperature', as: 'temperature', of: ['ana'] }] } } }, 's2');
  await say('ana', { kind: 'permit', body: { stream: 'room/temperature', purpose: 'care', to: 'bo', fields: ['value'], keep_days: 1, until: clock.now() + hourMs } }, 's3');
  await say('bo', { kind: 'look', body: { stream: 'room/temperature', purpose: 'care', reason: 'no answer', from: 0, until: clock.now() } }, 's4');
  const signed = signSenml(founded.device.sealer, { kid: 'device-scale', origin: founded.origin, seq: 1 }, [{ n: 'temperature', u: 'Cel', v: 19.5 }]);
  const sent = await fetch(`${serving.url}/api/senml`, { method: 'POST', headers: { 'content-type': 'application/jose' }, body: signed });
  assert.deepEqual(await sent.json(), { readings: 1 });
  while (!serving.view().cited.has('warmth:1')) await new Promise((next) => { setImmediate(next); });
  await say('ana', { kind: 'dispute', body: { observation: 'warmth:1', reason: 'the window was open' } }, 's5');
  await say('cy', { kind: 'incident', body: { place: 'kitchen', severity: 3, happened: clock.now(), reason: 'burnt' } }, 's6');
}

/** By zod's reading of the document's JSON schemas, in which no property may be that isn't named. */
function valid(document: Json, schema: Json, answer: unknown, what: string): void {
  const strict = JSON.parse(JSON.stringify({ ...schema, $defs: document.components.schemas }).replaceAll('#/components/schemas/', '#/$defs/'), (_, value: Json) =>
    (value?.type === 'object' && value.properties !== undefined && value.additionalProperties === undefined ? { ...value, additionalProperties: false } : value));
  const result = z.fromJSONSchema(strict).safeParse(answer);
  assert.ok(result.success, `${what}: ${result.error?.message.slice(0, 800)}`);
}

test('an entry is answered when it is recorded; again, as a duplicate; altered, not at all', async (t) => {
  const { founded, post, ask, clock } = await ground(t);
  const ana = founded.members.get('ana');
  assert.ok(ana !== undefined);
  const sealed = founded.seal(ana, { kind: 'pay', body: { to: 'bo', unit: 'crown', amount: '1.25' } }, clock.now(), 'p1');
  const first: Json = await (await post('/api/entries', sealed)).json();
  assert.deepEqual(first, { status: 'recorded', seq: 9, recordedAt: clock.now(), items: [{ status: 'done' }] });
  assert.deepEqual(await (await post('/api/entries', sealed)).json(), { ...first, status: 'duplicate' });
  const altered = await post('/api/entries', { ...sealed, entry: { ...sealed.entry, body: { to: 'bo', unit: 'crown', amount: '9.25' } } });
  assert.deepEqual([altered.status, ((await altered.json()) as Json).error.code], [401, 'bad_seal']);
  const bo: Json = await ask('/api/members/bo');
  assert.equal(bo.balances.crown, '21.25');
  assert.equal(bo.postings[0].why, 'Ana paid bo');
  assert.equal(JSON.parse(((await ask('/api/records?from=9')) as Json)[0]).entry.id, 'p1');
});

test('the price is told before anything is taken, with its why, and nobody\'s means', async (t) => {
  const { serving, ask } = await ground(t);
  const before: Json = await ask('/api/head');
  const price: Json = await ask('/api/subcontracts/wood/ask/price?by=ana');
  assert.equal(price.shown.price, '3.00');
  assert.equal(price.answer.price, 300);
  assert.match(price.why, /3\.00/);
  assert.equal(((await ask('/api/subcontracts/wood/ask/price?by=bo')) as Json).shown.price, '1.50');
  assert.deepEqual(await ask('/api/head'), before);
  for (const path of ['/api/overview', '/api/members/ana', '/api/subcontracts/wood/ask/price?by=ana', '/api/records?limit=100']) {
    assert.doesNotMatch(JSON.stringify(await ask(path)).replaceAll(/\d{10,}/g, ''), /3000|800\.00/, path);
  }
  for (const [path, status, code] of [['?by=zed', 404, 'unknown_member'], ['', 400, 'malformed'], ['?by=ana&x=1', 422, 'unknown_value']] as const) {
    const refused = await asOwn(serving, `/api/subcontracts/wood/ask/price${path}`);
    assert.deepEqual([refused.status, ((await refused.json()) as Json).error.code], [status, code]);
  }
});

test('a posting tells its whole why, also when it lies far back', async (t) => {
  const all = await ground(t);
  await someLife(all);
  const postings: Json = await all.ask('/api/postings');
  const own = postings.find((posting: Json) => posting.ref === 'scale:1');
  const full: Json = await all.ask(`/api/postings/${own.id}`);
  assert.deepEqual(full, own);
  assert.equal(full.why, 'Ana took 4 pieces (8400 g) at 3.00 each');
  assert.deepEqual([full.amount, full.from, full.to, full.numbers.count, full.numbers.price], ['12.00', 'ana', 'bunyan', 4, '3.00']);
  assert.deepEqual([full.observation.device, full.observation.signed, full.observation.by, full.observation.p.person], ['scale', 'gateway', 'gateway', '0.98']);
  assert.deepEqual(full.terms, { subcontract: 'wood', kit: 'firewood', version: '1.3.0', adopted: 1 });
  const { view } = all.serving;
  view().postings.length = 0; // as after 500 others
  assert.deepEqual(await all.ask(`/api/postings/${own.id}`), own);
  for (const id of ['0.99', '999.1', 'x', '1e1.1', '%00']) assert.equal((await asOwn(all.serving, `/api/postings/${id}`)).status, 404, id);
});

test('lists: what is owed, what waits, notices, things, digests, refusals', async (t) => {
  const all = await ground(t);
  await someLife(all);
  const overview: Json = await all.ask('/api/overview');
  const withoutHistory = (list: Json): Json => list.map(({ debtor, creditor, left, state }: Json) => ({ debtor, creditor, left, state }));
  // bo owed 10.00 of the 30.00 and got 12.50 later: paid at once from what came in.
  assert.deepEqual(withoutHistory(overview.owed), []);
  assert.deepEqual(overview.lessened.map(({ how, amount, left }: Json) => ({ how, amount, left })), [{ how: 'paid', amount: '10.00', left: '0.00' }]);
  assert.match(overview.postings[0].why, /^paid by bo on what bo owes Bunyan since 2026-01-05, due 2026-01-05: bo took 20 pieces/);
  assert.deepEqual(withoutHistory(overview.loans), [{ debtor: 'cy', creditor: 'bunyan', left: '30.00', state: 'running' }]);
  assert.deepEqual([overview.loans[0].dueDay, overview.loans[0].guarantee], ['2026-02-04', { part: 'guarantee', most: '100.00' }]);
  assert.deepEqual(overview.reviews.map(({ id, reason, deciders }: Json) => [id, reason, deciders]), [
    ['scale:1', 'Ana contests the taking: it was three', null], ['scale:2', 'the sensors were not sure enough: event 0.99, person 0.5', null]]);
  const level = overview.things.find(({ event }: Json) => event === 'level');
  assert.deepEqual([level.latest.values.count, level.series.count], [18, [[foundedAt + 1000, 18]]]);
  const week: Json = (await all.ask('/api/digest?subcontract=wood&member=ana'))[0];
  assert.deepEqual(week.rows[0], { subcontract: 'wood', member: 'ana', unit: 'crown', pieces: 4, returned: 0, massG: '8400', paid: '12.00', received: '10.00', postings: 2 });
  const refusal = overview.refusals[0];
  assert.deepEqual([refusal.code, refusal.by, refusal.about, refusal.subcontract], ['unknown_observation', 'bo', 'contest-2', 'wood']);
  assert.equal(((await all.ask('/api/notices?member=bunyan')) as Json)[0].to, 'bunyan');
  assert.equal(((await all.ask('/api/postings?limit=2')) as Json).length, 2);
  const rest: Json = await all.ask(`/api/postings?before=${overview.postings[1].id}`);
  assert.deepEqual(rest, overview.postings.slice(2));
});

test('the web app: types, tags, its own addresses, and nothing from outside its folder', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-web-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const dist = join(folder, 'dist');
  mkdirSync(join(dist, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(dist, 'index.html'), '<!doctype html><title>app</title>');
  writeFileSync(join(dist, 'assets', 'app-1a2b.js'), 'export {}');
  writeFileSync(join(dist, '.env'), 'secret');
  symlinkSync(join(folder, 'secret.txt'), join(dist, 'link.txt'));
  const { serving } = await ground(t, { webFolder: dist });
  const page = await asOwn(serving, '/members/ana');
  assert.deepEqual([page.status, page.headers.get('content-type'), await page.text()], [200, 'text/html; charset=utf-8', '<!doctype html><title>app</title>']);
  assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'.*frame-ancestors 'none'/);
  assert.equal(page.headers.get('x-content-type-options'), 'nosniff');
  const script = await asOwn(serving, '/assets/app-1a2b.js');
  assert.deepEqual([script.headers.get('content-type'), script.headers.get('cache-control')], ['text/javascript; charset=utf-8', 'public, max-age=31536000, immutable']);
  const again = await asOwn(serving, '/', { headers: { 'if-none-match': page.headers.get('etag') ?? '' } });
  assert.deepEqual([again.status, await again.text()], [304, '']);
  const head = await asOwn(serving, '/', { method: 'HEAD' });
  assert.deepEqual([head.status, await head.text()], [200, '']);
  for (const path of ['/link.txt', '/.env', '/..%2fsecret.txt', '/assets/..%2f..%2fsecret.txt', '/%00.js', '/missing.css']) {
    const refused = await asOwn(serving, path);
    assert.equal(refused.status, 404, path);
    assert.doesNotMatch(await refused.text(), /^secret/, path);
  }
});

test('what a phone asks for comes gzipped, the log\'s files as they are signed', async (t) => {
  const { serving } = await ground(t);
  const { port } = new URL(serving.url);
  const raw = (path: string, encodings: string): Promise<{ readonly encoding: string | undefined; readonly body: Buffer }> => new Promise((resolve, reject) => {
    request({ port, path, headers: { 'authorization': `Bearer ${serving.secret}`, 'accept-encoding': encodings } }, (response) => {
      const encoding = response.headers['content-encoding'];
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve({ encoding, body: Buffer.concat(chunks) }));
    }).on('error', reject).end();
  });
  const [plain, zipped] = [await raw('/api/openapi.json', 'identity'), await raw('/api/openapi.json', 'gzip, br')];
  assert.deepEqual([plain.encoding, zipped.encoding], [undefined, 'gzip']);
  assert.deepEqual(gunzipSync(zipped.body), plain.body);
  assert.equal((await raw('/log/checkpoint', 'gzip')).encoding, undefined);
});

test('an erasable text is kept under its SHA-256', async (t) => {
  const { post, serving } = await ground(t);
  const { commitment } = (await (await post('/api/bodies', { text: 'grüß dich' })).json()) as Json;
  assert.match(commitment, /^[0-9a-f]{64}$/);
  assert.equal(serving.writer.collective.journal.getBody(commitment), 'grüß dich');
});

test('a data folder that is served, closed and served again shows the same', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-serve-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const kits = loadKits();
  const read = readSettings(settingsText, { kits: new Map([...kits].map(([name, kit]) => [name, kit.manifest])), zones: zoneNames() });
  assert.ok(read.ok);
  await foundInFolder(folder, read.value, kits, foundedAt);
  const clock = handClock(foundedAt + hourMs);
  const told: string[] = [];
  const looks: Json[] = [];
  for (const first of [true, false]) {
    const serving = await serveCollective({ place: { folder }, clock, port: 0, factor: 60, tell: (line) => told.push(line) });
    if (first) {
      const answer = await asOwn(serving, '/api/observations', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ device: 'scale', observations: [taken(1, 'ana', 4), taken(2, 'bo', 30)] }) });
      assert.equal(answer.status, 200);
    }
    looks.push(await (await asOwn(serving, '/api/overview')).json());
    await serving.close();
  }
  assert.deepEqual(looks[1], looks[0]);
  assert.deepEqual([looks[0].factor, looks[0].owed.length, told], [60, 1, []]);
});

test('the manual\'s page: every curl example does what it says', async (t) => {
  const all = await ground(t);
  await someLife(all);
  const page = readFileSync('docs/manual/http.md', 'utf8');
  const blocks = [...page.matchAll(/```sh\n([^]*?)```\n\n```json\n([^]*?)```/g)];
  assert.ok(blocks.length >= 4, `${blocks.length} examples`);
  for (const [, command = '', expected = ''] of blocks) {
    const out = await new Promise<string>((resolve) => {
      execFile('sh', ['-c', command.replaceAll('http://localhost:8080', all.serving.url)], { env: { ...process.env, LINK: all.serving.secret } }, (_, stdout) => resolve(stdout));
    });
    like(JSON.parse(out), JSON.parse(expected), command);
  }
});

/** Every value of the example is in the answer; what the example leaves out may be anything. */
function like(actual: Json, expected: Json, what: string): void {
  if (typeof expected !== 'object' || expected === null) return assert.deepEqual(actual, expected, what);
  for (const key of Object.keys(expected)) like(actual?.[key], expected[key], `${what} ${key}`);
}

