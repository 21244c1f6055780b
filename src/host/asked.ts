/** What a member is asked, and what they were told and haven't read: the counts by which an app says that something waits. */
import type { KernelState } from '../kernel/state.ts';
import type { NoticeStore } from '../notices/store.ts';
import { foundingOf } from '../views/charter.ts';
import { reviewsOf } from '../views/queries.ts';
import type { View } from '../views/view.ts';
import { proposalsNow } from './proposals.ts';

export type Unread = {
  /** Votes, confirmations, reviews and signatures that wait for the member. */
  readonly asked: number;
  /** What they were told and haven't read, on whichever device; without what asks something of them, which is counted there. */
  readonly notices: number;
};

/** Notices that are looked at: who has more has enough of them. */
const noticesMax = 200;

export function unreadOf(view: View, state: Readonly<KernelState>, member: string, store: Pick<NoticeStore, 'inbox' | 'unread'>): Unread {
  const unread = store.unread(member) === 0 ? [] : store.inbox(member, undefined, noticesMax).filter(({ kind, read }) => !read && kind !== 'asked');
  return { asked: askedOf(view, state, member), notices: unread.length };
}

function askedOf(view: View, state: Readonly<KernelState>, member: string): number {
  const votes = proposalsNow(view, state, member).open.filter(({ mine }) => mine !== null && mine.asked && mine.via.length === 0 && (mine.said === null || mine.confirm));
  const reviews = reviewsOf(view).filter(({ by, parties, deciders }) => (deciders === null ? member !== by && !parties.includes(member) : deciders.includes(member)));
  const signature = foundingOf(view)?.missing.includes(member) === true ? 1 : 0;
  return votes.length + reviews.length + signature;
}
