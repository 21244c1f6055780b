/** Reads what a member declares of their means, attested by whom the charter names. */
import { operator, readAmounts, type Names } from './names.ts';
import type { Act } from './acts.ts';
import type { Place } from './yaml-place.ts';

const keys = ['of', 'by'];

/** Everything besides is an amount per unit; a unit that isn't named stays as it was declared. */
export function readMeans(place: Place, names: Names): Act {
  const of = place.need('of').oneOf(names.members, 'member');
  const by = place.optional('by')?.oneOf([...names.members, operator], 'member') ?? null;
  const means = readAmounts(place, names.units, 'positive', keys);
  if (place.entries().every(([key]) => keys.includes(key))) place.problem(`what is declared is missing, as \`${names.units[0]?.id ?? 'crown'}: "800.00"\``);
  return { kind: 'means', of, by, means };
}
