/** `frankpledge means MEMBER UNIT=AMOUNT…`: declared monthly means, of which the log only learns what follows from them. */
import { randomBytes } from 'node:crypto';
import { attest } from '../host/founding.ts';
import { rightfulSigner } from '../host/signers.ts';
import { acting, actingAs, actOptions } from './acting.ts';
import { amountsOf } from './amounts.ts';
import { defineCommand } from './arguments.ts';
import { knownMember } from './names.ts';

export const means = defineCommand({
  name: 'means',
  usage: 'MEMBER UNIT=AMOUNT… [--as MEMBER] [--key FILE] [--data DIR] [--json]',
  says: 'attests a member\'s declared monthly means: the amounts stay in the erasable store, the log learns each subcontract\'s bracket',
  options: actOptions,
  run: ({ values, wrong, positionals: [member, ...pairs] }) => {
    if (member === undefined || pairs.length === 0) throw wrong(member === undefined ? 'MEMBER is missing' : 'UNIT=AMOUNT is missing');
    return acting(values, async (connection) => {
      const signer = rightfulSigner(values.data, connection.state, 'attest', actingAs(values));
      const amounts = amountsOf(connection, pairs, wrong);
      const { commitment, text, said } = attest(connection.state, connection.hasher, knownMember(connection, member), amounts, randomBytes(16).toString('hex'));
      const brackets = Object.entries(said.body.values).flatMap(([subcontract, places]) => Object.entries(places).map(([name, place]) => `${subcontract}.${name} ${place + 1}`));
      if (brackets.length === 0) throw wrong(`no subcontract goes by means in ${Object.keys(amounts).join(', ')}, so there is nothing to attest`);
      await connection.keepBody(commitment, text);
      return { done: await connection.act(signer, said), said: `the means of ${member} are attested: ${brackets.join(', ')} (counted from 1)` };
    });
  },
});
