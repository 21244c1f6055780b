/** What follows from a turn for people, in a form in which two outcomes can be held against each other. */
import { deviceObservationId } from '../vocabulary/ids.ts';
import type { Entry } from '../vocabulary/entries.ts';
import { isObject, type Json } from '../vocabulary/json.ts';
import type { Fact, Outcome } from '../vocabulary/outcomes.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';
import type { Why } from '../vocabulary/effects.ts';

/** An item that was refused, or what one subcontract had to do with it; null: what a record's timers woke. */
export type Refused = { readonly fact: 'refused'; readonly item: number | null; readonly about: string; readonly subcontract: string | null; readonly code: RefusalCode; readonly detail: string };

const told = ['posting', 'owed', 'owed.less', 'reserved', 'released', 'review', 'review.closed', 'notice', 'mark', 'decided'] as const;
type Told = Fact & { fact: (typeof told)[number] };

export type Consequence = Told | Refused;

/** What is paid on a debt is a posting already. Cells, timers and gas are the contracts' own business; the rest of the facts come from what people say, on both sides alike. */
export function consequencesOf(entry: Entry, outcome: Outcome): Consequence[] {
  return [...refusedIn(entry, outcome), ...outcome.facts.filter(isTold)];
}

/** The same of what no entry says: with what became of those whom it woke on its own. */
export function toldIn({ facts, faults = [] }: Outcome): Consequence[] {
  return [...faults.map((fault): Refused => ({ fact: 'refused', item: null, about: '', ...fault })), ...facts.filter(isTold)];
}

export function refusedIn(entry: Entry, { items, faults = [] }: Outcome): Refused[] {
  const refused: Refused[] = [];
  for (const [item, { status, code, detail = '', faults: own = [] }] of items.entries()) {
    const about = aboutItem(entry, item);
    if (status === 'refused' && code !== undefined && own.length === 0) refused.push({ fact: 'refused', item, about, subcontract: entry.kind === 'request' ? entry.body.subcontract : null, code, detail });
    for (const fault of own) refused.push({ fact: 'refused', item, about, ...fault });
  }
  for (const fault of faults) refused.push({ fact: 'refused', item: null, about: entry.id, ...fault });
  return refused;
}

function aboutItem(entry: Entry, item: number): string {
  const observation = entry.kind === 'observe' ? entry.body.observations[item] : undefined;
  return observation === undefined ? entry.id : (observation.id ?? deviceObservationId(observation.device ?? entry.by, observation.seq ?? 0));
}

function isTold(fact: Fact): fact is Told {
  return (told as readonly string[]).includes(fact.fact) && !(fact.fact === 'owed.less' && fact.how === 'paid');
}

/** Those that only one of the two has, each as often as it has it more. */
export function differing(was: readonly Consequence[], now: readonly Consequence[]): { readonly was: readonly Consequence[]; readonly now: readonly Consequence[] } {
  const keys = { was: was.map(keyOf), now: now.map(keyOf) };
  return { was: without(was, keys.was, keys.now), now: without(now, keys.now, keys.was) };
}

function without(some: readonly Consequence[], keys: readonly string[], others: readonly string[]): Consequence[] {
  const left = new Map<string, number>();
  for (const key of others) left.set(key, (left.get(key) ?? 0) + 1);
  return some.filter((_, place) => {
    const key = keys[place] ?? '';
    const count = left.get(key) ?? 0;
    if (count > 0) left.set(key, count - 1);
    return count === 0;
  });
}

/**
 * What it says, without what differs by counting alone: numbers of debts shift when there was one more before, and the record by which a
 * version came into force is another one. What a case that waits for a person holds shows when that person
 * decides.
 */
function keyOf(each: Consequence): string {
  switch (each.fact) {
    case 'posting': return text(each.fact, each.because, each.from, each.to, each.unit, each.amount, each.ref, whyOf(each.why), each.consent?.part ?? null, each.pays !== undefined);
    case 'owed': {
      const { debtor, creditor, unit, amount, left, since, due, ref, guarantee } = each.obligation;
      return text(each.fact, each.because, debtor, creditor, unit, amount, left, since, due, ref, guarantee?.part ?? null, guarantee?.max ?? null, whyOf(each.why));
    }
    case 'owed.less': return text(each.fact, each.because, each.left, each.how);
    case 'reserved': return text(each.fact, each.because, each.id, each.from, each.to, each.unit, each.amount, each.expires, whyOf(each.why));
    case 'released': return text(each.fact, each.because, each.id, each.how);
    case 'review': return text(each.fact, each.review.subcontract, each.review.id, each.review.by, each.review.reason);
    case 'review.closed': return text(each.fact, each.subcontract, each.id, each.how, each.by);
    case 'notice': return text(each.fact, each.because, each.to, each.code, sorted(each.data));
    case 'mark': return text(each.fact, each.because, each.on, each.code, each.ref);
    case 'decided': return text(each.fact, each.proposal, each.how, each.code ?? null);
    case 'refused': return text(each.fact, each.about, each.subcontract, each.code);
  }
}

function text(...parts: readonly Json[]): string {
  return JSON.stringify(parts);
}

function whyOf({ loan: _, ...why }: Why): Json {
  return sorted(why);
}

/** Stored outcomes have their names in order, fresh ones don't. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.keys(value).sort().map((name) => [name, sorted((value as { readonly [name: string]: Json })[name] ?? null)]);
}
