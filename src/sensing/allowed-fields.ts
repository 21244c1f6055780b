/** What of a reading is shown to whoever may see a part of it. */
import { isObject } from '../vocabulary/json.ts';
import type { Reading } from './reading.ts';

/** With the names that were let through; where the value is the text of a JSON object, its own members are let through by their names. */
export type ShownReading = { readonly [name: string]: unknown };

/** @param fields names of a reading's own parts (`at`, `value`, `unit`, …) and of the value's members; null: all of it */
export function shownReading(reading: Reading, fields: readonly string[] | null): ShownReading {
  const { stream: _, ...said } = reading;
  if (fields === null) return said;
  const own = Object.fromEntries(Object.entries(said).filter(([name]) => fields.includes(name)));
  if (fields.includes('value')) return own;
  const members = membersOf(reading.value);
  const shown = Object.fromEntries(Object.entries(members).filter(([name]) => fields.includes(name)));
  return Object.keys(shown).length === 0 ? own : { ...own, value: shown };
}

function membersOf(value: Reading['value']): { readonly [name: string]: unknown } {
  if (typeof value !== 'string' || !value.startsWith('{')) return {};
  try {
    const parsed: unknown = JSON.parse(value);
    return isObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}
