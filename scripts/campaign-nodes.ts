// Plays members' nodes and their writer on a bad network, from one seed after the other:
//   node scripts/campaign-nodes.ts [--seed 1] [--runs 10000] [--steps 1500] [--minutes 60]
// No two heads that contradict each other may ever be signed, and when the network is well again every entry that a node took in must be
// under a cosigned head. Touches nothing on disk. The same seed plays the same.
import { parseArgs } from 'node:util';
import { playNetwork } from '../src/testing/network.ts';

export type NodesCampaign = { readonly seed: number; readonly runs: number; readonly steps: number; readonly goOn: () => boolean; readonly tell: (line: string) => void };

export type NodesResult = {
  readonly runs: number; readonly heads: number; readonly terms: number; readonly crashes: number;
  /** What went wrong, with the command that plays it again; empty when all holds. */
  readonly faults: readonly string[];
};

/** Far more than a healed network needs. */
const calmSteps = 20_000;
const tellEvery = 500;

export function runNodes({ seed: first, runs, steps, goOn, tell }: NodesCampaign): NodesResult {
  const count = { runs: 0, heads: 0, terms: 0, crashes: 0 };
  const faults: string[] = [];
  for (let seed = first; seed < first + runs && goOn(); seed++) {
    const { fork, stuck, heads, term, crashes, writer, nodes } = playNetwork({ seed, faultySteps: steps, calmSteps });
    count.runs += 1;
    count.heads += heads;
    count.terms += term;
    count.crashes += crashes;
    const fault = fork ?? (stuck === undefined ? undefined : `never under a cosigned head: ${stuck}`);
    if (fault !== undefined) faults.push(`${nodes} nodes, a writer that is ${writer}: ${fault} (again with: npm run campaign:nodes -- --seed ${seed} --runs 1 --steps ${steps})`);
    if (count.runs % tellEvery === 0) tell(`${count.runs} of ${runs}: ${count.heads} heads, ${count.terms} terms, ${count.crashes} crashes, ${faults.length} faults`);
  }
  return { ...count, faults };
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { seed: { type: 'string', default: '1' }, runs: { type: 'string', default: '10000' }, steps: { type: 'string', default: '1500' }, minutes: { type: 'string', default: '60' } },
  });
  const until = performance.now() + Number(values.minutes) * 60_000;
  const result = runNodes({
    seed: Number(values.seed), runs: Number(values.runs), steps: Number(values.steps), goOn: () => performance.now() < until, tell: (line) => console.log(line),
  });
  console.log(JSON.stringify(result, undefined, 2));
  if (result.faults.length > 0) process.exitCode = 1;
}
