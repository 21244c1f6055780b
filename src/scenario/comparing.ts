/** Compares what is expected with what is, and says where they differ. */
import { compareIds } from '../vocabulary/ids.ts';
import type { Json } from '../vocabulary/json.ts';

export type Fail = (path: string, wanted: Json, found: Json) => void;
export type Named = { readonly [key: string]: unknown };

/** Lists must be equally long, and in each place every key that is expected must fit. */
export function compareLists<T extends Named>(path: string, wanted: readonly Partial<T>[], found: readonly T[], show: (each: T) => Json, fail: Fail): void {
  if (wanted.length !== found.length) return fail(path, wanted.map((each) => show(each as T)), found.map(show));
  for (const [index, each] of wanted.entries()) {
    const there = found[index] as T;
    for (const key of Object.keys(each)) {
      if (each[key] !== there[key]) fail(`${path}[${index}].${key}`, (show(each as T) as Named)[key] as Json, (show(there) as Named)[key] as Json);
    }
  }
}

/** Whether two lists say the same, whatever the order of keys in their records. */
export function same(a: readonly unknown[], b: readonly unknown[]): boolean {
  return JSON.stringify(a.map(sorted)) === JSON.stringify(b.map(sorted));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => compareIds(a, b)).map(([key, each]) => [key, sorted(each)]));
}
