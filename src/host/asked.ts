/** What a member is asked, and what they were told and haven't read: the counts by which an app says that something waits. */
import type { View } from '../views/view.ts';
import { askedOf } from './asked-of.ts';
import type { Collective } from './collective.ts';
import type { NoticeDesk } from './notices.ts';

export type Unread = {
  /** As many as stand under Today: votes, confirmations, reviews, debts and whatever else waits for the member. */
  readonly asked: number;
  /** What they were told and haven't read, on whichever device; without what asks something of them, which is counted there. */
  readonly notices: number;
};

/** Notices that are looked at: who has more has enough of them. */
const noticesMax = 200;

/** @param parts of the desk of the same collective */
export function unreadOf(view: View, collective: Pick<Collective, 'state' | 'foresee'>, member: string, { store, clock }: Pick<NoticeDesk['parts'], 'store' | 'clock'>): Unread {
  const unread = store.unread(member) === 0 ? [] : store.inbox(member, undefined, noticesMax).filter(({ kind, read }) => !read && kind !== 'asked');
  return { asked: askedOf(view, collective, member, clock.now()).length, notices: unread.length };
}
