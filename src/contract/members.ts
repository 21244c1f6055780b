/** Who belongs to something from a day on, and leaves it with notice. In the contracts' subset: charged like a contract's own code. */
import type { Day } from '../vocabulary/time.ts';
import { get, keys, without } from './lists.ts';

/** Belongs from `since` through `last`; null: no end is known. */
export type Membership = { readonly since: Day; readonly last: Day | null };

/** Theirs, if they belong on that day. */
export function membershipOn<M extends Membership>(all: { readonly [member: string]: M }, member: string, day: Day): M | undefined {
  const one = get(all, member);
  return one !== undefined && one.since <= day && (one.last === null || day <= one.last) ? one : undefined;
}

/** Who belongs on that day, ascending by id. */
export function belonging(all: { readonly [member: string]: Membership }, day: Day): string[] {
  return keys(all).filter((member) => membershipOn(all, member, day) !== undefined);
}

/** Without those whose last day was before `day`. */
export function withoutGone<M extends Membership>(all: { readonly [member: string]: M }, day: Day): { [member: string]: M } {
  return keys(all).filter((member) => (get(all, member)?.last ?? day) < day).reduce((left, member) => without(left, member), { ...all });
}
