/** Whoever has left reads nothing more of what is for members, from the record on that says so; what is their own stays open to them. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { foundHouse } from '../../test/house.ts';
import { systemClock } from './clock.ts';
import { findSigner } from './data-folder.ts';
import { sealEntry, type Signer } from './sealing.ts';
import { type Json } from './serve-ground.ts';
import { serveCollective, type ServeOptions, type Serving } from './serve.ts';
import { signIn } from './sign-in.ts';

type Ground = {
  readonly serving: Serving;
  readonly sessionOf: (member: string) => Promise<string>;
  readonly leave: (member: string) => Promise<void>;
  readonly ask: (path: string, secret: string, init?: RequestInit) => Promise<Response>;
};

async function ground(t: TestContext, more: Partial<ServeOptions> = {}): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-left-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  await foundHouse(folder);
  const serving = await serveCollective({ place: { folder }, clock: systemClock, port: 0, tell: () => undefined, ...more });
  t.after(() => serving.close());
  const signerOf = (member: string): Signer => findSigner(folder, 'member', member) ?? assert.fail(member);
  return {
    serving,
    sessionOf: async (member) => (await signIn(new URL(serving.url), signerOf(member), Date.now())).secret,
    leave: async (member) => {
      const answer = await serving.writer.submit(sealEntry(signerOf(member), { kind: 'leave', body: {} }, serving.writer.collective.state.origin, Date.now(), `leave-${member}`));
      assert.equal(answer.status, 'recorded', JSON.stringify(answer));
    },
    ask: (path, secret, init = {}) => fetch(serving.url + path, { redirect: 'manual', ...init, headers: { ...init.headers, authorization: `Bearer ${secret}` } }),
  };
}

async function refusedWith(response: Response): Promise<unknown> {
  return [response.status, ((await response.json()) as Json).error?.code];
}

const json = (method: string, body: unknown): RequestInit => ({ method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

test('a session opens nothing of the members\' any more once its member has left, and neither does one that is begun then', async (t) => {
  const { sessionOf, leave, ask } = await ground(t);
  const before = await sessionOf('ana');
  const others = await sessionOf('bunyan');
  assert.equal((await ask('/api/overview', before)).status, 200);
  await leave('ana');
  for (const secret of [before, await sessionOf('ana')]) {
    for (const path of ['/api/overview', '/api/stream', '/api/records', '/api/members/ana', '/api/statement?account=bunyan&unit=crown&from=2026-01-01&to=2026-01-31', '/api/me/unread', '/api/me/notices', '/api/me/survey/firewood', '/log/checkpoint', '/']) {
      assert.deepEqual(await refusedWith(await ask(path, secret)), [403, 'has_left'], path);
    }
    assert.deepEqual(await refusedWith(await ask('/api/bodies', secret, json('POST', { text: 'x' }))), [403, 'has_left']);
    assert.deepEqual(await refusedWith(await ask('/api/me/survey/firewood', secret, json('PUT', { answers: {} }))), [403, 'has_left']);
  }
  assert.equal((await ask('/api/overview', others)).status, 200, 'the others read on');
});

test('the stream that is open for them ends at that record, and says nothing of it', async (t) => {
  const { sessionOf, leave, ask } = await ground(t);
  const [own, others] = await Promise.all(['ana', 'bunyan'].map(async (member) => {
    const stream = (await ask('/api/stream', await sessionOf(member))).body?.getReader() ?? assert.fail('no stream');
    let text = '';
    return {
      /** Reads on to what is awaited, or to the end. */
      until: async (awaited: RegExp): Promise<string> => {
        while (!awaited.test(text)) {
          const { done, value } = await stream.read();
          if (done) return `${text}the end`;
          text += Buffer.from(value).toString();
        }
        return text;
      },
    };
  }));
  for (const each of [own, others]) await each?.until(/event: overview\n.*\n\n/);
  await leave('ana');
  const heard = await own?.until(/"kind":"leave"/) ?? '';
  assert.match(heard, /the end$/);
  assert.doesNotMatch(heard, /"kind":"leave"/);
  assert.match(await others?.until(/"kind":"leave"/) ?? '', /"kind":"leave"/);
});

test('everything of theirs stays open to them, with what they hold as they left, by a session of before and one of after', async (t) => {
  const { sessionOf, leave, ask } = await ground(t);
  const before = await sessionOf('ana');
  await leave('ana');
  for (const secret of [before, await sessionOf('ana')]) {
    const taken = await ask('/api/me/export', secret);
    const { member, balances } = await taken.json() as Json;
    assert.deepEqual([taken.status, member.id, balances], [200, 'ana', { ana: { crown: '1000000.00' } }]);
  }
});

test('a browser gets a page that says so in its language, with the way to what is theirs', async (t) => {
  const { sessionOf, leave, ask } = await ground(t);
  const secret = await sessionOf('ana');
  await leave('ana');
  for (const [language, title] of [['en', 'You are no longer a member here'], ['de', 'Du bist hier nicht mehr Mitglied'], ['es', 'Ya no eres miembro aquí']]) {
    const page = await ask('/?closed', secret, { headers: { 'accept': 'text/html', 'accept-language': language ?? '' } });
    const text = await page.text();
    assert.deepEqual([page.status, /<h1>(.*)<\/h1>/.exec(text)?.[1], /<a href="(.*?)">/.exec(text)?.[1]], [403, title, '/api/me/export']);
    assert.doesNotMatch(text, /Small House|come-in/);
  }
});

test('where everyone may read, who has left reads as everyone does, and not as a member', async (t) => {
  const { sessionOf, leave, ask } = await ground(t, { open: true });
  const secret = await sessionOf('ana');
  assert.equal((await ask('/api/me/unread', secret)).status, 200);
  await leave('ana');
  assert.equal((await ask('/api/overview', secret)).status, 200);
  assert.deepEqual(await refusedWith(await ask('/api/me/unread', secret)), [403, 'no_session']);
  assert.equal((await ask('/api/me/export', secret)).status, 200);
});
