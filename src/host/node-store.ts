/** What a node has promised and holds, on its disk: changes as lines, folded at the start and written anew when they have become many. */
import { join } from 'node:path';
import { existsSync } from 'node:fs';
import { openHeldFile, type HeldFile } from '../adapters/held-file/held-file.ts';
import { JournalError } from '../journal/journal.ts';
import { commandLine } from '../vocabulary/command-line.ts';
import { applyChange, freshStored, type Change, type Stored } from '../log/nodes/stored.ts';
import type { HeldJournal } from './node-journal.ts';

/** Bytes after which the file is begun anew. */
const bytesMax = 16_777_216;

const wayBack = 'Make this node anew: a new folder, filled with `node --from`, and a new witness key that the policy names. Under its old key it could say otherwise than it did.';

export class NodeStore {
  readonly #file: HeldFile;
  readonly #journal: HeldJournal;
  #stored: Stored;

  /** @throws JournalError, also when the journal isn't the one beside which this was written */
  constructor(folder: string, journal: HeldJournal, emptyRoot: string) {
    this.#file = openHeldFile(heldPath(folder));
    this.#journal = journal;
    this.#stored = folded(this.#file.lines, journal.head()) ?? freshStored(journal.head(), emptyRoot);
    const { committed } = this.#stored;
    if (committed !== journal.head()) {
      throw new JournalError(committed > journal.head() ? 'behind' : 'differs', `the journal in ${folder} holds ${journal.head()} records, and this node knew of ${committed}`, { hint: wayBack });
    }
    this.#restart();
  }

  get stored(): Stored {
    return this.#stored;
  }

  /** Durable when it returns. A commit's line comes first: without its records in the journal it counts for nothing. */
  persist(changes: readonly Change[]): void {
    for (const change of changes) {
      this.#file.append([JSON.stringify(change)]);
      if (change.change === 'committed') this.#journal.commit(change.size);
      this.#stored = applyChange(this.#stored, change);
    }
    if (this.#file.bytes > bytesMax) this.#restart();
  }

  close(): void {
    this.#file.close();
  }

  #restart(): void {
    this.#file.replace([JSON.stringify({ start: this.#stored })]);
  }
}

export function heldPath(folder: string): string {
  return join(folder, 'held.log');
}

/** Whether a folder is a node's: nothing but the node writes to its journal. */
export function isNodeFolder(folder: string): boolean {
  return existsSync(heldPath(folder));
}

/** @throws JournalError `in_use` for a folder to whose journal a node alone may write */
export function refuseNodeFolder(folder: string): void {
  if (!isNodeFolder(folder)) return;
  throw new JournalError('in_use', `${folder} is a node's folder: only the node itself writes to it`, { hint: `Run the node on it: ${commandLine(`node --data ${folder} …`)}` });
}

function folded(lines: readonly string[], head: number): Stored | undefined {
  let stored: Stored | undefined;
  for (const line of lines) {
    const read = JSON.parse(line) as Change | { readonly start: Stored };
    if ('start' in read) stored = read.start;
    else if (stored !== undefined && !(read.change === 'committed' && read.size > head)) stored = applyChange(stored, read);
  }
  return stored;
}
