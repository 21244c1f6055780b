/** Where a data folder keeps its last signed heads: beside the journal, and not in it. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openHeadFile } from '../adapters/head-file/head-file.ts';
import type { HeadStore } from '../journal/head.ts';
import { checkpointIn } from '../log/checkpoint.ts';
import { JournalError } from '../journal/journal.ts';

export function headsFolder(folder: string): string {
  return join(folder, 'heads');
}

export function openHeads(folder: string, origin: string): HeadStore {
  return openHeadFile({ folder: headsFolder(folder), origin });
}

function shownPath(folder: string): string {
  return join(headsFolder(folder), 'shown');
}

/** Keeps the head that is shown, with its cosignatures, for exports and for checks of the folder. Nothing depends on it. */
export function keepShown(folder: string, note: string): void {
  mkdirSync(headsFolder(folder), { recursive: true, mode: 0o700 });
  const unfinished = `${shownPath(folder)}.unfinished`;
  writeFileSync(unfinished, note, { mode: 0o600 });
  renameSync(unfinished, shownPath(folder));
}

/** The head that was shown last; undefined for none. It isn't flushed: a power cut may leave nothing of it, or a part. */
export function keptShown(folder: string): string | undefined {
  const note = existsSync(shownPath(folder)) ? readFileSync(shownPath(folder), 'utf8') : undefined;
  return note !== undefined && checkpointIn(note).ok ? note : undefined;
}

/** The signed heads that lie in a folder: the one that was shown last, and the one that was signed last. */
export function headsIn(folder: string, origin: string): string[] {
  const heads = openHeads(folder, origin);
  try {
    const shown = keptShown(folder);
    const signed = heads.read();
    return [signed === undefined || shown?.startsWith(bodyOf(signed)) === true ? undefined : signed, shown].filter((note) => note !== undefined);
  } catch (error) {
    if (error instanceof JournalError) throw error;
    throw new JournalError('io', `can't read the signed heads in ${headsFolder(folder)}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  } finally {
    heads.close();
  }
}

/** Records under a signed head; 0 for what is none: who checks it says so. */
export function signedSize(note: string): number {
  const checkpoint = checkpointIn(note);
  return checkpoint.ok ? checkpoint.value.size : 0;
}

/** What is signed, without the signatures. */
function bodyOf(note: string): string {
  return note.slice(0, note.lastIndexOf('\n\n') + 2);
}
