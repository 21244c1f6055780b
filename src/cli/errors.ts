/** Errors as a person reads them: what happened, a code, what to do. Never a stack trace, unless `FRANKPLEDGE_DEBUG` asks for it. */
import { commandLine } from '../vocabulary/command-line.ts';
import { aboutRefusal, isRefusalCode } from '../vocabulary/refusals.ts';
import type { Refusal } from '../vocabulary/result.ts';

/** A command that was called wrongly. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code = 'usage';
  readonly hint: string;
  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

/** What the collective would refuse, seen before it is handed in. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.detail);
    this.refusal = refusal;
  }
}

/** Exit statuses: 1, it was done and the answer is no; 2, it could not be done. */
export const exitNo = 1;
export const exitUnable = 2;

/** Codes whose hints say `--data DIR` of the very folder that the command was about. */
const ofThisFolder: ReadonlySet<string> = new Set(['behind', 'unsigned', 'older_version']);

/** Prints the error to standard error (with `json` also as an object to standard output) and returns the exit status. */
export function reportError(error: unknown, json = false, folder?: string): number {
  if (process.env['FRANKPLEDGE_DEBUG'] !== undefined && error instanceof Error) console.error(error.stack);
  const { message, code, hint: general } = describe(error);
  const hint = folder !== undefined && code !== undefined && ofThisFolder.has(code) ? general?.replaceAll('--data DIR', `--data ${folder}`) : general;
  console.error(`frankpledge: ${message}${code === undefined ? '' : ` [${code}]`}`);
  if (hint !== undefined) console.error(`  ${hint}`);
  if (json) console.log(JSON.stringify({ ok: false, error: { code: code ?? 'error', message, hint: hint ?? '' } }));
  return exitUnable;
}

/** Prints a refusal and returns the exit status. */
export function reportRefusal(refusal: Refusal): number {
  console.error(`refused: ${refusal.detail} [${refusal.code}]`);
  console.error(`  ${aboutRefusal(refusal.code).hint}`);
  return exitNo;
}

function describe(error: unknown): { message: string; code?: string; hint?: string } {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, hint, refusal } = error as Error & { code?: unknown; hint?: unknown; refusal?: Refusal };
  if (refusal !== undefined) return { message: error.message, code: refusal.code, hint: aboutRefusal(refusal.code).hint };
  return {
    message: error.message,
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof hint === 'string' ? { hint } : isRefusalCode(code) ? { hint: aboutRefusal(code).hint } : hintFor(code)),
  };
}

const systemHints: { readonly [code: string]: string } = {
  ENOENT: 'Check the path: there is nothing there.',
  EACCES: 'Check who may read and write there.',
  EISDIR: 'Give a file, not a folder.',
  ENOTDIR: 'Give a folder, not a file.',
  EADDRINUSE: 'Another program uses this port: stop it, or choose another one with --port (0: any free one).',
  ECONNREFUSED: 'Nothing answers there: check the address, and that it runs.',
  ENOSPC: 'The disk is full: make space and try again.',
  ERR_PARSE_ARGS_UNKNOWN_OPTION: `See: ${commandLine('help')}`,
};

function hintFor(code: unknown): { hint?: string } {
  const hint = typeof code === 'string' ? systemHints[code] : undefined;
  return hint === undefined ? {} : { hint };
}
