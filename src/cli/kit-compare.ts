/** `frankpledge kit compare`: two kits, two agreements, or a kit and an agreement, side by side. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isAddress } from '../host/log-client.ts';
import { compareKits, viewOfLog, type ComparedPart, type KitComparison } from '../host/kit-compare.ts';
import { versionInForce, versionOf, type KitVersion } from '../host/kit-diff.ts';
import { kitSource } from '../host/kits.ts';
import { sayPlace } from '../host/any-source.ts';
import type { ComparedValue } from '../views/compared.ts';
import { UsageError } from './errors.ts';
import { findKit, isKitName } from './find-kit.ts';
import { UnknownNameError } from './names.ts';
import { createProgress } from './progress.ts';

export type Comparing = { readonly kits?: readonly string[] | undefined; readonly json?: boolean | undefined };

/** Each is a kit's name or folder, or an agreement as `SOURCE#SUBCONTRACT`, in a data folder, an exported file or at an address. */
export async function compare({ kits, json }: Comparing, one: string, other: string): Promise<number> {
  const [mine, theirs] = [await versionAt(one, kits), await versionAt(other, kits)];
  const comparison = compareKits(mine, theirs);
  if (json === true) console.log(JSON.stringify({ one: aboutOf(mine), other: aboutOf(theirs), ...comparison }));
  else for (const line of lines(mine, theirs, comparison)) console.log(line);
  return 0;
}

function aboutOf({ from, manifest: { name, version, title }, code }: KitVersion): object {
  return { from, name, version, title, code };
}

async function versionAt(given: string, kits: readonly string[] | undefined): Promise<KitVersion> {
  if (isKit(given, kits)) {
    const kit = findKit(given, kits);
    return versionOf(kit, given, kitSource(kit));
  }
  const { source, subcontract } = agreementIn(given);
  if (subcontract === null && !isAddress(source) && !existsSync(source)) findKit(given, kits); // says which kits there are
  const progress = createProgress('reading');
  try {
    const view = await viewOfLog(source, progress.at);
    const known = [...view.subcontracts.keys()];
    const id = subcontract ?? (known.length === 1 ? known[0] : undefined);
    if (id === undefined) throw new UsageError(`there ${known.length === 0 ? 'is no agreement' : 'are several agreements'} in ${sayPlace(source)}`, known.length === 0 ? 'Name another one.' : `Name one of them: ${known.map((each) => `${sayPlace(source)}#${each}`).join(', ')}`);
    const found = view.subcontracts.get(id);
    if (found === undefined) throw new UnknownNameError('unknown_subcontract', 'subcontract', id, known);
    return { ...versionInForce(view, found, null), from: `${sayPlace(source)}#${id}` };
  } finally {
    progress.end();
  }
}

function isKit(given: string, kits: readonly string[] | undefined): boolean {
  return existsSync(join(given, 'kit.yaml')) || (!given.includes('#') && isKitName(given, kits));
}

/** The part behind the last `#` names the agreement; a path may have one of its own. */
function agreementIn(given: string): { readonly source: string; readonly subcontract: string | null } {
  const place = existsSync(given) ? -1 : given.lastIndexOf('#');
  return place < 0 ? { source: given, subcontract: null } : { source: given.slice(0, place), subcontract: given.slice(place + 1) };
}

function lines(one: KitVersion, other: KitVersion, { terms, most, parts }: KitComparison): string[] {
  const [mine, theirs] = [calledIn(one), calledIn(other)];
  const all = [...terms, ...most, ...parts];
  const differing = all.filter(({ differs }) => differs).length;
  const limited = (limit: string | null): string => limit ?? 'no such limit';
  return [
    ...section('Terms', table([[false, '', mine, theirs], ...terms.map((term): Line => [term.differs, term.label, valueSaid(term.one), valueSaid(term.other)])])),
    ...section('At the very most', table([[false, '', mine, theirs], ...most.map((limit): Line => [limit.differs, `${limit.whom}, ${limit.what}`, limited(limit.one), limited(limit.other)])])),
    ...section('Taken up by consent', parts.flatMap((part) => partLines(part, mine, theirs))),
    differing === 0 ? 'They differ in nothing of this.' : `${mark(true)}differs: ${differing} of ${all.length}`,
  ];
}

function calledIn({ from, manifest: { name, version } }: KitVersion): string {
  return from === name ? `${name} ${version}` : `${from} (${name} ${version})`;
}

function section(title: string, of: readonly string[]): string[] {
  return of.length === 0 ? [] : [`${title}:`, ...of, ''];
}

type Line = readonly [differs: boolean, what: string, one: string, other: string];

/** Columns as wide as their widest cell, the last as it is. */
function table(rows: readonly Line[]): string[] {
  const [first, second] = [1, 2].map((column) => Math.max(...rows.map((row) => String(row[column]).length))) as [number, number];
  return rows.length < 2 ? [] : rows.map(([differs, what, one, other]) => `${mark(differs)}${what.padEnd(first)}  ${one.padEnd(second)}  ${other}`.trimEnd());
}

function partLines({ part, one, other, differs }: ComparedPart, mine: string, theirs: string): string[] {
  const said = (says: string | null): string => says ?? 'no such part';
  return differs ? [`${mark(true)}${part}`, `      ${mine}: ${said(one)}`, `      ${theirs}: ${said(other)}`] : [`${mark(false)}${part}: ${said(one)}`];
}

function mark(differs: boolean): string {
  return differs ? '* ' : '  ';
}

function valueSaid(value: ComparedValue | null): string {
  if (value === null) return '–';
  return value.unit === null || !/^-?\d+(\.\d+)?$/.test(value.value) ? value.value : `${value.value} ${value.unit}`;
}
