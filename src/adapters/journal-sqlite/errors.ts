/**
 * What SQLite and the file system say, as the journal's typed errors.
 */
import { JournalError, type JournalErrorCode } from '../../journal/journal.ts';
import { InvariantError } from '../../vocabulary/result.ts';

/** Primary result codes (https://sqlite.org/rescode.html). */
const codes: ReadonlyMap<number, JournalErrorCode> = new Map([
  [1, 'corrupt'], // ERROR: our statements are fixed, so it is the tables that aren't what they were
  [3, 'read_only'], // PERM
  [5, 'in_use'], // BUSY
  [6, 'in_use'], // LOCKED
  [8, 'read_only'], // READONLY
  [11, 'corrupt'], // CORRUPT
  [13, 'full'], // FULL
  [19, 'corrupt'], // CONSTRAINT: a row is where there was none a moment ago
  [26, 'corrupt'], // NOTADB
]);

const fileCodes: Readonly<Record<string, JournalErrorCode>> = {
  EACCES: 'read_only', EPERM: 'read_only', EROFS: 'read_only', ENOSPC: 'full', EDQUOT: 'full',
};

/** Extended code of a file that ends before a page that it has: it was cut. */
const ioerrShortRead = 522;
/** Extended code of a shared-memory file that can't grow: on a full disk that is how opening fails. */
const ioerrShmsize = 4874;

/**
 * The journal's error for whatever was thrown; a JournalError stays as it is. A broken invariant is none of the store's, and goes on.
 * @param what what was being done, as "can't open DIR"
 */
export function journalError(error: unknown, what: string): JournalError {
  if (error instanceof JournalError) return error;
  if (error instanceof InvariantError) throw error;
  return new JournalError(codeOf(error), `${what}: ${textOf(error)}`, { cause: error });
}

/** Runs `action` with its errors turned into the journal's. */
export function guarded<T>(what: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw journalError(error, what);
  }
}

/** The primary result code, or undefined for what SQLite didn't throw. */
export function sqliteCode(error: unknown): number | undefined {
  const extended = extendedCode(error);
  return extended === undefined ? undefined : extended & 0xff;
}

export function isCannotOpen(error: unknown): boolean {
  return sqliteCode(error) === 14 || sqliteCode(error) === 8;
}

function extendedCode(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : undefined;
}

function codeOf(error: unknown): JournalErrorCode {
  if (extendedCode(error) === ioerrShmsize) return 'full';
  if (extendedCode(error) === ioerrShortRead) return 'corrupt';
  const primary = sqliteCode(error);
  if (primary !== undefined) return codes.get(primary) ?? 'io';
  const fileCode = error instanceof Error && 'code' in error ? error.code : undefined;
  return (typeof fileCode === 'string' ? fileCodes[fileCode] : undefined) ?? 'io';
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'errstr' in error && error.errstr !== error.message ? `${error.message} (${String(error.errstr)})` : error.message;
}
