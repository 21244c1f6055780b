/** A thread that makes a backtest on the fast engine. */
import { createHasher } from '../adapters/keys/node.ts';
import { TermsFileError, type BacktestStep, type BacktestTask } from './backtest.ts';
import { backtestSource } from './backtest-run.ts';
import { createFastSandbox } from './fast-sandbox.ts';
import { reportOf } from './thread-report.ts';

await reportOf(
  async (task: BacktestTask, say: (step: BacktestStep) => void) =>
    backtestSource(task, { hasher: createHasher(), sandbox: await createFastSandbox() }, (part, what) => say({ part, what })),
  (error) => (error instanceof TermsFileError ? error.found : undefined),
);
