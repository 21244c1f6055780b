/** `frankpledge kit diff`: two versions of a kit, or what is in force and another version of its kit, held against one another. */
import { carriedOver } from '../host/adoptions.ts';
import { connect, type Connection } from '../host/connection.ts';
import { kitDifference, versionInForce, versionOf, type EnvelopeDifference, type KitDifference, type KitVersion, type TermDifference } from '../host/kit-diff.ts';
import { defaultsOf, sayDefault } from '../host/kit-words.ts';
import { kitFolders, kitSource, loadKitsFrom, type Kit } from '../host/kits.ts';
import { saidOf } from '../views/proposed.ts';
import { subcontractOf } from '../views/queries.ts';
import { decimalsOf, type SubcontractView } from '../views/view.ts';
import { fillWords, sayValue } from '../views/words.ts';
import type { KitManifest } from '../vocabulary/kit.ts';
import { findKit } from './find-kit.ts';
import { knownSubcontract } from './names.ts';

export type Comparing = { readonly data: string; readonly kits?: readonly string[] | undefined; readonly json?: boolean | undefined };

/** Two kits, each by its folder or name. */
export function diffKits(values: Comparing, before: string, after: string): number {
  const [old, now] = [findKit(before, values.kits), findKit(after, values.kits)];
  return print(versionOf(old, before, kitSource(old)), versionOf(now, after, kitSource(now)), 'default', values.json === true);
}

/** What is in force as a subcontract, and its kit as it lies at hand: with the terms that an upgrade would keep, the rest by default. */
export async function diffInForce(values: Comparing, given: string): Promise<number> {
  const connection = await connect(values.data, 'read');
  try {
    const id = knownSubcontract(connection, given);
    const now = connection.view.subcontracts.get(id) as SubcontractView;
    const kit = findKit(now.manifest.name, values.kits);
    return print(versionInForce(connection.view, now, sourceOf(now.code, values.kits)), upgraded(connection, now, kit), 'value', values.json === true);
  } finally {
    connection.close();
  }
}

/** A kit at hand whose code is that of the log: the log itself has its hash alone. */
function sourceOf(code: string, more: readonly string[] | undefined): string | null {
  const kit = kitFolders(more).flatMap((folder) => [...loadKitsFrom([folder], () => undefined).values()]).find(({ codeHash }) => codeHash === code);
  return kit === undefined ? null : kitSource(kit);
}

function upgraded({ view }: Connection, now: SubcontractView, { manifest, codeHash, folder, ...kit }: Kit): KitVersion {
  const { kept } = carriedOver(now.agreed, manifest);
  const changed = new Map(saidOf(view, { change: 'adopt', subcontract: now.id, manifest, code: codeHash, parties: now.parties, terms: kept }).terms.map(({ term, after }) => [term, after]));
  const shown = subcontractOf(view, now.id)?.terms ?? {};
  const said = (term: string): string => changed.get(term) ?? (Object.hasOwn(shown, term) ? sayValue(shown[term] ?? null) : sayTerm(manifest, term));
  const terms = Object.fromEntries(Object.keys(manifest.terms).map((term) => [term, said(term)]));
  const unit = terms['unit'] ?? now.unit;
  return {
    from: folder, manifest, code: codeHash, source: kitSource({ manifest, codeHash, folder, ...kit }), terms, values: { ...defaultsOf(manifest), ...kept }, unit, decimals: decimalsOf(view, unit),
    text: fillWords(manifest.text, { ...now.parties, ...terms }),
  };
}

function sayTerm({ terms }: KitManifest, term: string): string {
  const field = terms[term];
  return field === undefined ? '' : sayDefault(field);
}

function print(before: KitVersion, after: KitVersion, value: string, json: boolean): number {
  const difference = kitDifference(before, after);
  const about = ({ from, manifest: { name, version }, code }: KitVersion): object => ({ from, name, version, code });
  if (json) console.log(JSON.stringify({ before: about(before), after: about(after), ...difference }));
  else for (const line of lines(before, after, difference, value)) console.log(line);
  return 0;
}

function lines(before: KitVersion, after: KitVersion, { words, terms, envelope, rest, code }: KitDifference, value: string): string[] {
  const called = ({ from, manifest: { name, version } }: KitVersion): string => `${name} ${version} (${from})`;
  const heading = `${called(before)} → ${called(after)}`;
  const sections = [
    ...section('Plain words', unified(words)),
    ...section('Terms', termLines(terms, value)),
    ...section('At the very most', envelopeLines(envelope)),
    ...section('What it listens to, answers and keeps', unified(rest)),
    ...section('Code', code === null ? ['another one; the earlier source isn\'t at hand, and the log has its hash alone'] : unified(code)),
  ];
  return sections.length === 0 ? [heading, 'No difference.'] : [heading, ...sections];
}

function section(title: string, of: readonly string[]): string[] {
  return of.length === 0 ? [] : ['', `${title}:`, ...of];
}

function unified(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

function termLines(terms: readonly TermDifference[], value: string): string[] {
  const rows = terms.map(({ term, what, before, after }) => [term, what === 'value' ? value : what, before ?? '', after ?? '']);
  return rows.length === 0 ? [] : table([['term', '', 'before', 'after'], ...rows]);
}

function envelopeLines(envelope: readonly EnvelopeDifference[]): string[] {
  const rows = envelope.map(({ reach, whom, what, before, after }) => [reach, whom, what, before ?? 'no limit', after ?? 'no limit']);
  return rows.length === 0 ? [] : table([['reach', 'whom', '', 'before', 'after'], ...rows]);
}

/** Rows in columns as wide as their widest cell, the last as it is. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}
