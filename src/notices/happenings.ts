/** What a record tells whom. A notice and a posting that speak of the same thing are one happening: nobody hears of it twice. */
import { observationsOf } from '../views/observed.ts';
import { decidersOf } from '../views/queries.ts';
import { nameOf, obligationWhy, postingShown, sayNamed, shortProposal, type Citing } from '../views/say.ts';
import { disputesOf } from '../views/sensing.ts';
import type { Shown } from '../views/shown.ts';
import { isMember } from '../views/survey.ts';
import type { View } from '../views/view.ts';
import type { Why } from '../vocabulary/effects.ts';
import type { Entry } from '../vocabulary/entries.ts';
import { outside } from '../vocabulary/ids.ts';
import type { Fact, Obligation, Posting, Proposal } from '../vocabulary/outcomes.ts';
import { holderOf } from '../vocabulary/purses.ts';
import type { Instant } from '../vocabulary/time.ts';
import type { Happening, Movement, Said } from './happening.ts';
import { kernelTopics } from './topics.ts';

/** Whether a member may still say something to a proposal that is open. */
export type IsAsked = (proposal: string, member: string) => boolean;

/** @param view as of this record, or of a later one: then what is over by now is told as it is by now */
export function happeningsIn(view: View, shown: Shown, isAsked: IsAsked): Happening[] {
  const { record, outcome } = shown;
  const telling: Telling = {
    view, isAsked, entry: record.entry, citing: { record: record.seq, recordedAt: record.recordedAt, observations: observationsOf(view, shown) },
    notices: new Map(), counted: new Set(), told: [],
  };
  for (const fact of outcome.facts) if (fact.fact === 'notice') telling.notices.set(subjectOf(record.seq, fact.to, fact.because, fact.code, observationIn(fact.data)), fact);
  let postings = 0;
  for (const fact of outcome.facts) {
    if (fact.fact === 'posting') tellPosting(telling, fact, postings += 1);
    else if (fact.fact === 'owed') tellOwed(telling, fact.obligation, fact.why, fact.item);
    else if (fact.fact === 'proposed') tellProposed(telling, fact.proposal);
    else if (fact.fact === 'decided') tellDecided(telling, fact);
    else if (fact.fact === 'review') tellReview(telling, fact);
    else if (fact.fact === 'disputed') tellDisputed(telling, fact);
    else if (fact.fact === 'reserved') tellPayout(telling, fact);
  }
  for (const fact of telling.notices.values()) tellNotice(telling, fact);
  return numbered(telling.told);
}

type Notice = Fact & { readonly fact: 'notice' };
type Told = Omit<Happening, 'id'>;
type Telling = {
  readonly view: View; readonly isAsked: IsAsked; readonly entry: Entry; readonly citing: Citing;
  /** That aren't told by a movement. */
  readonly notices: Map<string, Notice>;
  /** Takings that are counted already: one price may be half paid, half owed. */
  readonly counted: Set<string>;
  readonly told: Told[];
};

/** In the order in which they are told, for each member by itself. With the record's time: after a log went on from a copy another record may have its number. */
function numbered(told: readonly Told[]): Happening[] {
  const counts = new Map<string, number>();
  return told.map((each) => {
    const n = (counts.get(each.to) ?? 0) + 1;
    counts.set(each.to, n);
    return { ...each, id: `${each.record}.${n} ${each.at}` };
  });
}

function tell({ citing, told }: Telling, each: Pick<Told, 'to' | 'kind' | 'topic' | 'said'> & Partial<Told>): void {
  told.push({ at: citing.recordedAt, record: citing.record, about: {}, movement: null, ...each });
}

function tellPosting(telling: Telling, posting: Posting, n: number): void {
  const { view, citing, entry } = telling;
  const { because, why, unit, amount, ref, item } = posting;
  const [from, to] = [holderOf(posting.from), holderOf(posting.to)];
  // What somebody moves between their own account and their purses is no news.
  if (from === to) return;
  const words = postingShown(view, citing, posting, n).why;
  for (const [reader, other, way] of [[from, to, 'out'], [to, from, 'in']] as const) {
    // Who pays by hand knows it.
    if (!isMember(view, reader) || (because === null && entry.by === reader) || why.code === 'opening') continue;
    const moved: Movement = { other, unit, amount, way, taking: takingIn(telling, `${reader} ${item} ${because} ${ref} ${why.code}`, why, from, to) };
    tellMoved(telling, { reader, because, code: why.code, ref, words, moved });
  }
}

