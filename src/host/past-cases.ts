/** Cases of the past: what a cut-off is held against. */
import type { KernelState } from '../kernel/state.ts';
import { casesOf } from '../views/cases.ts';
import type { CaseShown } from '../views/sensing-shown.ts';
import type { PastCaseShown } from '../views/things-shown.ts';
import type { View } from '../views/view.ts';

/** Left out: of all. */
export type CasesOf = { readonly subcontract?: string | undefined; readonly binding?: string | undefined };

/** Also of bindings that have ended, and of a subcontract those that it listens to by now; the oldest first. */
export function pastCases(view: View, state: Readonly<KernelState>, { subcontract, binding }: CasesOf): PastCaseShown[] {
  const subjectOf = (id: string): string => view.bindings.get(id)?.versions.findLast((version) => version.binding !== null)?.binding?.subject ?? '';
  const isHeard = (each: CaseShown): boolean => subcontract === undefined || state.routes.get(`${each.event} ${subjectOf(each.binding)}`)?.includes(subcontract) === true;
  return casesOf(view, binding).filter(isHeard).map(shown);
}

/** An observation that names nobody says nothing of a person. */
function shown({ observation, binding, event, at, p, raw, truth, how, person }: CaseShown): PastCaseShown {
  return { observation, binding, event, at, p: { event: p.event, person: raw.person === undefined ? null : p.person }, truth, how, person };
}
