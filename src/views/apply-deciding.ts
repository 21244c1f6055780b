/** The fold of deciding together: proposals and their revisions, amendments, ballots, comments, delegations, what was ratified, the charter. */
import { charterParts, type Charter } from '../vocabulary/charter.ts';
import type { RawTerms } from '../vocabulary/kit.ts';
import type { Change } from '../vocabulary/changes.ts';
import type { Ballot, Counted, Fact, Proposal, Revision } from '../vocabulary/outcomes.ts';
import type { DelegationShown } from './deciding-shown.ts';
import { differences, editsShown } from './differences.ts';
import { saidOf } from './proposed.ts';
import type { ProposalRef } from './charter-shown.ts';
import type { Citing } from './say.ts';
import type { Shown } from './shown.ts';
import { amendmentsKeptMax, commentsKeptMax, decidedKeptMax, keep, saidKeptMax, versionsKeptMax, type AmendmentView, type Noted, type ProposalView, type RevisionView, type View } from './view.ts';

const kinds = [
  'proposed', 'balloted', 'proposal.waits', 'proposal.again', 'decided', 'amended', 'amendment.closes', 'amendment.decided', 'revised', 'delegated', 'commented', 'charter', 'ratified',
] as const satisfies readonly Fact['fact'][];

export type DecidingFact = Extract<Fact, { fact: (typeof kinds)[number] }>;

export function isDeciding(fact: Fact): fact is DecidingFact {
  return (kinds as readonly string[]).includes(fact.fact);
}

/** @param facts all of the record's, among which this one stands */
export function applyDeciding(view: View, citing: Citing, fact: DecidingFact, facts: readonly Fact[]): void {
  const noted: Noted = { record: citing.record, recordedAt: citing.recordedAt };
  switch (fact.fact) {
    case 'proposed': return proposed(view, fact.proposal, noted);
    case 'balloted': return balloted(view, fact, noted);
    case 'proposal.waits': return change(view, fact.proposal, (known) => ({ ...known, proposal: { ...known.proposal, waits: fact.until, winner: fact.winner ?? null }, count: fact.count ?? null }));
    case 'proposal.again': return change(view, fact.proposal, (known) => again(known, fact, noted));
    case 'decided': return decided(view, fact, noted);
    case 'amended': return change(view, fact.amendment.proposal, (known) => ({ ...known, amendments: amendmentsWith(known, { amendment: fact.amendment, recordedAt: noted.recordedAt, number: known.proposal.revision.number, end: null }) }));
    case 'amendment.closes': return changeAmendment(view, fact.amendment, (known) => ({ ...known, amendment: { ...known.amendment, closes: fact.closes } }));
    case 'amendment.decided': return changeAmendment(view, fact.amendment, (known) => ({ ...known, end: { how: fact.how, count: fact.count ?? null, ...noted } }));
    case 'revised': return change(view, fact.proposal, (known) => revised(view, known, fact, noted));
    case 'delegated': return delegated(view, fact, noted);
    case 'commented': return commented(view, fact, noted);
    case 'charter': return anotherCharter(view, fact.charter, refOf(view, carrierOf(facts, fact)), noted);
    case 'ratified': return keep(view.ratified, { agreement: fact.agreement, with: fact.with, ...noted, proposal: refOf(view, carrierOf(facts, fact)) }, versionsKeptMax);
  }
}

/** The proposal by which a fact came about: what a proposal does stands before the fact that it was carried. */
export function carrierOf(facts: readonly Fact[], fact: Fact): string | null {
  const carried = facts.slice(facts.indexOf(fact) + 1).find((each) => each.fact === 'decided');
  return carried?.fact === 'decided' && carried.how === 'carried' ? carried.proposal : null;
}

/** While it is still among the open ones, as it is until the fact that it was carried. */
export function refOf(view: View, id: string | null): ProposalRef | null {
  const known = view.proposals.get(id ?? '')?.proposal;
  return known === undefined ? null : { id: known.id, title: known.revision.title, by: known.by };
}

/** The terms as they were written in the entry by which this record adopts the subcontract: at the founding, or in the proposal that it carries. */
export function agreedTerms(view: View, { record: { entry }, outcome }: Shown, fact: Fact & { fact: 'adopted' }): RawTerms {
  if (entry.kind === 'adopt') return entry.body.terms;
  const id = carrierOf(outcome.facts, fact);
  const carried = outcome.facts.find((each) => each.fact === 'decided' && each.proposal === id);
  const known = view.proposals.get(id ?? '')?.proposal;
  const done = known === undefined ? undefined : winning(known.revision.change, carried?.fact === 'decided' ? carried.winner : undefined);
  if (done?.change === 'adopt' || done?.change === 'pilot') return done.terms;
  return done?.change === 'terms' ? { ...view.subcontracts.get(fact.subcontract)?.agreed, ...done.terms } : {};
}

function winning(proposal: Change, winner: string | undefined): Change | undefined {
  return proposal.change === 'choice' ? proposal.options.find(({ id }) => id === winner)?.change : proposal;
}

function proposed(view: View, proposal: Proposal, noted: Noted): void {
  const { revision } = proposal;
  const everyone = [...view.members.values()].filter(({ left, commons, voteless }) => left === null && !commons && voteless !== true).length;
  view.proposals.set(proposal.id, {
    proposal, said: saidOf(view, revision.change), asked: proposal.procedure?.voters?.length ?? everyone,
    revisions: [revisionView(revision, noted, [])], amendments: [], comments: [], commentCount: 0, votes: [], count: null, end: null,
  });
}