function tellOwed(telling: Telling, obligation: Obligation, why: Why, item: number): void {
  const { unit, amount, ref, because, id } = obligation;
  const [debtor, creditor] = [holderOf(obligation.debtor), holderOf(obligation.creditor)];
  if (debtor === creditor) return;
  const { words } = obligationWhy(telling.view, obligation, why);
  for (const [reader, other, way] of [[debtor, creditor, 'owed'], [creditor, debtor, 'lent']] as const) {
    if (!isMember(telling.view, reader)) continue;
    const moved: Movement = { other, unit, amount, way, taking: takingIn(telling, `${reader} ${item} ${because} ${ref} ${why.code}`, why, debtor, creditor) };
    tellMoved(telling, { reader, because, code: why.code, ref, words, moved, about: { debt: id } });
  }
}

type Moving = {
  readonly reader: string; readonly because: string | null; readonly code: string; readonly ref: string; readonly words: string; readonly moved: Movement;
  readonly about?: Happening['about'];
};

/** The notice that speaks of the same thing gives the words: they were written for this reader. */
function tellMoved(telling: Telling, { reader, because, code, ref, words, moved, about = {} }: Moving): void {
  const { view, citing, notices } = telling;
  const subject = subjectOf(citing.record, reader, because, code, ref);
  const notice = notices.get(subject);
  notices.delete(subject);
  const said = notice === undefined ? words : sayNamed(view, because, code, notice.data).words;
  tell(telling, { to: reader, kind: 'moved', topic: `${because ?? '@money'}/${code}`, said: { message: null, words: said }, movement: moved, about });
}

/** As digests of the views count it: by `count`, `mass_g` and `by` in a why, once for each taking. */
function takingIn({ counted }: Telling, key: string, { count, mass_g: mass, by }: Why, payer: string, payee: string): Movement['taking'] {
  if (typeof count !== 'number' || typeof by !== 'string' || (by !== payer && by !== payee) || counted.has(key)) return null;
  counted.add(key);
  return by === payer ? { by, pieces: count, returned: 0, mass: typeof mass === 'number' ? mass : 0 } : { by, pieces: 0, returned: count, mass: 0 };
}

function tellNotice(telling: Telling, { to, because, code, data }: Notice): void {
  const { view } = telling;
  if (!isMember(view, to)) return;
  const { words, numbers } = sayNamed(view, because, code, data);
  if (because !== null) return tell(telling, { to, kind: 'told', topic: `${because}/${code}`, said: { message: null, words } });
  const own = kernelTopics[code];
  const said: Said = own === undefined ? { message: null, words } : { message: `kernel.${code}`, values: valuesOf(view, numbers) };
  tell(telling, { to, kind: own?.kind ?? 'told', topic: own?.topic ?? '@other', said, about: typeof data['proposal'] === 'string' ? { proposal: data['proposal'] } : {} });
}

/** Members by their names, a proposal by as much of its hash as tells it apart. */
function valuesOf(view: View, numbers: { readonly [name: string]: unknown }): { [name: string]: string | number } {
  const values: { [name: string]: string | number } = {};
  for (const [name, value] of Object.entries(numbers)) {
    if (typeof value === 'number') values[name] = value;
    else if (typeof value === 'string') values[name] = name === 'by' || name === 'party' ? nameOf(view, value) : name === 'proposal' ? shortProposal(value) : value;
  }
  return values;
}

// What isn't a subcontract's

function tellProposed(telling: Telling, { id, by, topic, revision: { title } }: Proposal): void {
  const { view, isAsked } = telling;
  for (const to of view.members.keys()) {
    if (to === by || !isMember(view, to) || !isAsked(id, to)) continue;
    tell(telling, { to, kind: 'asked', topic: withPart('@vote', topic), said: { message: 'say.vote', values: { title: title || shortProposal(id), by: nameOf(view, by) } }, about: { proposal: id } });
  }
}

/** What was agreed to concerns everyone, whether they were asked or not. */
function tellDecided(telling: Telling, { proposal: id, how, detail }: Fact & { readonly fact: 'decided' }): void {
  const { view } = telling;
  const known = view.proposals.get(id) ?? view.decided.findLast(({ proposal }) => proposal.id === id);
  if (known === undefined || (how !== 'carried' && how !== 'failed' && how !== 'rejected')) return;
  const { topic, revision: { title }, by, ballots } = known.proposal;
  for (const to of view.members.keys()) {
    const took = to === by || Object.hasOwn(ballots, to);
    if (!isMember(view, to) || (how !== 'carried' && !took)) continue;
    tell(telling, {
      to, kind: 'told', topic: withPart('@law', topic), said: { message: `say.${how}`, values: { title: title || shortProposal(id), why: detail ?? '' } }, about: { proposal: id },
    });
  }
}

