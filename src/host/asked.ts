/** What a member is asked, and what they were told and haven't read: the counts by which an app says that something waits. */
import type { KernelState } from '../kernel/state.ts';
import type { NoticeStore } from '../notices/store.ts';
import type { View } from '../views/view.ts';
import { askedOf } from './asked-of.ts';

export type Unread = {
  /** As many as stand under Today: votes, confirmations, reviews, debts and whatever else waits for the member. */
  readonly asked: number;
  /** What they were told and haven't read, on whichever device; without what asks something of them, which is counted there. */
  readonly notices: number;
};

/** Notices that are looked at: who has more has enough of them. */
const noticesMax = 200;

export function unreadOf(view: View, state: Readonly<KernelState>, member: string, store: Pick<NoticeStore, 'inbox' | 'unread'>): Unread {
  const unread = store.unread(member) === 0 ? [] : store.inbox(member, undefined, noticesMax).filter(({ kind, read }) => !read && kind !== 'asked');
  return { asked: askedOf(view, state, member).length, notices: unread.length };
}
