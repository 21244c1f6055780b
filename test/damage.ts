/**
 * A journal's files, cut or altered, and what the journal makes of them: it must recover what was written up to some moment and be
 * known to be behind, or refuse with a clear message. What it may never do is to be wrong and say nothing.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openSqliteJournal } from '../src/adapters/journal-sqlite/journal.ts';
import { createHasher } from '../src/adapters/keys/node.ts';
import { headFault, type SignedHead } from '../src/journal/head.ts';
import { createMemoryJournal, JournalError, tileBytes, tileLevelMax, type Journal, type StoredSnapshot } from '../src/journal/journal.ts';
import { createTree } from '../src/log/merkle.ts';
import { createRandom, type Random } from '../src/testing/random.ts';

/** How the files lie there when the damage comes; a process that was killed closes nothing. */
export const shapes = ['closed', 'crashed', 'checkpointed', 'restarted'] as const;
/**
 * `closed`: all is in the database. `crashed`: the last writes are in the write-ahead log alone. `checkpointed`: they are in both.
 * `restarted`: the log begins anew, over the remains of an older one.
 */
export type Shape = typeof shapes[number];

/** The bytes of `journal.sqlite` and of `journal.sqlite-wal` (empty: there is none). */
export type Files = { readonly main: Buffer; readonly wal: Buffer };

/** What was written and acknowledged until the files were taken. */
export type Sample = { readonly files: Files; readonly written: Written };

type Written = {
  /** Digests of the first 0, 1, 2, … records. */
  readonly prefixes: readonly string[];
  /** Digests of the texts after each write. */
  readonly moments: readonly Texts[];
  /** Digests of all tiles and snapshots that ever were. */
  readonly derived: ReadonlySet<string>;
  readonly bodyNames: readonly string[];
  readonly signed: SignedHead;
};

type Texts = { readonly [part in typeof textParts[number]]: string };
const textParts = ['blobs', 'bodies'] as const;

export type Finding =
  /** All that was written is there. */
  | { readonly found: 'whole' }
  /** A beginning of it is there, or the journal refuses: as the message says. */
  | { readonly found: 'behind' | 'refused'; readonly error: JournalError }
  /** It is wrong and nothing tells, or what tells isn't clear. */
  | { readonly found: 'fault'; readonly why: string };

/**
 * Writes a journal by a seed, and takes its files in each shape.
 * @param folder an empty one, which is used and left as it is afterwards
 * @param writes how many for each of three rounds; about 2 kB each
 */
export function createSamples(folder: string, seed: number, writes: number): ReadonlyMap<Shape, Sample> {
  const random = createRandom(seed);
  const model = createModel(random);
  const samples = new Map<Shape, Sample>();
  const take = (shape: Shape): void => void samples.set(shape, { files: filesIn(folder), written: model.written() });

  let journal = openSqliteJournal(folder, 'write');
  model.write(journal, writes, true);
  journal.close();
  journal = openSqliteJournal(folder, 'write');
  model.write(journal, writes, false);
  take('crashed');
  const other = new DatabaseSync(join(folder, 'journal.sqlite'));
  other.exec('PRAGMA wal_checkpoint(PASSIVE)');
  take('checkpointed');
  other.close();
  model.write(journal, Math.ceil(writes / 3), false);
  take('restarted');
  journal.close();
  take('closed');
  return samples;
}

/** Lays damaged files into `folder`, and opens them. */
export function tryFiles(folder: string, { main, wal }: Files, written: Written): Finding {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'journal.sqlite');
  for (const left of ['-wal', '-shm']) rmSync(`${path}${left}`, { force: true });
  writeFileSync(path, main);
  if (wal.length > 0) writeFileSync(`${path}-wal`, wal);
  return tryFolder(folder, written);
}

/** Opens the journal of a folder for reading, and compares all that it gives with what was written. */
export function tryFolder(folder: string, written: Written): Finding {
  return finding(() => {
    const journal = openSqliteJournal(folder, 'read');
    try {
      return compared(journal, written);
    } finally {
      journal.close();
    }
  });
}

