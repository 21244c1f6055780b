/** `frankpledge incident PLACE SEVERITY`: harm is reported, so that the group sees where more sensing would help. */
import { memberSigner } from '../host/signers.ts';
import type { Severity } from '../vocabulary/sensing.ts';
import { acting, actingAs, actOptions } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { readTime, readWhole } from './when.ts';

export const incident = defineCommand({
  name: 'incident',
  usage: 'PLACE SEVERITY --as MEMBER [--at TIME] [--reason TEXT] [--key FILE] [--data DIR] [--json]',
  says: 'reports harm at a place, from 1 (a nuisance) to 5 (it cost health or home); `sensing harm` ranks the places',
  options: { ...actOptions, at: { type: 'string' }, reason: { type: 'string' } },
  names: ['PLACE', 'SEVERITY'],
  run: ({ values, wrong, positionals: [place = '', given = ''] }) => acting(values, async (connection) => {
    const severity = readWhole(given, 'SEVERITY', 1, 5, wrong) as Severity;
    const { reason, at } = values;
    const happened = at === undefined ? await connection.now() : readTime(connection, at, '--at', 'start', wrong);
    const signer = memberSigner(values.data, connection.state, actingAs(values));
    const done = await connection.act(signer, { kind: 'incident', body: { place, severity, happened, ...(reason === undefined ? {} : { reason }) } });
    return { done, said: `${signer.grant.owner} reports harm at ${place}, severity ${severity}` };
  }),
});
