/**
 * The way back for a data folder that lacks records or its signed head, and the way on for a member's copy: what is missing is taken from
 * another copy of the log. All of that copy is replayed first, what is here must be its beginning, and what was signed here must be in it.
 */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteJournal, type SqliteJournal } from '../adapters/journal-sqlite/journal.ts';
import { hasJournal } from '../adapters/journal-sqlite/database.ts';
import { createHasher, createSealVerifier } from '../adapters/keys/node.ts';
import { headFault } from '../journal/head.ts';
import { JournalError, type Journal } from '../journal/journal.ts';
import { toBase64 } from '../log/bytes.ts';
import { checkpointIn, type Checkpoint } from '../log/checkpoint.ts';
import { isCosignedAsAgreed } from '../log/head.ts';
import { parseRecord } from '../log/record.ts';
import type { Verdict } from '../log/replay.ts';
import type { Hasher } from '../vocabulary/ports.ts';
import { invariant } from '../vocabulary/result.ts';
import type { CodeSandbox } from '../vocabulary/runner.ts';
import { formatInstant } from '../vocabulary/time.ts';
import { sayPlace, withLogSource } from './any-source.ts';
import { exportToFile } from './archives.ts';
import { createCodeSandbox } from './codes.ts';
import { Collective } from './collective.ts';
import { keysFolder, readKeys } from './data-folder.ts';
import { headsFolder, headsIn, keepShown, openHeads } from './heads.ts';
import { LogTree } from './log-tree.ts';
import { rowsAtOnce, spooled, unfinishedBeside, type Spooled } from './log-spool.ts';
import { isGoingOn } from './signed-head.ts';

const verifier = createSealVerifier();

export type CaughtUp = {
  /** Of the other copy; when it doesn't stand, nothing was changed here. */
  readonly verdict: Verdict;
  /** Records here before, and those that were added. */
  readonly had: number;
  readonly added: number;
  /**
   * What became of the last signed head: it is the same, was followed by the copy's, was taken over where there was none, or is still
   * missing, since the copy has none that counts; `outdated`: it counted once, and the members have agreed on other witnesses since, who
   * may have cosigned heads that go on from it.
   */
  readonly head: 'same' | 'followed' | 'taken' | 'missing' | 'outdated';
  /** What was voted here while there was no signed head, where the true log has other records: kept in a file, to be handed in again. */
  readonly setAside: { readonly records: number; readonly file: string } | null;
  /** Whether a key of the log lies here: else it is a copy that signs nothing. */
  readonly signs: boolean;
};

/**
 * @param source a link, a data folder or an exported file
 * @throws JournalError `in_use` while a server runs on the folder, `differs` when the two are no beginning of each other, `behind` when the
 * copy lacks what was signed here; what `replay` and the source throw
 */
export async function catchUp(folder: string, source: string, progress: (part: number, what: 'fetching' | 'verifying') => void = () => undefined): Promise<CaughtUp> {
  if (![headsFolder(folder), keysFolder(folder)].some((each) => existsSync(each)) && !hasJournal(folder)) {
    throw new JournalError('io', `there is no collective in ${folder}`, { hint: 'To make a folder of a copy, use the command `import`.' });
  }
  const hasher = createHasher();
  const ports = { hasher, verifier, sandbox: await createCodeSandbox() };
  const own = openSqliteJournal(folder, 'write');
  const unfinished = unfinishedBeside(folder);
  try {
    const place = { folder, source: sayPlace(source), hasher, sandbox: ports.sandbox, own };
    return await withLogSource(source, hasher, (part) => progress(part, 'fetching'), (opened) =>
      spooled(unfinished, opened.parts, ports, () => progress(opened.progress(), 'verifying'), (copy, result) => takeOver({ ...place, copy }, result)));
  } finally {
    own.close();
    rmSync(unfinished, { recursive: true, force: true });
  }
}

type Place = { readonly folder: string; readonly source: string; readonly hasher: Hasher; readonly sandbox: CodeSandbox; readonly own: SqliteJournal; readonly copy: Journal };

function takeOver(place: Place, { verdict, note }: Spooled): CaughtUp {
  const { own, copy } = place;
  const begun = own.head();
  const signs = readKeys(place.folder).some(({ role }) => role === 'log');
  if (!verdict.ok) return { verdict, had: begun, added: 0, head: 'same', setAside: null, signs };
  const setAside = requireSameBeginning(place, verdict, note);
  const had = own.head();
  requireSigned(place, verdict.origin);
  addMissing(own, copy);
  const counts = verdict.head?.quorum === true ? note : undefined;
  return { verdict, had, added: own.head() - had, head: takeHead(place, verdict.origin, counts), setAside, signs };
}

