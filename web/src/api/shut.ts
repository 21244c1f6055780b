/** A session ends with its hours, and with the server that it was begun at: this browser's key begins another, without a word. */
import { at } from './base.ts';
import { forgetAll } from './kept.ts';

/** Whoever holds a key here begins a session with it; resolves to whether one has begun. */
type Renewal = () => Promise<boolean>;

/** A session that was begun and doesn't open anything isn't begun over and over. */
const renewEveryMs = 20_000;

let renewal: Renewal | null = null;
let renewedAt = -Infinity;
let underway: Promise<boolean> | null = null;

/** Gives back what takes it away. */
export function renewBy(renew: Renewal): () => void {
  renewal = renew;
  return () => { if (renewal === renew) renewal = null; };
}

/**
 * Called when the server says that one may not read, or no longer. Resolves to whether one may by now. Else nothing is kept, on the screen or
 * the disk: the server's own page says so, and what to do. An address with a question mark is always the server's to answer, also where a
 * service worker has the app's page at hand.
 */
export async function shut(): Promise<boolean> {
  underway ??= renewOrClose().finally(() => { underway = null; });
  return await underway;
}

async function renewOrClose(): Promise<boolean> {
  if (renewal !== null && performance.now() - renewedAt > renewEveryMs) {
    renewedAt = performance.now();
    if (await renewal()) return true;
  }
  await forgetAll();
  location.replace(`${at('/')}?closed`);
  return false;
}
