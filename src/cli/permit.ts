/** `frankpledge permit STREAM --for PURPOSE --as MEMBER`: what one allows with a stream that measures one, or no longer. */
import { memberSigner } from '../host/signers.ts';
import { sayPermit } from '../views/sensing-words.ts';
import { keepDaysMax, type Permit } from '../vocabulary/sensing.ts';
import { acting, actingAs, actOptions } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { knownMember, knownStream } from './names.ts';
import { readTime, readWhole } from './when.ts';

const keepDaysDefault = 7;

export const permit = defineCommand({
  name: 'permit',
  usage: 'STREAM --for PURPOSE --as MEMBER [--to MEMBER] [--fields NAME,…] [--keep-days N] [--until DAY] [--take-back] [--key FILE] [--data DIR] [--json]',
  says: 'lets what measures one be used for an agreement, or be looked at by somebody; --take-back ends it at once',
  details: [
    'PURPOSE: the agreement that may hear what rests on the stream, or a word of one\'s own for what else it is for',
    '--to MEMBER: who may look at the readings; left out: nobody, they serve the agreement alone',
    '--fields: what of a reading may be shown, as value,at; left out: all of it',
    `--keep-days: days for which the readings may be kept; left out: ${keepDaysDefault}`,
  ],
  options: {
    ...actOptions, 'for': { type: 'string' }, 'to': { type: 'string' }, 'fields': { type: 'string' }, 'keep-days': { type: 'string' }, 'until': { type: 'string' }, 'take-back': { type: 'boolean' },
  },
  names: ['STREAM'],
  run: ({ values, wrong, positionals: [given = ''] }) => acting(values, async (connection) => {
    const { for: purpose, to, fields, 'keep-days': days, until } = values;
    if (purpose === undefined) throw wrong('--for is missing: the agreement that may use it, or in a word what else it is for');
    const isOver = values['take-back'] === true;
    const signer = memberSigner(values.data, connection.state, actingAs(values));
    const said: Permit = {
      stream: isOver ? given : knownStream(connection, given), purpose, keep_days: days === undefined ? keepDaysDefault : readWhole(days, '--keep-days', 0, keepDaysMax, wrong),
      ...(to === undefined ? {} : { to: to === 'operator' ? to : knownMember(connection, to) }), ...(fields === undefined ? {} : { fields: fields.split(',').map((field) => field.trim()) }),
      ...(until === undefined ? {} : { until: readTime(connection, until, '--until', 'end', wrong) }),
    };
    const done = await connection.act(signer, { kind: 'permit', body: isOver ? { ...said, given: false } : said });
    return { done, said: isOver ? `${signer.grant.owner} permits ${said.stream} for ${purpose} no longer` : `${signer.grant.owner} permits: ${sayPermit(connection.view, said)}` };
  }),
});