function tellReview(telling: Telling, { review, because }: Fact & { readonly fact: 'review' }): void {
  const { view } = telling;
  const { id, subcontract, by, parties } = review;
  const deciders = decidersOf(view, review) ?? [...view.members.keys()].filter((member) => member !== by && !parties.includes(member));
  for (const to of deciders) {
    if (!isMember(view, to)) continue;
    tell(telling, { to, kind: 'asked', topic: withPart('@review', because), said: { message: 'say.review', values: { agreement: subcontract, by: by === null ? '' : nameOf(view, by) } }, about: { review: `${subcontract} ${id}` } });
  }
}

function tellDisputed(telling: Telling, { observation, by, reason }: Fact & { readonly fact: 'disputed' }): void {
  const { view } = telling;
  const known = disputesOf(view).find((each) => each.observation === observation);
  if (known === undefined) return;
  const { deciders, disputed } = known;
  for (const to of deciders ?? view.members.keys()) {
    if (to === by || disputed?.values['by'] === to || !isMember(view, to)) continue;
    tell(telling, { to, kind: 'asked', topic: '@review', said: { message: 'say.judge', values: { by: nameOf(view, by), reason } }, about: { dispute: observation } });
  }
}

/** Whoever keeps the bank's books pays out what waits for it. */
function tellPayout(telling: Telling, { id, from, to: account, because, expires }: Fact & { readonly fact: 'reserved' }): void {
  const { view } = telling;
  if (because !== null || account !== outside || expires !== null) return;
  for (const to of view.charter?.rights.bank ?? []) {
    if (isMember(view, to)) tell(telling, { to, kind: 'asked', topic: '@bank', said: { message: 'say.settle', values: { who: nameOf(view, from) } }, about: { payout: id } });
  }
}

/** What members owe that falls due after one instant, up to another; what was due as it began was told with that. @param at when it is told */
export function dueSoon(view: View, { after, until, at }: { readonly after: Instant; readonly until: Instant; readonly at: Instant }): Happening[] {
  const told: Happening[] = [];
  for (const { obligation: { id, debtor, creditor, unit, left, due, because, since } } of view.obligations.values()) {
    if (due <= after || due > until || due <= since || !isMember(view, debtor)) continue;
    told.push({
      to: debtor, id: `due.${id}`, at, kind: 'asked', topic: withPart('@debt', because), record: null, about: { debt: id },
      said: { message: 'say.due', values: { to: nameOf(view, creditor) } }, movement: { other: creditor, unit, amount: left, way: 'owed', taking: null },
    });
  }
  return told;
}

/** Votes that wait for a member and end after one instant, up to another; those that began within reach of their end were told of just then. @param at when it is told */
export function closingSoon(view: View, { after, until, at }: { readonly after: Instant; readonly until: Instant; readonly at: Instant }, isAsked: IsAsked): Happening[] {
  const told: Happening[] = [];
  for (const { proposal: { id, topic, revision: { title }, closes, openedAt } } of view.proposals.values()) {
    if (closes <= after || closes > until || closes - openedAt <= until - at) continue;
    for (const to of view.members.keys()) {
      if (!isMember(view, to) || !isAsked(id, to)) continue;
      told.push({ to, id: `closes.${id}`, at, kind: 'asked', topic: withPart('@vote', topic), record: null, about: { proposal: id }, said: { message: 'say.closes', values: { title: title || shortProposal(id) } }, movement: null });
    }
  }
  return told;
}

/** Whether there is nothing left to do about it: it was answered, or it is decided, closed, paid. */
export function isOver(view: View, { to, kind, about }: Pick<Happening, 'to' | 'kind' | 'about'>): boolean {
  if (kind !== 'asked') return false;
  if (about.review !== undefined) return !view.reviews.has(about.review);
  if (about.dispute !== undefined) return !view.disputes.has(about.dispute);
  if (about.payout !== undefined) return !view.payouts.has(about.payout);
  if (about.debt !== undefined) return !view.obligations.has(about.debt);
  if (about.proposal === undefined) return false;
  const open = view.proposals.get(about.proposal)?.proposal;
  return open === undefined || (Object.hasOwn(open.ballots, to) && !open.unconfirmed.includes(to));
}

function subjectOf(record: number, reader: string, because: string | null, code: string, ref: string | null): string {
  return `${record} ${reader} ${because} ${code} ${ref}`;
}

function observationIn(data: Notice['data']): string | null {
  return typeof data['observation'] === 'string' ? data['observation'] : null;
}

function withPart(topic: string, part: string | null): string {
  return part === null ? topic : `${topic}/${part}`;
}
