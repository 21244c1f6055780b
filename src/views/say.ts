/** Why something is as it is, as a sentence, with the numbers that it is made from. */
import { formatDecimal } from '../vocabulary/decimals.ts';
import type { Why } from '../vocabulary/effects.ts';
import { collective, outside } from '../vocabulary/ids.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import type { Obligation, Posting, ReviewItem } from '../vocabulary/outcomes.ts';
import { isPurse, parsePurse } from '../vocabulary/purses.ts';
import { dayMs, formatInstant, type Day, type Instant } from '../vocabulary/time.ts';
import { localDay } from '../vocabulary/zones.ts';
import type { ObservationShown, PostingShown, TermsShown } from './shown.ts';
import { decimalsOf, subcontractNamed, type SubcontractView, type View } from './view.ts';
import { fillWords, kernelWords, showNamed, type NameTypes } from './words.ts';

export type Said = { readonly words: string; readonly numbers: JsonObject };

/** The record that something stands in, with its observations. */
export type Citing = { readonly record: number; readonly recordedAt: Instant; readonly observations: ReadonlyMap<string, ObservationShown> };

/** A kit's words for a code, or the kernel's for its own; the code itself where there are none. */
export function sayNamed(view: View, because: string | null, code: string, data: JsonObject): Said {
  const subcontract = because === null ? undefined : subcontractNamed(view, because);
  if (subcontract === undefined) return sayOwn(view, code, data);
  return sayBy(view, subcontract, code, data);
}

/** What the kernel itself says to a member. A proposal is named by as much of its hash as tells it apart. */
function sayOwn(view: View, code: string, data: JsonObject): Said {
  const { by, party, proposal } = data;
  const named = { ...data, ...(typeof by === 'string' ? { by: actorName(view, by) } : {}), ...(typeof party === 'string' ? { party: nameOf(view, party) } : {}), ...(typeof proposal === 'string' ? { proposal: shortProposal(proposal) } : {}) };
  return { words: fillWords(kernelWords[code] ?? code, named), numbers: data };
}

/** The beginning of a proposal's name, which people type. */
export function shortProposal(id: string): string {
  return id.slice(0, 8);
}

export function actorName(view: View, id: string): string {
  return id === 'operator' && !view.members.has(id) ? 'the operator' : nameOf(view, id);
}

function sayBy(view: View, subcontract: SubcontractView, code: string, data: JsonObject): Said {
  const { types, manifest, unit } = subcontract;
  const numbers = showNamed(types, data, decimalsOf(view, unit));
  const template = Object.hasOwn(manifest.words, code) ? manifest.words[code] : undefined;
  return { words: template === undefined ? code.replaceAll('_', ' ') : fillWords(template, withNames(view, types, numbers)), numbers };
}

export function postingShown(view: View, citing: Citing, posting: Posting, n: number): PostingShown {
  const said = postingWhy(view, posting);
  return {
    id: `${citing.record}.${n}`, record: citing.record, recordedAt: citing.recordedAt, from: posting.from, to: posting.to, unit: posting.unit,
    amount: formatDecimal(posting.amount, decimalsOf(view, posting.unit)), because: posting.because, ref: posting.ref,
    why: said.words, code: posting.why.code, numbers: said.numbers,
    observation: citing.observations.get(posting.ref) ?? view.cited.get(posting.ref) ?? null,
    terms: termsShown(view, posting.because, posting.adopted), consent: posting.consent, pays: posting.pays ?? null,
  };
}

/** @param loan the words of the debt that a guarantor paid on, when they are at hand */
export function obligationWhy(view: View, obligation: Obligation, why: Why, loan?: string): Said {
  const { debtor: from, creditor: to, because } = obligation;
  const own = because === null ? undefined : subcontractNamed(view, because);
  const { code, ...data } = why;
  if (own !== undefined && Object.hasOwn(own.manifest.words, code)) return sayBy(view, own, code, data);
  const ends = { from: nameOf(view, from), to: nameOf(view, to) };
  const template = kernelWords[loan === undefined ? code : `${code}_for`] ?? kernelWords[code] ?? code;
  return { words: fillWords(template, { ...data, ...ends, ...(loan === undefined ? {} : { for: loan }) }), numbers: data };
}

