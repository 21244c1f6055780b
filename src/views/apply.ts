/** The fold: one record and its outcome into the view. */
import { formatDecimal } from '../vocabulary/decimals.ts';
import type { Entry } from '../vocabulary/entries.ts';
import type { Fact, ItemOutcome, Obligation, Posting } from '../vocabulary/outcomes.ts';
import { aboutRefusal } from '../vocabulary/refusals.ts';
import { agreedTerms, applyDeciding, carrierOf, isDeciding, refOf } from './apply-deciding.ts';
import { applySensing, isSensing, noteRefusedLook } from './apply-sensing.ts';
import { applyAdopted, applyStanding, isStanding } from './apply-standing.ts';
import { followCase, noteCases } from './cases.ts';
import { addDigest } from './digest.ts';
import { noteMoved, noteOwed } from './lately.ts';
import { noteKeys } from './keys.ts';
import { changeOf, type ChangeParts } from './live.ts';
import { noteObservations, observationsOf } from './observed.ts';
import { applyOutside, isOutside, noteOutside, notePayout } from './outside.ts';
import { notePots } from './figures.ts';
import { obligationWhy, postingShown, sayNamed, type Citing } from './say.ts';
import type { ChangeShown, Shown } from './shown.ts';
import { accountOf, decimalsOf, keep, lessenedKeptMax, noticesKeptMax, postingsKeptMax, refusalsKeptMax, type View } from './view.ts';

/** Takes one record into the view; returns what changed, in short. Records come in order, each once. */
export function applyShown(view: View, shown: Shown): ChangeShown {
  const { record, outcome } = shown;
  view.recordedAt = record.recordedAt;
  const observations = observationsOf(view, shown);
  noteObservations(view, observations, outcome.items);
  noteCases(view, observations, outcome.items);
  const citing: Citing = { record: record.seq, recordedAt: record.recordedAt, observations };
  const parts: ChangeParts = { postings: [], notices: [] };
  let postings = 0;
  let notices = 0;
  let lessened = 0;
  const counted = new Set<string>();
  const settled = new Map<number, string>();
  for (const fact of outcome.facts) {
    followCase(view, fact, record.entry);
    if (fact.fact === 'posting') applyPosting(view, citing, fact, postings += 1, parts, counted);
    else if (fact.fact === 'notice') applyNotice(view, citing, fact, notices += 1, parts);
    else if (fact.fact === 'owed.less') applyLess(view, citing, fact, lessened += 1, settled);
    else if (fact.fact === 'owed') applyOwed(view, citing, fact, counted, settled);
    else if (fact.fact === 'adopted') applyAdopted(view, fact, agreedTerms(view, shown, fact), refOf(view, carrierOf(outcome.facts, fact)), citing);
    else if (isDeciding(fact)) applyDeciding(view, citing, fact, outcome.facts);
    else if (isStanding(fact)) applyStanding(view, citing, fact);
    else if (isSensing(fact)) applySensing(view, citing, fact, record.entry, outcome.facts);
    else if (isOutside(fact)) applyOutside(view, citing, fact);
    else applyFact(view, citing, fact);
  }
  noteKeys(view, shown);
  noteRefusedLook(view, citing, record.entry, outcome.items);
  noteDeclared(view, record.entry, outcome.items);
  noteRefusals(view, record.seq, record.entry, outcome.items, citing);
  view.records = record.seq + 1;
  return changeOf(shown, parts);
}

function applyFact(view: View, citing: Citing, fact: Fact): void {
  switch (fact.fact) {
    case 'founded':
      view.origin = fact.origin;
      view.charter = fact.charter;
      view.zone = view.ports.zoneRules(fact.zone_rules) ?? null;
      for (const unit of fact.charter.units) view.units.set(unit.id, unit);
      view.charters.push({ record: citing.record, recordedAt: citing.recordedAt, proposal: null, differences: [] });
      return;
    case 'zone':
      view.zone = view.ports.zoneRules(fact.zone_rules) ?? view.zone;
      return;
    case 'key':
      view.keys.set(fact.key.id, fact.key);
      return;
    case 'reserved':
      accountOf(view, fact.from, fact.unit).held += fact.amount;
      notePayout(view, citing, fact);
      view.reserved.set(fact.id, { from: fact.from, unit: fact.unit, amount: fact.amount });
      return;
    case 'released': {
      const reserved = view.reserved.get(fact.id);
      if (reserved === undefined) return;
      accountOf(view, reserved.from, reserved.unit).held -= reserved.amount;
      view.reserved.delete(fact.id);
      view.payouts.delete(fact.id);
      return;
    }
    case 'review': {
      const { review } = fact;
      const observation = citing.observations.get(review.id) ?? view.cited.get(review.id) ?? null;
      view.reviews.set(`${review.subcontract} ${review.id}`, { review, recordedAt: citing.recordedAt, observation });
      return;
    }
    case 'review.closed':
      view.reviews.delete(`${fact.subcontract} ${fact.id}`);
      return;
    default: return; // keys revoked, attested means, timers, marks and cells aren't shown
  }
}

