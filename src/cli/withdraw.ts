/** `frankpledge withdraw PROPOSAL --as MEMBER` */
import { memberSigner } from '../host/signers.ts';
import { acting, actingAs, actOptions } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { openProposal } from './questions.ts';

export const withdraw = defineCommand({
  name: 'withdraw',
  usage: 'PROPOSAL --as MEMBER [--key FILE] [--data DIR] [--json]',
  says: 'takes back what one has proposed, as long as it isn\'t agreed to',
  options: actOptions,
  names: ['PROPOSAL'],
  run: ({ values, positionals: [given = ''] }) => acting(values, async (connection) => {
    const { id } = openProposal(connection, given);
    const signer = memberSigner(values.data, connection.state, actingAs(values));
    return { done: await connection.act(signer, { kind: 'withdraw', body: { proposal: id } }), said: '' };
  }),
});
