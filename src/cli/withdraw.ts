/** `frankpledge withdraw PROPOSAL|PAYOUT --as MEMBER` */
import { memberSigner } from '../host/signers.ts';
import { acting, actingAs, actOptions } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { knownPayout } from './names.ts';
import { openProposal } from './questions.ts';

export const withdraw = defineCommand({
  name: 'withdraw',
  usage: 'PROPOSAL | PAYOUT --as MEMBER [--key FILE] [--data DIR] [--json]',
  says: 'takes back what one has proposed, as long as it isn\'t agreed to; or a payout that one has asked for, as long as it isn\'t on its way',
  options: actOptions,
  names: ['PROPOSAL'],
  run: ({ values, positionals: [given = ''] }) => acting(values, async (connection) => {
    const signer = memberSigner(values.data, connection.state, actingAs(values));
    if (isPayout(given)) return { done: await connection.act(signer, { kind: 'payout.cancel', body: { payout: knownPayout(connection, given) } }), said: '' };
    const { id } = openProposal(connection, given);
    return { done: await connection.act(signer, { kind: 'withdraw', body: { proposal: id } }), said: '' };
  }),
});

/** A proposal is named by hex digits. */
function isPayout(given: string): boolean {
  return given.startsWith('payout-');
}
