/** A thread that makes a forecast on the fast engine. */
import { createHasher } from '../adapters/keys/node.ts';
import { TermsFileError } from './backtest.ts';
import { createFastSandbox } from './fast-sandbox.ts';
import type { ForecastStep, ForecastTask } from './forecast.ts';
import { forecastSource } from './forecast-run.ts';
import { reportOf } from './thread-report.ts';

await reportOf(
  async (task: ForecastTask, say: (step: ForecastStep) => void) => forecastSource(task, { hasher: createHasher(), sandbox: await createFastSandbox() }, say),
  (error) => (error instanceof TermsFileError ? error.found : undefined),
);
