/** `frankpledge resubmit --from SOURCE`: what members and devices said to the operator before, handed in to the log that goes on. */
import { connect } from '../host/connection.ts';
import { resubmit, type Resubmitted } from '../host/resubmit.ts';
import { dataFolder } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { exitNo } from './errors.ts';
import { createSteps } from './progress.ts';

export const resubmitting = defineCommand({
  name: 'resubmit',
  usage: '--from FOLDER|ARCHIVE|LINK [--data DIR] [--json]',
  says: 'hands in again what was sealed after the last record that both logs have, as to an operator who is one no more; what the rules refuse is listed, what is here is left alone',
  options: { data: { type: 'string', default: dataFolder }, from: { type: 'string' }, json: { type: 'boolean' } },
  names: [],
  run: async ({ values, wrong }) => {
    const { data, from } = values;
    if (from === undefined) throw wrong('--from is missing: the old log\'s data folder, a file that `export` wrote of it, or its link');
    const progress = createSteps();
    const connection = await connect(data, 'act');
    try {
      const done = await resubmit(connection, from, (part) => progress.at(part, 'fetching')).finally(progress.end);
      if (values.json === true) console.log(JSON.stringify({ ok: done.refused.length === 0, ...done }));
      else for (const line of lines(done)) console.log(line);
      return done.refused.length === 0 ? 0 : exitNo;
    } finally {
      connection.close();
    }
  },
});

function lines({ common, recorded, known, left, refused }: Resubmitted): string[] {
  const byItself = left === 0 ? '' : `; ${left} that the machine said by itself are left out`;
  return [
    `Both logs have the first ${common} records. Of what came after them there: ${recorded} recorded here, ${known} here already, ${refused.length} refused${byItself}.`,
    ...refused.map(({ seq, kind, by, refusal }) => `  its record ${seq} (${kind} by ${by}): ${refusal.detail} [${refusal.code}]`),
  ];
}
