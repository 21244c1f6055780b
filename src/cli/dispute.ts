/** `frankpledge dispute OBSERVATION`, `judge OBSERVATION`: that something observed is not so, and what a third person says to that. */
import type { Connection } from '../host/connection.ts';
import { memberSigner } from '../host/signers.ts';
import { acting, actingAs, actOptions } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { UnknownNameError } from './names.ts';

export const dispute = defineCommand({
  name: 'dispute',
  usage: 'OBSERVATION --reason TEXT --as MEMBER [--key FILE] [--data DIR] [--json]',
  says: 'says that something observed is not so: a third person then judges, and the calibration learns from it (where an agreement charged for it: contest)',
  options: { ...actOptions, reason: { type: 'string' } },
  names: ['OBSERVATION'],
  run: ({ values, wrong, positionals: [observation = ''] }) => acting(values, async (connection) => {
    const { reason } = values;
    if (reason === undefined || reason.trim() === '') throw wrong('--reason is missing: whoever judges will read it');
    const signer = memberSigner(values.data, connection.state, actingAs(values));
    return { done: await connection.act(signer, { kind: 'dispute', body: { observation: known(connection, observation), reason } }), said: `${signer.grant.owner} disputes ${observation}` };
  }),
});

export const judge = defineCommand({
  name: 'judge',
  usage: 'OBSERVATION yes|no --as MEMBER [--by MEMBER] [--reason TEXT] [--key FILE] [--data DIR] [--json]',
  says: 'decides on an observation that is disputed: yes, it was so, or no, it was not; --by says that it was so, but of somebody else',
  options: { ...actOptions, by: { type: 'string' }, reason: { type: 'string' } },
  names: ['OBSERVATION', 'yes|no'],
  run: ({ values, wrong, positionals: [given = '', word = ''] }) => acting(values, async (connection) => {
    if (word !== 'yes' && word !== 'no') throw wrong(`say yes (it was so) or no (it was not), not "${word}"`);
    const { by, reason } = values;
    if (by !== undefined && word === 'no') throw wrong('--by says who it was of what was so: it goes with yes');
    const { disputes } = connection.state;
    const observation = [...disputes.values()].find((each) => each.observation === given)?.observation;
    if (observation === undefined) throw new UnknownNameError('unknown_review', 'open dispute', given, [...new Set([...disputes.values()].map((each) => each.observation))]);
    const signer = memberSigner(values.data, connection.state, actingAs(values));
    const done = await connection.act(signer, { kind: 'judge', body: { observation, held: word === 'yes', ...(by === undefined ? {} : { by }), ...(reason === undefined ? {} : { reason }) } });
    return { done, said: `${signer.grant.owner} judges: ${observation} ${word === 'yes' ? `was so${by === undefined ? '' : `, and it was ${by}`}` : 'was not so'}` };
  }),
});

/** As far as the view still knows it; the kernel may know more, and says so itself. */
function known({ view, state }: Connection, observation: string): string {
  if (!view.cited.has(observation) && !state.disputable.has(observation)) throw new UnknownNameError('unknown_observation', 'observation', observation, [...state.disputable.keys()]);
  return observation;
}
