/** A session ends with its hours, and with the server that it was begun at: this browser's key begins another, without a word. */
import { at } from './base.ts';
import { forgetAll } from './kept.ts';

/** What came of beginning a session by the key that is held here; `later`: nobody answered, or not now. */
export type Renewed = 'begun' | 'later' | 'none';
type Renewal = () => Promise<Renewed>;

/** A session that was begun and doesn't open anything isn't begun over and over. */
const renewEveryMs = 20_000;

let renewal: Renewal | null = null;
/** When a session was begun that hasn't opened anything yet. */
let renewedAt = -Infinity;
let underway: Promise<boolean> | null = null;

/** Gives back what takes it away. */
export function renewBy(renew: Renewal): () => void {
  renewal = renew;
  return () => { if (renewal === renew) renewal = null; };
}

/** Called when something was answered: the session that there is opens what it should, and may be begun again as soon as it is over. */
export function opened(): void {
  renewedAt = -Infinity;
}

/**
 * Called when the server says that one may not read, or no longer. Resolves to whether one may by now; while nobody can
 * answer that, all stays. Else nothing is kept, on the screen or the disk: the server's own page says so, and what to do. An address with a question mark is always the server's to answer, also where a
 * service worker has the app's page at hand.
 */
export async function shut(): Promise<boolean> {
  underway ??= renewOrClose().finally(() => { underway = null; });
  return await underway;
}

async function renewOrClose(): Promise<boolean> {
  if (renewal !== null && performance.now() - renewedAt > renewEveryMs) {
    renewedAt = performance.now();
    const renewed = await renewal();
    if (renewed === 'later') opened();
    if (renewed !== 'none') return renewed === 'begun';
  }
  await forgetAll();
  location.replace(`${at('/')}?closed`);
  return false;
}
