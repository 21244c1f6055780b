/** `frankpledge verify SOURCE`: holds a log against the rules. */
import { readPolicyFile, verifySource, type VerifyEngine } from '../host/verify.ts';
import type { HeadStanding } from '../log/head.ts';
import type { Differs, Verdict } from '../log/replay.ts';
import { TileError } from '../log/tiles.ts';
import { formatInstant, type Instant } from '../vocabulary/time.ts';
import { defineCommand } from './arguments.ts';
import { exitNo } from './errors.ts';
import { createSteps } from './progress.ts';

export const verify = defineCommand({
  name: 'verify',
  usage: 'SOURCE [--policy FILE] [--engine fast|record] [--json]',
  says: 'checks a running collective (by its link), a data folder or an exported file: head, cosignatures, every seal, and every record replayed; exit status 1 if something differs',
  options: { policy: { type: 'string' }, engine: { type: 'string' }, json: { type: 'boolean' }, data: { type: 'string' } },
  names: [], more: ['SOURCE'],
  run: async ({ values, wrong, positionals: [given] }) => {
    const source = given ?? values.data;
    if (source === undefined) throw wrong('SOURCE is missing: a collective\'s link, a data folder, or a file that `export` wrote');
    const engine = values.engine ?? 'fast';
    if (!isEngine(engine)) throw wrong(`there is no engine "${engine}": give fast or record`);
    const policy = values.policy === undefined ? undefined : readPolicyFile(values.policy);
    const progress = createSteps();
    try {
      const verdict = await verifySource(source, { policy, engine, progress: progress.at });
      progress.end();
      return print(source, verdict, values.json === true, policy !== undefined);
    } catch (error) {
      progress.end();
      // What doesn't belong to the head that was signed is a finding, not a source that can't be read.
      if (!(error instanceof TileError) || error.code !== 'wrong_tile') throw error;
      return print(source, { ok: false, records: 0, finding: { seq: null, what: 'head', message: `${error.message}: what is served is not the log that was signed` } }, values.json === true, false);
    }
  },
});

function isEngine(text: string): text is VerifyEngine {
  return text === 'fast' || text === 'record';
}

/** @param asked whether somebody gave a policy of their own: then its quorum is part of the question */
function print(source: string, verdict: Verdict, json: boolean, asked: boolean): number {
  const stands = verdict.ok && (!asked || verdict.head?.quorum === true);
  if (json) console.log(JSON.stringify({ source, ...verdict, ok: stands }));
  else if (verdict.ok) console.log([`${verdict.origin}: ${verdict.records} records, root ${verdict.root}, all outcomes reproduced`, '  every seal fits, and is by a key that was in force', ...sayClock(verdict.recordedAt, Date.now()), ...sayHead(verdict.head, verdict.records)].join('\n'));
  else console.log(differs(verdict));
  return stands ? 0 : exitNo;
}

/** Clocks of machines differ by so much without anyone's doing; it is also what a charter allows at the most by default. */
const clockAheadMs = 120_000;

/** All waiting times are by the writer's clock: one that is set ahead ends them before the others could act. */
export function sayClock(recordedAt: Instant, now: Instant): string[] {
  if (recordedAt <= now + clockAheadMs) return [];
  return [`  WRITTEN AHEAD OF TIME: the last record says ${formatInstant(recordedAt)}, and here it is ${formatInstant(now)}. Whose clock is wrong? By the log's, times to object, to stop and to pay are over that aren't`];
}

function sayHead(head: HeadStanding | null, records: number): string[] {
  if (head === null) return ['  no signed head came with it: nobody vouches that this is the whole log'];
  const later = records - head.size;
  const signed = `  the head at ${head.size} records is signed by the log's key${later === 0 ? '' : `; ${later} records came later`}`;
  if (!head.asked) return [signed, '  no witnesses are agreed on: its operator could show others another log'];
  const by = head.cosigned.map(({ witness, seconds }) => `${witness} (${formatInstant(seconds * 1000)})`).join(', ');
  return [signed, `  cosigned by ${head.cosigned.length} of ${head.witnesses} witnesses${by === '' ? '' : `: ${by}`}${head.quorum ? '' : '. That is FEWER than the policy asks for'}`];
}

/** Also for what an import refuses. */
export function differs({ records, finding }: Differs): string {
  return `DIFFERS after ${records} records that stand: ${finding.message} [${finding.what}]`;
}
