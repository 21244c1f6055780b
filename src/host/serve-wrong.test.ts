// What a server refuses: each once, with a code, what happened and what to do.
import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { test } from 'node:test';
import { bodyBytesMax } from '../adapters/http/body.ts';
import { aboutRefusal, isRefusalCode } from '../vocabulary/refusals.ts';
import { asOwn, ground, taken, type Json } from './serve-ground.ts';

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
