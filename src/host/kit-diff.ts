/** What differs between two versions of a kit, or between what is in force and what would be: in plain words, term by term, in reach, in code. */
import { stringify } from 'yaml';
import { canonical } from '../log/canonical.ts';
import { subcontractOf } from '../views/queries.ts';
import { decimalsOf, type SubcontractView, type View } from '../views/view.ts';
import { sayValue } from '../views/words.ts';
import { decimalsMax } from '../vocabulary/amounts.ts';
import type { EnvelopeRule, Field, KitManifest, PeriodRule, RawTerms } from '../vocabulary/kit.ts';
import { amountWith, defaultsOf, agreedDays, sayDefault, sayDebited, sayLimit, sayPeriod, sayType, textWithDefaults } from './kit-words.ts';
import type { Kit } from './kits.ts';
import { unifiedDiff } from './text-diff.ts';

/** One of the two. */
export type KitVersion = {
  /** Where it comes from, as a folder or a subcontract's id. */
  readonly from: string;
  readonly manifest: KitManifest;
  /** The code's hash. */
  readonly code: string;
  /** contract.ts; null where only its hash is known. */
  readonly source: string | null;
  /** The agreement with its terms filled in. */
  readonly text: string;
  /** Terms as people write them: agreed, or defaults. */
  readonly terms: { readonly [term: string]: string };
  /** The same, as they would be handed to the kernel; what must still be given isn't there. */
  readonly values: RawTerms;
  /** What its amounts are in; null where none is agreed yet. */
  readonly unit: string | null;
  /** Of its unit; the most that one can have where none is agreed yet. */
  readonly decimals: number;
};

export type TermDifference = {
  readonly term: string;
  /** `new` and `gone` have the type and the value in one. */
  readonly what: 'new' | 'gone' | 'type' | 'value' | 'label' | 'unit' | 'meaning';
  readonly before: string | null;
  readonly after: string | null;
};

/** `otherwise`: in another unit, counted by other periods, or by an amount that isn't known before terms are agreed. Where consent is needed, that counts as wider. */
export type Reach = 'wider' | 'narrower' | 'otherwise';

export type EnvelopeDifference = { readonly whom: string; readonly what: string; readonly reach: Reach; readonly before: string | null; readonly after: string | null };

export type KitDifference = {
  /** Unified: title, agreement, roles, parts, sentences. */
  readonly words: string;
  readonly terms: readonly TermDifference[];
  readonly envelope: readonly EnvelopeDifference[];
  /** Unified, of the rest of the manifest as YAML: what it listens to, what it keeps. */
  readonly rest: string;
  /** Unified; null when the code is another, and one of the sources isn't at hand. */
  readonly code: string | null;
};

/** A subcontract as it is in force. @param source of its code, where that is at hand: a log has its hash alone */
export function versionInForce(view: View, { id, manifest, code, unit, text }: SubcontractView, source: string | null): KitVersion {
  const shown = subcontractOf(view, id)?.terms ?? {};
  return { from: id, manifest, code, text, unit, decimals: decimalsOf(view, unit), source, values: shown, terms: Object.fromEntries(Object.entries(shown).map(([term, value]) => [term, sayValue(value)])) };
}

/** A kit as it lies in its folder, with its defaults. */
export function versionOf(kit: Kit, from: string, source: string): KitVersion {
  const { manifest, codeHash: code } = kit;
  const terms = Object.fromEntries(Object.entries(manifest.terms).map(([term, field]) => [term, sayDefault(field)]));
  return { from, manifest, code, source, text: textWithDefaults(manifest), terms, values: defaultsOf(manifest), unit: null, decimals: decimalsMax };
}

export function kitDifference(one: KitVersion, other: KitVersion): KitDifference {
  const [before, after] = [sorted(one), sorted(other)];
  const unified = (file: string, old: string, now: string): string => unifiedDiff(old, now, { before: `${before.from}/${file}`, after: `${after.from}/${file}` });
  return {
    words: unified('words', plainWords(before), plainWords(after)),
    terms: termDifferences(before, after),
    envelope: envelopeDifferences(before, after),
    rest: unified('kit.yaml', restOf(before.manifest), restOf(after.manifest)),
    code: before.source !== null && after.source !== null ? unified('contract.ts', before.source, after.source) : before.code === after.code ? '' : null,
  };
}

/** What comes out of a log has its names in order, what comes out of a file as they were written: that is no difference. */
function sorted(version: KitVersion): KitVersion {
  return { ...version, manifest: JSON.parse(canonical(version.manifest)) as KitManifest };
}

/** All that members read, a line for each thing. */
function plainWords({ manifest, text }: KitVersion): string {
  const said = (what: string, of: { readonly [name: string]: { readonly says: string } }): string[] => Object.entries(of).map(([name, { says }]) => `${what} ${name}: ${says}`);
  const sentences = Object.entries(manifest.words).map(([code, words]) => `${code}: ${words}`);
  return `${[manifest.title, '', text.trim(), '', ...said('party', manifest.parties), ...said('part', manifest.parts ?? {}), ...sentences].join('\n')}\n`;
}

