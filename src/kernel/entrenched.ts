/**
 * What an ordinary vote can't touch: caps on terms, and parts of the charter, each with the one way by which it can be changed. A proposal across
 * a cap is out of order; one that changes the cap itself takes its way.
 */
import type { Charter, CharterPart, Entrenched } from '../vocabulary/charter.ts';
import type { Adoption, Change } from '../vocabulary/changes.ts';
import { compareIds } from '../vocabulary/ids.ts';
import { saysSame } from '../vocabulary/json.ts';
import type { KitManifest } from '../vocabulary/kit.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';
import type { Refusal } from '../vocabulary/result.ts';
import { readValue } from '../vocabulary/values.ts';
import { unitOf } from './envelope.ts';
import type { KernelState } from './state.ts';
import { contextOf, readTerms } from './terms.ts';
import { groupOf } from './voters.ts';

type TermCap = Extract<Entrenched['cap'], { term: string }>;

/** What the caps that a change of the charter touches ask for together. */
export type Way = { readonly names: readonly string[]; readonly consent: readonly string[]; readonly votes: number; readonly apartDays: number };

/** Why these terms can't be adopted by an ordinary vote, if they cross a cap. */
export function capRefusal(state: KernelState, adoption: Pick<Adoption, 'subcontract' | 'manifest' | 'terms'>): Refusal | null {
  const terms = readTerms(state, adoption.manifest, adoption.terms);
  if (!terms.ok) return terms.refusal;
  const unit = unitOf(state, terms.value);
  const context = contextOf(state, { unit });
  const before = state.subcontracts.get(adoption.subcontract)?.unit ?? unit;
  for (const [name, entrenched] of capsOn(state, adoption)) {
    const { cap } = entrenched;
    if (before !== unit && adoption.manifest.terms[cap.term]?.type === 'amount') return crossed(name, entrenched, `${adoption.subcontract}.${cap.term} is entrenched in ${before}, and would be so many ${unit}`);
    const field = adoption.manifest.terms[cap.term];
    const value = terms.value[cap.term];
    if (field === undefined || typeof value !== 'number') return crossed(name, entrenched, `${adoption.subcontract} would not have the term ${cap.term}, which is entrenched`);
    for (const side of ['at_most', 'at_least'] as const) {
      const bound = cap[side];
      const limit = bound === undefined ? null : readValue(field, bound, context, `entrenched ${name}`);
      if (limit === null || (limit.ok && typeof limit.value === 'number' && (side === 'at_most' ? value <= limit.value : value >= limit.value))) continue;
      const [term, wanted] = [`${adoption.subcontract}.${cap.term}`, String(adoption.terms[cap.term])];
      return crossed(name, entrenched, side === 'at_most' ? `${term} may be at most ${String(bound)}, not ${wanted}` : `${term} may be at least ${String(bound)}, not ${wanted}`);
    }
  }
  return null;
}

/** A promise of at least so much can't be had from by taking the whole of it away. */
export function retireCapRefusal(state: KernelState, subcontract: string): Refusal | null {
  const manifest = state.subcontracts.get(subcontract)?.manifest;
  const found = manifest === undefined ? undefined : capsOn(state, { subcontract, manifest }).find(([, { cap }]) => cap.at_least !== undefined);
  return found === undefined ? null : crossed(found[0], found[1], `${subcontract} can't be taken away while ${found[1].cap.term} is entrenched`);
}

/** The way that a change of the charter has to take; null: the ordinary one. */
export function wayOf(state: KernelState, change: Change): Way | null {
  if (change.change !== 'charter' || state.charter === null) return null;
  const touched = touchedCaps(state.charter, change.set);
  if (touched.length === 0) return null;
  const ways = touched.map(([, { way }]) => way);
  return {
    names: touched.map(([name]) => name),
    consent: [...new Set(touched.flatMap(([, entrenched]) => protectedBy(state, entrenched)))].sort(compareIds),
    votes: Math.max(...ways.map(({ votes }) => votes)), apartDays: Math.max(...ways.map(({ apart_days }) => apart_days)),
  };
}

