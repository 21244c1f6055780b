/** From a page that is of no use any more to the door that is in its place. */
import { base } from '../api/base.ts';
import { forgetAll } from '../api/kept.ts';
import { askHome, isHome } from './home.ts';

/**
 * Called when the connection is lost. A server that had one collective, at its root, and has several by now, has a door there; the browser has
 * the one collective's page from its service worker, which doesn't ask. Then the worker is let go of, with what was known, and the page is loaded anew.
 */
export async function leaveForDoor(): Promise<void> {
  const workers = globalThis.navigator?.serviceWorker;
  // Only a page that came from a worker can be another one than the server's.
  if (base !== '' || isHome || !workers?.controller || !Array.isArray((await askHome())?.collectives)) return;
  await (await workers.getRegistration('/'))?.unregister();
  await forgetAll();
  location.reload();
}
