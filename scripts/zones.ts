// Writes src/zones/table.json, the pinned zone table, from compiled zone files (TZif, RFC 9636).
//   node scripts/zones.ts [/usr/share/zoneinfo]
// Changing the table changes what "today" means in a collective only after an entry of kind `zone` names the new rules' hash.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClockChange, YearlyRule, ZoneRules } from '../src/vocabulary/zones.ts';
import { offsetAt } from '../src/vocabulary/zones.ts';

type Rules = Omit<ZoneRules, 'name'>;
type Change = readonly [number, number];
type Named<T> = readonly [name: string, value: T];

/** Changes are listed one by one from the first of these instants to the second (in seconds), and by the yearly rule afterwards. */
const listedFrom = 0; // 1970-01-01T00:00Z
const listedTo = 1_798_761_600; // 2027-01-01T00:00Z

function main(folder: string): void {
  const { version, names, links: aliases } = readIndex(readFileSync(join(folder, 'tzdata.zi'), 'utf8'));
  const all = names.map((name): Named<Rules> => [name, zoneFromTzif(readFileSync(join(folder, name)), name)]);
  const { zones, same } = shared(all, readFileSync(join(folder, 'zone1970.tab'), 'utf8'));
  const links = aliases.map(([alias, name]): Named<string> => [alias, same.get(name) ?? name]);
  for (const [alias, name] of same) links.push([alias, name]);
  const path = join(import.meta.dirname, '..', 'src', 'zones', 'table.json');
  const text = tableText(version, zones, links.sort(byName));
  writeFileSync(path, text);
  console.log(`${path}: tzdata ${version}, ${zones.length} zones, ${links.length} links, ${text.length} bytes`);
}

/** The names of zones and links in a `tzdata.zi`: its lines start with `Z` and `L`. Factory is a placeholder, not a zone. */
export function readIndex(text: string): { version: string; names: string[]; links: Named<string>[] } {
  const version = /^# version (\S+)/.exec(text)?.[1];
  if (version === undefined) throw new Error('tzdata.zi does not start with its version');
  const names = [...text.matchAll(/^Z (\S+) /gm)].map((match) => match[1] ?? '').filter((name) => name !== 'Factory');
  const links = [...text.matchAll(/^L (\S+) (\S+)$/gm)].map((match): Named<string> => [match[2] ?? '', match[1] ?? '']);
  const target = new Map(links);
  const resolve = (name: string): string => { // a link may lead to another
    const next = target.get(name);
    return next === undefined ? name : resolve(next);
  };
  return { version, names: names.sort(), links: links.map(([alias]): Named<string> => [alias, resolve(alias)]) };
}

/**
 * Zones that differ only before 1970 share one entry, under the name that `zone1970.tab` lists (the most populous place): `same` leads
 * there from the others.
 */
