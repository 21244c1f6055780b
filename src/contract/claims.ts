/**
 * Claims that the others decide on and that are paid by the month: in a cover, for a hardship, for what was broken. Kept in one cell, each
 * under a name. In the contracts' subset: charged like a contract's own code.
 */
import type { Day } from '../vocabulary/time.ts';
import { earlier } from './days.ts';
import { get, keys, put, without } from './lists.ts';
import { refuse } from './refuse.ts';

/** A monthly `amount` for the days until, but without, `until`; of those before `paid` it is paid. While it isn't approved, `votes` are what each of the others said last. */
export type Claim = {
  readonly by: string; readonly type: string; readonly since: Day; readonly amount: number; readonly paid: Day; readonly until: Day;
  readonly votes: { readonly [member: string]: boolean }; readonly approved: boolean;
};
export type Claims = { readonly [claim: string]: Claim };

export function claimIn(claims: Claims, claim: string): Claim {
  return get(claims, claim) ?? refuse('unknown_value', `there is no open claim ${claim}`);
}

/** With one more, of which nothing is paid or said yet; at most `countMax` are open at a time. */
export function withClaim(claims: Claims, claim: string, made: Omit<Claim, 'votes' | 'approved'>, countMax: number): { [claim: string]: Claim } {
  if (get(claims, claim) !== undefined) return refuse('already_so', `there is an open claim ${claim}`);
  if (keys(claims).length >= countMax) return refuse('limit_reached', `${countMax} claims are open already`);
  return put(claims, claim, { ...made, votes: {}, approved: false });
}

/**
 * With the word of one of those who decide: `needed` of them, or all where they are fewer, approve a claim, and as many reject it. A claim that
 * is rejected is gone.
 */
export function withVote(claims: Claims, claim: string, vote: { by: string; approves: boolean; deciding: readonly string[]; needed: number }): { claims: { [claim: string]: Claim }; verdict: 'approved' | 'rejected' | 'open' } {
  const { by, approves, deciding } = vote;
  const one = claimIn(claims, claim);
  if (one.approved) return refuse('already_so', `${claim} was approved`);
  if (!deciding.includes(by)) return refuse('not_permitted', `the members other than ${one.by} decide on ${claim}`);
  const needed = deciding.length < vote.needed ? deciding.length : vote.needed;
  const votes = put(one.votes, by, approves);
  const approvals = keys(votes).filter((member) => get(votes, member) === true).length;
  if (approvals >= needed) return { claims: put(claims, claim, { ...one, votes: {}, approved: true }), verdict: 'approved' };
  if (keys(votes).length - approvals >= needed) return { claims: without(claims, claim), verdict: 'rejected' };
  return { claims: put(claims, claim, { ...one, votes }), verdict: 'open' };
}

/** Nothing is paid for `day` and those after; where all before it are paid, the claim is gone. */
export function claimEndedBy(claims: Claims, claim: string, day: Day): { [claim: string]: Claim } {
  const one = claimIn(claims, claim);
  const until = earlier(day, one.until);
  return until > one.paid ? put(claims, claim, { ...one, until }) : without(claims, claim);
}

/** So for each claim of a member; but all stay, to be decided, or to be paid once more. */
export function claimsEndedBy(claims: Claims, by: string, day: Day): { [claim: string]: Claim } {
  let after = { ...claims };
  for (const claim of keys(claims)) {
    const one = claimIn(claims, claim);
    if (one.by === by) after = put(after, claim, { ...one, until: earlier(one.until, day) });
  }
  return after;
}
