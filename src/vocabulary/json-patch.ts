/**
 * What changed from one JSON value to another, as a JSON Patch (RFC 6902) of `add`, `remove` and `replace`. Lists that went on, lost what is old
 * or had something put in are told item by item, and of items that changed where they stand what changed in them, in time that grows with the
 * lists' length alone; lists whose items changed places are told anew.
 */
import { isObject, type Json } from './json.ts';

export type PatchOperation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: Json }
  | { readonly op: 'remove'; readonly path: string };

/** @example patchBetween({ a: [1, 2] }, { a: [2, 3] }) is [{ op: 'remove', path: '/a/0' }, { op: 'add', path: '/a/1', value: 3 }] */
export function patchBetween(before: Json, after: Json): readonly PatchOperation[] {
  const operations: PatchOperation[] = [];
  tell(before, after, '', operations);
  return operations;
}

function tell(before: Json, after: Json, path: string, into: PatchOperation[]): void {
  if (before === after) return;
  if (Array.isArray(before) && Array.isArray(after)) tellList(before, after, path, into);
  else if (isObject(before) && isObject(after)) tellObject(before, after, path, into);
  else if (JSON.stringify(before) !== JSON.stringify(after)) into.push({ op: 'replace', path, value: after });
}

function tellObject(before: { readonly [name: string]: Json }, after: { readonly [name: string]: Json }, path: string, into: PatchOperation[]): void {
  for (const name of Object.keys(before)) if (!Object.hasOwn(after, name)) into.push({ op: 'remove', path: below(path, name) });
  for (const [name, value] of Object.entries(after)) {
    const known = Object.hasOwn(before, name) ? before[name] : undefined;
    if (known === undefined) into.push({ op: 'add', path: below(path, name), value });
    else tell(known, value, below(path, name), into);
  }
}

function tellList(before: readonly Json[], after: readonly Json[], path: string, into: PatchOperation[]): void {
  const [old, now] = [before.map((item) => JSON.stringify(item)), after.map((item) => JSON.stringify(item))];
  const [had, has] = [new Set(old), new Set(now)];
  const changed = old.length === now.length ? [...old.keys()].filter((at) => old[at] !== now[at]) : null;
  if (changed !== null && (changed.length <= 1 || changed.every((at) => !has.has(old[at] as string) && !had.has(now[at] as string)))) return tellInPlace(before, after, path, into);
  const kept = old.filter((item) => has.has(item));
  const found = now.filter((item) => had.has(item));
  const isAligned = had.size === old.length && has.size === now.length && kept.length === found.length && kept.every((item, at) => item === found[at]);
  // Of a list that is mostly new more would be said than it holds itself.
  if (!isAligned || kept.length * 2 < now.length) return void into.push({ op: 'replace', path, value: [...after] });
  for (let at = old.length - 1; at >= 0; at--) if (!has.has(old[at] as string)) into.push({ op: 'remove', path: `${path}/${at}` });
  for (const [at, item] of after.entries()) if (!had.has(now[at] as string)) into.push({ op: 'add', path: `${path}/${at}`, value: item });
}

/** Items that are others altogether take more words than the list. */
function tellInPlace(before: readonly Json[], after: readonly Json[], path: string, into: PatchOperation[]): void {
  const operations: PatchOperation[] = [];
  for (const [at, item] of after.entries()) tell(before[at] as Json, item, `${path}/${at}`, operations);
  const whole: PatchOperation = { op: 'replace', path, value: [...after] };
  if (JSON.stringify(operations).length <= JSON.stringify([whole]).length) into.push(...operations);
  else into.push(whole);
}

/** RFC 6901: a tilde and a slash in a name are escaped. */
function below(path: string, name: string): string {
  return `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
