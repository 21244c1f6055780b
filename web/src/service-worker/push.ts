/** What a push message shows, and where a tap on it leads. The message was encrypted for this browser alone (src/notices/store.ts, OutgoingPush). */

type Shown = { readonly title: string; readonly body: string; readonly url: string; readonly tag: string };

/** What a service worker has of its browser, as far as it is used here: the page's types know no worker's. */
export type WorkerScope = {
  readonly registration: { readonly showNotification: (title: string, options: { readonly body: string; readonly tag: string; readonly data: unknown; readonly icon: string; readonly badge: string }) => Promise<void> };
  readonly location: { readonly origin: string };
  readonly clients: {
    readonly matchAll: (options: { readonly type: 'window'; readonly includeUncontrolled: boolean }) => Promise<readonly WindowClient[]>;
    readonly openWindow: (url: string) => Promise<unknown>;
  };
};
type WindowClient = { readonly url: string; readonly focus: () => Promise<unknown>; readonly navigate: (url: string) => Promise<unknown> };
type Lasting = { readonly waitUntil: (work: Promise<unknown>) => void };
export type PushEvent = Lasting & { readonly data: { readonly text: () => string } | null };
export type NotificationClickEvent = Lasting & { readonly notification: { readonly data: unknown; readonly close: () => void } };

const titleCharsMax = 100;
const bodyCharsMax = 300;

/** A browser that lets a message pass without showing anything may end the subscription: what can't be read is shown as the app's name. */
export function showPush(scope: WorkerScope, event: PushEvent): void {
  const { title, body, url, tag } = readMessage(event.data?.text() ?? '', scope.location.origin);
  event.waitUntil(scope.registration.showNotification(title, { body, tag, data: url, icon: '/icon-192.png', badge: '/icon-192.png' }));
}

/** In a window that is open already, where there is one. */
export function openPushed(scope: WorkerScope, event: NotificationClickEvent): void {
  event.notification.close();
  const url = ownAddress(event.notification.data, scope.location.origin);
  event.waitUntil((async () => {
    const place = new URL(url);
    const windows = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
    const open = windows.find((each) => new URL(each.url).origin === place.origin && new URL(each.url).pathname === place.pathname);
    if (open === undefined) return await scope.clients.openWindow(url);
    if (open.url !== url) await open.navigate(url);
    return await open.focus();
  })());
}

function readMessage(text: string, origin: string): Shown {
  let message: Partial<Record<keyof Shown, unknown>> = {};
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read === 'object' && read !== null) message = read;
  } catch {
    // Shown as the app's name.
  }
  const said = (value: unknown, otherwise: string, max: number): string => (typeof value === 'string' && value !== '' ? value.slice(0, max) : otherwise);
  return { title: said(message.title, 'Frankpledge', titleCharsMax), body: said(message.body, '', bodyCharsMax), tag: said(message.tag, 'notices', titleCharsMax), url: ownAddress(message.url, origin) };
}

/** On this server: whoever could send a message must not lead elsewhere by it. A server has several names, the browser was subscribed at this one. */
function ownAddress(given: unknown, origin: string): string {
  const url = typeof given === 'string' ? URL.parse(given, origin) : null;
  return url === null ? `${origin}/#/notices` : `${origin}${url.pathname.replace(/^\/+/, '/')}${url.hash}`;
}
