/** Proposals as people read them: in a list, and in full with all that belongs to them. The counts come from the kernel on asking. */
import type { Change } from '../vocabulary/changes.ts';
import { charterDefaults } from '../vocabulary/charter.ts';
import type { DecisionRule } from '../vocabulary/deciding.ts';
import type { AmendmentEnd, Ballot, Counted } from '../vocabulary/outcomes.ts';
import type { Instant } from '../vocabulary/time.ts';
import type {
  AmendmentShown, BallotForm, BallotShown, CommentShown, CountShown, DecidedShown, EndShown, MineShown, ProposalDetail, ProposalShown, ProposalsShown, RevisionShown, TallyShown, ViaShown,
} from './deciding-shown.ts';
import { fieldsAsked } from './asking-words.ts';
import { sayDays } from './at-most.ts';
import { sayAsked, sayChoice, sayLacking, sayMeasure, sayRule, sayWorking } from './deciding-words.ts';
import { editsShown } from './differences.ts';
import { sayTime } from './local-time.ts';
import { labelsIn, saidOf, sayMeasured, subcontractIn, versionOf } from './proposed.ts';
import { notesOn } from './reach.ts';
import { nameOf } from './say.ts';
import type { AmendmentView, CommentView, ProposalView, ProposedView, View } from './view.ts';

/** What the kernel says of an open proposal (kernel/tally.ts). */
export type Reckoned = {
  readonly tally: TallyShown & { readonly count: Counted | null; readonly voters: readonly string[] | null; readonly via: { readonly [member: string]: readonly string[] } };
  /** When it would be in force if it were carried at its end. */
  readonly inForce: Instant;
  /** Whether the member may say something to it. */
  readonly isAsked: (member: string) => boolean;
  /** Of an open amendment: those that touch the same lines, and its count by now. */
  readonly amendment: (id: string) => { readonly rivals: readonly string[]; readonly count: Counted | null };
};

/** The words that a member's comment was kept with under a commitment; undefined when they are gone. */
export type WordsOf = (commitment: string, by: string) => string | undefined;

/** @param reckon undefined for a proposal that isn't open any more; @param member who looks, where that is known */
export function proposalsOf(view: View, reckon: (id: string) => Reckoned | undefined, member?: string): ProposalsShown {
  const open = [...view.proposals.values()].flatMap((each) => {
    const reckoned = reckon(each.proposal.id);
    return reckoned === undefined ? [] : [proposalShown(view, each, reckoned, member)];
  });
  return { open, decided: [...view.decided].reverse().flatMap((each) => decidedShown(view, each)) };
}

/** Undefined when there is none of this name, or it was decided too long ago. */
export function proposalDetail(view: View, id: string, reckon: (id: string) => Reckoned | undefined, wordsOf: WordsOf, member?: string): ProposalDetail | undefined {
  const known = view.proposals.get(id) ?? view.decided.findLast(({ proposal }) => proposal.id === id);
  if (known === undefined) return undefined;
  const reckoned = known.end === null ? reckon(id) : undefined;
  const { proposal } = known;
  const { revision } = proposal;
  const count = reckoned === undefined ? known.count : reckoned.tally.count;
  const held = known.end === null ? saidOf(view, revision.change) : known.said;
  return {
    ...proposedShown(view, known, held), ...(reckoned === undefined ? {} : askedShown(view, known, reckoned)), text: revision.text, ballot: ballotForm(proposal.procedure?.rule), would: known.end === null ? wouldBe(view, revision.change) : null, asks: known.end === null ? asksFor(view, revision.change) : null, voters: reckoned?.tally.voters ?? proposal.procedure?.voters ?? null, changes: held.changes, labels: labelsIn(view, revision.change), options: held.options,
    revisions: known.revisions.map((each) => revisionShown(each)), amendments: amendmentsShown(view, known, reckoned), ballots: ballotsShown(proposal.ballots), unconfirmed: proposal.unconfirmed,
    via: viaShown(reckoned?.tally.via ?? count?.bodies.at(-1)?.via ?? {}), count: countShown(view, known, count),
    votes: known.votes.map(({ vote, recordedAt, count: then }) => ({ vote, recordedAt, count: countOf(view, known, then) })),
    lacks: reckoned === undefined ? [] : lacking(view, known, reckoned), notes: known.end === null ? notesOn(view, revision.change) : [], measured: proposal.measured === undefined ? null : sayMeasured(view, subcontractIn(revision.change), proposal.measured),
    commented: known.comments.map((comment) => commentShown(known, comment, wordsOf)),
    open: reckoned === undefined ? null : { ...tallyShown(reckoned), ...openShown(known, reckoned, member) }, end: endShown(view, known),
  };
}

