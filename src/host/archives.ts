/** A collective's log as a file that may be handed on. Keys and erasable texts aren't in it. */
import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { openSqliteJournal } from '../adapters/journal-sqlite/journal.ts';
import { createHasher } from '../adapters/keys/node.ts';
import { writeArchive } from '../log/archive.ts';
import { parseRecord } from '../log/record.ts';
import { JournalError, type Journal } from '../journal/journal.ts';
import { headsIn, signedSize } from './heads.ts';
import { rowsAtOnce } from './log-spool.ts';

/** The archive's lines, each with its line feed; reads beside a server. The journal closes when they have been taken. */
export function* exportLines(folder: string): Generator<string, void, undefined> {
  const journal = openSqliteJournal(folder, 'read');
  try {
    const total = journal.head();
    const [first] = journal.read(0, 1);
    const record = first === undefined ? undefined : parseRecord(first.record);
    if (record?.ok !== true) throw new JournalError('corrupt', `${folder} holds no founding`);
    const blobs = journal.blobHashes().map((hash) => ({ hash, text: journal.getBlob(hash) ?? '' }));
    const { origin } = record.value.entry;
    yield* writeArchive(createHasher(), origin, blobs, recordTexts(journal, total), headsIn(folder, origin).filter((note) => signedSize(note) <= total));
  } finally {
    journal.close();
  }
}

function* recordTexts(journal: Journal, total: number): Generator<string, void, undefined> {
  for (let from = 0; from < total; from += rowsAtOnce) {
    for (const { record } of journal.read(from, Math.min(rowsAtOnce, total - from))) yield record;
  }
}

/** Writes the archive to a file that must not exist: whole and on disk, or not at all. */
export function exportToFile(folder: string, file: string): void {
  if (existsSync(file)) throw taken(file);
  const unfinished = `${file}.${process.pid}.unfinished`;
  const handle = openSync(unfinished, 'wx', 0o600);
  try {
    try {
      for (const line of exportLines(folder)) writeAll(handle, Buffer.from(line));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    linkOrRename(unfinished, file);
  } finally {
    rmSync(unfinished, { force: true });
  }
}

function writeAll(handle: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at);
}

/** Unlike a rename, a link never replaces a file; memory sticks have no links. */
function linkOrRename(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (existsSync(to)) throw taken(to);
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    renameSync(from, to);
  }
}

function taken(path: string): JournalError {
  return new JournalError('in_use', `${path} exists already`, { hint: 'Choose another name: nothing is overwritten.' });
}
