import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { foundHouse } from '../../test/house.ts';
import { notedServer } from '../host/served-at.ts';

const main = join(import.meta.dirname, 'main.ts');

type Started = { readonly out: () => string; readonly err: () => string; readonly link: Promise<string>; readonly ended: Promise<number | null>; readonly stop: (signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL') => void };

/** Without the page: whether it is built, and how, isn't what is tested here. */
function start(t: TestContext, ...args: string[]): Started {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, 'start', '--no-page', ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, TMPDIR: folderFor(t) } });
  t.after(() => child.kill('SIGKILL'));
  let out = '';
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => { err += chunk.toString(); });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const link = new Promise<string>((found, failed) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (/^devices: /m.test(out)) found(out.split('\n')[0] ?? '');
    });
    void ended.then((code) => failed(new Error(`ended with ${code}: ${err}`)));
  });
  link.catch(() => undefined);
  return { out: () => out, err: () => err, link, ended, stop: (signal) => child.kill(signal) };
}

const folders = new WeakMap<TestContext, string>();

function folderFor(t: TestContext): string {
  const known = folders.get(t);
  if (known !== undefined) return known;
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-start-'));
  folders.set(t, folder);
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

async function founded(t: TestContext, collective?: string): Promise<string> {
  const folder = join(folderFor(t), 'house');
  await foundHouse(folder, collective);
  return folder;
}

test('the demonstration prints one link, lives on, and leaves nothing behind', async (t) => {
  const demo = start(t, '--port', '0', '--speed', '6000');
  const link = new URL(await demo.link);
  const headers = { authorization: `Bearer ${link.searchParams.get('link')}` };
  const overview = async (): Promise<{ name: string; records: number; postings: number }> => await (await fetch(new URL('/api/collective', link), { headers })).json() as never;
  const first = await overview();
  assert.equal(first.name, 'Tombsboro');
  assert.ok(first.postings > 200, `${first.postings} postings`);
  const events = await fetch(new URL('/api/stream', link), { headers });
  const reader = events.body?.getReader();
  // Simulated devices: the next record comes by itself.
  while ((await overview()).records === first.records) await reader?.read();
  await reader?.cancel();
  demo.stop('SIGINT');
  assert.equal(await demo.ended, 0);
  assert.match(demo.out(), /^http:\/\/127\.0\.0\.1:\d+\/\?link=start\.[\w-]{43}\ndevices: mqtt:\/\/127\.0\.0\.1:\d+, topics frankpledge\/tombsboro\/…\n$/);
  assert.doesNotMatch(demo.err(), /Error|stopped/);
});

test('a folder of one\'s own: its address is noted while it runs, and it stops clean', async (t) => {
  const folder = await founded(t);
  const server = start(t, '--data', folder, '--port', '0', '--mqtt-port', '0');
  const link = await server.link;
  const noted = notedServer(folder);
  assert.equal(noted?.url, new URL(link).origin);
  assert.equal(statSync(join(folder, 'server.json')).mode & 0o777, 0o600);
  assert.ok(!server.err().includes(noted?.secret ?? '') && !server.out().includes(noted?.secret ?? ''));
  const second = start(t, '--data', folder, '--port', '0', '--mqtt-port', '0');
  assert.equal(await second.ended, 2);
  assert.match(second.err(), /in_use/);
  assert.doesNotMatch(second.err(), /\n {4}at /);
  server.stop('SIGTERM');
  assert.equal(await server.ended, 0);
  assert.equal(notedServer(folder), undefined);
  assert.equal(existsSync(join(folder, 'writer.pid')), false);
});

test('a founding that waits for signatures is served, and it is said whose', async (t) => {
  const folder = await founded(t, 'founders: [ana], ');
  const server = start(t, '--data', folder, '--port', '0', '--mqtt-port', '0', '--no-page');
  await server.link;
  assert.match(server.err(), /It isn't founded yet, and shows what will be: it takes in signatures alone, until ana has signed\. npm run -s frankpledge -- sign --as ana --data /);
});

test('--open lets everyone read, and says so; --url is what the link begins with', async (t) => {
  const folder = await founded(t);
  const open = start(t, '--data', folder, '--port', '0', '--mqtt-port', '0', '--open');
  const link = await open.link;
  assert.match(link, /^http:\/\/127\.0\.0\.1:\d+$/);
  assert.equal((await fetch(`${link}/api/overview`)).status, 200);
  assert.match(open.err(), /Whoever reaches this port may read everything \(--open\)/);
  open.stop('SIGTERM');
  await open.ended;
  const named = start(t, '--data', folder, '--port', '0', '--mqtt-port', '0', '--url', 'https://linden.example');
  assert.match(await named.link, /^https:\/\/linden\.example\/\?link=start\./);
  assert.ok(named.err().includes(`For others: npm run -s frankpledge -- link new --data ${folder}\n`), named.err());
});

test('a home is started empty, lets somebody found by a link of their own, and is there again', async (t) => {
  const home = join(folderFor(t), 'home');
  const first = start(t, '--home', home, '--port', '0', '--mqtt-port', '0');
  assert.match(await first.link, /^http:\/\/127\.0\.0\.1:\d+\/\?link=start\.[\w-]{43}$/);
  assert.match(first.err(), /is a home with no collective yet: the link below lets you found one/);
  const made = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, 'home', 'link', 'new', '--home', home, '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  made.stdout.on('data', (chunk: Buffer) => { said += chunk.toString(); });
  assert.deepEqual(await once(made, 'close'), [0, null]);
  const { address, secret } = JSON.parse(said) as { readonly address: string; readonly secret: string };
  assert.equal(new URL(address).origin, new URL(await first.link).origin);
  const door = await (await fetch(new URL('/api/collectives', address), { headers: { authorization: `Bearer ${secret}` } })).json();
  assert.deepEqual(door, { mayFound: true, empty: true, collectives: [] });
  first.stop('SIGTERM');
  assert.equal(await first.ended, 0);
  await foundHouse(join(home, 'small-house'));
  const again = start(t, '--home', home, '--port', '0', '--mqtt-port', '0');
  await again.link;
  assert.match(again.err(), /is a home of small-house\./);
});

test('a home that is killed in the middle of a founding has nothing of it, and founds when it is asked again', async (t) => {
  const home = join(folderFor(t), 'killed');
  const body = JSON.stringify({
    request: 'request-0123456789', address: 'linden', name: 'Linden', zone: 'Europe/Berlin', unit: { id: 'crown', name: 'Crown', decimals: 2 },
    founder: { id: 'kim', name: 'Kim', public_key: '11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=' }, kits: [{ kit: 'firewood', id: 'wood' }, { kit: 'cash-box', id: 'cash' }],
  });
  const found = (link: string): Promise<Response> => fetch(new URL('/api/collectives', link), { method: 'POST', body, headers: { 'content-type': 'application/json', 'authorization': `Bearer ${new URL(link).searchParams.get('link') ?? ''}` } });
  const first = start(t, '--home', home, '--port', '0', '--mqtt-port', '0');
  const asking = found(await first.link).then(() => 'answered', () => 'lost');
  while (!readdirSync(home).some((name) => name.startsWith('.founding-'))) await new Promise((later) => { setTimeout(later, 1); });
  first.stop('SIGKILL');
  await first.ended;
  // Between the last look and the end it may have been whole, but never by half.
  const left = readdirSync(home).filter((name) => !name.includes('.'));
  assert.ok((await asking) === 'lost' || left.length === 1);
  const again = start(t, '--home', home, '--port', '0', '--mqtt-port', '0');
  const answer = await found(await again.link);
  assert.equal(answer.status, 200, await answer.clone().text());
  assert.deepEqual(readdirSync(home).sort(), ['home.json', 'linden', 'server.json']);
  assert.equal((await fetch(new URL('/c/linden/api/health', await again.link))).status, 200);
});

test('what can\'t be done is said in one message, with what to do, and exit status 2', async (t) => {
  const folder = await founded(t);
  const taken = createServer();
  taken.listen(0, '127.0.0.1');
  await once(taken, 'listening');
  t.after(() => taken.close());
  const port = String((taken.address() as AddressInfo).port);
  const cases: [string[], RegExp][] = [
    [['--data', join(folder, 'nowhere')], /there is no collective in .*\n.*frankpledge found/],
    [['--data', folder, '--port', port, '--mqtt-port', '0'], new RegExp(`port ${port} of 127\\.0\\.0\\.1 is in use.*\\n.*--port`)],
    [['--data', folder, '--port', '0', '--mqtt-port', port], new RegExp(`port ${port} .*is in use.*\\n.*--mqtt-port`)],
    [['--data', folder, '--port', '99999'], /--port must be a whole number from 0 to 65535/],
    [['--data', folder, '--speed', '9'], /--speed and --seed are for the demonstration/],
    [['--url', 'linden.example'], /--url is the address by which others reach the server/],
    [['--proxy', 'caddy'], /--proxy is the address of a proxy on another machine/],
    [['--mqtt', 'localhost'], /--mqtt is the address of a broker such as/],
    [['--mqtt', 'mqtt://x', '--mqtt-port', '1'], /give one of them/],
    [['--data', folder, '--home', folder], /--data is one collective, --home a folder of several/],
    [['--home', folder, '--port', '0', '--mqtt-port', '0'], /is one collective's data folder: start it with --data/],
    [['--data', folder, '--cert', 'cert.pem'], /give both --cert and --key/],
    [['--data', folder, '--cert', join(folder, 'nowhere.pem'), '--key', join(folder, 'nowhere.pem')], /can't read .*nowhere\.pem.*\[certificate\]\n/],
    [['--date', folder], /there is no option --date; did you mean "--data"/],
  ];
  for (const [args, message] of cases) {
    const started = start(t, ...args);
    assert.equal(await started.ended, 2, args.join(' '));
    assert.match(started.err(), message);
    assert.equal(started.out(), '');
    assert.doesNotMatch(started.err(), /\n {4}at /);
  }
  const after = start(t, '--data', folder, '--port', '0', '--mqtt-port', '0');
  await after.link; // none of these left a lock
});
