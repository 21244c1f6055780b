/** `frankpledge pay TO AMOUNT [UNIT] --as MEMBER` */
import { memberSigner } from '../host/signers.ts';
import { acting, actingAs, actOptions } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { knownMember, knownUnit } from './names.ts';

export const pay = defineCommand({
  name: 'pay',
  usage: 'TO AMOUNT [UNIT] --as MEMBER [--reason TEXT] [--key FILE] [--data DIR] [--json]',
  says: 'pays from one\'s own balance',
  options: { ...actOptions, reason: { type: 'string' } },
  names: ['TO', 'AMOUNT'], more: ['UNIT'],
  run: ({ values, positionals: [to = '', amount = '', unit] }) => acting(values, async (connection) => {
    const { reason } = values;
    const body = { to: knownMember(connection, to), unit: knownUnit(connection, unit), amount, ...(reason === undefined ? {} : { reason }) };
    const signer = memberSigner(values.data, connection.state, actingAs(values));
    return { done: await connection.act(signer, { kind: 'pay', body }), said: '' };
  }),
});
