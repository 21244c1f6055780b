// A thread with the fast engine, as `verify` has it: replays the data folder that it is told, and says how long that took, in ms.
import { parentPort } from 'node:worker_threads';
import { openSqliteJournal } from '../src/adapters/journal-sqlite/journal.ts';
import { createHasher } from '../src/adapters/keys/node.ts';
import { createFastSandbox } from '../src/host/fast-sandbox.ts';
import { journalParts } from '../src/host/log-source.ts';
import { replayAhead } from '../src/host/replay-ahead.ts';

const sandbox = await createFastSandbox();
parentPort?.on('message', (folder: string) => void timed(folder).then((ms) => parentPort?.postMessage(ms)));

/** @throws when the log doesn't stand, which ends the thread */
async function timed(folder: string): Promise<number> {
  const journal = openSqliteJournal(folder, 'read');
  sandbox.forget(); // each log has a collective of its own under the same name
  const startedMs = performance.now();
  const verdict = await replayAhead(journalParts(journal, { records: 0, total: journal.head() }), { hasher: createHasher(), sandbox });
  const ms = performance.now() - startedMs;
  journal.close();
  if (!verdict.ok) throw new Error(`bench: ${verdict.finding.message}`);
  return ms;
}
