/**
 * A forecast of a running collective, a data folder or an archive. It reads, and nothing else: what it decides lies in the memory of a
 * thread of its own, which ends with it.
 */
import { ForecastError } from '../forecast/errors.ts';
import type { ForecastShown } from '../views/forecast-shown.ts';
import { TermsFileError, type ChangeGiven, type FileProblems } from './backtest.ts';
import { inThread } from './thread.ts';

export type ForecastTask = {
  /** An address with its link, a folder, or a file. */
  readonly source: string;
  readonly months: number;
  /** Calendar months before the present one that are told as they were, and the present one up to now; left out: none. */
  readonly behind?: number;
  readonly member: string | null;
  /** That nothing comes in; that what came in lately comes again; or what a YAML file says. */
  readonly assume: 'nothing' | 'as_lately' | { readonly file: string; readonly text: string };
  /** As if it were in force from now on. */
  readonly change?: ChangeGiven;
};

export type ForecastStep = { readonly part: number; readonly what: 'fetching' | 'reading' | 'going ahead' };

/** Months that can be asked for. */
export const forecastMonthsMax = 120;

/**
 * In a thread of its own, on the fast engine.
 * @throws ForecastError; TermsFileError for a file of assumptions; an error with code and hint when the source can't be read
 */
export function runForecast(task: ForecastTask, progress: (step: ForecastStep) => void = () => undefined, signal?: AbortSignal): Promise<ForecastShown> {
  const stopped = (message: string): ForecastError => new ForecastError('rules_stop', message, 'Begin it again, with fewer months if it takes too long.');
  return inThread<ForecastTask, ForecastStep, ForecastShown>(new URL('./forecast-worker.ts', import.meta.url), task, {
    progress, signal,
    errorOf: ({ code, message, hint, more }) => (more === undefined ? new ForecastError(code as ForecastError['code'], message, hint) : new TermsFileError(more as FileProblems)),
    givenUp: () => stopped('the forecast was given up'), ended: () => stopped('the forecast ended before it was done'),
  });
}
