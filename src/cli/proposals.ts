/** `frankpledge proposals`: what members decide on together, in plain words. */
import { connect, type Connection } from '../host/connection.ts';
import { proposalsNow } from '../host/proposals.ts';
import { nameOf, shortProposal } from '../views/say.ts';
import type { DecidedShown, ProposalShown, ProposalsShown, TermChangeShown } from '../views/shown.ts';
import { aboutRefusal, isRefusalCode } from '../vocabulary/refusals.ts';
import { formatInstant, type Instant } from '../vocabulary/time.ts';
import { dataFolder } from './acting.ts';
import { defineCommand } from './arguments.ts';

/** Decided ones that are shown to people; `--json` has all that are kept. */
const decidedShownMax = 10;

export const proposals = defineCommand({
  name: 'proposals',
  usage: '[--data DIR] [--json]',
  says: 'shows what is open, who has said what, how many are still needed and until when; and what was decided last',
  options: { data: { type: 'string', default: dataFolder }, json: { type: 'boolean' } },
  names: [],
  run: async ({ values }) => {
    const connection = await connect(values.data, 'read');
    try {
      const shown = proposalsNow(connection.view, connection.state);
      if (values.json === true) console.log(JSON.stringify(shown));
      else print(connection, shown);
      return 0;
    } finally {
      connection.close();
    }
  },
});

function print(connection: Connection, { open, decided }: ProposalsShown): void {
  console.log(open.length === 0 ? 'Nothing is open.' : 'Open:');
  for (const proposal of open) for (const line of openLines(connection, proposal)) console.log(line);
  if (decided.length > 0) console.log('Decided:');
  for (const each of decided.slice(0, decidedShownMax)) console.log(`  ${shortProposal(each.id)}  ${each.words}\n      ${howEnded(each)} (record ${each.decided}, ${when(each.decidedAt)})${ballots(each)}`);
}

function openLines({ view }: Connection, proposal: ProposalShown): string[] {
  const { id, by, words, reason, terms, record } = proposal;
  return [
    `  ${shortProposal(id)}  ${words}`,
    `      proposed by ${by === 'operator' ? 'the operator' : nameOf(view, by)} (record ${record})${reason === '' ? '' : `: ${reason}`}`,
    ...terms.map((term) => `      ${termLine(term)}`),
    `      ${lacks(proposal)}${ballots(proposal)}`,
  ];
}

function termLine({ term, before, after }: TermChangeShown): string {
  if (before === null) return `${term} ${String(after)}`;
  return after === null ? `without ${term}, which is ${before}` : `${term} ${before} → ${after}`;
}

function lacks({ needed, of, mustAgree, voters, orWitnesses, waits, closes, change }: ProposalShown): string {
  if (waits !== null) return `agreed to; it takes effect at ${when(waits)} unless whom it concerns says no`;
  const whose = change === 'issue' ? 'of another person than the one who proposes it' : `of ${of}`;
  const parts = [
    `${needed} more yes needed ${whose}`,
    ...(voters === null ? [] : [`it is for ${voters.join(', ')} to say`]),
    ...(mustAgree.length === 0 ? [] : [`${mustAgree.join(' and ')} must be among them`]),
    ...(orWitnesses.length === 0 ? [] : [`or enough of those who run witnesses: ${orWitnesses.join(', ')}`]),
  ];
  return `${parts.join('; ')}; open until ${when(closes)}`;
}

function ballots({ ballots: said }: Pick<ProposalShown, 'ballots'>): string {
  const of = (choice: 'yes' | 'no'): string[] => said.filter((each) => each.choice === choice).map(({ member }) => member);
  return (['yes', 'no'] as const).flatMap((choice) => (of(choice).length === 0 ? [] : [`; ${choice}: ${of(choice).join(', ')}`])).join('');
}

function howEnded({ how, code }: DecidedShown): string {
  if (how !== 'failed') return how;
  return `carried, but could not be done [${String(code)}]${isRefusalCode(code) ? `: ${aboutRefusal(code).hint}` : ''}`;
}

function when(instant: Instant): string {
  return formatInstant(instant).replace(/\.\d+Z$/, 'Z');
}
