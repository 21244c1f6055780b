/**
 * One stream for all tabs of a collective: a browser opens six connections to a server that speaks HTTP/1.1, and a stream holds one for good.
 * One tab leads, by a lock that the browser gives to the next when it is closed; it passes on what it hears.
 */
import { base } from './base.ts';
import { openStream, type Told } from './stream.ts';

/** What tabs say to each other: who begins to follow asks what is known. */
type Said = Told | 'what is known?';

/** A leader that doesn't answer for so long sleeps, as a tab behind others does on a phone: who is looked at takes its place. */
const answerMaxMs = 3000;

export function shareStream(tell: (told: Told) => void, refused: () => void): () => void {
  // Away from HTTPS and this machine there are no locks: each tab then has its own stream.
  if (!('locks' in navigator) || typeof BroadcastChannel === 'undefined') return openStream(tell, refused);
  const name = `frankpledge-stream ${base}`;
  const channel = new BroadcastChannel(name);
  const over = new AbortController();
  let close: (() => void) | null = null;
  let stop: (() => void) | null = null;
  let latest: Told | null = null;
  let answer: ReturnType<typeof setTimeout> | undefined;

  const lead = async (): Promise<void> => {
    clearTimeout(answer);
    close = openStream((told) => {
      latest = told.overview === undefined && latest?.overview !== undefined ? { ...told, overview: latest.overview } : told;
      channel.postMessage(told satisfies Said);
      tell(told);
    }, refused);
    await new Promise<void>((resolve) => { stop = resolve; });
  };
  const waitInLine = (steal: boolean): void => {
    // A lock that is stolen can't be waited for, and one that is waited for can be given up.
    navigator.locks.request(name, steal ? { steal } : { signal: over.signal }, lead).catch(() => {
      close?.();
      close = null;
      if (!over.signal.aborted) waitInLine(false);
    });
  };
  const look = (): void => {
    if (close !== null || document.visibilityState === 'hidden') return;
    channel.postMessage('what is known?' satisfies Said);
    clearTimeout(answer);
    answer = setTimeout(() => waitInLine(true), answerMaxMs);
  };
  channel.addEventListener('message', ({ data }: MessageEvent<Said>) => {
    if (data === 'what is known?') {
      if (close !== null) channel.postMessage((latest ?? { connection: 'lost' }) satisfies Said);
      return;
    }
    clearTimeout(answer);
    if (close === null) tell(data);
  });
  document.addEventListener('visibilitychange', look);
  waitInLine(false);
  look();
  return () => {
    over.abort();
    clearTimeout(answer);
    document.removeEventListener('visibilitychange', look);
    close?.();
    close = null;
    stop?.();
    channel.close();
  };
}
