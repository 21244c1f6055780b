/** `frankpledge friends MEMBER… --approvals N --as MEMBER` */
import { memberSigner } from '../host/signers.ts';
import { acting, actingAs, actOptions } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { knownMember } from './names.ts';

export const friends = defineCommand({
  name: 'friends',
  usage: 'MEMBER… --approvals N --as MEMBER [--key FILE] [--data DIR] [--json]',
  says: 'names who can give one a new key when one\'s own is lost, and how many of them it takes',
  options: { ...actOptions, approvals: { type: 'string' } },
  run: ({ values, wrong, positionals }) => {
    if (positionals.length === 0) throw wrong('MEMBER is missing');
    if (values.approvals === undefined) throw wrong('--approvals is missing: how many of them it takes');
    if (!/^[1-9]\d{0,5}$/.test(values.approvals)) throw wrong(`--approvals counts people, from 1 to ${positionals.length}, not "${values.approvals}"`);
    const approvals = Number(values.approvals);
    return acting(values, async (connection) => {
      const named = positionals.map((member) => knownMember(connection, member));
      const signer = memberSigner(values.data, connection.state, actingAs(values));
      const done = await connection.act(signer, { kind: 'friends', body: { friends: named, approvals } });
      return { done, said: `${approvals} of ${named.join(', ')} can give ${signer.grant.owner} a new key` };
    });
  },
});
