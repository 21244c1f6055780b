/** `frankpledge leave --as MEMBER --yes`: nobody can forbid it; what is owed stays owed. */
import { boundNow } from '../host/bound.ts';
import { memberSigner } from '../host/signers.ts';
import { acting, actingAs, actOptions, commandOn } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { UsageError } from './errors.ts';

export const leave = defineCommand({
  name: 'leave',
  usage: '--as MEMBER [--yes] [--key FILE] [--data DIR] [--json]',
  says: 'ends one\'s membership: says what is left open, and does it with --yes',
  options: { ...actOptions, yes: { type: 'boolean' } },
  names: [],
  run: ({ values }) => acting(values, async (connection) => {
    const signer = memberSigner(values.data, connection.state, actingAs(values));
    const { owner } = signer.grant;
    const bound = boundNow(connection.view, connection.state, owner);
    const held = (bound?.by ?? []).filter(({ accepted }) => accepted.some(({ how }) => how === 'party')).map(({ subcontract }) => subcontract);
    const left = `When ${owner} leaves: ${bound?.leaving.words ?? 'nothing is left open'}${held.length === 0 ? '' : `; held until another party is agreed on: ${held.join(', ')}`}. Consents end, and so do votes; what is owed stays owed.`;
    if (values.json !== true) console.log(left);
    if (values.yes !== true) throw new UsageError('nothing was done yet', `Who means it says --yes:  ${commandOn(values.data, `leave ${values.key === undefined ? `--as ${owner}` : `--key ${values.key}`} --yes`)}`);
    return { done: await connection.act(signer, { kind: 'leave', body: {} }), said: `${owner} has left`, more: { leaving: bound?.leaving ?? null, held } };
  }),
});
