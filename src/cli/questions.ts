/** What a person votes on, comments on or amends: an open proposal or amendment, by as much of its name as tells it apart. */
import type { Connection } from '../host/connection.ts';
import { openQuestions, type OpenQuestion } from '../host/open-questions.ts';
import { saidOf } from '../views/proposed.ts';
import { shortProposal } from '../views/say.ts';
import type { Proposal } from '../vocabulary/outcomes.ts';
import { UsageError } from './errors.ts';
import { UnknownNameError } from './names.ts';

/** @throws UnknownNameError; UsageError when it begins more than one */
export function openQuestion({ state }: Connection, given: string): OpenQuestion {
  return meant(given, openQuestions(state), 'open proposal');
}

/** @throws UnknownNameError, also for an amendment; UsageError */
export function openProposal({ state }: Connection, given: string): Proposal {
  return meant(given, openQuestions(state).filter(({ amendment }) => amendment === null), 'open proposal').proposal;
}

/** One of several by the beginning of its name. */
export function meant<T extends { readonly id: string }>(given: string, known: readonly T[], what: string): T {
  const found = known.filter(({ id }) => given !== '' && id.startsWith(given.toLowerCase()));
  const [first, second] = found;
  if (first === undefined) throw new UnknownNameError('unknown_proposal', what, given, known.map(({ id }) => shortProposal(id)));
  if (second !== undefined) throw new UsageError(`"${given}" begins more than one ${what}: ${found.map(({ id }) => id.slice(0, 16)).join(', ')}`, 'Give more of its name.');
  return first;
}

/** What one says something to, in a few words. */
export function sayQuestion({ view }: Connection, { id, proposal, amendment }: OpenQuestion): string {
  const { revision: { change, number, title } } = proposal;
  const revision = number === 1 ? '' : ` (revision ${number})`;
  const about = title === '' ? saidOf(view, change).words : title;
  return amendment === null ? `${shortProposal(id)}${revision}: ${about}` : `the amendment ${shortProposal(id)} to ${shortProposal(proposal.id)}${revision}: ${about}`;
}