function proposalShown(view: View, known: ProposalView, reckoned: Reckoned, member: string | undefined): ProposalShown {
  const { proposal, amendments } = known;
  return {
    ...proposedShown(view, known, saidOf(view, proposal.revision.change)), ...askedShown(view, known, reckoned), ...tallyShown(reckoned), ...openShown(known, reckoned, member),
    amendments: amendments.filter(({ end }) => end === null).length, unconfirmed: proposal.unconfirmed.length,
  };
}

function decidedShown(view: View, known: ProposalView): DecidedShown[] {
  const end = endShown(view, known);
  return end === null ? [] : [{ ...proposedShown(view, known, known.said), end, ballots: Object.keys(known.proposal.ballots).length }];
}

/** @param said of an open proposal held against what is so now, of a decided one as it was then */
function proposedShown(view: View, { proposal, asked, commentCount }: ProposalView, said: ProposedView): Omit<DecidedShown, 'end' | 'ballots'> {
  const { id, by, reason, topic, opened, openedAt, procedure, entrenched, revision: { change, title, number, digest } } = proposal;
  const subcontract = subcontractIn(change);
  const whom = procedure?.asked ?? 'all';
  return {
    id, by, change: change.change, subcontract, title, words: said.words, reason, topic, matter: procedure?.matter ?? null,
    asked: { whom, words: sayAsked(whom, subcontract), count: asked }, rule: procedure === null ? sayOwnRule(view, change) : sayRule(procedure.rule), decides: procedure?.rule ?? null, newcomerDays: proposal.newcomerDays, terms: said.terms,
    record: opened, openedAt, revision: { number, digest }, entrenched: entrenched === null ? null : { ...entrenched, votes: votesOf(view, entrenched) }, comments: commentCount,
  };
}

/** What concerns the log and its keys may be for a few to say, whom the kernel names. */
function askedShown(view: View, { proposal }: ProposalView, { tally: { voters } }: Reckoned): { readonly asked?: DecidedShown['asked'] } {
  if (proposal.procedure !== null || voters === null) return {};
  return { asked: { whom: 'named', words: voters.map((member) => nameOf(view, member)).join(', '), count: voters.length } };
}

/** What concerns the log and its keys goes by rules that no charter can change (kernel/own-rules.ts). */
function sayOwnRule({ charter }: View, { change }: Change): string {
  const part = sayMeasure({ more_than: (charter?.decide ?? charterDefaults.decide).more_than });
  switch (change) {
    case 'operator': return `${part} of all members but newcomers, or enough of those who run the log's nodes`;
    case 'recover': return 'as many friends as the member named; then time passes in which its owner can stop it';
    case 'issue': return 'a second person besides the one who proposes it';
    default: return `${part} of all members but newcomers`;
  }
}

/** As many as the strictest of the caps asks for, as they stand by now. */
function votesOf({ charter }: View, { names, vote }: { readonly names: readonly string[]; readonly vote: number }): number {
  return Math.max(vote, ...names.map((name) => charter?.entrenched?.[name]?.way.votes ?? 1));
}

function tallyShown({ tally: { yes, no, of, needed, mustAgree, orWitnesses, outlook } }: Reckoned): TallyShown {
  return { yes, no, of, needed, mustAgree, orWitnesses, outlook };
}

function openShown({ proposal }: ProposalView, reckoned: Reckoned, member: string | undefined): Pick<ProposalShown, 'closes' | 'inForce' | 'waits' | 'winner' | 'mine'> {
  const { closes, waits, winner } = proposal;
  return { closes, inForce: waits ?? reckoned.inForce, waits, winner, mine: member === undefined ? null : mineShown(proposal, reckoned, member) };
}

