import { at } from './base.ts';
import { forgetAll } from './kept.ts';

let isShutting = false;

/**
 * Whose link or session is over keeps nothing on the screen: the server's own page says so, and what to do. An address with a question mark
 * is always the server's to answer, also where a service worker has the app's page at hand.
 */
export async function shut(): Promise<void> {
  if (isShutting) return;
  isShutting = true;
  await forgetAll();
  location.replace(`${at('/')}?closed`);
}
