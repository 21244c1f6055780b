/**
 * The app without a connection, and when it is closed: its own files are here and its page opens from them, acts that wait are sent when there is
 * a connection again, what is pushed is shown. What the API answers isn't kept here: the page keeps that itself, by who reads (src/api/kept.ts).
 */
import { createHandlerBoundToURL, matchPrecache, precacheAndRoute, type PrecacheEntry } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { sendWaiting } from '../offline/send.ts';
import { sendTag, takeOver } from '../offline/words.ts';
import { openPushed, showPush } from './push.ts';

declare const self: ServiceWorkerGlobalScope;

/** The app's files, each with what tells its content; put in by the build. */
declare const appFiles: readonly PrecacheEntry[];

/** Comes with Background Sync, which not every browser has. */
type SyncEvent = ExtendableEvent & { readonly tag: string };

const page = 'index.html';

precacheAndRoute([...appFiles], { directoryIndex: '', cleanURLs: false });

// An address with a question mark is the server's: it lets people in, or says why not.
registerRoute(new NavigationRoute(createHandlerBoundToURL(page), { allowlist: [/^(\/c\/[a-z0-9-]+)?\/(join)?$/] }));
registerRoute(new NavigationRoute(async ({ request }) => {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await matchPrecache(page);
    if (kept === undefined) throw error;
    return kept;
  }
}, { allowlist: [/^(\/c\/[a-z0-9-]+)?\/(join)?\?/] }));

self.addEventListener('message', ({ data }: ExtendableMessageEvent) => {
  if (data === takeOver) void self.skipWaiting();
});

self.addEventListener('sync', (event) => {
  const { tag } = event as SyncEvent;
  if (tag === sendTag) (event as SyncEvent).waitUntil(sendAll());
});

self.addEventListener('push', (event) => showPush(self, event));
self.addEventListener('notificationclick', (event) => openPushed(self, event));

/** The browser tries again later when it fails. */
async function sendAll(): Promise<void> {
  if (!await sendWaiting()) throw new Error('not all of it was sent');
}