function postingWhy(view: View, posting: Posting): Said {
  const { code, ...data } = posting.why;
  const own = posting.because === null ? undefined : subcontractNamed(view, posting.because);
  const isKernels = code === 'debt' || code === 'reserved' || own === undefined;
  if (!isKernels && Object.hasOwn(own.manifest.words, code)) return sayBy(view, own, code, shareOf(posting, data));
  const ends = { from: nameOf(view, posting.from), to: nameOf(view, posting.to) };
  if (code === 'debt') return debtWhy(view, posting, data, ends);
  if (code === 'paid' && data['reason'] !== undefined) return { words: fillWords(kernelWords['paid_for'] ?? '', { ...data, ...ends }), numbers: data };
  if (code === 'income' && data['payer'] === '') return { words: fillWords(kernelWords['income_unnamed'] ?? '', { ...data, ...ends }), numbers: data };
  const by = typeof data['by'] === 'string' ? { by: nameOf(view, data['by']) } : {};
  return { words: fillWords(kernelWords[code] ?? code, { ...data, ...ends, ...by }), numbers: data };
}

/** What is paid back on several debts at once is several postings with one why: each says its own share, not the whole. */
function shareOf(posting: Posting, data: JsonObject): JsonObject {
  return posting.pays === undefined || typeof data['amount'] !== 'number' ? data : { ...data, amount: posting.amount };
}

/** A payment on a debt says what the debt was for. */
function debtWhy(view: View, posting: Posting, data: JsonObject, ends: { from: string; to: string }): Said {
  const debt = posting.pays === undefined ? undefined : view.obligations.get(posting.pays);
  const day = (value: unknown): string => (typeof value === 'number' ? dayOf(view, value) : '?');
  const values = {
    ...ends, debtor: nameOf(view, debt?.obligation.debtor ?? posting.from), since_day: day(data['since']), due_day: day(data['due']), for: debt?.why ?? '',
  };
  return { words: fillWords(kernelWords[debt === undefined ? 'debt' : 'debt_for'] ?? '', values), numbers: data };
}

export function reviewReason(view: View, review: ReviewItem, opened: Instant): Said {
  if (review.reason === 'late') {
    const days = Math.floor((opened - review.at) / dayMs);
    return { words: fillWords(kernelWords['late'] ?? '', { days }), numbers: { days } };
  }
  const said = sayNamed(view, review.subcontract, review.reason, { by: review.by, ...review.data });
  return said;
}

export function termsShown(view: View, because: string | null, adopted: number | null): TermsShown | null {
  const subcontract = because === null ? undefined : subcontractNamed(view, because);
  if (subcontract === undefined || adopted === null) return null;
  const { id, manifest } = subcontract;
  const then = view.versions.get(id)?.find(({ record }) => record === adopted);
  return { subcontract: id, kit: manifest.name, version: then?.version ?? manifest.version, adopted };
}

/** The local day that the collective's zone shows. */
export function dayOf(view: View, instant: Instant): Day {
  return view.zone === null ? formatInstant(instant).slice(0, 10) : localDay(view.zone, instant);
}

export function nameOf(view: View, id: string): string {
  if (id === outside) return 'the world outside';
  if (id === collective) return 'the collective';
  const purse = isPurse(id) ? parsePurse(id) : null;
  if (purse !== null) {
    const holder = nameOf(view, purse.holder);
    return purse.key === null ? `${holder}'s ${purse.name}` : `${holder}'s ${purse.name} for ${nameOf(view, purse.key)}`;
  }
  return view.members.get(id)?.name ?? id;
}

/** Members by their names, where the type says that it is one; of a day that isn't there it says so. */
function withNames(view: View, types: NameTypes, values: JsonObject): JsonObject {
  const named: { [name: string]: JsonObject[string] } = { ...values };
  for (const [name, value] of Object.entries(values)) {
    const type = types.get(name)?.type;
    if (typeof value === 'string' && (type === 'member' || type === 'agent')) named[name] = nameOf(view, value);
    if (value === null && type === 'day') named[name] = 'no day';
  }
  return named;
}