export function mineShown({ ballots, unconfirmed, waits, revision: { change } }: ProposalView['proposal'], { tally, isAsked }: Reckoned, member: string): MineShown {
  const ballot = ballots[member];
  return {
    asked: isAsked(member), said: ballot === undefined ? null : ballotShown(member, ballot), confirm: unconfirmed.includes(member), mustAgree: tally.mustAgree.includes(member),
    canStop: waits !== null && change.change === 'recover' && change.member === member, via: tally.via[member] ?? [],
  };
}

function ballotsShown(ballots: { readonly [member: string]: Ballot }): BallotShown[] {
  return Object.entries(ballots).map(([member, ballot]) => ballotShown(member, ballot));
}

function ballotShown(member: string, { choice, reason }: Ballot): BallotShown {
  return { member, choice, words: sayChoice(choice), reason: reason ?? null };
}

function viaShown(via: { readonly [member: string]: readonly string[] }): ViaShown[] {
  return Object.entries(via).map(([member, through]) => ({ member, through }));
}

function countShown(view: View, known: ProposalView, count: Counted | null): CountShown | null {
  return count === null ? null : countOf(view, known, count);
}

function countOf(view: View, { proposal }: ProposalView, { rule, bodies }: Counted): CountShown {
  const name = (id: string): string => nameOf(view, id);
  return {
    rule: sayRule(rule), decides: rule,
    bodies: bodies.map((body, place) => ({
      who: sayBody(proposal, place, bodies.length), voters: body.voters, winners: body.winners, tied: body.tied, lines: sayWorking(body, name), working: body.working, via: viaShown(body.via),
    })),
  };
}

/** With several bodies the first is without newcomers (kernel/counting.ts). */
function sayBody({ procedure, revision, newcomerDays }: ProposalView['proposal'], place: number, count: number): string {
  const asked = sayAsked(procedure?.asked ?? 'all', subcontractIn(revision.change));
  if (count === 1) return asked;
  return place === 0 ? `${asked}, without newcomers: who came, or got their first key, less than ${sayDays(newcomerDays)} before it was proposed` : `${asked}, with newcomers`;
}

// What belongs to it

function wouldBe(view: View, change: Change): ProposalDetail['would'] {
  const version = versionOf(view, change);
  return version === null ? null : { terms: version.terms, parties: version.parties };
}

function asksFor(view: View, change: Change): ProposalDetail['asks'] {
  if (change.change !== 'act') return null;
  const { subcontract, action, with: values } = change;
  return { subcontract, action, with: values, fields: fieldsAsked(view, change)?.fields ?? {} };
}

/** @param rule undefined for what concerns the log and its keys */
function ballotForm(rule: DecisionRule | undefined): BallotForm {
  switch (rule?.rule) {
    case 'approval': return { form: 'approve' };
    case 'score': return { form: 'scores', max: rule.max };
    case 'instant_runoff': case 'schulze': return { form: 'ranking' };
    default: return { form: 'yes_no' };
  }
}

function revisionShown({ number, digest, record, recordedAt, amendments, differences }: RevisionShown): RevisionShown {
  return { number, digest, record, recordedAt, amendments, differences };
}

function amendmentsShown(view: View, known: ProposalView, reckoned: Reckoned | undefined): AmendmentShown[] {
  const open = known.amendments.filter(({ end }) => end === null);
  return [...open, ...known.amendments.filter(({ end }) => end !== null)].map((each) => amendmentShown(view, known, each, reckoned));
}

function amendmentShown(view: View, known: ProposalView, { amendment, recordedAt, number, end }: AmendmentView, reckoned: Reckoned | undefined): AmendmentShown {
  const { id, by, reason, opened, edits, closes, ballots } = amendment;
  const now = end === null ? reckoned?.amendment(id) : undefined;
  return {
    id, by, reason, record: opened, recordedAt, revision: number, edits: editsShown(edits), closes, ballots: ballotsShown(ballots), rivals: now?.rivals ?? [],
    count: countShown(view, known, end === null ? (now?.count ?? null) : end.count),
    end: end === null ? null : { how: end.how, words: sayAmendmentEnd(end.how), record: end.record, recordedAt: end.recordedAt },
  };
}

