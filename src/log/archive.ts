/**
 * The file that a collective's log is exported to: one JSON text a line, so that it can be read with any tool.
 *
 * ```
 * {"format":"frankpledge-archive","origin":"frankpledge/0123…","version":2}
 * {"checkpoint":"<signed note>"}                 heads of the log as they were signed and cosigned, any number; none before version 2
 * {"blob":"<SHA-256 in hex>","text":"…"}         contract code and zone rules, any number
 * {"entry":{…},"outcomeHash":"…",…,"seq":0}      records in order: the line is the leaf, nothing is around it
 * {"count":2,"root":"<base64>"}                  RFC 6962 root over the record lines
 * ```
 * Outcomes are not in it, since anyone recomputes them. Neither are erasable bodies: an archive may be handed on.
 */
import { isObject } from '../vocabulary/json.ts';
import type { Hasher } from '../vocabulary/ports.ts';
import { isHashHex, isWellFormed, toBase64, toHex } from './bytes.ts';
import { canonical } from './canonical.ts';
import { createTree } from './merkle.ts';
import { parseRecord } from './record.ts';

export const archiveFormat = 'frankpledge-archive';
export const archiveVersion = 2;
/** Longest line: a kit's compiled code is far below, and a file of another kind is noticed before it fills the memory. */
export const archiveLineCharsMax = 8_388_608;

export type Blob = { readonly hash: string; readonly text: string };

export type ArchivePart =
  | { readonly part: 'header'; readonly origin: string }
  | { readonly part: 'checkpoint'; readonly note: string }
  | ({ readonly part: 'blob' } & Blob)
  /** `text` is the record's canonical JSON, with the place and the form checked; seals and outcomes are not. */
  | { readonly part: 'record'; readonly seq: number; readonly text: string }
  | { readonly part: 'footer'; readonly count: number; readonly root: Uint8Array };

/** What is wrong with an archive, and in which line. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
  /** From 1. */
  readonly line: number;
  readonly hint: string;

  /** Nothing in it is wrong, but its end is missing. */
  readonly cutOff: boolean;

  constructor(line: number, what: string, hint = 'Take a fresh export: this file was changed or cut off.', cutOff = false) {
    super(`line ${line}: ${what}`);
    this.line = line;
    this.cutOff = cutOff;
    this.hint = hint;
  }
}

export type ArchiveWriter = {
  /** The next line, with its line feed; in the order of the format. */
  header(origin: string): string;
  checkpoint(note: string): string;
  blob(blob: Blob): string;
  /** @param text a canonical record (`recordBytes`), from seq 0 on */
  record(text: string): string;
  footer(): string;
};

/** For whoever writes as the records come. */
export function createArchiveWriter(hasher: Hasher): ArchiveWriter {
  const tree = createTree(hasher);
  const line = (value: object): string => `${canonical(value)}\n`;
  return {
    header: (origin) => line({ format: archiveFormat, origin, version: archiveVersion }),
    checkpoint: (note) => line({ checkpoint: note }),
    blob: ({ hash, text }) => line({ blob: hash, text }),
    record(text) {
      tree.append(text);
      return `${text}\n`;
    },
    footer: () => line({ count: tree.size, root: toBase64(tree.root()) }),
  };
}

/**
 * The lines of an archive, each with its line feed.
 * @param records canonical record texts (`recordBytes`) from seq 0 on
 */
export function* writeArchive(
  hasher: Hasher, origin: string, blobs: Iterable<Blob>, records: Iterable<string>, checkpoints: Iterable<string> = [],
): Generator<string, void, undefined> {
  const writer = createArchiveWriter(hasher);
  yield writer.header(origin);
  for (const note of checkpoints) yield writer.checkpoint(note);
  for (const blob of blobs) yield writer.blob(blob);
  for (const text of records) yield writer.record(text);
  yield writer.footer();
}

/**
 * The parts of an archive that comes in pieces of any size. The root is checked at the end: whoever acts on records before the footer
 * must be able to undo it.
 * @throws ArchiveError at the first line that is wrong
 */
export function* readArchive(hasher: Hasher, chunks: Iterable<string>): Generator<ArchivePart, void, undefined> {
  const reader = createArchiveReader(hasher);
  for (const line of archiveLines(chunks)) yield reader.line(line);
  reader.end();
}

/** Splits text in pieces of any size at its line feeds; the last line may lack its own. */
export function* archiveLines(chunks: Iterable<string>): Generator<string, void, undefined> {
  let rest = '';
  let count = 0;
  for (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      yield line;
      count++;
    }
    if (rest.length > archiveLineCharsMax) throw tooLong(count + 1);
  }
  if (rest !== '') yield rest;
}

