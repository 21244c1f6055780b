/**
 * What a node holds beside its journal, as lines that are only ever added: each with the CRC-32 of its text, on disk when it is acknowledged.
 * A last line that is torn was never acknowledged and is dropped; any other damage stops the node, since what it promised may be in it.
 */
import { closeSync, existsSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { JournalError, type JournalErrorCode } from '../../journal/journal.ts';
import { invariant } from '../../vocabulary/result.ts';

export type HeldFile = {
  /** As they lie there, in the order in which they were added. */
  readonly lines: readonly string[];
  /** Bytes on disk, for whoever decides when to begin anew. */
  readonly bytes: number;
  /** Adds lines: durable when it returns. @throws JournalError `full` or `io`: nothing more can be added by this instance */
  append(lines: readonly string[]): void;
  /** Puts these lines in the place of all that is there, at once. */
  replace(lines: readonly string[]): void;
  close(): void;
};

/** @throws JournalError `corrupt`, `read_only`, `io` */
export function openHeldFile(path: string): HeldFile {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  if (!existsSync(path)) guarded(path, () => replaceFile(path, ''));
  const content = guarded(path, () => readFileSync(path, 'utf8'));
  const whole = content.slice(0, content.lastIndexOf('\n') + 1);
  const lines = whole === '' ? [] : whole.slice(0, -1).split('\n').map((line, i) => textOf(path, line, i));
  let bytes = Buffer.byteLength(whole);
  let handle: number | undefined = guarded(path, () => openSync(path, 'r+'));
  guarded(path, () => ftruncateSync(handle as number, bytes));
  let stopped: unknown;
  return {
    lines,
    get bytes() { return bytes; },
    append(added) {
      invariant(handle !== undefined, 'the file is open');
      if (stopped !== undefined) throw new JournalError('io', `a write to ${path} failed before: it must be opened anew`, { cause: stopped });
      const block = Buffer.from(added.map(lineOf).join(''));
      try {
        for (let at = 0; at < block.length;) at += writeSync(handle, block, at, block.length - at, bytes + at);
        fsyncSync(handle);
        bytes += block.length;
      } catch (error) {
        stopped = error;
        throw fault(path, error);
      }
    },
    replace(all) {
      invariant(handle !== undefined, 'the file is open');
      const block = all.map(lineOf).join('');
      closeSync(handle);
      handle = undefined;
      guarded(path, () => replaceFile(path, block));
      handle = guarded(path, () => openSync(path, 'r+'));
      bytes = Buffer.byteLength(block);
    },
    close() {
      if (handle !== undefined) closeSync(handle);
      handle = undefined;
    },
  };
}

function lineOf(text: string): string {
  invariant(!text.includes('\n'), 'a line has no line feed');
  return `${crc(text)} ${text}\n`;
}

function textOf(path: string, line: string, index: number): string {
  const text = line.slice(9);
  if (line.slice(0, 9) === `${crc(text)} `) return text;
  throw new JournalError('corrupt', `line ${index + 1} of ${path} was altered, or the disk has lost a part of it`, {
    hint: 'What this node promised may be in it, so it must not go on under its key. Make a node with a new folder and a new witness key, and have the policy name that one.',
  });
}

function crc(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}

/** Whole under its name, or not there. */
function replaceFile(path: string, content: string): void {
  const unfinished = `${path}.unfinished`;
  writeFileSync(unfinished, content, { mode: 0o600, flush: true });
  renameSync(unfinished, path);
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

const codes: Readonly<Record<string, JournalErrorCode>> = { EACCES: 'read_only', EPERM: 'read_only', EROFS: 'read_only', ENOSPC: 'full', EDQUOT: 'full' };

function guarded<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw fault(path, error);
  }
}

function fault(path: string, error: unknown): JournalError {
  if (error instanceof JournalError) return error;
  const code = error instanceof Error && 'code' in error ? codes[String(error.code)] : undefined;
  return new JournalError(code ?? 'io', `${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
}