/** As it follows on `it is`. */
export function sayAmendmentEnd(how: AmendmentEnd): string {
  return amendmentEnds[how];
}

const amendmentEnds: { readonly [how in AmendmentEnd]: string } = {
  adopted: 'taken in', rejected: 'not taken in: not enough were for it', rival: 'not taken in: another one that touches the same lines had more for it',
  tied: 'not taken in: another one that touches the same lines had as many for it', overtaken: 'over: what it would have changed is another by now', lapsed: 'over with the proposal',
};

/** Its place is kept: a comment on a paragraph stays with it, and says whether that still stands as it was read. */
function commentShown({ proposal, revisions }: ProposalView, comment: CommentView, wordsOf: WordsOf): CommentShown {
  const { commitment: id, record, recordedAt, by, amendment, paragraph, revision, answers } = comment;
  const then = revisions.find(({ number }) => number === revision)?.text.find((each) => each.id === paragraph)?.text;
  const now = proposal.revision.text.find((each) => each.id === paragraph)?.text;
  const place = paragraph === null ? null : now === undefined ? 'gone' : now === then ? 'stands' : 'changed';
  return { id, record, recordedAt, by, amendment, paragraph, place, revision, answers, text: wordsOf(id, by) ?? null };
}

function endShown(view: View, { end, count, proposal }: ProposalView): EndShown | null {
  return end === null ? null : { ...end, words: sayEnd(end, count, proposal.revision.change), counted: countedIn(count) };
}

function sayEnd({ how, winner, code, detail }: Omit<EndShown, 'words' | 'counted'>, count: Counted | null, { change }: Change): string {
  const chosen = change === 'choice' && winner !== null ? `: ${winner}` : '';
  switch (how) {
    case 'carried': return `carried${chosen}${sayFigures(count)}`;
    case 'rejected': return `rejected${chosen}${sayFigures(count)}`;
    case 'expired': return `not carried by its end${sayFigures(count)}`;
    case 'stopped': return 'stopped by whom it concerns';
    case 'failed': return `carried, and could not be done${detail === null ? ` (${String(code)})` : `: ${detail}`}`;
    case 'tied': return `tied: the rule can't choose${sayFigures(count)}`;
    case 'withdrawn': return 'taken back by who proposed it';
  }
}

function sayFigures(count: Counted | null): string {
  const counted = countedIn(count);
  return counted === null ? '' : `, with ${counted.yes} yes and ${counted.no} no of ${counted.of}`;
}

/** Of a yes or no question: how many said what, in the largest body. */
function countedIn(count: Counted | null): EndShown['counted'] {
  const body = count?.bodies.at(-1);
  const said = body?.working.find((step) => step.step === 'said');
  return body === undefined || said?.step !== 'said' ? null : { yes: said.yes + said.concern, no: said.no + said.object, of: body.voters };
}

// What is lacking

function lacking(view: View, { proposal }: ProposalView, { tally }: Reckoned): string[] {
  if (proposal.waits !== null) return [];
  const name = (id: string): string => nameOf(view, id);
  const { entrenched, unconfirmed } = proposal;
  const begins = entrenched !== null && entrenched.begins > view.recordedAt ? [`Vote ${entrenched.vote} of ${votesOf(view, entrenched)} begins at ${sayTime(view.zone, entrenched.begins)}.`] : [];
  return [
    ...begins, ...countLacks(tally, name),
    ...tally.mustAgree.map((member) => `${name(member)} must say yes.`),
    ...(unconfirmed.length === 0 ? [] : [unconfirmed.length === 1 ? '1 who said yes to an earlier revision has yet to say whether they still do.' : `${unconfirmed.length} who said yes to an earlier revision have yet to say whether they still do.`]),
  ];
}

function countLacks({ count, needed, of }: Reckoned['tally'], name: (id: string) => string): string[] {
  const whose = (place: number): string => (count?.bodies.length === 1 ? '' : place === 0 ? 'Without newcomers: ' : 'With newcomers: ');
  if (count !== null) return count.bodies.flatMap(({ working }, place) => sayLacking(working, name, whose(place)));
  return needed === null || needed === 0 ? [] : [`${needed} more of ${of} must say yes.`];
}
