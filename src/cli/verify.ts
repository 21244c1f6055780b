/** `frankpledge verify SOURCE`: holds a log against the rules. */
import { verifySource } from '../host/verify.ts';
import type { Verdict } from '../log/replay.ts';
import { defineCommand } from './arguments.ts';
import { exitNo } from './errors.ts';
import { createProgress } from './progress.ts';

export const verify = defineCommand({
  name: 'verify',
  usage: 'SOURCE [--json]',
  says: 'replays a data folder or an exported file from its founding: seals, outcomes, order, root; exit status 1 if a record differs',
  options: { json: { type: 'boolean' }, data: { type: 'string' } },
  names: [], more: ['SOURCE'],
  run: async ({ values, wrong, positionals: [given] }) => {
    const source = given ?? values.data;
    if (source === undefined) throw wrong('SOURCE is missing: a data folder, or a file that `export` wrote');
    const progress = createProgress('verifying');
    try {
      const verdict = await verifySource(source, progress.at);
      progress.end();
      return print(source, verdict, values.json === true);
    } catch (error) {
      progress.end();
      throw error;
    }
  },
});

function print(source: string, verdict: Verdict, json: boolean): number {
  if (json) console.log(JSON.stringify({ source, ...verdict }));
  else if (verdict.ok) console.log(`${verdict.origin}: ${verdict.records} records, root ${verdict.root}, all outcomes reproduced`);
  else console.log(differs(verdict));
  return verdict.ok ? 0 : exitNo;
}

/** Also for what an import refuses. */
export function differs({ records, finding }: Verdict & { ok: false }): string {
  return `DIFFERS after ${records} records that stand: ${finding.message} [${finding.what}]`;
}
