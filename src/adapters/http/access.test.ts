import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cookieFor, createGate, markReader, needOf, secretOf, type AccessPort, type Holder, type Right } from './access.ts';

const origin = 'frankpledge/0123456789abcdef';
const cookie = 'frankpledge-0123456789abcdef';

function holder(rights: readonly Right[], holds = true, secondsLeft: number | null = null): Holder {
  return { rights: new Set(rights), holds: () => holds, secondsLeft };
}

function gateFor(secrets: { readonly [secret: string]: Holder }, everyone: readonly Right[] = []): (path: string, headers?: Record<string, string>, method?: string) => Response | null {
  const access: AccessPort = { origin, everyone: new Set(everyone), holder: (secret) => (Object.hasOwn(secrets, secret) ? secrets[secret] : undefined) };
  const gate = createGate(access);
  return (path, headers = {}, method = 'GET') => {
    const request = new Request(`http://localhost:8080${path}`, { method, headers });
    return gate.stop(request, new URL(request.url).pathname);
  };
}

test('what a request needs: everything is for readers but what is named', () => {
  const cases: [string, string, Right | 'nothing'][] = [
    ['GET', '/', 'read'], ['GET', '/members/ana', 'read'], ['GET', '/api/overview', 'read'], ['GET', '/api/stream', 'read'], ['GET', '/api/records', 'read'], ['GET', '/api/head', 'read'],
    ['HEAD', '/api/overview', 'read'], ['GET', '/api/unknown', 'read'], ['GET', '/api/entries', 'read'], ['OPTIONS', '/api/health', 'read'], ['POST', '/api/health', 'read'],
    ['POST', '/api/entries', 'nothing'], ['GET', '/api/health', 'nothing'], ['HEAD', '/api/health', 'nothing'], ['GET', '/api/openapi.json', 'nothing'], ['GET', '/api/challenge', 'nothing'],
    ['POST', '/api/session', 'nothing'], ['DELETE', '/api/session', 'nothing'], ['POST', '/api/observations', 'devices'], ['GET', '/api/observations', 'read'], ['POST', '/api/bodies', 'texts'], ['DELETE', `/api/bodies/${'0'.repeat(64)}`, 'erase'], ['POST', '/api/codes', 'texts'], ['POST', '/api/models', 'texts'], ['GET', '/api/me/export', 'own'], ['POST', '/api/me/export', 'read'], ['GET', '/api/me/statement', 'read'], ['DELETE', '/api/comments/7', 'own'], ['GET', '/api/models', 'read'], ['GET', '/api/proposals', 'read'],
    ['GET', '/log/checkpoint', 'log'], ['GET', '/log/tile/0/x001/234.p/5', 'log'], ['POST', '/log/x', 'log'], ['GET', '/log', 'read'], ['GET', '/log/', 'read'], ['GET', '/log/../api/overview', 'read'],
    ['GET', '/log/.hidden', 'read'], ['GET', '/log/%2e%2e/x', 'read'], ['GET', '/logs/x', 'read'],
    ['GET', '/assets/app-1a2b.js', 'nothing'], ['GET', '/icon.svg', 'nothing'], ['GET', '/icon-192.png', 'nothing'], ['GET', '/sw.js', 'nothing'], ['GET', '/index.html', 'nothing'], ['GET', '/manifest.webmanifest', 'nothing'], ['GET', '/assets/..', 'read'], ['GET', '/assets/../x.js', 'read'], ['GET', '/assets/', 'read'], ['POST', '/assets/a.js', 'read'],
    ['GET', '/export.csv', 'read'], ['GET', '/api/health/', 'read'], ['GET', '//api/health', 'read'], ['GET', '/API/health', 'read'],
  ];
  for (const [method, path, need] of cases) assert.equal(needOf(method, path), need, `${method} ${path}`);
});

test('a secret comes by header or cookie; another scheme\'s header is left to whoever it is for', () => {
  const secret = (headers: Record<string, string>): string | undefined => secretOf(new Request('http://localhost/', { headers }), origin);
  assert.equal(secret({}), undefined);
  assert.equal(secret({ authorization: 'Bearer abc.def' }), 'abc.def');
  assert.equal(secret({ authorization: 'bearer abc.def' }), 'abc.def');
  assert.equal(secret({ cookie: `a=b; ${cookie}=abc.def; c=d` }), 'abc.def');
  assert.equal(secret({ cookie: 'frankpledge-ffffffffffffffff=abc.def' }), undefined);
  assert.equal(secret({ authorization: 'Bearer one', cookie: `${cookie}=two` }), 'one');
  assert.equal(secret({ authorization: 'Basic dXNlcjpwYXNz', cookie: `${cookie}=two` }), 'two');
});

