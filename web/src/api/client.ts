/** What was asked of the server so far, in one place: what is drawn is drawn from here, and what is kept for later is a copy of it. */
import { QueryClient } from '@tanstack/react-query';

/** Answers that nobody looks at any more: enough for going back and forth, and for reading without a connection. */
const unwatchedMax = 200;

/** It never asks by itself: `asking.ts` says when. */
export const client = new QueryClient({
  defaultOptions: { queries: { enabled: false, retry: false, networkMode: 'always', staleTime: Infinity, gcTime: Infinity } },
});

/** Stands for an address where nothing is to be asked. */
export const noAddress = '';

/** What every page stands on: it comes with the stream. */
export const overviewAddress = '/api/overview';

/** Lets go of what was looked at the longest ago: a page that stays open for days doesn't grow. */
export function letGo(): void {
  const cache = client.getQueryCache();
  const unwatched = cache.getAll().filter((query) => query.getObserversCount() === 0 && query.queryKey[0] !== overviewAddress).sort((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt);
  for (const query of unwatched.slice(unwatchedMax)) cache.remove(query);
}
