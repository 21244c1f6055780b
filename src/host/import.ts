/** A data folder made of a log that comes from elsewhere, and the keys of its next operator where they were made on this machine. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { hasJournal } from '../adapters/journal-sqlite/database.ts';
import { grantOf, readKeyFile, writeKeyFile, type KeyFile } from '../adapters/keys/files.ts';
import { createHasher, createSealVerifier } from '../adapters/keys/node.ts';
import { JournalError } from '../journal/journal.ts';
import type { Verdict } from '../log/replay.ts';
import type { KeyGrant } from '../vocabulary/grants.ts';
import { withLogSource } from './any-source.ts';
import { createCodeSandbox } from './codes.ts';
import { keyPath, keysFolder } from './data-folder.ts';
import { keepShown } from './heads.ts';
import { spooled, unfinishedBeside, type Spooled } from './log-spool.ts';
import { isUnused, markUnused, markUsed } from './unused-keys.ts';

export type Imported = {
  readonly verdict: Verdict;
  /** Keys that were put into the folder. */
  readonly keys: readonly string[];
};

/** Keys that an operator has; a log's may begin its heads here if it has never signed. */
const operatorRoles: readonly string[] = ['operator', 'log', 'gateway'];

/**
 * Every record is replayed before it is kept, and the folder appears only when all of them stand. Its signed head is shown and exported
 * again, but nothing is signed on top of it: a longer one may have been signed elsewhere.
 * @param source a link, a data folder or an exported file
 * @param keys the operator's key file, or the folder with all three that `key new DIR --role operator` made
 * @throws JournalError `in_use` when the folder holds something; KeyFileError; what `replay` and the source throw
 */
export async function importLog(
  source: string, folder: string, keys: string | undefined, progress: (part: number, what: 'fetching' | 'importing') => void = () => undefined,
): Promise<Imported> {
  requireEmpty(folder);
  const given = keys === undefined ? [] : keyFilesAt(keys);
  const hasher = createHasher();
  const ports = { hasher, verifier: createSealVerifier(), sandbox: await createCodeSandbox() };
  const unfinished = unfinishedBeside(folder);
  try {
    const { verdict, grants, note } = await withLogSource(source, hasher, (part) => progress(part, 'fetching'),
      (opened) => spooled<Spooled>(unfinished, opened.parts, ports, () => progress(opened.progress(), 'importing'), (_, result) => result));
    if (!verdict.ok) return { verdict, keys: [] };
    mkdirSync(keysFolder(unfinished), { mode: 0o700 });
    for (const each of given) requireInForce(each, grants);
    for (const each of given) takeKey(each, unfinished);
    if (note !== undefined) keepShown(unfinished, note);
    if (existsSync(folder)) rmdirSync(folder);
    renameSync(unfinished, folder);
    return { verdict, keys: given.map(({ file }) => file.id) };
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

type GivenKey = { readonly path: string; readonly file: KeyFile };

function keyFilesAt(place: string): readonly GivenKey[] {
  const isFolder = existsSync(place) && statSync(place).isDirectory();
  const paths = isFolder ? readdirSync(place).filter((name) => name.endsWith('.json') && name !== 'public.json').sort().map((name) => join(place, name)) : [place];
  if (paths.length === 0) throw new JournalError('io', `no key lies in ${place}`, { hint: 'Give the folder that `key new DIR --role operator` made, or a key file.' });
  return paths.map((path) => ({ path, file: readKeyFile(path) }));
}

function requireInForce({ path, file }: GivenKey, grants: ReadonlyMap<string, KeyGrant>): void {
  const known = grants.get(file.id);
  if (known === undefined || known.public_key !== file.public_key || !operatorRoles.includes(known.role)) {
    const named = [...grants.values()].filter(({ role }) => role === 'operator').map(({ id }) => id).join(', ');
    throw new JournalError('io', `the key in ${path} isn't an operator's key of this collective in force`, { hint: `Its operators' keys: ${named}.` });
  }
}

/** The mark of an unused key goes along: it must never stand in two places. */
function takeKey({ path, file }: GivenKey, folder: string): void {
  writeKeyFile(keyPath(folder, file.id), { ...grantOf(file), seed: file.seed });
  if (!isUnused(path)) return;
  markUsed(path);
  markUnused(keyPath(folder, file.id));
}

function requireEmpty(folder: string): void {
  if (hasJournal(folder)) throw new JournalError('in_use', `${folder} holds a collective already`, { hint: 'Choose another folder: nothing is overwritten.' });
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new JournalError('in_use', `${folder} isn't empty`, { hint: 'Choose an empty folder, or a new one.' });
  mkdirSync(dirname(resolve(folder)), { recursive: true });
}
