/** What a member is asked, and what they were told, since they last looked: the counts by which an app says that something waits. */
import type { KernelState } from '../kernel/state.ts';
import { foundingOf } from '../views/charter.ts';
import { noticesOf, reviewsOf } from '../views/queries.ts';
import type { View } from '../views/view.ts';
import { proposalsNow } from './proposals.ts';

export type Unread = {
  /** Votes, confirmations, reviews and signatures that wait for the member. */
  readonly asked: number;
  /** Notices to them in records that they haven't seen. */
  readonly notices: number;
};

/** @param seen records that the member has seen: those before this one */
export function unreadOf(view: View, state: Readonly<KernelState>, member: string, seen: number): Unread {
  return { asked: askedOf(view, state, member), notices: noticesOf(view, member).filter(({ record }) => record >= seen).length };
}

function askedOf(view: View, state: Readonly<KernelState>, member: string): number {
  const votes = proposalsNow(view, state, member).open.filter(({ mine }) => mine !== null && mine.asked && mine.via.length === 0 && (mine.said === null || mine.confirm));
  const reviews = reviewsOf(view).filter(({ by, parties, deciders }) => (deciders === null ? member !== by && !parties.includes(member) : deciders.includes(member)));
  const signature = foundingOf(view)?.missing.includes(member) === true ? 1 : 0;
  return votes.length + reviews.length + signature;
}
