/**
 * The steps by which a file is replaced as a whole, each a call of its own, so that a test can stop between any two.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

export type FileSteps = {
  /** Undefined when there is no such file. */
  read(path: string): string | undefined;
  /** Makes the folder and those above it, on disk when it returns; nothing happens when it is there. */
  makeFolder(folder: string): void;
  /** Makes or overwrites a file, for its owner alone; not on disk until {@link syncFile}. */
  write(path: string, text: string): void;
  syncFile(path: string): void;
  /** Gives a file the name of another one, which goes; not on disk until {@link syncFolder}. */
  rename(from: string, to: string): void;
  syncFolder(folder: string): void;
};

export const systemFiles: FileSteps = {
  read(path) {
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  },
  makeFolder(folder) {
    const whole = resolve(folder);
    const topmost = mkdirSync(whole, { recursive: true, mode: 0o700 });
    if (topmost !== undefined) for (let made = whole; made.length >= topmost.length; made = dirname(made)) systemFiles.syncFolder(dirname(made));
  },
  write(path, text) {
    const handle = openSync(path, 'w', 0o600);
    try {
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at);
    } finally {
      closeSync(handle);
    }
  },
  syncFile(path) {
    const handle = openSync(path, 'r+');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  },
  rename: renameSync,
  syncFolder(folder) {
    if (process.platform === 'win32') return; // it can't be opened there
    const handle = openSync(folder, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  },
};
