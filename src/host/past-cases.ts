/** Cases of the past that concern an agreement: what a cut-off of its terms is held against. */
import type { KernelState } from '../kernel/state.ts';
import { casesOf } from '../views/cases.ts';
import type { CaseShown } from '../views/sensing-shown.ts';
import type { View } from '../views/view.ts';

/**
 * Those that the subcontract listens to by now, also of bindings that have ended; the oldest first.
 * @param binding left out: of all
 */
export function casesHeardBy(view: View, state: Readonly<KernelState>, subcontract: string, binding?: string): CaseShown[] {
  const subjectOf = (id: string): string => view.bindings.get(id)?.versions.findLast((version) => version.binding !== null)?.binding?.subject ?? '';
  return casesOf(view, binding).filter((each) => state.routes.get(`${each.event} ${subjectOf(each.binding)}`)?.includes(subcontract) === true);
}
