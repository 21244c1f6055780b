/** Changes in plain words: what would be so, which terms would be others, and each leaf that differs. */
import type { Change, Option } from '../vocabulary/changes.ts';
import { charterParts, type CharterPart } from '../vocabulary/charter.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import type { KitManifest, RawTerms } from '../vocabulary/kit.ts';
import { formatDecimal } from '../vocabulary/decimals.ts';
import { readFields, showFields } from '../vocabulary/values.ts';
import { askingLabels, saidValues, sayAsking } from './asking-words.ts';
import { sayPart } from './charter-words.ts';
import type { DifferenceShown, MeasuredShown } from './deciding-shown.ts';
import { differences } from './differences.ts';
import { labelsOf } from './labels.ts';
import { nameOf } from './say.ts';
import { sayBinding } from './sensing-words.ts';
import type { TermChangeShown, TermLabels } from './shown.ts';
import { decimalsOf, subcontractNamed, type ProposedView, type SubcontractView, type View } from './view.ts';
import { valueContextOf } from './value-context.ts';
import { sayValue } from './words.ts';

/** A version as it would be adopted. */
export type Version = { readonly subcontract: string; readonly manifest: KitManifest; readonly code: string; readonly parties: { readonly [party: string]: string }; readonly terms: RawTerms };

/** What a proposal of this change would make so, held against what is so now. */
export function saidOf(view: View, change: Change): ProposedView {
  const version = versionOf(view, change);
  return {
    words: sayChange(view, change), terms: version === null ? [] : changedTerms(view, version), changes: changesOf(view, change),
    options: change.change === 'choice' ? change.options.map((option) => optionShown(view, option)) : [],
  };
}

/** The whole version that a change would bring into force; null: it brings none, or there is nothing to change. */
export function versionOf(view: View, change: Change): Version | null {
  if (change.change === 'adopt' || change.change === 'pilot') return change;
  if (change.change !== 'terms') return null;
  const now = view.subcontracts.get(change.subcontract);
  if (now === undefined) return null;
  const agreed = showFields(now.manifest.terms, now.terms, decimalsOf(view, now.unit));
  return { subcontract: now.id, manifest: now.manifest, code: now.code, parties: { ...now.parties, ...change.parties }, terms: { ...agreed, ...change.terms } };
}

/** Of the terms, or values, that a change is about. */
export function labelsIn(view: View, change: Change): TermLabels {
  if (change.change === 'choice') return Object.assign({}, ...change.options.map((option) => (option.change === undefined ? {} : labelsIn(view, option.change)))) as TermLabels;
  if (change.change === 'act') return askingLabels(view, change);
  const version = versionOf(view, change);
  return version === null ? {} : labelsOf(version.manifest, unitIn(view, version.terms));
}

/** The subcontract that a change is about, if it is about one. */
export function subcontractIn(change: Change): string | null {
  return 'subcontract' in change ? change.subcontract : null;
}

export function sayMeasured(view: View, subcontract: string | null, measured: { readonly [measure in MeasuredShown['measure']]: number }): MeasuredShown[] {
  const unit = subcontractNamed(view, subcontract ?? '')?.unit ?? view.charter?.units[0]?.id ?? '';
  const amount = (value: number): string => `${formatDecimal(value, decimalsOf(view, unit))} ${unit}`;
  const rows: readonly [MeasuredShown['measure'], string, string][] = [
    ['postings', 'payments', String(measured.postings)], ['paid', 'paid in all', amount(measured.paid)], ['owed', 'became owed in all', amount(measured.owed)],
    ['reviews', 'went to review', String(measured.reviews)], ['refused', 'refused', String(measured.refused)], ['marks', 'marks made', String(measured.marks)],
  ];
  return rows.map(([measure, words, value]) => ({ measure, words, value }));
}

function optionShown(view: View, { id, says, change }: Option): ProposedView['options'][number] {
  return { id, says, words: change === undefined ? null : sayChange(view, change), changes: change === undefined ? [] : changesOf(view, change) };
}

