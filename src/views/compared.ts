/** Two agreements side by side, or what might become one: term by term as people write them, and where they differ. */
import type { Json } from '../vocabulary/json.ts';
import type { SubcontractShown, TermLabel } from './shown.ts';
import { sayValue } from './words.ts';

export type ComparedSide = Pick<SubcontractShown, 'terms' | 'labels'>;

export type ComparedTerm = {
  readonly term: string;
  /** As people call it, by the first that has it. */
  readonly label: string;
  /** What each has there; null: there is no such term, or nothing is said for it yet. */
  readonly one: ComparedValue | null;
  readonly other: ComparedValue | null;
  readonly differs: boolean;
};

/** As people write it, and what a number counts or is in. */
export type ComparedValue = { readonly value: string; readonly unit: TermLabel['unit'] };

/** In the order of the one's terms; behind them what the other has alone. */
export function comparedTerms(one: ComparedSide, other: ComparedSide): ComparedTerm[] {
  const names = [...new Set([one, other].flatMap(({ labels }) => Object.keys(labels)))];
  return names.map((term) => {
    const [mine, theirs] = [valueIn(one, term), valueIn(other, term)];
    const label = (one.labels[term] ?? other.labels[term])?.label ?? term;
    return { term, label, one: mine, other: theirs, differs: mine?.value !== theirs?.value || isOtherUnit(mine, theirs) };
  });
}

function valueIn({ terms, labels }: ComparedSide, term: string): ComparedValue | null {
  const value: Json | undefined = Object.hasOwn(terms, term) ? terms[term] : undefined;
  return value === undefined ? null : { value: sayValue(value), unit: labels[term]?.unit ?? null };
}

/** What isn't in any unit yet differs from nothing by that. */
function isOtherUnit(one: ComparedValue | null, other: ComparedValue | null): boolean {
  const [mine, theirs] = [one?.unit ?? null, other?.unit ?? null];
  return mine !== null && theirs !== null && mine !== theirs;
}
