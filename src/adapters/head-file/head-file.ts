/**
 * The last signed head as a file of its own: `<hex SHA-256 of the log's origin>.head` in a folder that may hold those of many logs, as
 * a witness's does. The first line tells how long the rest is and what its SHA-256 is, so that a torn or altered file is known as one.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { requireHead, type HeadStore } from '../../journal/head.ts';
import { JournalError, type JournalErrorCode } from '../../journal/journal.ts';
import { InvariantError, invariant } from '../../vocabulary/result.ts';
import { systemFiles, type FileSteps } from './files.ts';
import { createLock, type Lock } from './lock.ts';

/** Which log's head, and in which folder; the folder is made with the first head. */
export type HeadPlace = { readonly folder: string; readonly origin: string };

export function headPath({ folder, origin }: HeadPlace): string {
  return join(folder, `${sha256(origin)}.head`);
}

/** Opening touches nothing: a place that one may only read can be read. */
export function openHeadFile(place: HeadPlace, files: FileSteps = systemFiles): HeadStore {
  const path = headPath(place);
  const lock = createLock(join(place.folder, 'heads.lock'));
  let open = true;
  /** Why this instance no longer sets. */
  let stopped: JournalError | undefined;

  const read = (): string | undefined => {
    const content = files.read(path);
    return content === undefined ? undefined : headOf(content, path);
  };
  return {
    read() {
      invariant(open, 'the head store is open');
      return guarded(`can't read ${path}`, read);
    },
    compareAndSet(expected, next) {
      invariant(open, 'the head store is open');
      requireHead(next);
      if (stopped !== undefined) throw new JournalError('io', `a write failed before, ${path} must be opened anew`, { cause: stopped });
      try {
        return guarded(`can't write ${path}`, () => compareAndSet(place, files, lock, read, expected, next));
      } catch (error) {
        if (error instanceof JournalError && error.code === 'io') stopped = error;
        throw error;
      }
    },
    close() {
      open = false;
      lock.close();
    },
  };
}

function compareAndSet(place: HeadPlace, files: FileSteps, lock: Lock, read: () => string | undefined, expected: string | undefined, next: string): boolean {
  files.makeFolder(place.folder);
  return lock.hold(() => {
    if (read() !== expected) return false;
    replace(headPath(place), place.folder, files, contentOf(next));
    return true;
  });
}

/** The content must be on disk before it has the name, and the name before anyone is told. */
function replace(path: string, folder: string, files: FileSteps, content: string): void {
  const unfinished = `${path}.unfinished`; // what a crash left of it is overwritten
  files.write(unfinished, content);
  files.syncFile(unfinished);
  try {
    files.rename(unfinished, path);
    files.syncFolder(folder);
  } catch (error) {
    throw new JournalError('io', `can't write ${path}: ${textOf(error)}`, { cause: error }); // it may have its name already
  }
}

const firstLine = /^frankpledge-head v1 (\d+) ([\da-f]{64})\n/;

/** @param text the head */
function contentOf(text: string): string {
  return `frankpledge-head v1 ${Buffer.byteLength(text)} ${sha256(text)}\n${text}`;
}

function headOf(content: string, path: string): string {
  const [line, bytes, hash] = firstLine.exec(content) ?? [];
  if (line === undefined) throw damaged(path, content === '' ? 'is empty' : 'doesn\'t begin as the file of a signed head does');
  const text = content.slice(line.length);
  if (Number(bytes) !== Buffer.byteLength(text)) throw damaged(path, `has ${Buffer.byteLength(text)} bytes where ${bytes} were written`);
  if (hash !== sha256(text)) throw damaged(path, 'was altered, or the disk has lost a part of it');
  return text;
}

function damaged(path: string, what: string): JournalError {
  return new JournalError('corrupt', `${path} ${what}`, {
    hint: 'Put the last signed head back, from another disk or from a witness; never delete the file, or what was signed before can be denied. Nothing is signed until then.',
  });
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const codes: Readonly<Record<string, JournalErrorCode>> = { EACCES: 'read_only', EPERM: 'read_only', EROFS: 'read_only', ENOSPC: 'full', EDQUOT: 'full' };

/** Runs `action` with the file system's errors turned into typed ones. */
function guarded<T>(what: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof JournalError || error instanceof InvariantError) throw error;
    const code = error instanceof Error && 'code' in error ? codes[String(error.code)] : undefined;
    throw new JournalError(code ?? 'io', `${what}: ${textOf(error)}`, { cause: error });
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
