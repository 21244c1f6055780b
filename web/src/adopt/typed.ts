/** Terms of an agreement that is being drawn up, as somebody types them over the kit's defaults. */
import type { Json, JsonObject } from '../../../src/vocabulary/json.ts';
import type { Field, Fields, KitManifest, RawTerms, ValueType } from '../../../src/vocabulary/kit.ts';

/** What can be typed into one field. */
export function isSimple({ type }: ValueType): boolean {
  return type !== 'list' && type !== 'map' && type !== 'record';
}

/** Lists and maps of simple values, and lists of records of such: a row for each. */
export function isRows(type: ValueType): type is ValueType & { readonly type: 'list' | 'map' } {
  if (type.type === 'map') return isSimple(type.keys) && isSimple(type.of);
  return type.type === 'list' && (isSimple(type.of) || (type.of.type === 'record' && Object.values(type.of.fields).every(isSimple)));
}

/** What stands when nothing is typed; undefined: it has to be said, or may be left out. */
export function standing(field: Field, firstUnit: string): Json | undefined {
  return field.type === 'unit' && field.default === 'first' ? firstUnit : (field.default as Json | undefined);
}

/** Of a row that is new. */
export function blankOf(type: ValueType, firstUnit: string): Json {
  if (type.type !== 'record') return '';
  return Object.fromEntries(Object.entries(type.fields).map(([name, field]) => [name, standing(field, firstUnit) ?? '']));
}

/** Those that have to be said, and those that may stay as they are. */
export function inTwo(fields: Fields): readonly [must: readonly string[], may: readonly string[]] {
  const names = Object.keys(fields);
  const mustBe = (name: string): boolean => fields[name]?.default === undefined && fields[name]?.optional !== true;
  return [names.filter(mustBe), names.filter((name) => !mustBe(name))];
}

/** Every term as it stands in the form: typed, set before, or the kit's default. */
export function standingTerms({ terms }: KitManifest, kept: RawTerms, typed: RawTerms, firstUnit: string): RawTerms {
  return Object.fromEntries(Object.entries(terms).flatMap(([name, field]): [string, Json][] => {
    const value = typed[name] ?? kept[name] ?? standing(field, firstUnit);
    return value === undefined ? [] : [[name, value]];
  }));
}

/** What is agreed on: what was set before and what is typed now, but for what is as the kit has it anyway. */
export function termsOf({ terms }: KitManifest, kept: RawTerms, typed: RawTerms, firstUnit: string): JsonObject {
  return Object.fromEntries(Object.entries({ ...kept, ...typed }).flatMap(([name, value]): [string, Json][] => {
    const field = terms[name];
    const isTyped = Object.hasOwn(typed, name);
    if (field === undefined || (isTyped && value === '')) return [];
    return isTyped && !Object.hasOwn(kept, name) && isSame(value, standing(field, firstUnit)) ? [] : [[name, value]];
  }));
}

/** `1` typed is the same as the number 1. */
function isSame(typed: Json, there: Json | undefined): boolean {
  if (there === undefined) return false;
  return typeof typed === 'object' || typeof there === 'object' ? JSON.stringify(typed) === JSON.stringify(there) : String(typed).trim() === String(there);
}

/** The kit's name, or with a number where there is an agreement of that name. @example freeName('gifts', ['gifts']) === 'gifts-2' */
export function freeName(kit: string, taken: readonly string[]): string {
  let name = kit;
  for (let nth = 2; taken.includes(name); nth++) name = `${kit}-${nth}`;
  return name;
}

/** Whether a version follows another one. @param version major.minor.patch */
export function isNewer(version: string, than: string): boolean {
  const [a, b] = [version, than].map((each) => each.split('.').map(Number)) as [number[], number[]];
  const place = a.findIndex((part, at) => part !== b[at]);
  return place >= 0 && (a[place] ?? 0) > (b[place] ?? 0);
}
