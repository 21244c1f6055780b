/** What the index holds of a record. */
import { observationsOf } from '../views/observed.ts';
import { nameOf, obligationWhy, postingShown, sayNamed, type Citing } from '../views/say.ts';
import type { Shown } from '../views/shown.ts';
import type { View } from '../views/view.ts';
import type { Entry } from '../vocabulary/entries.ts';
import { isObject } from '../vocabulary/json.ts';
import type { Fact, ItemOutcome } from '../vocabulary/outcomes.ts';
import { holderOf } from '../vocabulary/purses.ts';
import type { Moved, Noted, RecordStatus } from './ledger.ts';

/** Longest text in which words are looked for: a proposal with all of its paragraphs. */
const textCharsMax = 20_000;
const wordsCharsMax = 400;

/** @param view as of this record, or of a later one: then it speaks as it knows by now */
export function noteOf(view: View, shown: Shown): Noted {
  const { record: { seq, recordedAt, entry }, outcome } = shown;
  const moved = movedIn(view, shown);
  const refused = outcome.items.find(({ code }) => code !== undefined);
  const told = toldIn(view, outcome.facts);
  const people = peopleIn(view, entry, outcome.facts);
  const words = (moved[0]?.why ?? refused?.detail ?? told[0] ?? reasonsIn(entry.body)[0] ?? saidIn(entry)).slice(0, wordsCharsMax);
  return {
    seq, at: recordedAt, kind: entry.kind, by: entry.by, entry: entry.kind === 'observe' ? null : entry.id, status: statusOf(outcome.items), code: refused?.code ?? null, words, moved, people,
    agreements: agreementsIn(entry, outcome.facts),
    text: [words, ...moved.map(({ why }) => why), ...told, ...reasonsIn(entry.body), ...people.map((id) => `${id} ${nameOf(view, id)}`)].join('\n').slice(0, textCharsMax),
  };
}

/** What an entry says where nothing came of it at once: what was seen, asked or chosen. */
function saidIn(entry: Entry): string {
  switch (entry.kind) {
    case 'observe': return entry.body.observations.map(({ subject, event }) => `${subject}: ${event.replaceAll('_', ' ')}`).filter((each, place, all) => all.indexOf(each) === place).join(', ');
    case 'request': return `${entry.body.subcontract}: ${entry.body.action.replaceAll('_', ' ')}`;
    case 'ballot': return typeof entry.body.choice === 'string' ? entry.body.choice : '';
    case 'consent': return `${entry.body.subcontract}: ${entry.body.part}`;
    case 'accept': return entry.body.subcontract;
    case 'permit': return `${entry.body.stream}: ${entry.body.purpose}`;
    default: return '';
  }
}

function statusOf(items: readonly ItemOutcome[]): RecordStatus {
  const refused = items.filter(({ status }) => status === 'refused').length;
  if (refused > 0 && refused === items.length) return 'refused';
  return refused > 0 || items.some(({ faults = [] }) => faults.length > 0) ? 'partly' : 'done';
}

function movedIn(view: View, shown: Shown): Moved[] {
  const { record: { seq, recordedAt }, outcome } = shown;
  const citing: Citing = { record: seq, recordedAt, observations: observationsOf(view, shown) };
  const known = new Map(view.postings.filter(({ record }) => record === seq).map(({ id, why }) => [id, why]));
  const moved: Moved[] = [];
  let [paid, owed] = [0, 0];
  for (const fact of outcome.facts) {
    if (fact.fact === 'posting') {
      paid += 1;
      const { from, to, unit, amount, because, why: { code } } = fact;
      // As it was said then: a debt that is paid off is forgotten afterwards, with what it was for.
      moved.push({ n: paid, what: 'paid', from, to, unit, amount, because, code, why: known.get(`${seq}.${paid}`) ?? postingShown(view, citing, fact, paid).why });
    } else if (fact.fact === 'owed') {
      owed += 1;
      const { debtor: from, creditor: to, unit, amount, because } = fact.obligation;
      const why = view.obligations.get(fact.obligation.id)?.why ?? obligationWhy(view, fact.obligation, fact.why, undefined).words;
      moved.push({ n: owed, what: 'owed', from, to, unit, amount, because, code: fact.why.code, why });
    }
  }
  return moved;
}

function toldIn(view: View, facts: readonly Fact[]): string[] {
  return facts.flatMap((fact) => (fact.fact === 'notice' ? [sayNamed(view, fact.because, fact.code, fact.data).words] : []));
}

/** Whoever says it, whose accounts it moves, and every member who is named in it or in what came of it. */
function peopleIn(view: View, entry: Entry, facts: readonly Fact[]): string[] {
  const found = new Set([entry.by]);
  const look = (value: unknown): void => {
    if (typeof value === 'string') {
      const holder = holderOf(value);
      if (view.members.has(holder)) found.add(holder);
    } else if (Array.isArray(value)) value.forEach(look);
    else if (isObject(value)) {
      for (const [name, each] of Object.entries(value)) {
        look(name);
        look(each);
      }
    }
  };
  look(entry.body);
  look(facts);
  return [...found];
}

function agreementsIn(entry: Entry, facts: readonly Fact[]): string[] {
  const named = [entry.body, ...facts].flatMap((each) => ['subcontract', 'because'].map((name) => (each as { readonly [name: string]: unknown })[name]));
  const owed = facts.flatMap((fact) => (fact.fact === 'owed' ? [fact.obligation.because] : []));
  return [...new Set([...named, ...owed].filter((each): each is string => typeof each === 'string'))];
}

/** What people wrote: not keys, salts and hashes. */
const written: ReadonlySet<string> = new Set(['reason', 'title', 'text', 'name', 'reference', 'return_reference', 'from', 'topic', 'place', 'words']);

function reasonsIn(value: unknown, name: string = ''): string[] {
  if (typeof value === 'string') return written.has(name) && value !== '' ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((each) => reasonsIn(each, name));
  return isObject(value) ? Object.entries(value).flatMap(([inner, each]) => reasonsIn(each, inner)) : [];
}
