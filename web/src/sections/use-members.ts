/** Everyone: the overview lists the first of many, and whoever looks for a person must find each. */
import { overviewMax } from '../../../src/views/queries.ts';
import type { MemberShown, Overview } from '../../../src/views/shown.ts';
import { useAnswer } from '../api/hooks.ts';

export const membersAddress = '/api/members';

type Listing = Pick<Overview, 'members'>;

/** Whether the overview lists all who belong or did, and what all hold in common: as many as it can may be the first of more. */
export function listsAll({ members }: Listing): boolean {
  return members.length < overviewMax.members;
}

/** Those whom the overview lists, until the others are there. */
export function useMembers(overview: Listing): readonly MemberShown[] {
  const all = useAnswer<readonly MemberShown[]>(listsAll(overview) ? null : membersAddress);
  return all?.ok === true ? all.value : overview.members;
}
