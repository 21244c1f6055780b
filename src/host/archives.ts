/** A collective's log as a file that may be handed on, and a data folder from such a file. Keys and erasable texts aren't in it. */
import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, readdirSync, renameSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { openSqliteJournal } from '../adapters/journal-sqlite/journal.ts';
import { hasJournal } from '../adapters/journal-sqlite/database.ts';
import { grantOf, readKeyFile, writeKeyFile } from '../adapters/keys/files.ts';
import { createHasher, createSealVerifier } from '../adapters/keys/node.ts';
import { writeArchive } from '../log/archive.ts';
import { parseRecord } from '../log/record.ts';
import { JournalError, type Journal, type JournalRow } from '../journal/journal.ts';
import type { KeyGrant } from '../vocabulary/entries.ts';
import { createCodeSandbox } from './codes.ts';
import { keyPath, keysFolder } from './data-folder.ts';
import { headsIn, signedSize } from './heads.ts';
import { openLogSource } from './log-source.ts';
import { replay, type LogPart, type Verdict } from '../log/replay.ts';

/** Records read and written at a time. */
const rowsAtOnce = 500;

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

export type Imported = { readonly verdict: Verdict; readonly operatorKey: boolean };

/**
 * Makes a data folder of an archive: every record is replayed before it is kept, and the folder appears only when all of them stand.
 * @param keyFile the operator's key, to be put into the folder
 * @throws JournalError `in_use` when the folder holds something; what `replay` throws
 */
export async function importArchive(file: string, folder: string, keyFile: string | undefined, progress: (part: number) => void = () => undefined): Promise<Imported> {
  requireEmpty(folder);
  const key = keyFile === undefined ? undefined : readKeyFile(keyFile);
  const hasher = createHasher();
  const sandbox = await createCodeSandbox();
  const source = openLogSource(file, hasher);
  const unfinished = `${resolve(folder)}.${process.pid}.unfinished`;
  try {
    if (source.kind !== 'archive') throw new JournalError('io', `${file} is a folder`, { hint: 'Give a file that the command `export` wrote.' });
    const journal = openSqliteJournal(unfinished, 'write');
    const grants = new Map<string, KeyGrant>();
    let verdict: Verdict;
    try {
      verdict = replayInto(journal, source.parts, { hasher, verifier: createSealVerifier(), sandbox }, grants, () => progress(source.progress()));
    } finally {
      journal.close();
    }
    if (!verdict.ok) return { verdict, operatorKey: false };
    mkdirSync(keysFolder(unfinished), { mode: 0o700 });
    const known = key === undefined ? undefined : grants.get(key.id);
    const fits = key !== undefined && known !== undefined && known.public_key === key.public_key && known.role === 'operator';
    if (key !== undefined && !fits) throw new JournalError('io', `the key in ${String(keyFile)} isn't an operator's key of this collective in force`, { hint: `Its operators' keys: ${[...grants.values()].filter(({ role }) => role === 'operator').map(({ id }) => id).join(', ')}.` });
    if (key !== undefined) writeKeyFile(keyPath(unfinished, key.id), { ...grantOf(key), seed: key.seed });
    if (existsSync(folder)) rmdirSync(folder);
    renameSync(unfinished, folder);
    return { verdict, operatorKey: key !== undefined };
  } finally {
    source.close();
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function replayInto(journal: Journal, parts: Iterable<LogPart>, ports: Parameters<typeof replay>[1], grants: Map<string, KeyGrant>, progress: () => void): Verdict {
  const rows: JournalRow[] = [];
  let next = 0;
  const flush = (): void => {
    journal.append(rows, next);
    next += rows.length;
    rows.length = 0;
  };
  const verdict = replay(keepBlobs(journal, parts), ports, ({ text, outcome, outcomeText }) => {
    rows.push({ record: text, outcome: outcomeText });
    if (rows.length >= rowsAtOnce) flush();
    for (const fact of outcome.facts) {
      if (fact.fact === 'key') grants.set(fact.key.id, fact.key);
      if (fact.fact === 'key.revoked') grants.delete(fact.key);
    }
    progress();
  });
  flush();
  return verdict;
}

/** The archive's reader has checked their hashes. */
function* keepBlobs(journal: Journal, parts: Iterable<LogPart>): Generator<LogPart, void, undefined> {
  for (const part of parts) {
    if (part.part === 'blob') journal.putBlob(part.hash, part.text);
    yield part;
  }
}

function requireEmpty(folder: string): void {
  if (hasJournal(folder)) throw new JournalError('in_use', `${folder} holds a collective already`, { hint: 'Choose another folder: nothing is overwritten.' });
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new JournalError('in_use', `${folder} isn't empty`, { hint: 'Choose an empty folder, or a new one.' });
  mkdirSync(dirname(resolve(folder)), { recursive: true });
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