/** Keys of a manifest that are compared in another way. */
const comparedElsewhere = new Set(['name', 'version', 'title', 'text', 'parties', 'parts', 'words', 'terms', 'envelope']);

function restOf(manifest: KitManifest): string {
  return stringify(Object.fromEntries(Object.entries(manifest).filter(([key]) => !comparedElsewhere.has(key))), { lineWidth: 0 });
}

// Terms

function termDifferences(before: KitVersion, after: KitVersion): TermDifference[] {
  const names = [...new Set([...Object.keys(before.manifest.terms), ...Object.keys(after.manifest.terms)])];
  return names.flatMap((term): TermDifference[] => {
    const [old, now] = [before.manifest.terms[term], after.manifest.terms[term]];
    if (old === undefined) return now === undefined ? [] : [{ term, what: 'new', before: null, after: whole(now, after.terms[term]) }];
    if (now === undefined) return [{ term, what: 'gone', before: whole(old, before.terms[term]), after: null }];
    const row = (what: TermDifference['what'], was: string, is: string): TermDifference[] => (was === is ? [] : [{ term, what, before: was, after: is }]);
    return [
      ...row('type', sayType(old), sayType(now)), ...row('value', before.terms[term] ?? '', after.terms[term] ?? ''),
      ...row('label', old.label ?? '', now.label ?? ''), ...row('unit', old.unit ?? '', now.unit ?? ''), ...row('meaning', old.says ?? '', now.says ?? ''),
    ];
  });
}

function whole(field: Field, value: string | undefined): string {
  return `${sayType(field)}; ${value ?? sayDefault(field)}`;
}

// Envelope

/** One limit of a rule, in its unit's smallest part. `amount` is null when it depends on a term without a value. */
export type Limit = { readonly what: string; readonly amount: number | null; readonly unit: string | null; readonly days: string; readonly says: string };

function envelopeDifferences(before: KitVersion, after: KitVersion): EnvelopeDifference[] {
  const [old, now] = [rulesOf(before), rulesOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key): EnvelopeDifference[] => {
    const [was, is] = [old.get(key), now.get(key)];
    const whom = sayDebited((was ?? is)?.rule.debit ?? 'members');
    if (was === undefined || is === undefined) {
      const all = (limits: readonly Limit[] | undefined): string | null => limits?.map(({ what, says }) => `${what} ${says}`).join(', ') ?? null;
      return [{ whom, what: 'debit', reach: was === undefined ? 'wider' : 'narrower', before: all(was?.limits), after: all(is?.limits) }];
    }
    return limitDifferences(whom, was.limits, is.limits);
  });
}

function limitDifferences(whom: string, was: readonly Limit[], is: readonly Limit[]): EnvelopeDifference[] {
  return [...new Set([...was, ...is].map(({ what }) => what))].flatMap((what): EnvelopeDifference[] => {
    const [old, now] = [was.find((one) => one.what === what), is.find((one) => one.what === what)];
    const reach = reachOf(old, now);
    return reach === undefined ? [] : [{ whom, what, reach, before: old?.says ?? null, after: now?.says ?? null }];
  });
}

/** undefined: no difference. A limit that isn't there holds nobody back. */
function reachOf(old: Limit | undefined, now: Limit | undefined): Reach | undefined {
  if (old === undefined || now === undefined) return old === undefined ? 'narrower' : 'wider';
  if (old.amount === null || now.amount === null) return old.says === now.says ? undefined : 'otherwise';
  if (old.days !== now.days || old.unit !== now.unit) return 'otherwise';
  return old.amount === now.amount ? undefined : now.amount > old.amount ? 'wider' : 'narrower';
}

type ReadRule = { readonly rule: EnvelopeRule; readonly limits: readonly Limit[] };

/** Rules by whom they are about, and by their place among those that are about the same. */
export function rulesOf(version: KitVersion): ReadonlyMap<string, ReadRule> {
  const counts = new Map<string, number>();
  return new Map(version.manifest.envelope.map((rule) => {
    const nth = (counts.get(rule.debit) ?? 0) + 1;
    counts.set(rule.debit, nth);
    return [`${rule.debit} ${nth}`, { rule, limits: limitsOf(version, rule) }];
  }));
}

function limitsOf(version: KitVersion, { per_event, per_person, in_total }: EnvelopeRule): Limit[] {
  const atATime = limitOf(version, 'at a time', per_event, null);
  const fromOne = limitOf(version, 'from one person', per_person.amount, per_person);
  return in_total === undefined ? [atATime, fromOne] : [atATime, fromOne, limitOf(version, 'from all', in_total.amount, in_total)];
}

/** @param stated as in the envelope */
function limitOf({ manifest, values, unit, decimals }: KitVersion, what: string, stated: string, period: PeriodRule | null): Limit {
  const amount = amountWith(manifest, values, decimals, stated);
  const says = `${sayLimit(manifest, amount, decimals, unit, stated)}${period === null ? '' : ` in ${sayPeriod(values, period)}`}`;
  return { what, amount, unit, days: period === null ? '' : agreedDays(values, period), says };
}
