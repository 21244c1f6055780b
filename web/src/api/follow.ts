/** Follows the collective over server-sent events. What was last known stays while the connection is away. */
import type { Overview } from '../../../src/views/shown.ts';
import { at } from './base.ts';
import { reuse } from './reuse.ts';

export type Followed = {
  readonly connection: 'connecting' | 'live' | 'lost';
  readonly overview: Overview | null;
  /** `performance.now()` when the overview came. */
  readonly receivedAt: number;
};

/** The browser retries a broken stream by itself; a refused one is ours to try again. */
const retryMs = 1000;
const retryMaxMs = 15_000;

export type Follower = { readonly current: () => Followed; readonly subscribe: (changed: () => void) => () => void };

/**
 * Connects with the first subscriber and closes with the last.
 * @param refused called each time the server answers with something else than a stream: a browser doesn't say with what
 */
export function createFollower(address: string, refused: () => void = () => undefined): Follower {
  let followed: Followed = { connection: 'connecting', overview: null, receivedAt: 0 };
  let source: EventSource | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let wait = retryMs;
  const subscribers = new Set<() => void>();

  const become = (change: Partial<Followed>): void => {
    followed = { ...followed, ...change };
    for (const changed of subscribers) changed();
  };
  const open = (): void => {
    const stream = new EventSource(at(address));
    source = stream;
    stream.addEventListener('open', () => {
      wait = retryMs;
      become({ connection: 'live' });
    });
    stream.addEventListener('overview', (event: MessageEvent<string>) => {
      become({ connection: 'live', overview: reuse(followed.overview, JSON.parse(event.data) as Overview), receivedAt: performance.now() });
    });
    stream.addEventListener('error', () => {
      become({ connection: 'lost' });
      if (stream.readyState !== EventSource.CLOSED) return;
      refused();
      retry = setTimeout(open, wait);
      wait = Math.min(wait * 2, retryMaxMs);
    });
  };
  const close = (): void => {
    clearTimeout(retry);
    source?.close();
    source = null;
  };

  return {
    current: () => followed,
    subscribe(changed) {
      subscribers.add(changed);
      if (source === null) open();
      return () => {
        subscribers.delete(changed);
        if (subscribers.size === 0) close();
      };
    },
  };
}
