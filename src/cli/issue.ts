/** `frankpledge issue TO AMOUNT [UNIT] --reason TEXT` */
import { rightfulSigner } from '../host/signers.ts';
import { acting, actingAs, actOptions } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { knownMember, knownUnit } from './names.ts';

export const issue = defineCommand({
  name: 'issue',
  usage: 'TO AMOUNT [UNIT] --reason TEXT [--as MEMBER] [--key FILE] [--data DIR] [--json]',
  says: 'issues new units to a member, by whom the charter lets and as much as it lets be issued in a month',
  options: { ...actOptions, reason: { type: 'string' } },
  names: ['TO', 'AMOUNT'], more: ['UNIT'],
  run: ({ values, wrong, positionals: [to = '', amount = '', unit] }) => acting(values, async (connection) => {
    const { reason } = values;
    if (reason === undefined || reason.trim() === '') throw wrong('--reason is missing: everyone will read why it was issued');
    const body = { to: knownMember(connection, to), unit: knownUnit(connection, unit), amount, reason };
    const signer = rightfulSigner(values.data, connection.state, 'issue', actingAs(values));
    return { done: await connection.act(signer, { kind: 'issue', body }), said: `issued by ${signer.grant.owner}` };
  }),
});
