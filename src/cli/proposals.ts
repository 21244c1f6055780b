/** `frankpledge proposals`: what members decide on together, in plain words; what one is asked comes first. */
import { proposalsNow } from '../host/proposals.ts';
import type { Connection } from '../host/connection.ts';
import type { DecidedShown, ProposalShown, ProposalsShown } from '../views/deciding-shown.ts';
import { isAwaited } from '../views/awaited.ts';
import { sayRecord, sayTime, type Zone } from '../views/local-time.ts';
import { nameOf, shortProposal } from '../views/say.ts';
import type { TermChangeShown } from '../views/shown.ts';
import { aboutRefusal, isRefusalCode } from '../vocabulary/refusals.ts';
import type { Instant } from '../vocabulary/time.ts';
import { dataFolder } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { knownMember } from './names.ts';
import { reading } from './reading.ts';

/** Decided ones that are shown to people; `--json` has all that are kept. */
const decidedShownMax = 10;

export const proposals = defineCommand({
  name: 'proposals',
  usage: '[--as MEMBER] [--data DIR] [--json]',
  says: 'shows what is open, what is still lacking and until when, for a member what they are asked first; and what was decided last',
  options: { data: { type: 'string', default: dataFolder }, as: { type: 'string' }, json: { type: 'boolean' } },
  names: [],
  run: ({ values }) => reading(values, async (connection) => {
    const member = values.as === undefined ? undefined : knownMember(connection, values.as);
    const shown = proposalsNow(connection.view, connection.state, member);
    return { shown, lines: linesOf(connection, shown, member, await connection.now()) };
  }),
});

/** @param member undefined: nobody in particular looks, and nothing is asked */
function linesOf(connection: Connection, { open, decided }: ProposalsShown, member: string | undefined, now: Instant): string[] {
  const asked = member === undefined ? [] : open.filter((each) => isAwaited(connection.view, each, member, now));
  const others = open.filter((each) => !asked.includes(each));
  const section = (title: string, list: readonly ProposalShown[]): string[] => (list.length === 0 ? [] : [title, ...list.flatMap((each) => openLines(connection, each))]);
  return [
    ...(open.length === 0 ? ['Nothing is open.'] : []),
    ...section('You are asked:', asked), ...section(asked.length === 0 ? 'Open:' : 'Open besides:', others),
    ...(decided.length === 0 ? [] : ['Decided:', ...decided.slice(0, decidedShownMax).flatMap((each) => decidedLines(each, connection.view.zone))]),
  ];
}

function openLines({ view }: Connection, proposal: ProposalShown): string[] {
  const { id, by, title, words, reason, terms, record, comments, amendments, mine } = proposal;
  return [
    `  ${shortProposal(id)}  ${title === '' ? words : `${title}: ${words}`}`,
    `      proposed by ${by === 'operator' ? 'the operator' : nameOf(view, by)} (record ${record})${reason === '' ? '' : `: ${reason}`}`,
    ...terms.map((term) => `      ${termLine(term)}`),
    `      ${standsLine(proposal, view.zone)}`,
    ...(amendments + comments === 0 ? [] : [`      ${[...(amendments === 0 ? [] : [`amendments: ${amendments}`]), ...(comments === 0 ? [] : [`comments: ${comments}`])].join('; ')}`]),
    ...(mine === null ? [] : mineLines(mine)),
  ];
}

function mineLines({ asked, said, confirm, mustAgree, via }: NonNullable<ProposalShown['mine']>): string[] {
  if (!asked) return [];
  if (confirm) return ['      you said yes to what it was before: say what you think of it now'];
  if (said !== null) return [`      you say: ${said.words}`];
  if (mustAgree) return ['      it can\'t be carried without your yes'];
  return via.length === 0 ? [] : [`      as long as you say nothing, your vote comes through ${via.join(', then ')}`];
}

export function termLine({ term, before, after }: TermChangeShown): string {
  if (before === null) return `${term} ${String(after)}`;
  return after === null ? `without ${term}, which is ${before}` : `${term} ${before} → ${after}`;
}

/** What is lacking, by which rule, until when. */
function standsLine({ needed, of, yes, no, mustAgree, asked, orWitnesses, waits, closes, change, rule, matter, outlook, unconfirmed, revision, entrenched }: ProposalShown, zone: Zone): string {
  if (waits !== null) return `agreed to; it takes effect at ${sayTime(zone, waits)}${change === 'recover' ? ' unless whom it concerns says no' : ''}`;
  const whose = change === 'issue' ? 'of another person than the one who proposes it' : `of ${of}`;
  return [
    ...(revision.number === 1 ? [] : [`revision ${revision.number}${unconfirmed === 0 ? '' : `, which ${unconfirmed} have yet to confirm`}`]),
    ...(needed === null ? [change === 'choice' ? `${of} may choose` : `${yes} yes, ${no} no of ${of}: ${outlookWords[outlook]}`, rule] : [`${needed} more yes needed ${whose}`]),
    ...(asked.whom === 'all' ? [] : [`it is for ${asked.words} to say`]),
    ...(mustAgree.length === 0 ? [] : [`${mustAgree.join(' and ')} must be among them`]),
    ...(orWitnesses.length === 0 ? [] : [`or enough of those who run witnesses: ${orWitnesses.join(', ')}`]),
    ...(matter === null ? [] : [`matter ${matter}`]),
    ...(entrenched === null ? [] : [`vote ${entrenched.vote} of ${entrenched.votes}`]),
    `open until ${sayTime(zone, closes)}`, ...(needed === null ? [] : [`${yes} yes, ${no} no so far`]),
  ].join('; ');
}

export const outlookWords = { passes: 'as it stands, it is carried', open: 'as it stands, it is not carried yet', lost: 'as it stands, it is lost' } as const;

function decidedLines({ id, title, words, end }: DecidedShown, zone: Zone): string[] {
  return [`  ${shortProposal(id)}  ${title === '' ? words : `${title}: ${words}`}`, `      ${howEnded(end)} (${sayRecord(zone, end.record, end.recordedAt)})`];
}

/** With what to do where it was carried and could not be done. */
export function howEnded({ words, how, code }: DecidedShown['end']): string {
  return how === 'failed' && isRefusalCode(code) ? `${words} [${code}]: ${aboutRefusal(code).hint}` : words;
}
