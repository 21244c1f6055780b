/** Signing out: here at once and whole, in every tab; for the server as soon as it can be told. */
import { base } from '../api/base.ts';
import { isOpen } from '../api/exchange.ts';
import { forgetAll } from '../api/kept.ts';
import { owe, oweNothing } from '../api/owed.ts';
import { deleteAt } from '../api/post.ts';
import { forgetPush } from '../notices/subscribe.ts';
import { dropActsOf } from '../offline/outbox.ts';
import { answerMaxMs } from '../offline/send.ts';
import { forgetKey, type BrowserKey } from './keys.ts';

const channelName = `frankpledge-signed-out ${base}`;

/**
 * Forgets the key, what was known, what waits to be sent, and has the member's notices come here no more. Only a session is this browser's own: a
 * link that opened the collective stays.
 * @returns whether the server knows of it; else it is owed, and the page has to be loaded anew
 * @throws what the browser's database throws when it doesn't let go of the key: nothing was forgotten then
 */
export async function signOut({ origin, member }: Pick<BrowserKey, 'origin' | 'member'>): Promise<boolean> {
  await forgetKey(origin);
  owe();
  tellOtherTabs();
  await dropActsOf(member);
  await forgetAll();
  await forgetPush();
  return await endSession();
}

/** Tells the server what it is owed. Resolves to whether it heard. */
export async function endSession(root: string = base): Promise<boolean> {
  const ended = await deleteAt('/api/session', AbortSignal.timeout(answerMaxMs), root);
  if (!ended.ok && isOpen(ended.refused.code)) return false;
  oweNothing(root);
  return true;
}

/** What this tab hears by: it doesn't hear itself. */
let channel: BroadcastChannel | null = null;

/** Called when another tab signed out. Gives back what ends it. */
export function whenSignedOut(signedOut: (told: MessageEvent) => void): () => void {
  if (!('BroadcastChannel' in globalThis)) return () => undefined;
  const told = channel = new BroadcastChannel(channelName);
  told.addEventListener('message', signedOut);
  return () => {
    told.close();
    if (channel === told) channel = null;
  };
}

function tellOtherTabs(): void {
  if (!('BroadcastChannel' in globalThis)) return;
  const telling = channel ?? new BroadcastChannel(channelName);
  telling.postMessage('signed out');
  if (channel === null) telling.close();
}