test('the first visit takes the secret out of the address, into a cookie that no script and no other site can use', () => {
  const stop = gateFor({ good: holder(['read']), dated: holder(['read'], true, 3600.9), old: holder(['read'], false) });
  const entered = stop('/members/ana?link=good&x=1');
  assert.deepEqual([entered?.status, entered?.headers.get('location'), entered?.headers.get('cache-control')], [303, '/members/ana?x=1', 'no-store']);
  assert.equal(entered?.headers.get('set-cookie'), `${cookie}=good; Path=/; HttpOnly; SameSite=Strict`);
  assert.equal(stop('/?link=dated')?.headers.get('set-cookie'), `${cookie}=dated; Max-Age=3600; Path=/; HttpOnly; SameSite=Strict`);
  assert.match(stop('/?link=good', { 'x-forwarded-proto': 'https' })?.headers.get('set-cookie') ?? '', /; Secure/);
  for (const path of ['//evil.example/?link=good', '///evil.example?link=good', '/\\evil.example/?link=good']) {
    assert.match(stop(path)?.headers.get('location') ?? '', /^\/evil\.example/, path);
  }
  for (const [secret, code] of [['bad', 'no_access'], ['', 'no_access'], ['old', 'access_over']]) {
    const refused = stop(`/?link=${secret}`);
    assert.deepEqual([refused?.status, refused?.headers.get('set-cookie')], [401, null], code);
  }
});

test('who may read already isn\'t shut out by a link that is over, and keeps their cookie', () => {
  const stop = gateFor({ good: holder(['read']), old: holder(['read'], false) });
  const answer = stop('/?link=old', { cookie: `${cookie}=good` });
  assert.deepEqual([answer?.status, answer?.headers.get('location'), answer?.headers.get('set-cookie')], [303, '/', null]);
});

test('each refusal has its code, its status and what RFC 6750 asks for', async () => {
  const stop = gateFor({ log: holder(['log']), old: holder(['read'], false), left: holder(['own']), leftLongAgo: holder(['own'], false) });
  const cases: [Record<string, string>, number, string, string][] = [
    [{}, 401, 'no_access', 'Bearer realm="frankpledge"'],
    [{ authorization: 'Bearer nobody' }, 401, 'no_access', 'Bearer realm="frankpledge", error="invalid_token"'],
    [{ authorization: 'Bearer old' }, 401, 'access_over', 'Bearer realm="frankpledge", error="invalid_token"'],
    [{ authorization: 'Bearer log' }, 403, 'narrow_access', 'Bearer realm="frankpledge", error="insufficient_scope"'],
    [{ authorization: 'Bearer left' }, 403, 'has_left', 'Bearer realm="frankpledge", error="insufficient_scope"'],
    [{ authorization: 'Bearer leftLongAgo' }, 401, 'access_over', 'Bearer realm="frankpledge", error="invalid_token"'],
  ];
  for (const [headers, status, code, header] of cases) {
    const answer = stop('/api/overview', headers);
    assert.ok(answer !== null);
    const { error } = await answer.json() as { error: { code: string; message: string; hint: string } };
    assert.deepEqual([answer.status, error.code, answer.headers.get('www-authenticate'), answer.headers.get('cache-control')], [status, code, header, 'no-store']);
    assert.match(error.hint, code === 'has_left' ? /\/api\/me\/export/ : /link new/);
    assert.doesNotMatch(error.message + error.hint, /nobody\.|Bearer (old|log|nobody)/);
  }
  assert.equal(stop('/log/checkpoint', { authorization: 'Bearer log' }), null);
});

test('what is open to everyone needs no secret, and a wrong one doesn\'t shut it', () => {
  const stop = gateFor({}, ['read', 'log']);
  for (const headers of [{}, { authorization: 'Bearer nobody' }]) {
    assert.equal(stop('/api/overview', headers), null);
    assert.equal(stop('/log/checkpoint', headers), null);
    assert.equal(stop('/api/observations', headers, 'POST')?.status, 401);
  }
});

