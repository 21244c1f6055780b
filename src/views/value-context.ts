/** What values that people write are read with, as of what is shown. */
import type { ValueContext } from '../vocabulary/values.ts';
import { decimalsOf, type View } from './view.ts';

/** @param unit the id of what amounts are in */
export function valueContextOf(view: View, unit: string): ValueContext {
  return { decimals: decimalsOf(view, unit), isMember: (id) => view.members.has(id), isUnit: (id) => view.units.has(id), firstUnit: view.charter?.units[0]?.id ?? '' };
}