/** Goes on writing where the files are whole: what was written before must be there afterwards, or the journal refuses. */
export function tryWriting(folder: string, { prefixes, bodyNames }: Written): Finding {
  return finding(() => {
    const journal = openSqliteJournal(folder, 'write');
    try {
      const seq = journal.head();
      const before = textsIn(journal, bodyNames);
      const row = { record: 'one more', outcome: 'o'.repeat(9000) };
      journal.putBlob('one more', 'b'.repeat(9000));
      journal.append([row], seq);
      const [added] = journal.read(seq, 1);
      if (added?.record !== row.record || added.outcome !== row.outcome) return { found: 'fault', why: 'another record came back than was appended' };
      if (prefixes[seq] !== recordsDigest(journal, seq)) return { found: 'fault', why: 'an append changed the records' };
      const after = textsIn(journal, bodyNames, ['one more']);
      const changed = textParts.find((part) => before[part] !== after[part]);
      return changed === undefined ? { found: 'whole' } : { found: 'fault', why: `an append changed the ${changed}` };
    } finally {
      journal.close();
    }
  });
}

function finding(look: () => Finding): Finding {
  try {
    return look();
  } catch (error) {
    if (!(error instanceof JournalError)) return { found: 'fault', why: `no clear message: ${String(error)}` };
    const clear = /\w+ \w+/.test(error.message) && /\w+ \w+.*\.$/.test(error.hint);
    return clear ? { found: 'refused', error } : { found: 'fault', why: `no clear message: ${error.message} ${error.hint}` };
  }
}

function compared(journal: Journal, { prefixes, moments, derived, bodyNames, signed }: Written): Finding {
  const head = journal.head();
  if (prefixes[head] !== recordsDigest(journal, head)) return { found: 'fault', why: 'the records are no beginning of what was written' };
  const other = unknownDerived(journal, derived);
  if (other !== undefined) return { found: 'fault', why: `${other} isn't as it was written` };
  const now = textsIn(journal, bodyNames);
  const strange = textParts.find((part) => !moments.some((moment) => moment[part] === now[part]));
  if (strange !== undefined) return { found: 'fault', why: `the ${strange} are as they never were` };
  const behind = headFault(signed, head, (size) => rootOf(journal, size));
  if (behind !== undefined) return { found: 'behind', error: behind };
  const lost = textParts.find((part) => moments.at(-1)?.[part] !== now[part]);
  return lost === undefined ? { found: 'whole' } : { found: 'fault', why: `some of the ${lost} are missing, and nothing tells` };
}

function recordsDigest(journal: Journal, head: number): string {
  return digest(...journal.read(0, head).flatMap(({ seq, record, outcome }) => [String(seq), record, outcome]));
}

function textsIn(journal: Journal, bodyNames: readonly string[], withoutBlobs: readonly string[] = []): Texts {
  const blobs = journal.blobHashes().filter((hash) => !withoutBlobs.includes(hash));
  return {
    blobs: digest(...blobs.flatMap((hash) => [hash, journal.getBlob(hash) ?? 'none'])),
    bodies: digest(...bodyNames.flatMap((name) => [name, journal.getBody(name) ?? 'none'])),
  };
}

/** The place of a tile or snapshot that is other than any that was written. */
function unknownDerived(journal: Journal, derived: ReadonlySet<string>): string | undefined {
  for (let level = 0; level <= tileLevelMax; level++) {
    for (let index = 0; index < journal.tileCount(level); index++) {
      if (!derived.has(tileDigest(level, index, journal.getTile(level, index) ?? new Uint8Array()))) return `tile ${index} of level ${level}`;
    }
  }
  for (const { records, digest: name } of journal.snapshots()) {
    const snapshot = journal.getSnapshot(records);
    if (snapshot === undefined || !derived.has(snapshotDigest({ ...snapshot, records, digest: name }))) return `snapshot ${records}`;
  }
  return undefined;
}

