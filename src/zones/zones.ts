/**
 * The zone table that this release carries: which zones there are, and their rules. A collective goes by the rules that its log names
 * by hash, so a newer table here changes nothing there until an entry says so. Made by scripts/zones.ts.
 */
import type { ZoneRules } from '../vocabulary/zones.ts';
import json from './table.json' with { type: 'json' };

type ZoneTable = {
  /** Release of the IANA Time Zone Database, as `2026f`. */
  readonly version: string;
  readonly source: string;
  readonly zones: { readonly [name: string]: Omit<ZoneRules, 'name'> };
  /** Other names of the same rules. */
  readonly links: { readonly [alias: string]: string };
};

// The compiler takes pairs in JSON for lists of any length; the tests go through all of them.
const table = json as unknown as ZoneTable;

export const zoneTableVersion = table.version;

/** The rules of a zone under the name that was asked for, which may be an alias; undefined when there is no such zone. */
export function zoneRules(name: string): ZoneRules | undefined {
  const rules = own(table.zones, own(table.links, name) ?? name);
  return rules === undefined ? undefined : { name, ...rules };
}

/** All names, aliases included, in code-unit order. */
export function zoneNames(): string[] {
  return [...Object.keys(table.zones), ...Object.keys(table.links)].sort();
}

/** `toString` is no zone. */
function own<T>(record: { readonly [key: string]: T }, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
