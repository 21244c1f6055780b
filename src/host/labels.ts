/** Names of classes, in ascending order. */
import { classesMax } from '../sensing/learn/read-model.ts';
import { TableError } from './tables.ts';

/**
 * As numbers where all are whole, so that 1 and 1.0 are one class; else as text.
 * @param column for a message about too many
 * @throws TableError
 */
export function labelsOf(names: readonly string[], column: string): { readonly classes: readonly string[]; readonly placeOf: (name: string) => number } {
  const areWhole = names.every((name) => Number.isSafeInteger(Number(name)));
  const own = (name: string): string => (areWhole ? String(Number(name)) : name);
  const classes = [...new Set(names.map(own))].sort((a, b) => (areWhole ? Number(a) - Number(b) : a < b ? -1 : 1));
  if (classes.length > classesMax) throw new TableError('nothing_to_learn', `${column} has ${classes.length} different values, and at most ${classesMax} are classes: it looks like a measurement`);
  const places = new Map(classes.map((name, place) => [name, place]));
  return { classes, placeOf: (name) => places.get(own(name)) ?? -1 };
}
