/** Terms as people call them, with what their numbers are in. */
import { oneOf } from '../../../src/views/kit-sentences.ts';
import type { TermLabel, TermLabels } from '../../../src/views/shown.ts';
import { unitName, written } from './amounts.ts';
import type { Speaking } from './context.ts';
import { phrase } from '../messages/phrase.ts';
import { calledAlone } from './names.ts';

export const noLabels: TermLabels = {};

export function labelOf(labels: TermLabels, term: string): TermLabel {
  const known = labels[term];
  return known === undefined ? { label: calledAlone(term), unit: null } : { ...known, label: phrase(known.label) };
}

/** They stay on one line. Without a unit only what has decimals is surely a number, and no name. @example withUnit('16', { label: 'A house is cold below', unit: '°C' }, unitOf) === '16\u00a0°C' */
export function withUnit(value: string, { unit }: TermLabel, unitOf: Speaking['unitOf']): string {
  if (unit === null) return /^-?\d+\.\d+$/.test(value) ? written(value) : phrase(value);
  return /^-?\d+(\.\d+)?$/.test(value) ? `${written(value)}\u00a0${nameOfUnit(value, unit, unitOf)}` : value;
}

/** A unit of the collective by its name, anything else as the kit says it; one of something in the singular. */
export function nameOfUnit(value: string, unit: string, unitOf: Speaking['unitOf']): string {
  const known = unitOf(unit);
  if (known !== undefined) return unitName(known, value);
  return phrase(Number(value) === 1 ? oneOf(unit) : unit);
}