function balloted(view: View, fact: Fact & { fact: 'balloted' }, noted: Noted): void {
  const ballot: Ballot = { choice: fact.choice, ...(fact.reason === undefined ? {} : { reason: fact.reason }) };
  if (!view.proposals.has(fact.proposal)) {
    return changeAmendment(view, fact.proposal, (known) => ({ ...known, amendment: { ...known.amendment, ballots: { ...known.amendment.ballots, [fact.member]: ballot } } }));
  }
  const said = view.said.get(fact.member) ?? [];
  view.said.set(fact.member, said);
  keep(said, { proposal: fact.proposal, choice: fact.choice, ...noted }, saidKeptMax);
  change(view, fact.proposal, (known) => ({
    ...known, proposal: { ...known.proposal, ballots: { ...known.proposal.ballots, [fact.member]: ballot }, unconfirmed: known.proposal.unconfirmed.filter((member) => member !== fact.member) },
  }));
}

/** Whoever was for it is asked again; whoever was against it, or abstained, still is. */
function revised(view: View, known: ProposalView, { revision, closes }: Fact & { fact: 'revised' }, noted: Noted): ProposalView {
  const { proposal, amendments } = known;
  const stays = Object.entries(proposal.ballots).filter(([, { choice }]) => choice === 'no' || choice === 'object' || choice === 'abstain');
  const staying = new Set(stays.map(([member]) => member));
  const unconfirmed = [...new Set([...proposal.unconfirmed, ...Object.keys(proposal.ballots).filter((member) => !staying.has(member))])].sort();
  const taken = amendments.filter(({ end }) => end?.how === 'adopted' && end.record === noted.record);
  return {
    ...known, proposal: { ...proposal, revision, ballots: Object.fromEntries(stays), unconfirmed, closes }, said: saidOf(view, revision.change),
    revisions: [...known.revisions, revisionView(revision, noted, taken)],
  };
}

function revisionView({ number, digest, text }: Revision, noted: Noted, taken: readonly AmendmentView[]): RevisionView {
  return { number, digest, ...noted, amendments: taken.map(({ amendment }) => amendment.id), differences: taken.flatMap(({ amendment }) => editsShown(amendment.edits)), text };
}

function again({ proposal, votes, ...known }: ProposalView, { vote, begins, closes, count }: Fact & { fact: 'proposal.again' }, noted: Noted): ProposalView {
  const { entrenched } = proposal;
  const before = { ...noted, vote: entrenched?.vote ?? vote - 1, count };
  return { ...known, votes: [...votes, before], proposal: { ...proposal, entrenched: entrenched === null ? null : { ...entrenched, vote, begins }, closes, ballots: {}, unconfirmed: [] } };
}

function decided(view: View, { proposal: id, how, code, detail, winner, count }: Fact & { fact: 'decided' }, noted: Noted): void {
  const known = view.proposals.get(id);
  if (known === undefined) return;
  view.proposals.delete(id);
  const by: Counted | null = count ?? known.count;
  keep(view.decided, { ...known, count: by, end: { how, ...noted, winner: winner ?? null, code: code ?? null, detail: detail ?? null } }, decidedKeptMax);
}

function change(view: View, id: string, to: (known: ProposalView) => ProposalView): void {
  const known = view.proposals.get(id);
  if (known !== undefined) view.proposals.set(id, to(known));
}

/** An amendment is found through its proposal; one that lapses with it, among the decided ones. */
function changeAmendment(view: View, id: string, to: (known: AmendmentView) => AmendmentView): void {
  const has = ({ amendments }: ProposalView): boolean => amendments.some(({ amendment }) => amendment.id === id);
  const changed = (known: ProposalView): ProposalView => ({ ...known, amendments: known.amendments.map((each) => (each.amendment.id === id ? to(each) : each)) });
  for (const [on, known] of view.proposals) if (has(known)) return void view.proposals.set(on, changed(known));
  const place = view.decided.findLastIndex(has);
  const known = view.decided[place];
  if (known !== undefined) view.decided[place] = changed(known);
}

function amendmentsWith({ amendments }: ProposalView, added: AmendmentView): readonly AmendmentView[] {
  const kept = [...amendments, added];
  if (kept.length <= amendmentsKeptMax) return kept;
  const oldest = kept.findIndex(({ end }) => end !== null);
  return kept.filter((_, place) => place !== oldest);
}

function commented(view: View, { proposal: on, by, paragraph, answers, commitment }: Fact & { fact: 'commented' }, noted: Noted): void {
  const [id, amendment] = view.proposals.has(on) ? [on, null] : [[...view.proposals.values()].find(({ amendments }) => amendments.some((each) => each.amendment.id === on))?.proposal.id ?? '', on];
  change(view, id, (known) => ({
    ...known, commentCount: known.commentCount + 1,
    comments: [...known.comments, { ...noted, commitment, by, amendment, paragraph, revision: known.proposal.revision.number, answers }].slice(-commentsKeptMax),
  }));
}

function delegated(view: View, { member, topic, to }: Fact & { fact: 'delegated' }, noted: Noted): void {
  const key = `${member} ${topic ?? '*'}`;
  if (to === null) view.delegations.delete(key);
  else view.delegations.set(key, { member, topic, to, ...noted } satisfies DelegationShown);
}

function anotherCharter(view: View, charter: Charter, proposal: ProposalRef | null, noted: Noted): void {
  const changed = charterParts.flatMap((part) => differences('charter', [part], view.charter?.[part], charter[part]));
  view.charter = charter;
  keep(view.charters, { ...noted, proposal, differences: changed }, versionsKeptMax);
}