function shared(all: readonly Named<Rules>[], zone1970: string): { zones: Named<Rules>[]; same: Map<string, string> } {
  const listed = new Set([...zone1970.matchAll(/^[^#\t]+\t[^\t]+\t(\S+)/gm)].map((match) => match[1]));
  const byText = new Map<string, Named<Rules>>();
  const same = new Map<string, string>();
  for (const [name, rules] of [...all].sort((a, b) => Number(listed.has(b[0])) - Number(listed.has(a[0])) || byName(a, b))) {
    const first = byText.get(JSON.stringify(rules));
    if (first === undefined) byText.set(JSON.stringify(rules), [name, rules]);
    else same.set(name, first[0]);
  }
  return { zones: [...byText.values()].sort(byName), same };
}

function byName(a: Named<unknown>, b: Named<unknown>): number {
  return a[0] < b[0] ? -1 : 1;
}

/** One line a zone, so that a new release of the table shows what it changes. */
function tableText(version: string, zones: readonly Named<Rules>[], links: readonly Named<string>[]): string {
  const lines = (pairs: readonly Named<unknown>[]): string =>
    pairs.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',\n');
  const source = 'IANA Time Zone Database (public domain), by scripts/zones.ts';
  return `{"version":${JSON.stringify(version)},"source":${JSON.stringify(source)},"zones":{\n${lines(zones)}\n},"links":{\n${lines(links)}\n}}\n`;
}

/** A zone's rules from its compiled file. Throws when the rules can't say what the file says. */
export function zoneFromTzif(file: Uint8Array, name: string): Rules {
  const { first, changes, footer } = parseTzif(file, name);
  const { standard, rule } = parseFooter(footer, name);
  const yearly = rule === undefined ? {} : { rule };
  // A file may end its list early where the footer says the rest ("slim" files).
  const all = [...changes, ...laterChanges(changes.at(-1)?.[0] ?? listedFrom, { initial: standard, changes: [], ...yearly }, name)];
  // A few zones have changes ahead that no rule says (Gaza's go by the moon): for them the list goes on as far as it has to.
  for (const to of [listedTo, ...all.map(([second]) => second + 1).filter((second) => second > listedTo)]) {
    const rules = { ...between(first, all, to), ...yearly };
    const last = rules.changes.at(-1)?.[1] ?? rules.initial;
    if ((yearly.rule !== undefined || last === standard) && agrees(rules, first, all, name)) return rules;
  }
  throw new Error(`${name}: its footer "${footer}" does not go on from its changes`);
}

/** Explicit changes of the offset from 1970 up to `to`; the others (of the abbreviation alone) say nothing to us. */
function between(first: number, all: readonly Change[], to: number): Rules {
  let offset = first;
  let initial = first;
  const changes: Change[] = [];
  for (const [second, next] of all) {
    if (second >= to) break;
    if (second <= listedFrom) initial = next;
    else if (next !== offset) changes.push([second, next]);
    offset = next;
  }
  return { initial, changes };
}

/** What the rule says between the end of a file's list and the end of ours. */
function laterChanges(after: number, rules: Rules, name: string): Change[] {
  const changes: Change[] = [];
  if (rules.rule === undefined) return changes;
  const zone = { name, ...rules };
  let offset = offsetAt(zone, after * 1000);
  for (let second = after - (after % 900); second < listedTo; second += 900) { // clocks change at quarters of an hour
    const next = offsetAt(zone, second * 1000);
    if (next !== offset && second > after) changes.push([second, next]);
    offset = next;
  }
  return changes;
}

function agrees(rules: Rules, first: number, all: readonly Change[], name: string): boolean {
  const zone = { name, ...rules };
  let before = first;
  for (const [second, offset] of all) {
    const seen = second <= listedFrom || (offsetAt(zone, second * 1000) === offset && offsetAt(zone, second * 1000 - 1) === before);
    if (!seen) return false;
    before = offset;
  }
  return true;
}

/** RFC 9636 s3: the 64-bit block and the footer of a file of version 2 or later. */
export function parseTzif(file: Uint8Array, name: string): { first: number; changes: Change[]; footer: string } {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const head = (at: number): number[] => [20, 24, 28, 32, 36, 40].map((offset) => view.getUint32(at + offset));
  const magic = String.fromCharCode(...file.subarray(0, 4));
  if (magic !== 'TZif' || (file[4] ?? 0) < 0x32) throw new Error(`${name}: no TZif file of version 2 or later`);
  const [utc = 0, std = 0, leap = 0, time = 0, type = 0, char = 0] = head(0);
  const second = 44 + time * 5 + type * 6 + char + leap * 8 + std + utc; // after the 32-bit block
  const [utc2 = 0, std2 = 0, leap2 = 0, count = 0, types = 0, chars = 0] = head(second);
  if (leap2 !== 0) throw new Error(`${name}: counts leap seconds`);
  const times = second + 44;
  const offsetOf = (index: number): number => view.getInt32(times + count * 9 + index * 6);
  const changes = Array.from({ length: count }, (_, i): Change =>
    [Number(view.getBigInt64(times + i * 8)), offsetOf(file[times + count * 8 + i] ?? 0)]);
  const end = times + count * 9 + types * 6 + chars + std2 + utc2;
  const footer = new TextDecoder().decode(file.subarray(end));
  if (!footer.startsWith('\n') || !footer.endsWith('\n')) throw new Error(`${name}: the footer is cut off`);
  return { first: offsetOf(0), changes, footer: footer.trim() };
}

const abbreviation = '(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]+>)';
const clock = '[+-]?\\d{1,3}(?::\\d{2}(?::\\d{2})?)?';
const posix = new RegExp(`^${abbreviation}(${clock})(?:${abbreviation}(${clock})?,([^,]+),([^,]+))?$`);
const monthly = new RegExp(`^M(\\d{1,2})\\.([1-5])\\.([0-6])(?:/(${clock}))?$`);

/**
 * A POSIX TZ string as RFC 9636 s3.3 has it, with its times from -167 to 167 hours. Offsets are in seconds east of UTC, which POSIX
 * counts west. Only rules by month, week and weekday are known: no real zone has Julian days.
 */
export function parseFooter(footer: string, name: string): { standard: number; rule?: YearlyRule } {
  const match = posix.exec(footer);
  if (match === null) throw new Error(`${name}: can't read the footer "${footer}"`);
  const [, west = '', daylightWest, start, end] = match;
  const standard = -seconds(west) || 0;
  if (start === undefined || end === undefined) return { standard };
  const daylight = daylightWest === undefined ? standard + 3600 : -seconds(daylightWest) || 0;
  return { standard, rule: { standard, daylight, start: clockChange(start, name), end: clockChange(end, name) } };
}

function clockChange(text: string, name: string): ClockChange {
  const match = monthly.exec(text);
  if (match === null) throw new Error(`${name}: can't read the rule "${text}"`);
  const [month = 0, week = 0, weekday = 0] = match.slice(1, 4).map(Number);
  return { month, week, weekday, atS: seconds(match[4] ?? '2') };
}

function seconds(text: string): number {
  const [hours = 0, minutes = 0, rest = 0] = text.replace(/^[+-]/, '').split(':').map(Number);
  return (text.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60 + rest);
}

if (import.meta.main) main(process.argv[2] ?? '/usr/share/zoneinfo');
