/**
 * A backtest of a running collective, a data folder or an archive. It reads, and nothing else: what it decides lies in the memory of a
 * thread of its own, which ends with it.
 */
import { BacktestError, type BacktestErrorCode } from '../backtest/errors.ts';
import type { BacktestShown } from '../views/backtest-shown.ts';
import type { RawTerms } from '../vocabulary/kit.ts';
import type { Day } from '../vocabulary/time.ts';
import type { Problem } from '../scenario/scenario.ts';
import type { Kit } from './kits.ts';
import type { SetTerms } from './set-terms.ts';
import { inThread } from './thread.ts';

/** What is tried, in a form that goes to another thread. */
export type ChangeGiven = {
  readonly label: string;
  readonly subcontract: string;
  /** Those that are others: as values, or as a YAML file's text under its name. */
  readonly terms?: RawTerms | { readonly file: string; readonly text: string };
  /** Single ones as they were typed; they come before those of a file. */
  readonly set?: SetTerms;
  readonly parties?: { readonly [party: string]: string };
  /** Its code may be left out when the source has it already, as with a proposal's. */
  readonly kit?: Pick<Kit, 'manifest' | 'codeHash'> & { readonly code?: string };
  /** Nothing of what was agreed stays: the terms are all that is set. */
  readonly whole?: boolean;
};

export type BacktestTask = {
  /** An address with its link, a folder, or a file. */
  readonly source: string;
  readonly changes: readonly ChangeGiven[];
  /** Left out: {@link daysBack} days before the last record. */
  readonly from?: Day | undefined;
};

export type BacktestProgress = (part: number, what: 'fetching' | 'trying') => void;
export type BacktestStep = { readonly part: number; readonly what: 'fetching' | 'trying' };

export type FileProblems = { readonly file: string; readonly problems: readonly Problem[] };

/** Days that are tried unless somebody says otherwise. */
export const daysBack = 30;

/** A file of terms that can't be used, with all that is wrong in it. */
export class TermsFileError extends Error {
  override readonly name = 'TermsFileError';
  readonly code = 'file';
  readonly hint = 'Correct the file and try again.';
  readonly found: FileProblems;
  constructor(found: FileProblems) {
    super(`${found.file} can't be used: ${found.problems.map(({ message }) => message).join('; ')}`);
    this.found = found;
  }
}

/**
 * In a thread of its own, on the fast engine.
 * @param signal ends the thread when it aborts; the promise then rejects
 * @throws BacktestError; TermsFileError; an error with code and hint when the source can't be read
 */
export function runBacktest(task: BacktestTask, progress: BacktestProgress = () => undefined, signal?: AbortSignal): Promise<BacktestShown> {
  return inThread<BacktestTask, BacktestStep, BacktestShown>(new URL('./backtest-worker.ts', import.meta.url), task, {
    progress: ({ part, what }) => progress(part, what), signal,
    errorOf: ({ code, message, hint, more }) => (more === undefined ? new BacktestError(code as BacktestErrorCode, message, hint) : new TermsFileError(more as FileProblems)),
    givenUp: () => new BacktestError('nothing_to_try', 'the backtest was given up', 'Begin it again.'),
    ended: () => new BacktestError('rules_stop', 'the backtest ended before it was done', 'There may be too little memory: try a later day, or fewer versions.'),
  });
}
