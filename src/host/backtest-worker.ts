/** A thread that makes a backtest on the fast engine. Says how far it is, and at the end what came of it, or why nothing did. */
import { parentPort, workerData } from 'node:worker_threads';
import { createHasher } from '../adapters/keys/node.ts';
import { TermsFileError, type BacktestReport, type BacktestTask } from './backtest.ts';
import { backtestSource } from './backtest-run.ts';
import { createFastSandbox } from './fast-sandbox.ts';

/** Between two words about how far it is. */
const quietMs = 100;

async function run(task: BacktestTask, say: (report: BacktestReport) => void): Promise<void> {
  let last = performance.now();
  const shown = await backtestSource(task, { hasher: createHasher(), sandbox: await createFastSandbox() }, (part, what) => {
    if (performance.now() - last < quietMs) return;
    last = performance.now();
    say({ part, what });
  });
  say({ shown });
}

function failed(error: unknown): BacktestReport {
  const { code, hint } = error as { code?: unknown; hint?: unknown };
  const message = error instanceof Error ? error.message : String(error);
  const problems = error instanceof TermsFileError ? { problems: error.found } : {};
  return { failed: { code: typeof code === 'string' ? code : 'error', message, hint: typeof hint === 'string' ? hint : '', ...problems } };
}

const say = (report: BacktestReport): void => parentPort?.postMessage(report);
try {
  await run(workerData as BacktestTask, say);
} catch (error) {
  say(failed(error));
}
