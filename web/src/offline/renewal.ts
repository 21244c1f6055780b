/** A newer version of the app: found, told, and taken at once where nobody is in the middle of something. */
import { useSyncExternalStore } from 'react';
import { at } from '../api/base.ts';
import { isUnderway } from '../api/underway.ts';
import { takeOver } from './words.ts';

let ready = false;
let taking = false;
let registration: ServiceWorkerRegistration | undefined;
/** Something was typed on the page that is looked at. */
let typed = false;
const subscribers = new Set<() => void>();
const idleEveryMs = 2000;
/** What failed on the way, as a file that didn't come, is tried again after so long. */
const againMs = 5000;

/** Once. Away from HTTPS and this machine there is no service worker: then the app needs its connection. */
export async function beginRenewal(): Promise<void> {
  addEventListener('input', () => { typed = true; }, { capture: true });
  addEventListener('hashchange', () => {
    typed = false;
    takeIfIdle();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') takeIfIdle();
    else void lookForNewer();
  });
  if (!('serviceWorker' in navigator)) return;
  // Another tab may have had the newer one take over: this one is then old.
  if (navigator.serviceWorker.controller !== null) navigator.serviceWorker.addEventListener('controllerchange', become);
  try {
    registration = await navigator.serviceWorker.register(at('/sw.js'), { scope: at('/'), updateViaCache: 'none' });
  } catch {
    return; // It can't be reached, or the browser is told to keep nothing.
  }
  registration.addEventListener('updatefound', watchInstalling);
  watchInstalling();
  if (registration.waiting !== null && registration.active !== null) become();
}

/** Asked when the connection is back, as after a server was renewed, and when the page is looked at again. */
export async function lookForNewer(): Promise<void> {
  try {
    if (registration !== undefined && navigator.serviceWorker.controller !== null) await registration.update();
    else if (await isOtherPage()) become();
  } catch {
    lookAgain(); // Asked as the server was starting, or with no connection again.
  }
}

let looking: ReturnType<typeof setTimeout> | undefined;

function lookAgain(): void {
  clearTimeout(looking);
  looking = setTimeout(() => void lookForNewer(), againMs);
}

export function takeNewer(): void {
  const waiting = registration?.waiting ?? null;
  if (waiting === null) return location.reload();
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload());
  waiting.postMessage(takeOver);
}

export function useNewer(): boolean {
  return useSyncExternalStore((changed) => {
    subscribers.add(changed);
    return () => subscribers.delete(changed);
  }, () => ready);
}

function watchInstalling(): void {
  const installing = registration?.installing ?? null;
  installing?.addEventListener('statechange', () => {
    if (installing.state === 'installed' && navigator.serviceWorker.controller !== null) become();
    // One of its files didn't come: the browser has thrown it away.
    if (installing.state === 'redundant' && !ready) lookAgain();
  });
}

function become(): void {
  if (!ready) setInterval(takeIfIdle, idleEveryMs); // what was on its way just now is there in a moment
  ready = true;
  for (const changed of subscribers) changed();
  takeIfIdle();
}

/** Nothing typed, nothing open, nothing being done. */
function takeIfIdle(): void {
  if (taking || !ready || typed || isUnderway() || document.querySelector('dialog[open]') !== null) return;
  taking = true;
  // A worker that doesn't hear is asked again.
  setTimeout(() => { taking = false; }, againMs);
  takeNewer();
}

/** Whether the server's page loads other files than this one did. */
async function isOtherPage(): Promise<boolean> {
  const entry = document.querySelector<HTMLScriptElement>('script[type=module][src]');
  if (entry === null) return false;
  const page = await fetch(at('/index.html'), { cache: 'no-cache' });
  const text = page.ok ? await page.text() : '';
  return text.includes('type="module"') && !text.includes(new URL(entry.src).pathname);
}
