/** What people call the terms of a kit, and what their numbers are in. */
import type { KitManifest } from '../vocabulary/kit.ts';
import type { TermLabels } from './shown.ts';

/** @param unit the id of what amounts are in */
export function labelsOf({ terms }: Pick<KitManifest, 'terms'>, unit: string): TermLabels {
  return Object.fromEntries(Object.entries(terms).map(([term, { label, type, unit: own }]) => [term, { label: label ?? named(term), unit: type === 'amount' ? unit : own ?? null }]));
}

/** @example named('base_price') === 'Base price' */
function named(term: string): string {
  const words = spaced(term).trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A name as people read it. @example spaced('base_price') === 'base price' */
export function spaced(name: string): string {
  return name.replaceAll('_', ' ');
}
