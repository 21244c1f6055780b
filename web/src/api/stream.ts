/** The server's stream of events, opened again whenever it breaks: by the browser, or by us where the browser gives up or notices nothing. */
import { applyPatch, type Operation } from 'rfc6902';
import type { Overview } from '../../../src/views/shown.ts';
import { at } from './base.ts';

/** What a stream tells. The overview came as text, and is parsed where it is shown. */
export type Told = { readonly connection: 'live' | 'lost'; readonly overview?: Overview };

/** First and longest time until a refused stream is tried again. */
const retryMs = 1000;
const retryMaxMs = 15_000;
/** The server says something every 15 s: a stream that is silent for much longer is dead, and a phone that slept doesn't know. */
const silentMaxMs = 40_000;
const lookEveryMs = 5000;

/** @param refused called each time the server answers with something else than a stream: a browser doesn't say with what */
export function openStream(tell: (told: Told) => void, refused: () => void): () => void {
  let source: EventSource | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let wait = retryMs;
  let heardAt = performance.now();
  /** The last one of this stream: patches are of it. */
  let overview: Overview | undefined;

  const heard = (told: Told): void => {
    heardAt = performance.now();
    tell(told);
  };
  const open = (): void => {
    clearTimeout(retry);
    source?.close();
    heardAt = performance.now();
    const stream = source = new EventSource(at('/api/stream?overview=patches'));
    stream.addEventListener('open', () => {
      wait = retryMs;
      heard({ connection: 'live' });
    });
    stream.addEventListener('overview', ({ data }: MessageEvent<string>) => heard({ connection: 'live', overview: overview = JSON.parse(data) as Overview }));
    stream.addEventListener('patch', ({ data }: MessageEvent<string>) => {
      // Who was handed the last one keeps it as it was.
      const next = structuredClone(overview);
      const faults = applyPatch(next, JSON.parse(data) as Operation[]).filter((fault) => fault !== null);
      // Which a server that is in step never sends: then it is asked for the whole again.
      if (next === undefined || faults.length > 0) return open();
      heard({ connection: 'live', overview: overview = next });
    });
    stream.addEventListener('alive', () => heard({ connection: 'live' }));
    stream.addEventListener('error', () => {
      tell({ connection: 'lost' });
      if (stream.readyState !== EventSource.CLOSED) return;
      refused();
      retry = setTimeout(open, wait);
      wait = Math.min(wait * 2, retryMaxMs);
    });
  };
  const openAtOnce = (): void => {
    if (source?.readyState !== EventSource.OPEN) open();
  };
  const look = (): void => {
    if (performance.now() - heardAt < silentMaxMs) return;
    tell({ connection: 'lost' });
    open();
  };
  const looking = setInterval(look, lookEveryMs);
  addEventListener('online', openAtOnce);
  document.addEventListener('visibilitychange', look);
  open();
  return () => {
    clearTimeout(retry);
    clearInterval(looking);
    removeEventListener('online', openAtOnce);
    document.removeEventListener('visibilitychange', look);
    source?.close();
  };
}
