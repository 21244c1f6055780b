/** A backtest on this thread, with a sandbox that is given: reads the log part by part, and takes each into the past and what it might have been. */
import { Backtest, type TurnListener } from '../backtest/backtest.ts';
import type { WhatIf } from '../backtest/change.ts';
import { BacktestError } from '../backtest/errors.ts';
import type { Since } from '../backtest/rerun.ts';
import type { LogPart } from '../log/replay.ts';
import { readChangedTermsFile } from '../scenario/read.ts';
import type { BacktestShown } from '../views/backtest-shown.ts';
import type { View } from '../views/view.ts';
import type { KitManifest, RawTerms } from '../vocabulary/kit.ts';
import type { Hasher } from '../vocabulary/ports.ts';
import type { CodeSandbox } from '../vocabulary/runner.ts';
import { withLogPath } from './any-source.ts';
import { daysBack, TermsFileError, type BacktestProgress, type BacktestTask, type ChangeGiven } from './backtest.ts';
import { lastRecordedAt, openLogSource } from './log-source.ts';
import { readSetTerms } from './set-terms.ts';

export type BacktestPorts = { readonly hasher: Hasher; readonly sandbox: CodeSandbox };

/** @throws BacktestError; TermsFileError; what reading the source throws */
export function backtestSource({ source, changes, from }: BacktestTask, ports: BacktestPorts, progress: BacktestProgress, turned?: TurnListener): Promise<BacktestShown> {
  return withLogPath(source, ports.hasher, (part) => progress(part, 'fetching'), (path) => {
    const opened = openLogSource(path, ports.hasher);
    try {
      const parts = function* (): Generator<LogPart, void, undefined> {
        for (const part of opened.parts) {
          yield part;
          progress(opened.progress(), 'trying');
        }
      };
      return backtestParts(parts(), changes, from === undefined ? { days: daysBack, before: lastOf(path, ports.hasher) } : { day: from }, ports, turned);
    } finally {
      opened.close();
    }
  });
}

/** @throws BacktestError; TermsFileError; SetTermError; what `parts` throws */
export function backtestParts(parts: Iterable<LogPart>, changes: readonly ChangeGiven[], since: Since, ports: BacktestPorts, turned?: TurnListener): BacktestShown {
  for (const { kit } of changes) if (kit?.code !== undefined) ports.sandbox.add(kit.codeHash, kit.code);
  const backtest = new Backtest(ports, changes.map(whatIfOf), since, turned);
  for (const part of parts) backtest.take(part);
  return backtest.end();
}

function lastOf(path: string, hasher: Hasher): number {
  const last = lastRecordedAt(path, hasher);
  if (last === undefined) throw new BacktestError('nothing_to_try', 'there is no record: nothing was founded', 'Give a log in which something was recorded.');
  return last;
}

export function whatIfOf({ label, subcontract, terms = {}, set = [], parties, kit, whole = false }: ChangeGiven): WhatIf {
  return {
    label, subcontract, whole, ...(parties === undefined ? {} : { parties }),
    ...(kit === undefined ? {} : { kit: { manifest: kit.manifest, code: kit.codeHash } }),
    terms: (manifest, view, agreed) => ({ ...termsFor(terms, manifest, view, agreed), ...readSetTerms(manifest, set) }),
  };
}

function termsFor(given: NonNullable<ChangeGiven['terms']>, manifest: KitManifest, view: View, agreed: RawTerms): RawTerms {
  if (!isFile(given)) return given;
  const { file, text } = given;
  const read = readChangedTermsFile(text, manifest, { units: view.charter?.units ?? [], members: [...view.members.keys()] }, agreed);
  if (!read.ok) throw new TermsFileError({ file, problems: read.problems });
  return read.value;
}

function isFile(terms: NonNullable<ChangeGiven['terms']>): terms is { readonly file: string; readonly text: string } {
  return Object.keys(terms).join(' ') === 'file text' && typeof terms['text'] === 'string' && typeof terms['file'] === 'string';
}