function sayChange(view: View, change: Change): string {
  switch (change.change) {
    case 'operator': return `another operator: the keys ${change.keys.map(({ id }) => id).join(', ')} come into force, and all earlier ones of operator, log and gateway go out of force`;
    case 'policy': return `other witnesses of the log: ${sayRuns(view, change.runs)}`;
    case 'adopt': return sayAdoption(view, change);
    case 'recover': return `a new key ${change.key.id} for ${nameOf(view, change.member)}, whose earlier keys go out of force`;
    case 'issue': return `${change.amount} ${change.unit} issued to ${nameOf(view, change.to)}: ${change.reason}`;
    case 'terms': return sayTerms(view, change);
    case 'retire': return `${change.subcontract} is taken away: nothing new begins under it, and it ends when all that is owed under it is settled`;
    case 'stop': return `${change.subcontract} is stopped: what is pending waits, and nothing is rewritten`;
    case 'resume': return `${change.subcontract} goes on`;
    case 'pilot': return `a trial of ${change.subcontract} (${change.manifest.name} ${change.manifest.version}) for ${days(change.days)}, with at least ${change.volunteers_min} ${change.volunteers_min === 1 ? 'volunteer' : 'volunteers'}; it binds them alone`;
    case 'act': return sayAsking(view, change);
    case 'spend': return `${change.amount} ${change.unit} from ${nameOf(view, change.from)} to ${nameOf(view, change.to)}`;
    case 'admit': return `${change.member.name ?? change.member.id} becomes a member`;
    case 'exclude': return `${nameOf(view, change.member)} is a member no more; what is owed stays owed`;
    case 'charter': return `another charter: ${(Object.keys(change.set) as CharterPart[]).map(sayPart).join(', ')}`;
    case 'sensing': return saySensing(change);
    case 'resolution': return 'a resolution';
    case 'ratify': return `an agreement with ${change.with}, by its hash ${change.agreement.slice(0, 8)}`;
    case 'choice': return `one of ${change.options.map(({ id }) => id).join(', ')}`;
  }
}

function saySensing({ bind, unbind }: Change & { change: 'sensing' }): string {
  const parts = [...bind.map(sayBinding), ...(unbind.length === 0 ? [] : [`no more observations by ${unbind.join(', ')}`])];
  return parts.length === 0 ? 'nothing about sensing' : parts.join('; ');
}

function sensingChanges(view: View, { bind, unbind }: Change & { change: 'sensing' }): DifferenceShown[] {
  return [...bind.map((binding) => [binding.id, binding] as const), ...unbind.map((id) => [id, undefined] as const)]
    .flatMap(([id, after]) => differences('binding', [id], view.bindings.get(id)?.binding, after));
}

