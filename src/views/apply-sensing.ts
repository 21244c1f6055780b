/** The fold of sensing: bindings, permits, looks that were allowed or refused, disputes, incidents. */
import type { Entry } from '../vocabulary/entries.ts';
import type { Fact, ItemOutcome } from '../vocabulary/outcomes.ts';
import type { Binding, Severity } from '../vocabulary/sensing.ts';
import { carrierOf, refOf } from './apply-deciding.ts';
import type { Citing } from './say.ts';
import { sayBinding, sayLook, sayPermit } from './sensing-words.ts';
import { measuredBy } from './sensing.ts';
import { disputesKeptMax, endedKeptMax, incidentsKeptMax, keep, looksKeptMax, permitsEndedKeptMax, placesMax, versionsKeptMax, type BindingView, type Noted, type View } from './view.ts';

const kinds = ['binding', 'binding.gone', 'permitted', 'looked', 'disputed', 'judged', 'incident'] as const satisfies readonly Fact['fact'][];

export type SensingFact = Extract<Fact, { fact: (typeof kinds)[number] }>;

export function isSensing(fact: Fact): fact is SensingFact {
  return (kinds as readonly string[]).includes(fact.fact);
}

/** @param facts all of the record's, among which this one stands */
export function applySensing(view: View, { record, recordedAt }: Citing, fact: SensingFact, entry: Entry, facts: readonly Fact[]): void {
  const noted: Noted = { record, recordedAt };
  switch (fact.fact) {
    case 'binding': return bound(view, fact.binding.id, fact.binding, fact, entry, facts, noted);
    case 'binding.gone': return bound(view, fact.binding, null, fact, entry, facts, noted);
    case 'permitted': return permitted(view, fact, noted);
    case 'looked': {
      const { by, look, of, fields } = fact;
      return keep(view.looks, { ...noted, by, look, of, fields, refused: null, words: sayLook(view, by, look, null) }, looksKeptMax);
    }
    case 'disputed': return void view.disputes.set(fact.observation, {
      observation: fact.observation, by: fact.by, reason: fact.reason, ...noted, expires: fact.expires, disputed: view.cited.get(fact.observation) ?? null, end: null,
    });
    case 'judged': return judged(view, fact, entry, noted);
    case 'incident': return incident(view, fact, noted);
  }
}

/** Whoever is measured sees also who was not let look. */
export function noteRefusedLook(view: View, { record, recordedAt }: Citing, entry: Entry, [item]: readonly ItemOutcome[]): void {
  if (entry.kind !== 'look' || item?.status !== 'refused' || item.code === undefined) return;
  const { by, body: look } = entry;
  keep(view.looks, { record, recordedAt, by, look, of: measuredBy(view, look.stream), fields: null, refused: item.code, words: sayLook(view, by, look, item.code) }, looksKeptMax);
}

function bound(view: View, id: string, binding: Binding | null, fact: Fact, entry: Entry, facts: readonly Fact[], noted: Noted): void {
  const before = view.bindings.get(id);
  const version = { ...noted, by: entry.by, proposal: refOf(view, carrierOf(facts, fact)), binding, words: binding === null ? `${id} has ended` : sayBinding(binding) };
  // So that those that ended longest ago stand first.
  view.bindings.delete(id);
  view.bindings.set(id, { id, binding, versions: [...(before?.versions ?? []), version].slice(-versionsKeptMax) });
  if (binding === null) forgetEnded(view.bindings);
}

function forgetEnded(bindings: Map<string, BindingView>): void {
  const ended = [...bindings.values()].filter(({ binding }) => binding === null);
  if (ended.length > endedKeptMax) bindings.delete(ended[0]?.id ?? '');
}

function permitted(view: View, { member, stream, purpose, permit }: Fact & { fact: 'permitted' }, noted: Noted): void {
  const key = `${member} ${stream} ${purpose}`;
  const before = view.permits.get(key);
  if (before !== undefined) keep(view.permitsEnded, { ...before, ended: noted }, permitsEndedKeptMax);
  if (permit === null) view.permits.delete(key);
  else view.permits.set(key, { member, permit, words: sayPermit(view, permit), ...noted, ended: null });
}

function judged(view: View, { observation, how, by }: Fact & { fact: 'judged' }, entry: Entry, noted: Noted): void {
  const known = view.disputes.get(observation);
  if (known === undefined) return;
  view.disputes.delete(observation);
  const { reason = null, by: was } = entry.kind === 'judge' && entry.body.observation === observation ? entry.body : {};
  keep(view.judged, { ...known, end: { how, by, reason, ...(was === undefined ? {} : { was }), ...noted } }, disputesKeptMax);
}

function incident(view: View, { by, incident: said }: Fact & { fact: 'incident' }, noted: Noted): void {
  keep(view.incidents, { ...noted, by, incident: said }, incidentsKeptMax);
  const before = view.harm.get(said.place) ?? { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0 };
  view.harm.delete(said.place);
  view.harm.set(said.place, { ...before, [said.severity]: before[said.severity] + 1 } satisfies Record<Severity, number>);
  const [oldest] = view.harm.keys();
  if (view.harm.size > placesMax && oldest !== undefined) view.harm.delete(oldest);
}
