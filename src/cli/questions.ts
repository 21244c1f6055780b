/** What a person votes on, comments on or amends: an open proposal or amendment, by as much of its name as tells it apart. */
import type { Connection } from '../host/connection.ts';
import { openQuestions, type OpenQuestion } from '../host/open-questions.ts';
import { proposalsNow } from '../host/proposals.ts';
import { sayAmendmentEnd } from '../views/proposal-shown.ts';
import { saidOf } from '../views/proposed.ts';
import { shortProposal } from '../views/say.ts';
import { commandOn } from '../vocabulary/command-line.ts';
import type { Proposal } from '../vocabulary/outcomes.ts';
import { UsageError } from './errors.ts';
import { OverError, UnknownNameError } from './names.ts';

/** @throws OverError; UnknownNameError; UsageError when it begins more than one */
export function openQuestion(connection: Connection, given: string): OpenQuestion {
  return open(connection, given, openQuestions(connection.state));
}

/** @throws OverError; UnknownNameError, also for an amendment; UsageError */
export function openProposal(connection: Connection, given: string): Proposal {
  return open(connection, given, openQuestions(connection.state).filter(({ amendment }) => amendment === null)).proposal;
}

function open(connection: Connection, given: string, questions: readonly OpenQuestion[]): OpenQuestion {
  const over = questions.some(({ id }) => begins(id, given)) ? undefined : sayOver(connection, given);
  if (over !== undefined) throw new OverError(over, `What is open is shown by: ${commandOn(connection.folder, 'proposals')}`);
  return meant(given, questions, 'open proposal');
}

/** One of several by the beginning of its name. */
export function meant<T extends { readonly id: string }>(given: string, known: readonly T[], what: string): T {
  const found = known.filter(({ id }) => begins(id, given));
  const [first, second] = found;
  if (first === undefined) throw new UnknownNameError('unknown_proposal', what, given, known.map(({ id }) => shortProposal(id)));
  if (second !== undefined) throw new UsageError(`"${given}" begins more than one ${what}: ${found.map(({ id }) => id.slice(0, 16)).join(', ')}`, 'Give more of its name.');
  return first;
}

function begins(id: string, given: string): boolean {
  return given !== '' && id.startsWith(given.toLowerCase());
}

/** How what was called so ended; undefined: there was none, or too long ago. */
function sayOver({ view, state }: Connection, given: string): string | undefined {
  const decided = proposalsNow(view, state).decided.find(({ id }) => begins(id, given));
  if (decided !== undefined) return `proposal ${shortProposal(decided.id)} is decided: ${decided.title === '' ? decided.words : decided.title}, ${decided.end.words}`;
  for (const { proposal, said, amendments } of [...view.proposals.values(), ...view.decided]) {
    const known = amendments.find(({ amendment: { id }, end }) => end !== null && begins(id, given));
    const { title } = proposal.revision;
    if (known?.end) return `the amendment ${shortProposal(known.amendment.id)} to ${shortProposal(proposal.id)} (${title === '' ? said.words : title}) is ${sayAmendmentEnd(known.end.how)}`;
  }
  return undefined;
}

/** What one says something to, in a few words. */
export function sayQuestion({ view }: Connection, { id, proposal, amendment }: OpenQuestion): string {
  const { revision: { change, number, title } } = proposal;
  const revision = number === 1 ? '' : ` (revision ${number})`;
  const about = title === '' ? saidOf(view, change).words : title;
  return amendment === null ? `${shortProposal(id)}${revision}: ${about}` : `the amendment ${shortProposal(id)} to ${shortProposal(proposal.id)}${revision}: ${about}`;
}
