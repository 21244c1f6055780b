/** What an agreement can do to a member at the most, as a person reads it. */
import type { AtMostShown, BoundBy, BoundCaseShown } from '../views/bound-shown.ts';

export function boundLines({ subcontract, kit, version, standing, bound, accepted, words, offered, waysOut, left }: BoundBy): string[] {
  return [
    `${subcontract} (${kit} ${version}, ${standing.words})${bound ? '' : ': not bound'}`,
    ...accepted.map((each) => `  since: ${each.words}`),
    `  at the most: ${words}`,
    ...offered.map((limit) => `  could be taken up: ${sayLimit(limit)}`),
    ...waysOut.map((way) => `  way out: ${way.words}`),
    `  left then: ${left.words}`,
  ];
}

/** What a proposal would change for one who looks. */
export function caseLines({ option, words, after, differs }: BoundCaseShown): string[] {
  const asNow = differs === 'same' ? after.map((limit) => `as now, ${sayLimit(limit)}`) : [];
  return [...words, ...asNow].map((each) => `${option === null ? '' : `${option}: `}${each}`);
}

export function sayLimit({ as, name, words }: AtMostShown): string {
  return `${words}${as === 'part' ? `, under ${String(name)}` : as === 'party' ? `, as its ${String(name)}` : as === 'purse' ? `, out of the purse ${String(name)}` : ''}`;
}