/** The parties whose consent a cap asks for and who would be replaced: else who isn't asked any more could be put in their place first. */
export function protectedLeaving(state: KernelState, change: Change): string[] {
  if (change.change === 'choice') return change.options.flatMap((option) => (option.change === undefined ? [] : protectedLeaving(state, option.change)));
  if (change.change !== 'adopt' && change.change !== 'terms') return [];
  const before = state.subcontracts.get(change.subcontract);
  if (before === undefined) return [];
  const after = change.change === 'adopt' ? change.parties : { ...before.parties, ...change.parties };
  const named = capsOn(state, { subcontract: before.id, manifest: before.manifest }).flatMap(([, { way: { consent } }]) => (typeof consent === 'string' && consent.startsWith('party:') ? [consent.slice('party:'.length)] : []));
  return named.filter((party) => before.parties[party] !== after[party]).map((party) => before.parties[party] ?? '').filter((member) => state.members.get(member)?.left === null);
}

/** Why it can't be done without the way of caps that it touches, when it didn't take it: it was proposed before there were these. */
export function wayRefusal(state: KernelState, change: Change, taken: readonly string[]): Refusal | null {
  const missing = wayOf(state, change)?.names.find((name) => !taken.includes(name));
  return missing === undefined ? null : no('out_of_order', `it touches what is entrenched as ${missing}, and wasn't voted on in the way for that: propose it by itself`);
}

function touchedCaps({ entrenched = {}, groups }: Charter, set: { readonly [part in CharterPart]?: unknown }): [string, Entrenched][] {
  const next = (set.entrenched ?? {}) as NonNullable<Charter['entrenched']>;
  return Object.entries(entrenched).sort(([a], [b]) => compareIds(a, b)).filter(([name, each]) => {
    if (Object.hasOwn(set, 'entrenched') && !saysSame(next[name], each)) return true;
    if (Object.hasOwn(set, 'groups') && isRegrouped(groups, set.groups as Charter['groups'], each)) return true;
    return 'charter' in each.cap && each.cap.charter.some((part) => Object.hasOwn(set, part));
  });
}

/** Whether others would belong to the group whose consent the cap asks for: who is put out of it would be asked no more. */
function isRegrouped(before: Charter['groups'], after: Charter['groups'], { way: { consent } }: Entrenched): boolean {
  if (typeof consent !== 'string' || !consent.startsWith('group:')) return false;
  const name = consent.slice('group:'.length);
  const sorted = (groups: Charter['groups']): string => JSON.stringify([...(groups?.[name] ?? [])].sort(compareIds));
  return sorted(before) !== sorted(after ?? {});
}

/** Whose yes it takes, without those who have left. */
function protectedBy(state: KernelState, { cap, way: { consent } }: Entrenched): string[] {
  const there = (member: string | undefined): member is string => state.members.get(member ?? '')?.left === null;
  if (typeof consent !== 'string') return consent.filter(there);
  if (consent.startsWith('group:')) return groupOf(state, consent.slice('group:'.length)).filter(there);
  const about = 'term' in cap ? [...state.subcontracts.values()].filter(({ id, manifest }) => isAbout(cap, id, manifest)) : [...state.subcontracts.values()];
  if (consent.startsWith('part:')) return about.flatMap(({ id }) => state.consenting.get(`${id} ${consent.slice('part:'.length)}`) ?? []).filter(there);
  return about.map(({ parties }) => parties[consent.slice('party:'.length)]).filter(there);
}

function capsOn({ charter }: KernelState, { subcontract, manifest }: Pick<Adoption, 'subcontract' | 'manifest'>): [string, Entrenched & { readonly cap: TermCap }][] {
  return Object.entries(charter?.entrenched ?? {}).sort(([a], [b]) => compareIds(a, b))
    .flatMap(([name, entrenched]): [string, Entrenched & { readonly cap: TermCap }][] => ('term' in entrenched.cap && isAbout(entrenched.cap, subcontract, manifest) ? [[name, { ...entrenched, cap: entrenched.cap }]] : []));
}

function isAbout(cap: TermCap, subcontract: string, manifest: KitManifest): boolean {
  return (cap.subcontract === undefined || cap.subcontract === subcontract) && (cap.kit === undefined || cap.kit === manifest.name);
}

function crossed(name: string, { says, way: { consent, votes, apart_days } }: Entrenched, detail: string): Refusal {
  const whom = typeof consent !== 'string' ? consent.join(', ') : consent.startsWith('party:') ? `the ${consent.slice('party:'.length)}`
    : consent.startsWith('part:') ? `each who has taken up the part ${consent.slice('part:'.length)}` : consent.slice('group:'.length);
  const votesWords = votes === 1 ? 'a vote' : `${votes} votes ${apart_days} days apart`;
  return no('out_of_order', `${detail}: ${says} (${name}). The way is to change that cap in the charter first: with the consent of ${whom}, and ${votesWords}`);
}

function no(code: RefusalCode, detail: string): Refusal {
  return { code, detail };
}