function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`;
}

function sayRuns(view: View, runs: { readonly [witness: string]: string }): string {
  const said = Object.entries(runs).map(([witness, member]) => `${witness} (run by ${nameOf(view, member)})`);
  return said.length === 0 ? 'as the policy says, run by no member' : said.join(', ');
}

function sayTerms(view: View, { subcontract, terms, parties = {} }: Change & { change: 'terms' }): string {
  const fields = view.subcontracts.get(subcontract)?.manifest.terms ?? {};
  const named = [...Object.keys(terms).map((term) => fields[term]?.label ?? term), ...Object.entries(parties).map(([party, member]) => `${party} ${nameOf(view, member)}`)];
  return `${subcontract}: other terms (${named.join('; ')})`;
}

function sayAdoption(view: View, { subcontract, manifest, parties, code }: Version): string {
  const before = view.subcontracts.get(subcontract);
  const roles = Object.entries(parties).filter(([party, member]) => before?.parties[party] !== member).map(([party, member]) => `${party} ${nameOf(view, member)}`);
  const withRoles = roles.length === 0 ? '' : `, with ${roles.join(', ')}`;
  if (before === undefined) return `a new agreement ${subcontract}: ${manifest.name} ${manifest.version}${withRoles}`;
  const version = before.manifest.version === manifest.version ? `${manifest.name} ${manifest.version}` : `${manifest.name} ${manifest.version} instead of ${before.manifest.version}`;
  return `${subcontract}: ${version}${before.code === code ? ', the same code' : ''}${withRoles}`;
}

// Leaf by leaf

function changesOf(view: View, change: Change): DifferenceShown[] {
  const version = versionOf(view, change);
  if (version !== null) return versionChanges(view, version);
  switch (change.change) {
    case 'charter': return charterChanges(view, change);
    case 'act': return Object.entries(saidValues(view, change)).map(([name, after]): DifferenceShown => ({ what: 'value', place: [name], before: null, after }));
    case 'admit': return [{ what: 'member', place: [change.member.id], before: null, after: change.member.name ?? change.member.id }];
    case 'exclude': return [{ what: 'member', place: [change.member], before: nameOf(view, change.member), after: null }];
    case 'recover': return [{ what: 'key', place: [change.member, change.key.id], before: null, after: change.key.public_key }];
    case 'sensing': return sensingChanges(view, change);
    case 'operator': return change.keys.map(({ id, role, public_key }): DifferenceShown => ({ what: 'key', place: [role, id], before: null, after: public_key }));
    default: return [];
  }
}

function charterChanges({ charter }: View, { set }: Change & { change: 'charter' }): DifferenceShown[] {
  return charterParts.filter((part) => Object.hasOwn(set, part)).flatMap((part) => differences('charter', [part], charter?.[part], set[part]));
}

/** Of a new agreement what would be agreed; of another version what differs, its manifest too. */
function versionChanges(view: View, version: Version): DifferenceShown[] {
  const now = view.subcontracts.get(version.subcontract);
  const kit = now === undefined
    ? [{ what: 'kit' as const, place: ['name'], before: null, after: version.manifest.name }, { what: 'kit' as const, place: ['version'], before: null, after: version.manifest.version }]
    : differences('kit', [], now.manifest, version.manifest);
  return [
    ...changedTerms(view, version).map(({ term, before, after }): DifferenceShown => ({ what: 'term', place: [term], before, after })),
    ...differences('party', [], now?.parties ?? {}, version.parties),
    ...kit,
    ...differences('code', [], now?.code, version.code),
  ];
}

/** For a new agreement what would be agreed, for another version what would be another than now. Terms that can't be read change nothing: they can't be adopted. */
function changedTerms(view: View, { subcontract, manifest, terms }: Version): TermChangeShown[] {
  const now = view.subcontracts.get(subcontract);
  const unit = unitIn(view, terms);
  const read = readTerms(view, manifest, terms);
  return read === null ? [] : termChanges(view, now, { manifest, terms: read, unit });
}

type Agreed = Pick<SubcontractView, 'manifest' | 'terms' | 'unit'>;

/** Exact terms of one version held against those of another; undefined: there is none. */
export function termChanges(view: View, before: Agreed | undefined, after: Agreed): TermChangeShown[] {
  const old = before === undefined ? {} : saidTerms(view, before);
  const now = saidTerms(view, after);
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((term) => old[term] !== now[term])
    .map((term) => ({ term, before: old[term] ?? null, after: now[term] ?? null }));
}

/** The unit of terms as people write them: their own, or the collective's first. */
export function unitIn(view: View, terms: JsonObject): string {
  return typeof terms['unit'] === 'string' ? terms['unit'] : (view.charter?.units[0]?.id ?? '');
}

/** Terms as people write them, read by the kit's types; null: they can't be. */
export function readTerms(view: View, manifest: KitManifest, terms: RawTerms): JsonObject | null {
  const read = readFields(manifest.terms, terms, valueContextOf(view, unitIn(view, terms)), 'terms');
  return read.ok ? read.value : null;
}

function saidTerms(view: View, { manifest, terms, unit }: Agreed): { readonly [term: string]: string } {
  return Object.fromEntries(Object.entries(showFields(manifest.terms, terms, decimalsOf(view, unit))).map(([term, value]) => [term, sayValue(value)]));
}