function rootOf(journal: Journal, size: number): string {
  const tree = createTree(createHasher());
  for (const { record } of journal.read(0, size)) tree.append(record);
  return Buffer.from(tree.root()).toString('hex');
}

function tileDigest(level: number, index: number, hashes: Uint8Array): string {
  return digest(String(level), String(index), hashes);
}

function snapshotDigest({ records, digest: name, kernel, view }: StoredSnapshot): string {
  return digest(String(records), name, kernel, view);
}

function digest(...texts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text.length} `).update(text);
  return hash.digest('hex');
}

function filesIn(folder: string): Files {
  const path = join(folder, 'journal.sqlite');
  return { main: readFileSync(path), wal: existsSync(`${path}-wal`) ? readFileSync(`${path}-wal`) : Buffer.alloc(0) };
}

/** Writes the same to a journal and to one in memory, by which it knows what was written when. */
function createModel(random: Random) {
  const memory = createMemoryJournal();
  const bodyNames = Array.from({ length: 30 }, () => text(random, 32, 32));
  const moments = [textsIn(memory, bodyNames)];
  const derived = new Set<string>();
  const both = (journal: Journal, write: (to: Journal) => void): void => {
    for (const to of [journal, memory]) write(to);
    moments.push(textsIn(memory, bodyNames));
  };
  const append = (journal: Journal): void => {
    const seq = memory.head();
    const rows = Array.from({ length: random.int(1, 3) }, (_, i) => (
      { record: `${seq + i} ${text(random, 10, 900)}`, outcome: text(random, 10, random.chance(0.1) ? 9000 : 900) }
    ));
    both(journal, (to) => to.append(rows, seq));
  };
  /** @param erasing whether texts may be replaced and erased, which empties the write-ahead log */
  const putBody = (journal: Journal, erasing: boolean): void => {
    const name = bodyNames[random.int(0, bodyNames.length - 1)] ?? '';
    const there = memory.getBody(name) !== undefined;
    if (there && !erasing) append(journal);
    else if (there && random.chance(0.5)) both(journal, (to) => to.eraseBody(name));
    else {
      const body = text(random, 10, random.chance(0.2) ? 9000 : 300);
      both(journal, (to) => to.putBody(name, body));
    }
  };
  const putBlob = (journal: Journal): void => {
    const code = text(random, 100, 9000);
    both(journal, (to) => to.putBlob(digest(code), code));
  };
  const putTile = (journal: Journal): void => {
    const level = random.int(0, 1);
    const index = memory.tileCount(level);
    const hashes = new Uint8Array(tileBytes).map(() => random.int(0, 255));
    derived.add(tileDigest(level, index, hashes));
    both(journal, (to) => to.putTiles([{ level, index, hashes }]));
  };
  const putSnapshot = (journal: Journal): void => {
    const snapshot = { records: Math.max(memory.head(), 1), digest: digest(text(random, 9, 9)), kernel: text(random, 10, 9000), view: text(random, 10, 900) };
    derived.add(snapshotDigest(snapshot));
    both(journal, (to) => to.putSnapshot(snapshot));
  };
  /** The last of them is an append, since it is by its records that a journal is known to be behind. */
  const write = (journal: Journal, writes: number, erasing: boolean): void => {
    for (let i = 1; i < writes; i++) random.pick([append, append, append, append, putBody, putBlob, putTile, putSnapshot])(journal, erasing);
    append(journal);
  };
  const written = (): Written => ({
    prefixes: Array.from({ length: memory.head() + 1 }, (_, head) => recordsDigest(memory, head)), moments: [...moments],
    derived: new Set(derived), bodyNames, signed: { size: memory.head(), root: rootOf(memory, memory.head()) },
  });
  return { write, written };
}

/** Letters and signs of one, two and four bytes. */
function text(random: Random, least: number, most: number): string {
  return Array.from({ length: random.int(least, most) }, () => random.pick(['a', 'e', 'k', '0', '7', '"', '\n', 'ř', '😀'])).join('');
}
