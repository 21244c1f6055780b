import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { frankpledgeHere, frankpledgeLater, type Ran } from '../../test/command.ts';
import { foundHouse } from '../../test/house.ts';
import { systemClock } from '../host/clock.ts';
import { keyPath } from '../host/data-folder.ts';
import { serveCollective, type Serving } from '../host/serve.ts';
import { noteServer } from '../host/served-at.ts';

const folder = mkdtempSync(join(tmpdir(), 'frankpledge-link-'));
const data = join(folder, 'house');
let serving: Serving;
before(async () => {
  await foundHouse(data);
  serving = await serveCollective({ place: { folder: data }, clock: systemClock, port: 0, tell: (line) => assert.fail(line) });
});
after(async () => {
  await serving.close();
  rmSync(folder, { recursive: true, force: true });
});

const link = (...args: string[]): Promise<Ran> => frankpledgeHere(['link', ...args, '--data', data]);

async function json(ran: Promise<Ran>): Promise<{ readonly [name: string]: never }> {
  const { status, stdout, stderr } = await ran;
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as never;
}

async function statusOf(secret: string, path = '/api/overview'): Promise<number> {
  return (await fetch(serving.url + path, { headers: { authorization: `Bearer ${secret}` } })).status;
}

test('beside a running server a new link is a whole address; it is shown once, listed without its secret, and ended by its name', async () => {
  const forget = noteServer(data, serving);
  const made = await link('new', '--label', 'for grandmother', '--days', '2');
  forget();
  const [address = '', ...rest] = made.stdout.split('\n');
  const url = new URL(address);
  const secret = url.searchParams.get('link') ?? '';
  assert.equal(url.origin, serving.url);
  assert.match(rest.join('\n'), /sees all that members see\. Until .* link revoke \w+ --data[^]*shown this once/);
  assert.equal(await statusOf(secret), 200);
  const listed = await link('list');
  const [id = ''] = listed.stdout.split('  ');
  assert.match(listed.stdout, /^[0-9a-f]{10} {2}read {5}until \d{4}-\d\d-\d\d \d\d:\d\d {2}for grandmother\n$/);
  assert.ok(!listed.stdout.includes(secret.slice(id.length + 1)));
  const ended = await link('revoke', id);
  assert.match(ended.stdout, /is revoked .* it opens nothing any more/);
  assert.equal(await statusOf(secret), 401);
  assert.match((await link('list')).stdout, /revoked /);
});

test('without a server the secret is given, with the other scopes what to do with it', async () => {
  assert.match((await link('new')).stdout, /^ADDRESS\/\?link=[0-9a-f]{10}\.[\w-]{43}\n[^]*ADDRESS is what the server prints/);
  const devices = await link('new', '--scope', 'devices');
  const [secret = ''] = devices.stdout.split('\n');
  assert.match(devices.stdout, /^[0-9a-f]{10}\.[\w-]{43}\n[^]*in the name of any device without a key[^]*Authorization: Bearer SECRET/);
  assert.equal(await statusOf(secret), 403);
});

test('a link for the log is a whole address too, as the commands take it', async () => {
  const forget = noteServer(data, serving);
  const made = await link('new', '--scope', 'log');
  forget();
  const [address = ''] = made.stdout.split('\n');
  assert.equal(new URL(address).origin, serving.url);
  assert.match(made.stdout, /verify LINK/);
  const checked = await frankpledgeLater(['verify', address]);
  assert.equal(checked.status, 0, checked.stderr);
  assert.match((await link('new', '--scope', 'log')).stdout, /^ADDRESS\/\?link=[0-9a-f]{10}\.[\w-]{43}\n[^]*ADDRESS is what the server prints/);
});

test('for programs: one object, with the secret where it is new and nowhere else', async () => {
  const made = await json(link('new', '--scope', 'log', '--days', '1', '--json'));
  assert.deepEqual(Object.keys(made).sort(), ['address', 'created', 'expires', 'id', 'label', 'ok', 'revoked', 'scope', 'secret']);
  assert.equal(Number(made['expires']) - Number(made['created']), 86_400_000);
  const { links } = await json(link('list', '--json')) as unknown as { links: object[] };
  assert.deepEqual(links.at(-1), { id: made['id'], label: '', scope: 'log', created: made['created'], expires: made['expires'], revoked: null });
});

test('a member opens the page with their own key', async () => {
  const ran = await frankpledgeHere(['link', 'sign-in', serving.url, '--key', keyPath(data, 'member-ana')]);
  assert.equal(ran.status, 0, ran.stderr);
  const secret = new URL(ran.stdout.split('\n')[0] ?? '').searchParams.get('link') ?? '';
  assert.match(ran.stdout, /Opens the page for ana/);
  assert.equal(await statusOf(secret), 200);
  const operator = await frankpledgeHere(['link', 'sign-in', serving.url, '--key', keyPath(data, 'operator-1')]);
  assert.equal(operator.status, 2);
  assert.match(operator.stderr, /no key of operator in force/);
});

test('several processes make links at the same time: none is lost', async () => {
  const before = ((await json(link('list', '--json'))) as unknown as { links: object[] }).links.length;
  const ran = await Promise.all(['a', 'b', 'c', 'd'].map((label) => frankpledgeLater(['link', 'new', '--label', label, '--data', data])));
  for (const { status, stderr } of ran) assert.equal(status, 0, stderr);
  const { links } = await json(link('list', '--json')) as unknown as { links: { label: string }[] };
  assert.equal(links.length, before + 4);
  assert.deepEqual(links.slice(-4).map(({ label }) => label).sort(), ['a', 'b', 'c', 'd']);
});

test('what is wrong is said, with what may have been meant', async () => {
  const cases: [string[], RegExp][] = [
    [['new', '--scope', 'reed'], /there is no scope "reed"; did you mean "read"/], [['new', '--days', '0'], /--days must be a whole number from 1 to 3650/], [['new', '--days', '1.5'], /--days/],
    [['new', '--label', 'x'.repeat(101)], /--label has at most 100/], [['new', '--label', 'a\nb'], /--label/], [['new', 'x'], /new takes nothing more/], [['revoke'], /revoke takes one link/],
    [['revoke', 'nobody'], /there is no link nobody[^]*link list/], [['nwe'], /there is no `link nwe`; did you mean "new"/], [[], /say new, list, revoke or sign-in/],
    [['sign-in', serving.url], /--key FILE is missing/], [['sign-in', 'ftp://x', '--key', 'x'], /is no address of a server/], [['sign-in', serving.url, '--key', join(folder, 'none.json')], /there is no key file/],
  ];
  for (const [args, message] of cases) {
    const ran = await link(...args);
    assert.deepEqual([ran.status, ran.stdout], [2, ''], args.join(' '));
    assert.match(ran.stderr, message);
  }
  assert.match((await frankpledgeHere(['link', 'list', '--data', join(folder, 'nowhere')])).stderr, /there is no collective in/);
});
