import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Overview } from '../../../src/views/shown.ts';
import { createFollower, type Followed } from './follow.ts';
import { getJson, isShut, type Got } from './get.ts';

/** Whose link is over, or revoked, keeps nothing on the screen: the server's own page says so, and what to do. */
const follower = createFollower('/api/stream', () => void isShut('/api/head').then((shut) => { if (shut) location.reload(); }));

export function useFollowed(): Followed {
  return useSyncExternalStore(follower.subscribe, follower.current);
}

/** The collective's clock, going on between overviews; it stands still while the connection is lost. */
export function useNow(overview: Overview, receivedAt: number, running: boolean): number {
  const [now, setNow] = useState(overview.now);
  useEffect(() => {
    const tell = (): void => setNow(overview.now + (running ? Math.max(0, performance.now() - receivedAt) * overview.factor : 0));
    tell();
    if (!running) return undefined;
    const ticking = setInterval(tell, Math.min(1000, Math.max(250, 60_000 / overview.factor)));
    return () => clearInterval(ticking);
  }, [overview.now, overview.factor, receivedAt, running]);
  return now;
}

/** What an address answers; null while it is asked. The last answer stays until the next is there. */
export function useAnswer<T>(address: string | null): Got<T> | null {
  const [answer, setAnswer] = useState<{ readonly address: string; readonly got: Got<T> } | null>(null);
  useEffect(() => {
    if (address === null) return undefined;
    const asking = new AbortController();
    void getJson<T>(address, asking.signal).then((got) => {
      if (!asking.signal.aborted) setAnswer({ address, got });
    });
    return () => asking.abort();
  }, [address]);
  return address === null ? null : (answer?.got ?? null);
}

export function useMedia(query: string): boolean {
  const [media] = useState(() => matchMedia(query));
  return useSyncExternalStore((changed) => {
    media.addEventListener('change', changed);
    return () => media.removeEventListener('change', changed);
  }, () => media.matches);
}

/** An element's width, so that drawings keep their text's size. */
export function useWidth(): readonly [(element: Element | null) => void, number] {
  const [element, setElement] = useState<Element | null>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (element === null) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return [setElement, width];
}
