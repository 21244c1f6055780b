/** What was new when it was first seen here: looking at it marks all of it as read, also what the list doesn't reach yet. */
import type { Inbox, NoticeItem } from './own.ts';

type Listed = Pick<Inbox, 'unread'> & { readonly items: readonly Pick<NoticeItem, 'n' | 'read'>[] };

export type FirstSeen = {
  /** Notice → whether it was new. */
  readonly news: ReadonlyMap<number, boolean>;
  /** So many that were new at first lie behind what is listed. */
  readonly beyond: number;
};

/** With those that weren't listed before; the same where there are none. @param before null: nothing was. @param items the latest first */
export function withSeen(before: FirstSeen | null, { items, unread }: Listed): FirstSeen {
  if (before === null) return { news: new Map(items.map(({ n, read }) => [n, !read])), beyond: unread - items.filter(({ read }) => !read).length };
  const fresh = items.filter(({ n }) => !before.news.has(n));
  if (fresh.length === 0) return before;
  const oldest = Math.min(...before.news.keys());
  const [later, earlier] = [fresh.filter(({ n }) => n > oldest), fresh.filter(({ n }) => n < oldest)];
  const news = new Map([...before.news, ...later.map(({ n, read }): [number, boolean] => [n, !read]), ...earlier.map(({ n }, place): [number, boolean] => [n, place < before.beyond])]);
  return { news, beyond: Math.max(0, before.beyond - earlier.length) };
}