/** @returns what was set aside, so that it is so */
function requireSameBeginning(place: Place, verdict: Verdict & { ok: true }, note: string | undefined): CaughtUp['setAside'] {
  const { own, copy, source, folder } = place;
  const { origin } = verdict;
  const both = Math.min(own.head(), copy.head());
  for (let from = 0; from < both; from += rowsAtOnce) {
    const limit = Math.min(rowsAtOnce, both - from);
    const there = copy.read(from, limit);
    const at = own.read(from, limit).findIndex(({ record }, i) => record !== there[i]?.record);
    if (at < 0) continue;
    const seq = from + at;
    const isSignedThere = verdict.head?.quorum === true && verdict.head.size > seq;
    if (isSignedThere && isOnlyVotes(place, origin, seq)) return setAsideFrom(place, seq);
    const [here] = own.read(seq, 1);
    const said = `record ${seq} is another one in ${folder} (${about(here?.record)}) than in ${source} (${about(there[at]?.record)})`;
    const signed = [...headsIn(folder, origin).slice(-1), ...(note === undefined ? [] : [note])].filter((each) => (headOf(each)?.size ?? 0) > seq);
    throw new JournalError('differs', signed.length < 2 ? said : `${said}, and both are signed: these two heads prove it, with the two logs.\n${signed.join('\n')}`);
  }
  return null;
}

/** Whether the records from `seq` on are what a folder without its signed head takes in, and nothing was ever signed over them. */
function isOnlyVotes({ folder, own }: Place, origin: string, seq: number): boolean {
  if (headsIn(folder, origin).some((note) => (headOf(note)?.size ?? 0) > seq)) return false;
  for (let from = seq; from < own.head(); from += rowsAtOnce) {
    for (const row of own.read(from, Math.min(rowsAtOnce, own.head() - from))) {
      const record = parseRecord(row.record);
      if (!record.ok || !isGoingOn(record.value.entry.kind)) return false;
    }
  }
  return true;
}

/** The whole log as it is here goes into a file that `resubmit` reads, durably, before its end is dropped. */
function setAsideFrom({ folder, own }: Place, seq: number): NonNullable<CaughtUp['setAside']> {
  const name = (n: number): string => join(folder, `set-aside-${seq}${n === 1 ? '' : `-${n}`}.log`);
  let n = 1;
  while (existsSync(name(n))) n++;
  const records = own.head() - seq;
  exportToFile(folder, name(n));
  own.dropRecordsFrom(seq);
  return { records, file: name(n) };
}

function about(text: string | undefined): string {
  const record = parseRecord(text ?? '');
  if (!record.ok) return 'which can\'t be read';
  const { entry, recordedAt } = record.value;
  return `${entry.kind} by ${entry.by}, ${formatInstant(recordedAt)}`;
}

/** What was signed here lies in the longer of the two, with the same root. */
function requireSigned({ folder, source, hasher, own, copy }: Place, origin: string): void {
  const heads = openHeads(folder, origin);
  try {
    const head = headOf(heads.read());
    if (head === undefined) return;
    const longer = copy.head() > own.head() ? copy : own;
    const fault = headFault({ size: head.size, root: toBase64(head.root) }, longer.head(), (size) => toBase64(new LogTree(hasher, longer).root(size)));
    if (fault === undefined) return;
    if (fault.code !== 'behind') throw fault;
    throw new JournalError('behind', `${head.size} records were signed here, and ${source} has ${copy.head()}`, { hint: 'Ask another copy: nothing was changed.' });
  } finally {
    heads.close();
  }
}

function addMissing(own: Journal, copy: Journal): void {
  own.dropTilesFrom(own.head()); // of records that are gone; they come again with the records
  for (const hash of copy.blobHashes()) own.putBlob(hash, copy.getBlob(hash) ?? '');
  for (let from = own.head(); from < copy.head(); from += rowsAtOnce) own.append(copy.read(from, rowsAtOnce), from);
}

/** @param note the copy's head, replayed, and cosigned as the members agreed at that time; undefined: it has none that counts */
function takeHead({ folder, hasher, sandbox, own }: Place, origin: string, note: string | undefined): CaughtUp['head'] {
  const heads = openHeads(folder, origin);
  try {
    const signed = heads.read();
    const isNewer = note !== undefined && (headOf(note)?.size ?? 0) > (headOf(signed)?.size ?? 0);
    if (note === undefined || !isNewer) return signed === undefined ? 'missing' : 'same';
    // By all that is known now, of which the copy may know nothing.
    if (!isCosignedAsAgreed({ hasher, verifier }, new Collective({ journal: own, hasher, verifier, sandbox }).state, note)) return signed === undefined ? 'outdated' : 'same';
    invariant(heads.compareAndSet(signed, note), 'nobody else signs while the folder is locked');
    keepShown(folder, note);
    return signed === undefined ? 'taken' : 'followed';
  } finally {
    heads.close();
  }
}

function headOf(note: string | undefined): Checkpoint | undefined {
  const head = note === undefined ? undefined : checkpointIn(note);
  return head?.ok === true ? head.value : undefined;
}
