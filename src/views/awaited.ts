/**
 * Which votes wait for a member's own word: one rule for their handful, Today and the badge, notices, and the command line. They are asked, a ballot
 * would be taken in (as kernel/proposals.ts has it), none of theirs stands, and they left it to nobody.
 */
import type { Instant } from '../vocabulary/time.ts';
import type { ProposalShown } from './deciding-shown.ts';
import type { View } from './view.ts';

/** What of an open proposal the rule goes by; `mine` is as the member sees it. */
export type Voting = Pick<ProposalShown, 'topic' | 'decides' | 'closes' | 'waits' | 'mine'> & { readonly entrenched: { readonly begins: Instant } | null };

/** Whether it waits for them at that time. */
export function isAwaited(view: View, voting: Voting, member: string, now: Instant): boolean {
  return isUnanswered(voting, now) && leftTo(view, voting, member) === undefined;
}

/** Whether they could answer it at that time, and haven't answered what it is by now: whoever said yes to an earlier revision is asked again. */
export function isUnanswered({ closes, waits, entrenched, mine }: Voting, now: Instant): boolean {
  if (mine === null || !mine.asked || (mine.said !== null && !mine.confirm)) return false;
  // What was carried takes no ballot any more, but the no of whose keys would be given anew.
  if (waits !== null) return mine.canStop && now < waits;
  // Between two votes on the same there is none on.
  return now < closes && (entrenched === null || entrenched.begins <= now);
}

/**
 * Whom they trust with it; a topic's own delegation goes before one on all. Undefined: nobody who could say it for them. What goes by rules of its own
 * and what needs their own yes follows no delegation, and whoever has left votes for nobody.
 */
export function leftTo(view: View, { topic, decides, mine }: Pick<Voting, 'topic' | 'decides' | 'mine'>, member: string): string | undefined {
  if (decides === null || mine?.mustAgree === true) return undefined;
  const own = topic === null ? undefined : view.delegations.get(`${member} ${topic}`);
  const to = (own ?? view.delegations.get(`${member} *`))?.to;
  return to !== undefined && view.members.get(to)?.left === null ? to : undefined;
}

/** By when it is to be answered: its end, or, of what was carried and may still be stopped, when it takes effect. */
export function answerBy({ closes, waits }: Pick<Voting, 'closes' | 'waits'>): Instant {
  return waits ?? closes;
}
