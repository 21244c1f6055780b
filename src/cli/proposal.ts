/** `frankpledge proposal ID`: one proposal with all that belongs to it, open or decided. */
import { boundUnder } from '../host/bound.ts';
import type { Connection } from '../host/connection.ts';
import { proposalNow, proposalsNow } from '../host/proposals.ts';
import type { AmendmentShown, CommentShown, ProposalDetail } from '../views/deciding-shown.ts';
import { sayRecord, sayTime, type Zone } from '../views/local-time.ts';
import { nameOf, shortProposal } from '../views/say.ts';
import { dataFolder } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { caseLines } from './bound-lines.ts';
import { ballotLine, countLines, viaLine } from './count-lines.ts';
import { differenceLines } from './difference-lines.ts';
import { foreseenLines } from './foreseen-lines.ts';
import { knownMember } from './names.ts';
import { howEnded, outlookWords } from './proposals.ts';
import { meant } from './questions.ts';
import { reading } from './reading.ts';

export const proposal = defineCommand({
  name: 'proposal',
  usage: 'PROPOSAL [--as MEMBER] [--data DIR] [--json]',
  says: 'shows one proposal, open or decided: text, what would be otherwise, amendments and their rivals, comments, who said what and why, the count with its working; for a member also what it can do to them at the most',
  options: { data: { type: 'string', default: dataFolder }, as: { type: 'string' }, json: { type: 'boolean' } },
  names: ['PROPOSAL'],
  run: ({ values, positionals: [given = ''] }) => reading(values, (connection) => {
    const { view, state } = connection;
    const member = values.as === undefined ? undefined : knownMember(connection, values.as);
    const { open, decided } = proposalsNow(view, state, member);
    const { id } = meant(given, [...open, ...decided], 'proposal');
    const detail = proposalNow(view, state, id, connection.body, member) as ProposalDetail;
    const foreseen = detail.asks === null ? null : connection.foresee(detail.asks);
    const atMost = member === undefined ? undefined : boundUnder(view, state, id, member);
    return {
      shown: { ...detail, foreseen, atMost: atMost ?? null },
      lines: [...headLines(connection, detail), ...textLines(detail), ...changeLines(detail, view.zone), ...(foreseen === null ? [] : foreseenLines(foreseen)), ...(atMost === undefined ? [] : section(`For ${member}, at the most`, atMost.cases.flatMap(caseLines))), ...saidLines(detail, view.zone)],
    };
  }),
});

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  ${line}`)];
}

function headLines({ view }: Connection, { id, title, words, by, reason, record, openedAt, asked, rule, ballot, matter, topic, entrenched, revision, open, end }: ProposalDetail): string[] {
  return [
    `${shortProposal(id)}  ${title === '' ? words : title}`,
    ...(title === '' ? [] : [words]),
    `proposed by ${by === 'operator' ? 'the operator' : nameOf(view, by)} (${sayRecord(view.zone, record, openedAt)})${reason === '' ? '' : `: ${reason}`}`,
    `asked: ${asked.words} (${asked.count})${matter === null ? '' : `, as the charter's matter ${matter} says`}${topic === null ? '' : `; topic ${topic}`}`,
    `rule: ${rule}`,
    ...(open === null ? [] : choosingLine(ballot)),
    ...(entrenched === null ? [] : [`it touches what is entrenched (${entrenched.names.join(', ')}): vote ${entrenched.vote} of ${entrenched.votes}, from ${sayTime(view.zone, entrenched.begins)}`]),
    `revision ${revision.number}, named ${revision.digest}`,
    ...(open === null ? [] : [whenLine(open, ballot, view.zone)]), ...(end === null ? [] : [`${howEnded(end)} (${sayRecord(view.zone, end.record, end.recordedAt)})`]),
  ];
}

/** How one says which of several; of a question of yes or no everybody knows. */
function choosingLine(ballot: ProposalDetail['ballot']): string[] {
  switch (ballot.form) {
    case 'approve': return ['choose with --approve A,B: all that you could live with'];
    case 'scores': return [`choose with --scores A=${ballot.max},B=1: points up to ${ballot.max}`];
    case 'ranking': return ['choose with --rank "A > B = C": the best first'];
    case 'yes_no': return [];
  }
}

/** How it stands is said of a question of yes or no; of several, the count says which is ahead. */
function whenLine({ closes, inForce, waits, winner, outlook }: NonNullable<ProposalDetail['open']>, { form }: ProposalDetail['ballot'], zone: Zone): string {
  if (waits !== null) return `agreed to${winner === null ? '' : `: ${winner}`}; in force at ${sayTime(zone, waits)}`;
  return `open until ${sayTime(zone, closes)}; if it is carried then, in force at ${sayTime(zone, inForce)}${form === 'yes_no' ? `; ${outlookWords[outlook]}` : ''}`;
}

function textLines({ text }: ProposalDetail): string[] {
  return section('Text', text.flatMap(({ id, text: words }) => words.split('\n').map((line, place) => `${(place === 0 ? id : '').padEnd(4)} ${line}`)));
}

function changeLines({ changes, options, revisions, measured }: ProposalDetail, zone: Zone): string[] {
  return [
    ...section('What would be otherwise', differenceLines(changes, zone)),
    ...section('Options', options.flatMap((option) => [`${option.id}: ${option.says}${option.words === null ? '' : ` (${option.words})`}`, ...differenceLines(option.changes, zone).map((line) => `  ${line}`)])),
    ...section('Measured in the trial', (measured ?? []).map(({ words, value }) => `${words}: ${value}`)),
    ...revisions.filter(({ number }) => number > 1).flatMap(({ number, recordedAt, amendments, differences }) =>
      section(`Revision ${number}, of ${sayTime(zone, recordedAt)}, by ${amendments.map(shortProposal).join(', ')}`, differenceLines(differences, zone))),
  ];
}

function saidLines({ amendments, commented, ballots, unconfirmed, via, count, votes, lacks, notes }: ProposalDetail, zone: Zone): string[] {
  return [
    ...section('Amendments', amendments.flatMap((each) => amendmentLines(each, zone))),
    ...section('Comments', commented.map((each) => commentLine(each, zone))),
    ...section('Votes', [...ballots.map(ballotLine), ...via.map(viaLine)]),
    ...section('Yet to confirm', unconfirmed.length === 0 ? [] : [unconfirmed.join(', ')]),
    ...votes.flatMap(({ vote, recordedAt, count: then }) => section(`Vote ${vote}, until ${sayTime(zone, recordedAt)}`, countLines(then))),
    ...(count === null ? [] : section('Count', countLines(count))),
    ...section('Lacking', lacks),
    ...section('With this charter', notes),
  ];
}

function amendmentLines({ id, by, reason, edits, closes, ballots, rivals, count, end }: AmendmentShown, zone: Zone): string[] {
  return [
    `${shortProposal(id)}  by ${by}: ${reason}; ${end === null ? `open until ${sayTime(zone, closes)}` : `${end.words} (record ${end.record})`}`,
    ...(rivals.length === 0 ? [] : [`  touches the same lines as ${rivals.map(shortProposal).join(', ')}: at most one of them is taken in`]),
    ...differenceLines(edits, zone).map((line) => `  ${line}`),
    ...ballots.map((ballot) => `  ${ballotLine(ballot)}`),
    ...(count === null ? [] : countLines(count).map((line) => `  ${line}`)),
  ];
}

function commentLine({ id, by, paragraph, place, answers, text, amendment, recordedAt }: CommentShown, zone: Zone): string {
  const on = [
    ...(amendment === null ? [] : [`amendment ${shortProposal(amendment)}`]),
    ...(paragraph === null ? [] : [`${paragraph}${place === 'stands' ? '' : place === 'gone' ? ', which is gone' : ', which has changed since'}`]),
    ...(answers === null ? [] : [`answers ${shortProposal(answers)}`]),
  ];
  return `${shortProposal(id)}  ${by}${on.length === 0 ? '' : ` (${on.join('; ')})`}, ${sayTime(zone, recordedAt)}: ${text ?? 'erased'}`;
}
