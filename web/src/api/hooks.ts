import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Overview } from '../../../src/views/shown.ts';
import { follow, gotOf } from './asking.ts';
import { noAddress } from './client.ts';
import { follower, type Followed } from './follow.ts';
import type { Got } from './get.ts';
import { isOutdated, whenOutdated } from './version.ts';

export function useFollowed(): Followed {
  return useSyncExternalStore(follower.subscribe, follower.current);
}

/** Whether this page is too old for its server. */
export function useOutdated(): boolean {
  return useSyncExternalStore(whenOutdated, isOutdated);
}

const minuteMs = 60_000;

/** The collective's clock by the minute, since nothing shows less: every page is drawn by it. It goes on between overviews, and stands still while the connection is lost. */
export function useNow(overview: Overview, receivedAt: number, running: boolean): number {
  const [now, setNow] = useState(overview.now);
  useEffect(() => {
    const tell = (): void => {
      const next = overview.now + (running ? Math.max(0, performance.now() - receivedAt) * overview.factor : 0);
      setNow((now) => (Math.floor(now / minuteMs) === Math.floor(next / minuteMs) ? now : next));
    };
    tell();
    if (!running) return undefined;
    const ticking = setInterval(tell, Math.min(1000, Math.max(250, minuteMs / overview.factor)));
    return () => clearInterval(ticking);
  }, [overview.now, overview.factor, receivedAt, running]);
  return now;
}

/** What an address answers, asked when it is looked at; null while nothing is known. The last answer stays until the next is there. */
export function useAnswer<T>(address: string | null): Got<T> | null {
  const { data, error } = useQuery<T>({ queryKey: [address ?? noAddress], placeholderData: keepPreviousData });
  useEffect(() => { if (address !== null) follow(address, 0, true); }, [address]);
  return useMemo(() => (address === null ? null : gotOf(data, error)), [address, data, error]);
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
