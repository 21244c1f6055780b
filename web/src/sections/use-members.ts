/** Everyone: the overview lists the first of many, and whoever looks for a person, or is named, must be found by their name. */
import { overviewMax } from '../../../src/views/queries.ts';
import type { MemberShown, Overview } from '../../../src/views/shown.ts';
import { useLive } from '../api/live.ts';

export const membersAddress = '/api/members';

type Listing = Pick<Overview, 'members' | 'memberCount'>;

/** Whether the overview lists all who belong or did, and what all hold in common: as many as it can may be the first of more. */
export function listsAll({ members }: Pick<Listing, 'members'>): boolean {
  return members.length < overviewMax.members;
}

/** Those whom the overview lists, until the others are there; asked for again when somebody has come or gone. */
export function useMembers(overview: Listing): readonly MemberShown[] {
  const { got } = useLive<readonly MemberShown[]>(listsAll(overview) ? null : membersAddress, overview.memberCount);
  return got?.ok === true ? got.value : overview.members;
}
