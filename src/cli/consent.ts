/** `frankpledge consent SUBCONTRACT PART --as MEMBER [--withdraw]` */
import { memberSigner } from '../host/signers.ts';
import { acting, actingAs, actOptions } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { knownSubcontract, UnknownNameError } from './names.ts';

export const consent = defineCommand({
  name: 'consent',
  usage: 'SUBCONTRACT PART --as MEMBER [--withdraw] [--key FILE] [--data DIR] [--json]',
  says: 'takes up a part of a subcontract that nobody is bound to without consent, or withdraws from it',
  options: { ...actOptions, withdraw: { type: 'boolean' } },
  names: ['SUBCONTRACT', 'PART'],
  run: ({ values, positionals: [id = '', part = ''] }) => acting(values, async (connection) => {
    const subcontract = knownSubcontract(connection, id);
    const parts = connection.view.subcontracts.get(id)?.manifest.parts ?? {};
    const says = Object.hasOwn(parts, part) ? parts[part]?.says : undefined;
    if (says === undefined) throw new UnknownNameError('unknown_part', `part of ${id}`, part, Object.keys(parts));
    const signer = memberSigner(values.data, connection.state, actingAs(values));
    const given = values.withdraw !== true;
    const done = await connection.act(signer, { kind: 'consent', body: { subcontract, part, given } });
    return { done, said: given ? `${signer.grant.owner} takes up ${part} of ${id}: ${says}` : `${signer.grant.owner} withdraws from ${part} of ${id}` };
  }),
});
