/** `frankpledge text MEMBER --reason TEXT`: reads what a member declared, after the log, and so the member, has been told. */
import { operatorSigner } from '../host/signers.ts';
import { isObject } from '../vocabulary/json.ts';
import { acting, actingAs, actOptions } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { UsageError } from './errors.ts';
import { knownMember } from './names.ts';

export const text = defineCommand({
  name: 'text',
  usage: 'MEMBER --reason TEXT [--as MEMBER] [--key FILE] [--data DIR] [--json]',
  says: 'shows a member\'s declared means to whoever holds the folder: first it is recorded who reads them and why, and the member is told',
  options: { ...actOptions, reason: { type: 'string' } },
  names: ['MEMBER'],
  run: ({ values, wrong, positionals: [given = ''] }) => acting(values, async (connection) => {
    const { reason } = values;
    if (reason === undefined || reason.trim() === '') throw wrong('--reason is missing: the member will read it');
    const member = knownMember(connection, given);
    const commitment = connection.view.declared.get(member);
    if (commitment === undefined || connection.body(commitment) === undefined) {
      throw new UsageError(`nothing that ${member} declared is kept here${commitment === undefined ? '' : ' any more'}`, 'Nothing was opened, and nobody was told.');
    }
    const signer = operatorSigner(values.data, connection.state, actingAs(values));
    const done = await connection.act(signer, { kind: 'opened', body: { member, commitment, reason } });
    if (done.status !== 'recorded') return { done, said: '' };
    const declared = declaredIn(connection.body(commitment));
    return { done, said: `${member} declared ${Object.entries(declared).map(([unit, amount]) => `${amount} ${unit}`).join(', ')} a month; ${member} is told that ${signer.grant.owner} read it`, more: { declared } };
  }),
});

/** Unit → amount, from the text that was attested. */
function declaredIn(kept: string | undefined): { readonly [unit: string]: string } {
  const said: unknown = JSON.parse(kept ?? 'null');
  return isObject(said) && isObject(said['means']) ? (said['means'] as { readonly [unit: string]: string }) : {};
}
