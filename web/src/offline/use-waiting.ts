import { useEffect, useState } from 'react';
import type { BrowserKey } from '../acting/keys.ts';
import type { Followed } from '../api/follow.ts';
import { waitingActs, watchActs, type WaitingAct } from './outbox.ts';
import { noteLeft, sendWaiting } from './send.ts';
import { sendTag } from './words.ts';

/** What the server couldn't take just now is sent again after this long. */
const againMs = 10_000;

/** Comes with Background Sync, which not every browser has. */
type Syncing = ServiceWorkerRegistration & { readonly sync?: { register(tag: string): Promise<void> } };

/** All acts that wait in this browser, as they come and go. */
export function useWaiting(): readonly WaitingAct[] {
  const [acts, setActs] = useState<readonly WaitingAct[]>([]);
  useEffect(() => {
    let gone = false;
    const look = (): void => void waitingActs().then((found) => { if (!gone && found !== undefined) setActs(found.filter(({ tried }) => tried)); });
    look();
    void noteLeft();
    const stop = watchActs(look);
    return () => {
      gone = true;
      stop();
    };
  }, []);
  return acts;
}

/** Those of whoever acts from here: another one's payments and words are theirs to see. */
export function ownActs(acts: readonly WaitingAct[], key: BrowserKey | null | undefined): readonly WaitingAct[] {
  return acts.filter(({ body: { entry } }) => entry.by === key?.member);
}

/** Sends what waits as soon as there is a connection; when the app is closed by then, the browser does, if it can. */
export function useSending(connection: Followed['connection'], acts: readonly WaitingAct[]): void {
  const waits = acts.filter(({ refused }) => refused === null).length;
  useEffect(() => {
    if (waits === 0) return undefined;
    if (connection !== 'live') {
      void (navigator.serviceWorker?.ready as Promise<Syncing> | undefined)?.then(({ sync }) => sync?.register(sendTag)).catch(() => undefined);
      return undefined;
    }
    const send = (): void => void sendWaiting();
    send();
    const again = setInterval(send, againMs);
    return () => clearInterval(again);
  }, [connection, waits]);
}
