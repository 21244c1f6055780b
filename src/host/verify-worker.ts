/** A thread that replays a log on the fast engine. Says how far it is, and at the end the verdict, or null when it came to none. */
import { parentPort, workerData } from 'node:worker_threads';
import { createHasher } from '../adapters/keys/node.ts';
import type { Policy } from '../log/policy.ts';
import type { Verdict } from '../log/replay.ts';
import { withLogSource } from './any-source.ts';
import { createFastSandbox } from './fast-sandbox.ts';
import { replayAhead } from './replay-ahead.ts';

export type VerifyTask = { readonly source: string; readonly policy: Policy | undefined };
export type VerifyReport = { readonly part: number; readonly what: 'fetching' | 'verifying' } | { readonly verdict: Verdict | null };

/** Between two words about how far it is. */
const quietMs = 100;

async function run({ source, policy }: VerifyTask, say: (report: VerifyReport) => void): Promise<void> {
  let last = performance.now();
  const at = (part: number, what: 'fetching' | 'verifying'): void => {
    if (performance.now() - last < quietMs) return;
    last = performance.now();
    say({ part, what });
  };
  const hasher = createHasher();
  const sandbox = await createFastSandbox();
  const ports = { hasher, sandbox, ...(policy === undefined ? {} : { policy }) };
  const verdict = await withLogSource(source, hasher, (part) => at(part, 'fetching'),
    (opened) => replayAhead(opened.parts, ports, () => at(opened.progress(), 'verifying')));
  say({ verdict });
}

const say = (report: VerifyReport): void => parentPort?.postMessage(report);
try {
  await run(workerData as VerifyTask, say);
} catch {
  say({ verdict: null }); // whoever asked goes through the log again, and meets the error itself
}
