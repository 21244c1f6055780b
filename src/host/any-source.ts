/** A log from wherever somebody names it: a running collective by its link, a data folder, or an exported file. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hasher } from '../vocabulary/ports.ts';
import { fetchLog } from './fetch-log.ts';
import { createLogClient, isAddress } from './log-client.ts';
import { openLogSource, type LogSource } from './log-source.ts';

/**
 * Opens the source for `use`, and closes it afterwards; what is fetched lies in a file of this user's until then.
 * @param source an address with its link, a folder, or a file
 * @param fetching called with how much has come from an address, from 0 to 1
 * @throws LogClientError, TileError, JournalError, or the file system's errors, when there is nothing to read
 */
export async function withLogSource<T>(source: string, hasher: Hasher, fetching: (part: number) => void, use: (opened: LogSource) => T | Promise<T>): Promise<T> {
  return await withLogPath(source, hasher, fetching, (path) => used(openLogSource(path, hasher), use));
}

/** The same, for what reads it more than once: `use` is given the folder, or the file. */
export async function withLogPath<T>(source: string, hasher: Hasher, fetching: (part: number) => void, use: (path: string) => T | Promise<T>): Promise<T> {
  if (!isAddress(source)) return await use(source);
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-log-'));
  try {
    const file = join(folder, 'log');
    await fetchLog(createLogClient(source), file, hasher, fetching);
    return await use(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The source for messages: an address without its link's secret. */
export function sayPlace(source: string): string {
  return isAddress(source) ? createLogClient(source).url : source;
}

async function used<T>(opened: LogSource, use: (opened: LogSource) => T | Promise<T>): Promise<T> {
  try {
    return await use(opened);
  } finally {
    opened.close();
  }
}
