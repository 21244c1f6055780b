/** `frankpledge vote PROPOSAL yes|no --as MEMBER` */
import type { Connection } from '../host/connection.ts';
import { memberSigner } from '../host/signers.ts';
import { saidOf } from '../views/proposed.ts';
import { shortProposal } from '../views/say.ts';
import type { Proposal } from '../vocabulary/outcomes.ts';
import { acting, actingAs, actOptions } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { UsageError } from './errors.ts';
import { UnknownNameError } from './names.ts';

export const vote = defineCommand({
  name: 'vote',
  usage: 'PROPOSAL yes|no --as MEMBER [--key FILE] [--data DIR] [--json]',
  says: 'says yes or no to a proposal, which is named by as much of its name as tells it apart; until it is decided one may say otherwise',
  options: actOptions,
  names: ['PROPOSAL', 'yes|no'],
  run: ({ values, wrong, positionals: [given = '', choice] }) => {
    if (choice !== 'yes' && choice !== 'no') throw wrong(`one says yes or no, not "${String(choice)}"`);
    return acting(values, async (connection) => {
      const { id, revision: { change } } = openProposal(connection, given);
      const signer = memberSigner(values.data, connection.state, actingAs(values));
      const { words } = saidOf(connection.view, change);
      return { done: await connection.act(signer, { kind: 'ballot', body: { proposal: id, choice } }), said: `${signer.grant.owner} says ${choice} to ${shortProposal(id)}: ${words}` };
    });
  },
});

function openProposal({ view }: Connection, given: string): Proposal {
  const open = [...view.proposals.values()].map(({ proposal }) => proposal);
  const meant = open.filter(({ id }) => given !== '' && id.startsWith(given.toLowerCase()));
  const [first, second] = meant;
  if (first === undefined) throw new UnknownNameError('unknown_proposal', 'open proposal', given, open.map(({ id }) => shortProposal(id)));
  if (second !== undefined) throw new UsageError(`"${given}" begins more than one proposal: ${meant.map(({ id }) => id.slice(0, 16)).join(', ')}`, 'Give more of its name.');
  return first;
}
