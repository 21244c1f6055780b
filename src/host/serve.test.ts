import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import { z } from 'zod';
import { bodyBytesMax } from '../adapters/http/body.ts';
import type { EntryBody } from '../vocabulary/entries.ts';
import { aboutRefusal, isRefusalCode } from '../vocabulary/refusals.ts';
import { createHasher, createSealVerifier } from '../adapters/keys/node.ts';
import { createMemoryJournal, createMemoryStore } from '../journal/journal.ts';
import { signSenml } from '../sensing/formats/signed-senml.ts';
import { createCodeSandbox } from './codes.ts';
import { Collective } from './collective.ts';
import { foundInFolder } from './data-folder.ts';
import { loadKits } from './kits.ts';
import { readSettings, zoneNames } from './scenarios.ts';
import { foundedAt, foundTombsboro, handClock, settingsText, type Founded } from './serve-fixture.ts';
import { serveCollective, type Serving } from './serve.ts';

type Ground = { readonly founded: Founded; readonly serving: Serving; readonly told: string[]; readonly clock: ReturnType<typeof handClock>; readonly say: (member: string, said: EntryBody, id: string) => Promise<Response>; readonly ask: (path: string) => Promise<Json>; readonly post: (path: string, body: unknown) => Promise<Response> };
type Json = any; // eslint-disable-line -- answers are looked into at will
const hourMs = 3_600_000;

async function ground(t: TestContext, more: { webFolder?: string; host?: string; open?: boolean } = {}): Promise<Ground> {
  const founded = await foundTombsboro();
  const clock = handClock(foundedAt + hourMs);
  const told: string[] = [];
  const serving = await serveCollective({ place: founded, clock, port: 0, tell: (line) => told.push(line), ...more });
  t.after(() => serving.close());
  const post = (path: string, body: unknown): Promise<Response> => asOwn(serving, path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: typeof body === 'string' ? body : JSON.stringify(body) });
  return {
    founded, serving, told, clock, post,
    ask: async (path) => {
      const response = await asOwn(serving, path);
      assert.equal(response.status, 200, `${path}: ${await response.clone().text()}`);
      return response.json();
    },
    say: (member, said, id) => {
      const signer = founded.members.get(member);
      assert.ok(signer !== undefined);
      return post('/api/entries', founded.seal(signer, said, clock.now(), id));
    },
  };
}

