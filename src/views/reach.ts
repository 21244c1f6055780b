/** What can't be decided at present by a charter's rules, however people vote: a sentence for each. */
import { outOfReach, type OutOfReach } from '../decisions/reach.ts';
import type { Charter } from '../vocabulary/charter.ts';
import type { Change } from '../vocabulary/changes.ts';
import type { View } from './view.ts';

/** Of a charter, with those who are members now; of nobody nothing is said. */
export function beyondReach(view: View, charter: Charter): string[] {
  const members = [...view.members.values()].filter(({ left, commons, voteless }) => left === null && !commons && voteless !== true).map(({ id }) => id);
  return members.length === 0 ? [] : outOfReach(charter, members).map((each) => sayBeyond(each));
}

/** Of what a proposal would make of the charter, where it is about who decides and how. */
export function notesOn(view: View, change: Change): string[] {
  if (change.change === 'choice') return change.options.flatMap((option) => (option.change === undefined ? [] : notesOn(view, option.change).map((note) => `${option.id}: ${note}`)));
  if (change.change !== 'charter' || view.charter === null || !['matters', 'groups', 'amending'].some((part) => Object.hasOwn(change.set, part))) return [];
  const set = Object.fromEntries(Object.entries(change.set).map(([part, value]) => [part, value ?? undefined]));
  return beyondReach(view, { ...view.charter, ...set });
}

/** @example sayBeyond({ matter: 'rules', group: null, takes: 5, there: 3 }) === 'Nothing can be decided at present in the matter rules: it takes 5 members, and there are 3.' */
function sayBeyond({ matter, group, takes, there }: OutOfReach): string {
  const what = matter === null ? 'No amendment can be taken in at present' : `Nothing can be decided at present in the matter ${matter}`;
  const count = there === 0 ? 'is nobody' : there === 1 ? 'is one' : `are ${there}`;
  return `${what}: it takes ${takes} ${group === null ? (takes === 1 ? 'member' : 'members') : `of the group ${group}`}, and there ${count}.`;
}