test('a browser gets a page, with a style that its own policy lets through; who comes from another site gets one that comes again', async () => {
  const stop = gateFor({});
  const html = { accept: 'text/html,*/*;q=0.8' };
  const closed = stop('/', html);
  const text = await closed?.text() ?? '';
  assert.deepEqual([closed?.status, closed?.headers.get('content-type')], [401, 'text/html; charset=utf-8']);
  assert.match(text, /This is for members[^]*link new/);
  assert.doesNotMatch(text, /http-equiv|<script/);
  const { createHash } = await import('node:crypto');
  const [, style = ''] = /<style>([^]*)<\/style>/.exec(text) ?? [];
  assert.ok(closed?.headers.get('content-security-policy')?.includes(`'sha256-${createHash('sha256').update(style).digest('base64')}'`));
  assert.match(await stop('/', { ...html, 'sec-fetch-site': 'cross-site' })?.text() ?? '', /<meta http-equiv="refresh" content="0">/);
  assert.doesNotMatch(await stop('/', { ...html, 'sec-fetch-site': 'same-origin' })?.text() ?? '', /http-equiv/);
  assert.equal(stop('/api/overview', html)?.headers.get('content-type'), 'application/json');
});

test('the page is in the reader’s language, and who brings a secret that nobody was given is shown the way in: it may be a session that ended with the server', async () => {
  const stop = gateFor({});
  const asking = async (language: string): Promise<string> => await stop('/', { 'accept': 'text/html', 'accept-language': language })?.text() ?? '';
  assert.match(await asking('fr;q=0.9, de-CH, en;q=0.8'), /<html lang="de">[^]*Das ist für Mitglieder[^]*<a href="\/come-in">Komm herein<\/a>/);
  assert.match(await asking('es-MX,es;q=0.9,en;q=0.8'), /<html lang="es">[^]*Esto es para miembros/);
  assert.match(await asking('en;q=0.5, de;q=0.1'), /<html lang="en">/, 'the one that is wanted most, wherever it stands');
  const ended = stop('/', { accept: 'text/html', cookie: `${cookie}=ended-with-the-server` });
  assert.deepEqual([ended?.status, ended?.headers.get('location')], [303, '/come-in']);
  assert.equal(stop('/api/overview', { accept: 'application/json', cookie: `${cookie}=ended-with-the-server` })?.status, 401);
});

test('a permit follows what becomes of its link, and a cookie ends when it is taken away', () => {
  let holds = true;
  const gate = createGate({ origin, everyone: new Set(), holder: () => ({ rights: new Set(['read']), holds: () => holds, secondsLeft: null }) });
  const permit = gate.permit(new Request('http://localhost/api/stream', { headers: { cookie: `${cookie}=x` } }), '/api/stream');
  assert.equal(permit(), true);
  holds = false;
  assert.equal(permit(), false);
  assert.equal(gate.permit(new Request('http://localhost/api/stream'), '/api/stream')(), false);
  assert.equal(cookieFor(new Request('http://localhost/'), origin, '', 0), `${cookie}=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict`);
});

test('a browser is marked by who reads in it, the same for all of a reader’s secrets, and marked no more when the secret is taken away', () => {
  const reads = (secret: string): Holder => ({ ...holder(['read']), reader: secret.startsWith('ana') ? 'member ana' : 'member bo' });
  const access = { origin, everyone: new Set<Right>(), holder: reads };
  const request = new Request('http://localhost:8080/api/session');
  const markOf = (secret: string, base?: string): readonly string[] => {
    const answer = new Response(null, { headers: { 'set-cookie': cookieFor(request, origin, secret, 60) } });
    markReader(access, request, answer, base);
    return answer.headers.getSetCookie().slice(1);
  };
  const [first, second, other] = [markOf('ana-1'), markOf('ana-2'), markOf('bo-1')];
  assert.equal(first.length, 1);
  assert.match(first[0] ?? '', /^frankpledge-reader-[\w-]+=[\w-]{22}; Max-Age=34560000; Path=\/; SameSite=Strict$/);
  assert.deepEqual([second, other[0] === first[0]], [first, false]);
  assert.match(markOf('ana-1', '/c/linden')[0] ?? '', /; Path=\/c\/linden\/; /);
  assert.match(markOf('')[0] ?? '', /^frankpledge-reader-[\w-]+=; Max-Age=0; Path=\//);
  const plain = new Response(null);
  markReader(access, request, plain);
  assert.deepEqual(plain.headers.getSetCookie(), []);
});
