/**
 * Checkpoints (c2sp.org/tlog-checkpoint v1.0.0): what a log says about itself, as the text of a signed note.
 *
 * ```
 * <origin: which log>
 * <size: leaves, in decimal>
 * <root: base64>
 * <extension lines, if any: no witness vouches for them>
 * ```
 */
import type { Hasher, Sealer } from '../vocabulary/ports.ts';
import { invariant } from '../vocabulary/result.ts';
import { toBase64 } from './bytes.ts';
import { isCleanText, parseCount, parseHashLine, quote } from './lines.ts';
import { hashBytes } from './merkle.ts';
import { formatNote, isBySameKey, parseNote, signText, verifyNote, type KnownKey, type NoteSignature } from './note.ts';
import { checked, problem, type Checked } from './problem.ts';

export type Checkpoint = {
  /** Which log: by recommendation a URL without its scheme. */
  readonly origin: string;
  /** Number of leaves. */
  readonly size: number;
  /** RFC 6962 root over the leaves. */
  readonly root: Uint8Array;
  /** Ours have none. */
  readonly extensions: readonly string[];
};

/** The text to be signed. */
export function formatCheckpoint({ origin, size, root, extensions }: Checkpoint): string {
  invariant([origin, ...extensions].every((line) => line !== '' && isCleanText(line) && !line.includes('\n')), 'a checkpoint\'s lines are clean and not empty');
  invariant(Number.isSafeInteger(size) && size >= 0, 'a log has a whole number of leaves');
  invariant(root.length === hashBytes, 'a root is a SHA-256');
  return [origin, String(size), toBase64(root), ...extensions].map((line) => `${line}\n`).join('');
}

/** The inverse of {@link formatCheckpoint}; refuses every other text with `malformed`. */
export function parseCheckpoint(text: string): Checked<Checkpoint> {
  const lines = text.split('\n');
  if (lines.pop() !== '' || lines.includes('') || !isCleanText(text)) return problem('malformed', 'a checkpoint has at least three lines, none of them empty');
  const [origin, sizeLine, rootLine, ...extensions] = lines;
  if (origin === undefined || sizeLine === undefined || rootLine === undefined) return problem('malformed', `a checkpoint has at least three lines, this one ${lines.length}`);
  const size = parseCount(sizeLine);
  if (size === undefined) return problem('malformed', `the checkpoint's size ${quote(sizeLine)} is not a whole number up to 2^53 - 1`);
  const root = parseHashLine(rootLine);
  if (root === undefined) return problem('malformed', `the checkpoint's root ${quote(rootLine)} is not 32 bytes in base64`);
  return checked({ origin, size, root, extensions });
}

/** What a signed note says, without any check of who signed it. Refuses with `malformed`. */
export function checkpointIn(message: string): Checked<Checkpoint> {
  const note = parseNote(message);
  return note.ok ? parseCheckpoint(note.value.text) : note;
}

/**
 * The signed note of a checkpoint without extensions; its key has the origin's name. Whoever calls this must have made sure that the
 * log never signed a checkpoint that is inconsistent with this one.
 */
export function signCheckpoint(hasher: Hasher, sealer: Sealer, head: { readonly origin: string; readonly size: number; readonly root: Uint8Array }): string {
  const text = formatCheckpoint({ origin: head.origin, size: head.size, root: head.root, extensions: [] });
  return formatNote({ text, signatures: [signText(hasher, sealer, head.origin, text)] });
}

export type OpenedCheckpoint = {
  readonly checkpoint: Checkpoint;
  /** What was signed. */
  readonly text: string;
  readonly verified: readonly NoteSignature[];
  readonly unknown: readonly NoteSignature[];
};

/**
 * Reads a signed checkpoint and checks it: of this origin, signed by one of the log's keys, and no known key's signature fails.
 * Refuses with `malformed`, `bad_signature`, `not_signed` or `wrong_log`.
 */
export function openCheckpoint(
  message: string, origin: string, logKeys: readonly KnownKey[], cosigners: readonly KnownKey[] = [],
): Checked<OpenedCheckpoint> {
  const note = parseNote(message);
  if (!note.ok) return note;
  const checkpoint = parseCheckpoint(note.value.text);
  if (!checkpoint.ok) return checkpoint;
  if (checkpoint.value.origin !== origin) return problem('wrong_log', `the checkpoint is of ${quote(checkpoint.value.origin)}, not of ${quote(origin)}`);
  const verified = verifyNote(note.value, [...logKeys, ...cosigners]);
  if (!verified.ok) return verified;
  if (!verified.value.verified.some((signature) => logKeys.some((key) => isBySameKey(key, signature)))) {
    return problem('not_signed', `no key of the log ${quote(origin)} signed the checkpoint`);
  }
  return checked({ checkpoint: checkpoint.value, ...verified.value });
}
