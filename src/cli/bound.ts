/** `frankpledge bound [MEMBER]`: what binds a member, since when, at the most, how they get out and what is left then. */
import { boundNow } from '../host/bound.ts';
import type { BoundShown } from '../views/bound-shown.ts';
import { commandOn, dataFolder } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { boundLines } from './bound-lines.ts';
import { knownMember } from './names.ts';
import { reading } from './reading.ts';

export const bound = defineCommand({
  name: 'bound',
  usage: 'MEMBER [--data DIR] [--json]',
  says: 'shows what binds a member: since when and in which version, what it can take at the most, how they get out, and what is left then',
  options: { data: { type: 'string', default: dataFolder }, json: { type: 'boolean' } },
  names: ['MEMBER'],
  run: ({ values, positionals: [given = ''] }) => reading(values, (connection) => {
    const shown = boundNow(connection.view, connection.state, knownMember(connection, given)) as BoundShown;
    const { by, toAccept, member, leaving } = shown;
    const waiting = toAccept.length === 0 ? [] : [`Not accepted yet: ${toAccept.join(', ')}. Accept with:  ${commandOn(values.data, `accept SUBCONTRACT --as ${member}`)}`];
    return { shown, lines: [...(by.length === 0 ? ['There is no agreement.'] : by.flatMap(boundLines)), ...waiting, `Leaving now: ${leaving.words}`] };
  }),
});