export type ArchiveReader = {
  /** The part on the next line, given without its line feed. Throws ArchiveError. */
  line(text: string): ArchivePart;
  /** Throws ArchiveError when the footer hasn't come. */
  end(): void;
};

/** For whoever reads asynchronously: takes one line after the other. */
export function createArchiveReader(hasher: Hasher): ArchiveReader {
  const tree = createTree(hasher);
  const blobs = new Set<string>();
  let count = 0;
  let last: ArchivePart['part'] | undefined;

  const read = (text: string): ArchivePart => {
    if (text.length > archiveLineCharsMax) throw tooLong(count);
    if (last === 'footer') throw new ArchiveError(count, 'something follows the last line (count and root)');
    const value = jsonObject(text, count);
    if (last === undefined) return header(value, count);
    if ('format' in value) throw new ArchiveError(count, 'a second header; two files may have been joined');
    if ('checkpoint' in value) return checkpoint(value, count, last === 'record');
    if ('blob' in value) return blob(hasher, value, count, { late: last === 'record', blobs });
    if ('count' in value) return footer(value, count, { size: tree.size, root: tree.root() });
    const part = record(text, count, tree.size);
    tree.append(text);
    return part;
  };

  return {
    line(text) {
      count++;
      const part = read(text);
      last = part.part;
      return part;
    },
    end() {
      if (last !== 'footer') throw new ArchiveError(count + 1, 'the file ends before its last line (count and root)', 'Take a fresh export: this file was cut off.', true);
    },
  };
}

function jsonObject(text: string, line: number): { readonly [key: string]: unknown } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    if (line === 1) throw new ArchiveError(line, 'this is no archive', 'Give a file that the command `export` wrote.');
    throw new ArchiveError(line, text === '' ? 'the line is empty' : 'this is not JSON');
  }
  if (!isObject(value)) throw new ArchiveError(line, 'this is JSON, but not an object');
  return value;
}

function header(value: { readonly [key: string]: unknown }, line: number): ArchivePart {
  if (value['format'] !== archiveFormat) {
    throw new ArchiveError(line, `this is no archive: "format" is not ${archiveFormat}`, 'Give a file that the command `export` wrote.');
  }
  const { version } = value;
  if (version !== archiveVersion && version !== 1) {
    throw new ArchiveError(line, `an archive of version ${String(version)}; this release reads 1 and ${archiveVersion}`,
      'Use the release that wrote it, or a later one.');
  }
  if (typeof value['origin'] !== 'string') throw new ArchiveError(line, 'the header lacks its "origin"');
  return { part: 'header', origin: value['origin'] };
}

function checkpoint({ checkpoint: note }: { readonly [key: string]: unknown }, line: number, late: boolean): ArchivePart {
  if (typeof note !== 'string') throw new ArchiveError(line, 'a checkpoint is the text of a signed note');
  if (late) throw new ArchiveError(line, 'a checkpoint after the first record');
  return { part: 'checkpoint', note };
}

function blob(
  hasher: Hasher, value: { readonly [key: string]: unknown }, line: number, seen: { late: boolean; blobs: Set<string> },
): ArchivePart {
  const { blob: hash, text } = value;
  if (!isHashHex(hash) || typeof text !== 'string') throw new ArchiveError(line, 'a blob needs "blob" (64 hex digits) and "text"');
  if (seen.late) throw new ArchiveError(line, 'a blob after the first record');
  if (seen.blobs.has(hash)) throw new ArchiveError(line, `blob ${hash} comes twice`);
  if (!isWellFormed(text) || toHex(hasher.sha256(text)) !== hash) throw new ArchiveError(line, `the text does not hash to ${hash}`);
  seen.blobs.add(hash);
  return { part: 'blob', hash, text };
}

function record(text: string, line: number, seq: number): ArchivePart {
  const parsed = parseRecord(text);
  if (!parsed.ok) throw new ArchiveError(line, parsed.refusal.detail);
  if (parsed.value.seq !== seq) throw new ArchiveError(line, `record ${parsed.value.seq} where ${seq} comes next`);
  return { part: 'record', seq, text };
}

function footer(
  value: { readonly [key: string]: unknown }, line: number, tree: { readonly size: number; readonly root: Uint8Array },
): ArchivePart {
  if (value['count'] !== tree.size) throw new ArchiveError(line, `it says ${String(value['count'])} records, and ${tree.size} are there`);
  if (value['root'] !== toBase64(tree.root)) throw new ArchiveError(line, 'the records above do not have this root');
  return { part: 'footer', count: tree.size, root: tree.root };
}

function tooLong(line: number): ArchiveError {
  return new ArchiveError(line, `longer than ${archiveLineCharsMax} characters`, 'Give a file that the command `export` wrote.');
}
