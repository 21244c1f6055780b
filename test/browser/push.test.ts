// What a push message shows and where a tap on it leads, without a browser: these run where the app isn't open.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPushed, showPush, type WorkerScope } from '../../web/src/service-worker/push.ts';

type Window = { url: string; readonly did: string[] };

function scope(windows: readonly Window[] = []): { readonly worker: WorkerScope; readonly shown: unknown[][]; readonly opened: string[] } {
  const [shown, opened]: [unknown[][], string[]] = [[], []];
  const client = (window: Window) => ({
    url: window.url, focus: async () => window.did.push('focus'),
    navigate: async (url: string) => { window.did.push(`to ${url}`); },
  });
  return {
    shown, opened,
    worker: {
      registration: { showNotification: async (...said) => { shown.push(said); } }, location: { origin: 'https://linden.example' },
      clients: { matchAll: async () => windows.map(client), openWindow: async (url) => { opened.push(url); } },
    },
  };
}

async function push(text: string | null): Promise<unknown[][]> {
  const { worker, shown } = scope();
  const waits: Promise<unknown>[] = [];
  showPush(worker, { data: text === null ? null : { text: () => text }, waitUntil: (work) => waits.push(work) });
  await Promise.all(waits);
  return shown;
}

async function click(data: unknown, windows: readonly Window[] = []): Promise<readonly string[]> {
  const { worker, opened } = scope(windows);
  const waits: Promise<unknown>[] = [];
  let closed = 0;
  openPushed(worker, { notification: { data, close: () => { closed += 1; } }, waitUntil(this: unknown, work) {
    assert.ok(this !== undefined, 'a browser\'s own method is called on its event');
    waits.push(work);
  } });
  await Promise.all(waits);
  assert.equal(closed, 1);
  return opened;
}

const icon = { icon: '/icon-192.png', badge: '/icon-192.png' };

test('a message is shown with its line, and leads to a place on this server alone', async () => {
  const said = { title: 'Linden', body: 'Ana asks you to decide: A park', tag: 'now.push.bo.7', url: 'https://linden.example/c/linden/#/decide/ab' };
  assert.deepEqual(await push(JSON.stringify(said)), [['Linden', { body: said.body, tag: said.tag, data: said.url, ...icon }]]);
  const [[, options] = []] = await push(JSON.stringify({ ...said, url: 'https://evil.example//steal#/x' }));
  assert.equal((options as { data: string }).data, 'https://linden.example/steal#/x');
});

test('something is shown whatever came', async () => {
  for (const text of [null, '', 'nonsense', '7', 'null', '[]', '{"title":7}']) assert.deepEqual(await push(text), [['Frankpledge', { body: '', tag: 'notices', data: 'https://linden.example/#/notices', ...icon }]], String(text));
  const [[title, options] = []] = await push(JSON.stringify({ title: 't'.repeat(500), body: 'b'.repeat(5000) }));
  assert.deepEqual([String(title).length, (options as { body: string }).body.length], [100, 300]);
});

test('a tap goes to the window that is open at this collective, or opens one', async () => {
  const place = 'https://linden.example/c/linden/#/notices';
  assert.deepEqual(await click(place), [place]);
  const here: Window = { url: 'https://linden.example/c/linden/#/money', did: [] };
  const other: Window = { url: 'https://linden.example/c/oak/#/', did: [] };
  assert.deepEqual(await click(place, [other, here]), []);
  assert.deepEqual([here.did, other.did], [[`to ${place}`, 'focus'], []]);
  const there: Window = { url: place, did: [] };
  await click(place, [there]);
  assert.deepEqual(there.did, ['focus']);
  assert.deepEqual(await click({ evil: true }), ['https://linden.example/#/notices']);
});
