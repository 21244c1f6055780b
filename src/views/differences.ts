/** What is another one, leaf by leaf, as people write it: of terms, of parts of the charter, of a kit's manifest, of a revision. */
import type { Edit } from '../vocabulary/changes.ts';
import type { Entrenched, Matter } from '../vocabulary/charter.ts';
import type { Share } from '../vocabulary/deciding.ts';
import { isObject, type Json, type JsonObject } from '../vocabulary/json.ts';
import { formatInstant } from '../vocabulary/time.ts';
import { sayEntrenched, sayMatter } from './charter-words.ts';
import type { DifferenceShown } from './deciding-shown.ts';
import { sayValue } from './words.ts';

type What = DifferenceShown['what'];

/**
 * Lists of things that have a name are held against each other by name, other lists as a whole. Undefined and null are nothing. A clause of a
 * charter that comes or goes whole is one leaf, in its words.
 */
export function differences(what: What, place: readonly string[], before: unknown, after: unknown): DifferenceShown[] {
  if (same(before, after)) return [];
  const clause = what === 'charter' && isNothing(before) !== isNothing(after) ? sayClause(place, before ?? after) : undefined;
  if (clause !== undefined) return [{ what, place, before: isNothing(before) ? null : clause, after: isNothing(after) ? null : clause }];
  const [old, now] = [membersOf(before), membersOf(after)];
  const open = (side: ReadonlyMap<string, unknown> | null, value: unknown): boolean => side !== null || isNothing(value);
  if (open(old, before) && open(now, after) && (old ?? now)?.size !== 0) {
    const names = [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])].sort();
    return names.flatMap((name) => differences(what, [...place, name], old?.get(name), now?.get(name)));
  }
  return [{ what, place, before: said(before), after: said(after) }];
}

/** Undefined: it is no clause as a whole. */
function sayClause([part, name, ...inside]: readonly string[], clause: unknown): string | undefined {
  if (name === undefined || inside.length > 0) return undefined;
  if (part === 'matters') return sayMatter(clause as Matter);
  return part === 'entrenched' ? sayEntrenched(clause as Entrenched) : undefined;
}

/** The differences of an amendment, as they were written. */
export function editsShown(edits: readonly Edit[]): DifferenceShown[] {
  return edits.flatMap((edit): DifferenceShown[] => {
    switch (edit.edit) {
      case 'title': return [{ what: 'title', place: [], before: edit.before, after: edit.after }];
      case 'paragraph': return [{ what: 'paragraph', place: [edit.id], before: edit.before, after: edit.after }];
      case 'term': return [{ what: 'term', place: [edit.term], before: said(edit.before), after: said(edit.after) }];
      case 'value': return [{ what: 'value', place: [edit.value], before: said(edit.before), after: said(edit.after) }];
      case 'party': return [{ what: 'party', place: [edit.party], before: edit.before, after: edit.after }];
      case 'part': return differences('charter', [edit.part], edit.before, edit.after);
      case 'code': return [{ what: 'code', place: [], before: edit.before, after: edit.after }, { what: 'kit', place: ['version'], before: null, after: edit.manifest.version }];
      case 'effective': return [{ what: 'effective', place: [], before: sayWhen(edit.before), after: sayWhen(edit.after) }];
    }
  });
}

/** An instant in words: UTC to the second. */
export function sayWhen(instant: number): string;
export function sayWhen(instant: number | null): string | null;
export function sayWhen(instant: number | null): string | null {
  return instant === null ? null : formatInstant(instant).replace(/\.\d+Z$/, 'Z');
}

/** What is in a record, or in a list of named things; null: it is a leaf. */
function membersOf(value: unknown): ReadonlyMap<string, unknown> | null {
  if (Array.isArray(value)) return namedIn(value);
  return isObject(value) && !isShare(value) ? new Map(Object.entries(value as JsonObject)) : null;
}

function namedIn(list: readonly unknown[]): ReadonlyMap<string, unknown> | null {
  if (list.length === 0) return new Map();
  const named = list.map((each) => (isObject(each) ? ((each as JsonObject)['name'] ?? (each as JsonObject)['id']) : undefined));
  if (!named.every((name) => typeof name === 'string') || new Set(named).size !== named.length) return null;
  return new Map(named.map((name, place) => [name as string, list[place]]));
}

/** A part of a whole is one value, as `2/3`: above and below by themselves nobody can read. */
function isShare(value: unknown): value is Share {
  return isObject(value) && Object.keys(value).length === 2 && typeof (value as JsonObject)['numerator'] === 'number' && typeof (value as JsonObject)['denominator'] === 'number';
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

function said(value: unknown): string | null {
  if (isShare(value)) return `${value.numerator}/${value.denominator}`;
  return isNothing(value) ? null : sayValue(value as Json);
}

function same(a: unknown, b: unknown): boolean {
  if (isNothing(a)) return isNothing(b);
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((each, place) => same(each, b[place]));
  if (!isObject(a) || !isObject(b) || Array.isArray(a) || Array.isArray(b)) return a === b;
  const [left, right] = [a as JsonObject, b as JsonObject];
  return Object.keys(left).length === Object.keys(right).length && Object.keys(left).every((name) => Object.hasOwn(right, name) && same(left[name], right[name]));
}