/** With the secret that may do everything. */
function asOwn({ url, secret }: Serving, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${secret}`);
  return fetch(url + path, { ...init, headers });
}

const taken = (seq: number, by: string | null, count: number, person = 0.98): object => ({ seq, subject: 'woodpile', event: 'taken', at: foundedAt + seq * 1000, p: { event: 0.99, person }, values: { by, count, mass_g: 2100 * count } });

async function someLife({ post, say }: Ground): Promise<void> {
  const answers = [
    await post('/api/observations', { device: 'scale', observations: [taken(1, 'ana', 4), taken(2, 'bo', 1, 0.5), taken(3, 'bo', 20), { seq: 4, subject: 'woodpile', event: 'level', at: '2026-01-05T12:00:01-05:00', values: { count: 18 } }] }),
    await post('/api/observations', { device: 'hub', observations: [{ seq: 1, subject: 'house-a', event: 'temperature', at: foundedAt + 9000, values: { celsius: 15.2 } }, { seq: 2, subject: 'cashbox', event: 'cash_taken', at: foundedAt + 9000, values: { by: 'cy', amount: '30' } }] }),
    await say('ana', { kind: 'request', body: { subcontract: 'wood', action: 'contest', with: { observation: 'scale:1', reason: 'it was three' } } }, 'contest-1'),
    await say('bo', { kind: 'request', body: { subcontract: 'wood', action: 'contest', with: { observation: 'scale:99' } } }, 'contest-2'),
    await say('cy', { kind: 'pay', body: { to: 'bo', unit: 'crown', amount: '12.50', reason: 'bread' } }, 'pay-1'),
  ];
  for (const answer of answers) assert.equal(answer.status, 200, await answer.clone().text());
}

test('every answer is what the OpenAPI document says', async (t) => {
  const all = await ground(t);
  await someLife(all);
  const document: Json = await all.ask('/api/openapi.json');
  const postings: Json = await all.ask('/api/postings');
  const proposal = await someDeciding(all);
  await someSensing(all);
  const examples: { readonly [path: string]: string } = {
    '/api/members/{id}': '/api/members/ana', '/api/postings/{id}': `/api/postings/${postings[0].id}`, '/api/subcontracts/{id}': '/api/subcontracts/wood',
    '/api/subcontracts/{id}/ask/{question}': '/api/subcontracts/wood/ask/price?by=ana', '/api/subcontracts/{id}/history': '/api/subcontracts/wood/history', '/api/subcontracts/{id}/cases': '/api/subcontracts/wood/cases',
    '/api/proposals/{id}': `/api/proposals/${proposal}?member=ana`, '/api/proposals/{id}/bound': `/api/proposals/${proposal}/bound?member=ana`,
    '/api/things/{stream}/readings': '/api/things/signing-scale%2Ftemperature/readings', '/api/observations/{id}': '/api/observations/warmth:1', '/api/members/{id}/measured': '/api/members/ana/measured',
    '/api/members/{id}/bound': '/api/members/ana/bound', '/api/members/{id}/delegations': '/api/members/ana/delegations',
  };
  let checked = 0;
  for (const [path, methods] of Object.entries<Json>(document.paths)) {
    const schema = methods.get?.responses['200'].content['application/json']?.schema;
    if (schema === undefined) continue;
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
  assert.deepEqual(await (await post('/api/entries', sealed)).json(), { status: 'duplicate' });
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
  assert.deepEqual(full.terms, { subcontract: 'wood', kit: 'firewood', version: '1.1.0', adopted: 1 });
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

test('what is wrong is said once, with code and hint, and with the status of its code', async (t) => {
  const { founded, serving, clock, say, told } = await ground(t);
  const ana = founded.members.get('ana');
  assert.ok(ana !== undefined);
  const sealed = founded.seal(ana, { kind: 'pay', body: { to: 'bo', unit: 'crown', amount: '1' } }, clock.now(), 'p1');
  const change = (path: readonly string[], value: unknown): string => {
    const copy: Json = structuredClone(sealed);
    path.slice(0, -1).reduce((at, key) => at[key], copy)[path.at(-1) ?? ''] = value;
    return JSON.stringify(copy);
  };
  const json = { 'content-type': 'application/json' };
  const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
  const cases: readonly (readonly [what: string, path: string, init: RequestInit, status: number, code: string])[] = [
    ['an unknown route', '/api/nowhere', {}, 404, 'unknown_route'],
    ['an unknown file', '/nowhere.js', {}, 404, 'unknown_route'],
    ['a route below a route', '/api/head/x', {}, 404, 'unknown_route'],
    ['a wrong method', '/api/entries', {}, 405, 'wrong_method'],
    ['another wrong method', '/api/head', { method: 'DELETE' }, 405, 'wrong_method'],
    ['a write to the page', '/', { method: 'POST', headers: json, body: '{}' }, 404, 'unknown_route'],
    ['no content type', '/api/entries', { method: 'POST', body: new Uint8Array([123, 125]) }, 415, 'wrong_content_type'],
    ['a form', '/api/entries', { method: 'POST', body: new URLSearchParams('a=b') }, 415, 'wrong_content_type'],
    ['no body', '/api/entries', { method: 'POST', headers: json }, 400, 'malformed'],
    ['half JSON', '/api/entries', { method: 'POST', headers: json, body: '{"entry":' }, 400, 'malformed'],
    ['wrong UTF-8', '/api/entries', { method: 'POST', headers: json, body: new Uint8Array([0x22, 0xff, 0x22]) }, 400, 'malformed'],
    ['deep nesting', '/api/entries', { method: 'POST', headers: json, body: `{"entry":${deep(60)},"seal":{}}` }, 400, 'malformed'],
    ['very deep nesting', '/api/entries', { method: 'POST', headers: json, body: deep(500_000) }, 400, 'malformed'],
    ['a prototype', '/api/entries', { method: 'POST', headers: json, body: change(['entry', 'body'], {}).replace('"body":{}', '"body":{"__proto__":{"to":"bo"}}') }, 400, 'malformed'],
    ['too much', '/api/entries', { method: 'POST', headers: json, body: `"${'x'.repeat(bodyBytesMax)}"` }, 413, 'too_large'],
    ['a number for an entry', '/api/entries', { method: 'POST', headers: json, body: '7' }, 400, 'malformed'],
    ['an unknown kind', '/api/entries', { method: 'POST', headers: json, body: change(['entry', 'kind'], 'steal') }, 400, 'malformed'],
    ['an unknown key', '/api/entries', { method: 'POST', headers: json, body: change(['entry', 'body', 'tip'], '1') }, 400, 'malformed'],
    ['an amount as a number', '/api/entries', { method: 'POST', headers: json, body: change(['entry', 'body', 'amount'], 1) }, 400, 'malformed'],
    ['a lone surrogate', '/api/entries', { method: 'POST', headers: json, body: change(['entry', 'body', 'reason'], '\ud800') }, 400, 'malformed'],
    ['another origin', '/api/entries', { method: 'POST', headers: json, body: change(['entry', 'origin'], 'frankpledge/0') }, 409, 'wrong_origin'],
    ['an unknown key\'s seal', '/api/entries', { method: 'POST', headers: json, body: change(['seal', 'key'], 'nobody') }, 401, 'unknown_key'],
    ['a seal that doesn\'t fit', '/api/entries', { method: 'POST', headers: json, body: change(['entry', 'body', 'amount'], '2') }, 401, 'bad_seal'],
    ['an observation without a number', '/api/observations', { method: 'POST', headers: json, body: JSON.stringify({ device: 'scale', observations: [{ ...taken(1, 'ana', 1), seq: 0 }] }) }, 400, 'malformed'],
    ['a time that isn\'t', '/api/observations', { method: 'POST', headers: json, body: JSON.stringify({ device: 'scale', observations: [{ ...taken(1, 'ana', 1), at: 'noon' }] }) }, 400, 'malformed'],
    ['a device with a space', '/api/observations', { method: 'POST', headers: json, body: JSON.stringify({ device: 'the scale', observations: [taken(1, 'ana', 1)] }) }, 400, 'malformed'],
    ['more than a record holds', '/api/observations', { method: 'POST', headers: json, body: JSON.stringify({ device: 'scale', observations: [{ ...taken(1, 'ana', 1), values: { note: 'x'.repeat(70_000) } }] }) }, 413, 'too_large'],
    ['an empty text', '/api/bodies', { method: 'POST', headers: json, body: '{"text":""}' }, 400, 'malformed'],
    ['a lone surrogate in a text', '/api/bodies', { method: 'POST', headers: json, body: '{"text":"\\ud800"}' }, 400, 'malformed'],
    ['a lone surrogate in a name', '/api/observations', { method: 'POST', headers: json, body: JSON.stringify({ device: 'scale', observations: [{ ...taken(1, 'ana', 1), values: { '\ud800': 1 } }] }) }, 400, 'malformed'],
    ['a number that JSON can\'t carry', '/api/observations', { method: 'POST', headers: json, body: JSON.stringify({ device: 'scale', observations: [taken(1, 'ana', 1)] }).replace('"count":1', '"count":1e999') }, 400, 'malformed'],
    ['an unknown member', '/api/members/zed', {}, 404, 'unknown_member'],
    ['an unknown member\'s notices', '/api/notices?member=zed', {}, 404, 'unknown_member'],
    ['an unknown subcontract', '/api/subcontracts/zed', {}, 404, 'unknown_subcontract'],
    ['an unknown question', '/api/subcontracts/wood/ask/means?by=ana', {}, 404, 'unknown_action'],
    ['a limit that isn\'t', '/api/postings?limit=-1', {}, 400, 'malformed'],
    ['an unknown query', '/api/postings?limits=1', {}, 400, 'malformed'],
    ['an unknown period', '/api/digest?period=year', {}, 400, 'malformed'],
    ['a broken escape', '/api/members/%ff', {}, 404, 'unknown_member'],
    ['a long address', `/api/members/${'x'.repeat(5000)}`, {}, 413, 'too_large'],
    ['another site', '/api/bodies', { method: 'POST', headers: { ...json, origin: 'https://evil.example' }, body: '{"text":"x"}' }, 403, 'wrong_site'],
  ];
  for (const [what, path, init, status, code] of cases) {
    const response = await asOwn(serving, path, init);
    const text = await response.text();
    assert.equal(response.headers.get('content-type'), 'application/json', `${what}: ${text}`);
    const { error, ...rest } = JSON.parse(text) as Json;
    assert.deepEqual([response.status, error.code, Object.keys(rest)], [status, code, []], `${what}: ${text}`);
    assert.ok(error.message.length > 0 && error.hint.length > 0 && !/\bat .*\.ts:|node_modules/.test(text), `${what}: ${text}`);
    if (isRefusalCode(code)) assert.equal(aboutRefusal(code).http, status);
  }
  assert.equal((await say('ana', { kind: 'pay', body: { to: 'bo', unit: 'crown', amount: '1' } }, 'p2')).status, 200);
  assert.deepEqual(told, []);
});

test('another name in the Host header is refused on loopback, and bytes that are no HTTP get an answer', async (t) => {
  const { serving } = await ground(t);
  const { port } = new URL(serving.url);
  const answered = await new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const asked = httpRequest({ host: '127.0.0.1', port, path: '/api/overview', headers: { host: 'evil.example' } }, (response) => {
      let body = '';
      response.on('data', (part) => { body += String(part); }).on('end', () => resolve({ status: response.statusCode, body }));
    });
    asked.on('error', reject).end();
  });
  assert.deepEqual([answered.status, (JSON.parse(answered.body) as Json).error.code], [403, 'wrong_host']);
  const raw = await new Promise<string>((resolve) => {
    let text = '';
    const socket = connect(Number(port), '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'));
    socket.on('data', (part) => { text += String(part); }).on('close', () => resolve(text));
  });
  assert.match(raw, /^HTTP\/1\.1 400 [^]*"code":"malformed"/);
});

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

test('a client of the stream that doesn\'t read keeps nothing from anyone', async (t) => {
  const { serving, post, ask } = await ground(t);
  const { port } = new URL(serving.url);
  const socket = connect(Number(port), '127.0.0.1', () => socket.write(`GET /api/stream HTTP/1.1\r\nhost: localhost:${port}\r\nauthorization: Bearer ${serving.secret}\r\n\r\n`));
  socket.pause();
  for (let seq = 1; seq <= 50; seq++) assert.equal((await post('/api/observations', { device: 'scale', observations: [taken(seq, 'ana', 1)] })).status, 200);
  assert.equal(((await ask('/api/head')) as Json).records, 59);
  socket.destroy();
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

test('an erasable text is kept under its SHA-256', async (t) => {
  const { post, serving } = await ground(t);
  const { commitment } = (await (await post('/api/bodies', { text: 'grüß dich' })).json()) as Json;
  assert.match(commitment, /^[0-9a-f]{64}$/);
  assert.equal(serving.writer.collective.journal.getBody(commitment), 'grüß dich');
});

test('whatever comes, there is one clear answer, and what was acknowledged is kept', async (t) => {
  const { founded, serving, clock, ask, told } = await ground(t);
  const seed = Number(process.env['FUZZ_SEED'] ?? 20260105);
  const kits = [...loadKits().values()];
  const [kitManifests, codes] = [kits.map(({ manifest }) => manifest), kits.map(({ codeHash }) => codeHash)];
  const word = fc.oneof(fc.constantFrom('ana', 'bo', 'wood', 'box', 'crown', 'scale:1', '__proto__', 'constructor', '', '\u0000', '%', '1e999', '-0', '9007199254740993'), fc.string({ maxLength: 12, unit: 'binary' }));
  const value = fc.oneof(word, fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.jsonValue({ maxDepth: 3 }));
  const body = fc.oneof(
    fc.record({ kind: fc.constant('pay'), body: fc.record({ to: word, unit: fc.constantFrom('crown', 'x'), amount: fc.oneof(fc.constantFrom('0.01', '1', '-1', '1e3', '0.001'), word) }) }),
    fc.record({ kind: fc.constant('request'), body: fc.record({ subcontract: fc.constantFrom('wood', 'box', 'x', 'constructor'), action: fc.oneof(fc.constantFrom('contest', 'repay', 'confirm', 'drop', 'constructor'), word), with: fc.dictionary(fc.oneof(fc.constantFrom('observation', 'amount', 'reason', 'by'), word), value, { noNullPrototype: true }) }) }),
    fc.record({ kind: fc.constant('consent'), body: fc.record({ subcontract: fc.constantFrom('box', 'wood'), part: fc.oneof(fc.constant('guarantee'), word), given: fc.boolean() }) }),
    fc.record({ kind: fc.constant('admit'), body: fc.record({ member: fc.record({ id: word, name: word, floor: fc.dictionary(fc.constantFrom('crown', 'x', 'constructor'), fc.oneof(fc.constantFrom('-5', '0', '1'), word)) }), keys: fc.constant([]) }) }),
    fc.record({ kind: fc.constant('key.add'), body: fc.record({ key: fc.record({ id: word, role: fc.constantFrom('operator', 'member', 'device', 'gateway'), owner: word, public_key: word }) }) }),
    fc.record({ kind: fc.constant('attest'), body: fc.record({ member: word, commitment: fc.constant('a'.repeat(64)), values: fc.dictionary(fc.oneof(fc.constantFrom('wood', 'box'), word), fc.dictionary(fc.oneof(fc.constant('bracket'), word), fc.integer({ min: -1, max: 4 }), { noNullPrototype: true }), { noNullPrototype: true }) }) }),
    fc.record({ kind: fc.constant('adopt'), body: fc.record({ subcontract: word, manifest: fc.constantFrom(...kitManifests), code: fc.constantFrom('b'.repeat(64), ...codes), parties: fc.dictionary(fc.oneof(fc.constantFrom('provider', 'owner'), word), word, { noNullPrototype: true }), terms: fc.dictionary(fc.oneof(fc.constantFrom('pile', 'houses', 'base_price', 'unit', 'brackets'), word), value, { noNullPrototype: true }) }) }),
    fc.record({ kind: fc.constant('issue'), body: fc.record({ to: word, unit: word, amount: word, reason: word }) }),
    fc.record({ kind: fc.constantFrom('admit', 'key.add', 'key.revoke', 'attest', 'issue', 'adopt', 'zone', 'found', 'clock', 'observe'), body: fc.dictionary(word, value, { noNullPrototype: true }) }),
  );
  const observation = fc.record({
    seq: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.constant(Number.MAX_SAFE_INTEGER)), subject: fc.oneof(fc.constantFrom('woodpile', 'cashbox', 'house-a'), word),
    event: fc.oneof(fc.constantFrom('taken', 'returned', 'level', 'temperature', 'cash_taken', 'cash_returned'), word), at: fc.integer({ min: 0, max: foundedAt + 2 * hourMs }),
    p: fc.option(fc.record({ event: fc.oneof(fc.double(), word), person: fc.oneof(fc.double({ min: 0, max: 1 }), word) }), { nil: undefined }),
    values: fc.dictionary(fc.oneof(fc.constantFrom('by', 'count', 'celsius', 'amount', 'mass_g'), word), fc.oneof(fc.integer({ min: 0, max: 40 }), value), { noNullPrototype: true }),
  });
  const order = fc.oneof(
    fc.record({ what: fc.constant('sealed' as const), who: fc.constantFrom('ana', 'bo', 'cy', 'operator', 'operator', 'scale'), said: body }),
    fc.record({ what: fc.constant('observed' as const), device: fc.oneof(fc.constantFrom('scale', 'hub'), word), observations: fc.array(observation, { maxLength: 5 }) }),
    fc.record({ what: fc.constant('raw' as const), method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'), path: fc.oneof(fc.constantFrom('/api/entries', '/api/observations', '/api/bodies', '/api/postings', '/api/digest', '/api/records'), word), query: word, type: fc.constantFrom('application/json', 'text/plain', 'application/json; charset=latin1'), bytes: fc.oneof(fc.uint8Array({ maxLength: 64 }), fc.json().map((text) => new TextEncoder().encode(text))) }),
    fc.record({ what: fc.constant('raw' as const), method: fc.constant('GET'), path: fc.constantFrom('/api/overview', '/api/members/', '/api/subcontracts/', '/api/postings/', '/api/notices'), query: word, type: fc.constant(''), bytes: fc.constant(new Uint8Array()) }),
  );
  const recorded = new Map<number, string>();
  let count = 0;
  await fc.assert(fc.asyncProperty(order, async (each) => {
    count += 1;
    let response: Response;
    let id = '';
    if (each.what === 'sealed') {
      const signer = each.who === 'operator' ? founded.operator : each.who === 'scale' ? founded.device : founded.members.get(each.who);
      assert.ok(signer !== undefined);
      let sealed;
      try {
        sealed = founded.seal(signer, each.said as unknown as EntryBody, clock.now(), id = `fuzz-${count}`);
      } catch {
        return; // what canonical JSON can't carry can't be sealed
      }
      response = await asOwn(serving, '/api/entries', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(sealed) });
    } else if (each.what === 'observed') {
      response = await asOwn(serving, '/api/observations', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ device: each.device, observations: each.observations }) });
    } else {
      const { method, path, query, type, bytes } = each;
      const address = `${path.startsWith('/') ? path : `/api/${encodeURIComponent(path.toWellFormed())}`}?before=${encodeURIComponent(query.toWellFormed())}`;
      response = await asOwn(serving, address, { method, ...(method === 'GET' ? {} : { body: bytes, headers: { 'content-type': type } }) });
    }
    const text = await response.text();
    assert.ok(response.status < 500, `${response.status} ${text}`);
    const answer = JSON.parse(text) as Json;
    if (response.status !== 200) assert.deepEqual(Object.keys(answer.error), ['code', 'message', 'hint'], text);
    else if (answer.status === 'recorded') recorded.set(answer.seq, id);
  }), { seed, numRuns: 600, endOnFailure: true });
  assert.deepEqual(told, [], 'nothing went wrong inside');
  const texts: string[] = [];
  for (let from = 0, more = true; more; from = texts.length) {
    const part = (await ask(`/api/records?from=${from}&limit=500`)) as string[];
    texts.push(...part);
    more = part.length > 0;
  }
  assert.ok(recorded.size > 50, `${recorded.size} were recorded`);
  for (const [seq, id] of recorded) {
    const record: Json = JSON.parse(texts[seq] ?? 'null');
    assert.equal(record?.seq, seq);
    if (id !== '') assert.equal(record.entry.id, id);
  }
  assert.equal(((await ask('/api/overview')) as Json).records, texts.length);
  await decidedAgain(founded, texts, ((await ask('/api/head')) as Json).root);
});

test('the order in which a message has its keys changes nothing', async (t) => {
  const { founded, post, ask, clock } = await ground(t);
  const values = { zzz: 1, aaa: 2, count: 3, by: 'ana' };
  await post('/api/observations', { observations: [{ values, at: foundedAt, event: 'taken', subject: 'woodpile', seq: 1 }], device: 'scale' });
  const sealed = founded.seal(founded.operator, { kind: 'attest', body: { values: { wood: { zzz: 1, aaa: 0 } }, member: 'ana', commitment: 'a'.repeat(64) } }, clock.now(), 'a1');
  await post('/api/entries', sealed);
  await decidedAgain(founded, (await ask('/api/records')) as string[], ((await ask('/api/head')) as Json).root);
});

/** Whoever decides the log again, from its texts alone, comes to the same outcomes. */
async function decidedAgain(founded: Founded, texts: readonly string[], root: string): Promise<void> {
  const again = new Collective({ journal: createMemoryJournal({ ...createMemoryStore(), blobs: founded.store.blobs }), hasher: createHasher(), verifier: createSealVerifier(), sandbox: await createCodeSandbox() });
  for (const text of texts) {
    const { entry, seal, recordedAt, outcomeHash, seq }: Json = JSON.parse(text);
    const [answer] = again.take([{ entry, seal }], recordedAt);
    assert.equal(answer?.status === 'recorded' ? answer.record.outcomeHash : answer?.status, outcomeHash, `record ${seq}: ${text}`);
  }
  assert.equal(again.head().root, root);
}

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

