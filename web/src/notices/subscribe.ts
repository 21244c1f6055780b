/** This browser's subscription for push: asked for after a tap, and never before. */
import { base } from '../api/base.ts';
import { deleteAt } from '../api/post.ts';

export type Subscribed = { readonly endpoint: string; readonly keys: { readonly p256dh: string; readonly auth: string } };

/** `cannot`: not here (without https, or in a browser or a private window that has none). */
export type PushState = 'cannot' | 'denied' | 'off' | 'on';

/** How long a service worker may take to be there. */
const workerMs = 10_000;

export async function pushState(): Promise<{ readonly state: PushState; readonly id: string | null }> {
  if (!('serviceWorker' in navigator) || !('PushManager' in globalThis) || !('Notification' in globalThis)) return { state: 'cannot', id: null };
  const worker = await navigator.serviceWorker.getRegistration(`${base}/`);
  if (worker === undefined) return { state: 'cannot', id: null };
  if (Notification.permission === 'denied') return { state: 'denied', id: null };
  const subscription = await worker.pushManager.getSubscription();
  return subscription === null ? { state: 'off', id: null } : { state: 'on', id: await idOf(subscription.endpoint) };
}

/** Asks the browser, which asks its reader. Null: it may not, or can't. @param key the server's */
export async function subscribe(key: string): Promise<Subscribed | null> {
  try {
    if (await Notification.requestPermission() !== 'granted') return null;
    const worker = await Promise.race([navigator.serviceWorker.ready, new Promise<null>((late) => { setTimeout(() => late(null), workerMs); })]);
    if (worker === null) return null;
    const kept = await worker.pushManager.getSubscription();
    // One by another server's key can't be used by this one.
    if (kept !== null && !isBy(kept, key)) await kept.unsubscribe();
    return subscribedAs(await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
  } catch {
    return null;
  }
}

/** For who signs out: what they are told comes here no more, whether or not the server can be told so. A service finds the address gone. */
export async function forgetPush(): Promise<void> {
  try {
    const { id } = await pushState();
    if (id === null) return;
    await unsubscribe();
    await deleteAt(`/api/me/push/${encodeURIComponent(id)}`, AbortSignal.timeout(workerMs));
  } catch {
    // A browser that can't be asked about push has nothing to forget.
  }
}

export async function unsubscribe(): Promise<void> {
  const worker = await navigator.serviceWorker.getRegistration(`${base}/`);
  await (await worker?.pushManager.getSubscription())?.unsubscribe();
}

/** As the server names a device (src/host/notice-ports.ts). */
async function idOf(endpoint: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(endpoint));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('').slice(0, 24);
}

function isBy({ options }: PushSubscription, key: string): boolean {
  const bytes = new Uint8Array(options.applicationServerKey ?? new ArrayBuffer(0));
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '') === key;
}

function subscribedAs(subscription: PushSubscription): Subscribed | null {
  const { endpoint, keys } = subscription.toJSON();
  const { p256dh, auth } = keys ?? {};
  return endpoint === undefined || p256dh === undefined || auth === undefined ? null : { endpoint, keys: { p256dh, auth } };
}
