/** `frankpledge look STREAM --for PURPOSE --reason TEXT`: shows readings, after the log, and so who is measured, has been told. */
import { keptReadings, lookedFrom } from '../host/kept-readings.ts';
import { memberSigner } from '../host/signers.ts';
import { dayMs } from '../vocabulary/time.ts';
import { acting, actingAs, actOptions } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { knownStream } from './names.ts';
import { readTime } from './when.ts';

export const look = defineCommand({
  name: 'look',
  usage: 'STREAM --for PURPOSE --reason TEXT --as MEMBER [--from TIME] [--until TIME] [--key FILE] [--data DIR] [--json]',
  says: 'shows a stream\'s readings as far as whom it measures permits: first it is recorded who looks and why, and they are told; left out, the time is the last day',
  options: { ...actOptions, for: { type: 'string' }, reason: { type: 'string' }, from: { type: 'string' }, until: { type: 'string' } },
  names: ['STREAM'],
  run: ({ values, wrong, positionals: [given = ''] }) => acting(values, async (connection) => {
    const { for: purpose, reason } = values;
    if (purpose === undefined) throw wrong('--for is missing: the purpose for which whoever is measured lets you look');
    if (reason === undefined || reason.trim() === '') throw wrong('--reason is missing: whoever is measured will read it');
    const stream = knownStream(connection, given);
    const signer = memberSigner(values.data, connection.state, actingAs(values));
    const until = values.until === undefined ? await connection.now() : readTime(connection, values.until, '--until', 'end', wrong);
    const from = values.from === undefined ? until - dayMs : readTime(connection, values.from, '--from', 'start', wrong);
    const done = await connection.act(signer, { kind: 'look', body: { stream, purpose, reason, from, until } });
    if (done.status !== 'recorded') return { done, said: '' };
    const looked = done.shown.outcome.facts.find((fact) => fact.fact === 'looked');
    const readings = looked === undefined ? [] : keptReadings(connection.folder, stream, lookedFrom(connection, looked, done.shown.record.recordedAt), until, looked.fields);
    const told = (looked?.of ?? []).filter((member) => member !== signer.grant.owner);
    return {
      done, said: `${signer.grant.owner} looks at ${stream}${told.length === 0 ? '' : `; ${told.join(', ')} ${told.length === 1 ? 'is' : 'are'} told`}`,
      after: readings.length === 0 ? ['nothing of that time is kept'] : readings.map((reading) => JSON.stringify(reading)), more: { fields: looked?.fields ?? null, readings },
    };
  }),
});
