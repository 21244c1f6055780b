/**
 * What the conformance suites of this folder share: expectations, and what they ask of a test runner.
 */
import { JournalError, type Journal, type JournalErrorCode } from './journal.ts';

/** One empty store; each call opens another instance over it. */
export type StoreUnderTest = { open(mode: 'write' | 'read'): Journal };

/** Of a test runner: registers one test, as node:test's `test` does. */
export type RegisterTest = (name: string, run: (t: Cleanup) => void) => unknown;
export type Cleanup = { after(run: () => void): void };

/** Fails unless `action` throws a JournalError of `code` that tells a person what happened and what to do. */
export function throwsCode(action: () => unknown, code: JournalErrorCode): void {
  const error = thrownBy(action);
  if (!(error instanceof JournalError)) throw new Error(`expected a JournalError ${code}, got ${String(error)}`, { cause: error });
  equal(error.code, code);
  equal(/\w+ \w+/.test(error.message), true);
  equal(/\w+ \w+.*\.$/.test(error.hint), true);
}

/** Fails unless `action` breaks a rule that callers must keep. */
export function throwsInvariant(action: () => unknown): void {
  const error = thrownBy(action);
  equal(error instanceof Error ? error.name : error, 'InvariantError');
}

function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

/** Fails unless both are the same as JSON. */
export function equal(actual: unknown, expected: unknown): void {
  const [got, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (got !== wanted) throw new Error(`got ${String(got).slice(0, 500)}, expected ${String(wanted).slice(0, 500)}`);
}