function applyPosting(view: View, citing: Citing, posting: Posting, n: number, parts: ChangeParts, counted: Set<string>): void {
  accountOf(view, posting.from, posting.unit).balance -= posting.amount;
  accountOf(view, posting.to, posting.unit).balance += posting.amount;
  noteOutside(view, posting);
  notePots(view, citing.recordedAt, posting);
  view.postingCount += 1;
  const shown = postingShown(view, citing, posting, n);
  keep(view.postings, shown, postingsKeptMax);
  const { id, record, because, ref, code, why: words, unit, amount, pays } = shown;
  noteMoved(view, { kind: 'posting', id, at: citing.recordedAt, record, because, ref, code, words, unit, amount, debt: pays !== null }, posting.from, posting.to);
  parts.postings.push(shown);
  addDigest(view, citing, posting, counted);
}

function applyNotice(view: View, citing: Citing, fact: Fact & { fact: 'notice' }, n: number, parts: ChangeParts): void {
  const said = sayNamed(view, fact.because, fact.code, fact.data);
  const shown = {
    id: `${citing.record}.${n}`, record: citing.record, recordedAt: citing.recordedAt, to: fact.to, because: fact.because, code: fact.code,
    words: said.words, numbers: said.numbers,
  };
  let list = view.notices.get(fact.to);
  if (list === undefined) view.notices.set(fact.to, list = []);
  keep(list, shown, noticesKeptMax);
  keep(view.latestNotices, shown, noticesKeptMax);
  parts.notices.push(shown);
}

/** @param settled words of the debts that this record has paid off so far */
function applyOwed(view: View, citing: Citing, fact: Fact & { fact: 'owed' }, counted: Set<string>, settled: ReadonlyMap<number, string>): void {
  const { obligation, why } = fact;
  const loan = typeof why['loan'] === 'number' ? (view.obligations.get(why['loan'])?.why ?? settled.get(why['loan'])) : undefined;
  const said = obligationWhy(view, obligation, why, loan);
  const observation = citing.observations.get(obligation.ref) ?? view.cited.get(obligation.ref) ?? null;
  view.obligations.set(obligation.id, { obligation, why: said.words, code: why.code, numbers: said.numbers, observation });
  const { id, because, ref, unit, debtor, creditor } = obligation;
  noteOwed(view, { kind: 'owed', id: String(id), at: citing.recordedAt, record: citing.record, because, ref, code: why.code, words: said.words, unit, amount: formatDecimal(obligation.amount, decimalsOf(view, unit)), debt: false }, debtor, creditor);
  addDigest(view, citing, { ...fact, from: obligation.debtor, to: obligation.creditor, unit: obligation.unit, ref: obligation.ref, amount: 0 }, counted);
}

function applyLess(view: View, citing: Citing, fact: Fact & { fact: 'owed.less' }, n: number, settled: Map<number, string>): void {
  const known = view.obligations.get(fact.id);
  if (known === undefined) return;
  const before: Obligation = known.obligation;
  const decimals = decimalsOf(view, before.unit);
  keep(view.lessened, {
    id: `${citing.record}.${n}`, recordedAt: citing.recordedAt, obligation: fact.id, debtor: before.debtor, creditor: before.creditor, unit: before.unit,
    amount: formatDecimal(before.left - fact.left, decimals), left: formatDecimal(fact.left, decimals), how: fact.how, because: fact.because,
  }, lessenedKeptMax);
  if (fact.left === 0) {
    settled.set(fact.id, known.why);
    view.obligations.delete(fact.id);
  }
  else view.obligations.set(fact.id, { ...known, obligation: { ...before, left: fact.left } });
}

/** The log has no more of declared means than this: the text lies in the erasable store. */
function noteDeclared(view: View, entry: Entry, [item]: readonly ItemOutcome[]): void {
  if (entry.kind === 'attest' && item?.status === 'done') view.declared.set(entry.body.member, entry.body.commitment);
}

function noteRefusals(view: View, record: number, entry: Entry, items: readonly ItemOutcome[], citing: Citing): void {
  let n = 0;
  const note = (how: 'refused' | 'fault', item: number, subcontract: string | null, code: NonNullable<ItemOutcome['code']>, detail: string): void => {
    n += 1;
    keep(view.refusals, {
      id: `${record}.${n}`, record, recordedAt: citing.recordedAt, how, kind: entry.kind, by: entry.by, about: aboutItem(entry, item), subcontract,
      code, detail, hint: aboutRefusal(code).hint,
    }, refusalsKeptMax);
  };
  for (const [item, outcome] of items.entries()) {
    if (outcome.status === 'refused' && outcome.code !== undefined && outcome.faults === undefined) {
      note('refused', item, entry.kind === 'request' ? entry.body.subcontract : null, outcome.code, outcome.detail ?? '');
    }
    for (const fault of outcome.faults ?? []) note(outcome.status === 'refused' ? 'refused' : 'fault', item, fault.subcontract, fault.code, fault.detail);
  }
}

function aboutItem(entry: Entry, item: number): string {
  if (entry.kind !== 'observe') return entry.id;
  const observation = entry.body.observations[item];
  return observation === undefined ? entry.id : (observation.id ?? `${observation.device ?? entry.by}:${String(observation.seq)}`);
}


