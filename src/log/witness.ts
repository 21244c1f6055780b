/**
 * A witness (c2sp.org/tlog-witness v1.0.0) as pure decisions. What it has cosigned of each log is one text: the newest signed checkpoint.
 * The order in which its caller acts is what keeps it honest:
 *
 * 1. {@link openAddCheckpoint} reads the request and checks the log's signature; a refusal is answered as it is.
 * 2. The caller loads the stored checkpoint of the request's origin, and {@link decideAddCheckpoint} decides on it.
 * 3. For `cosign` the caller stores `store`, if what is stored is still `compare`: one atomic step, durable before it goes on. If it is
 *    something else by now, another request came between: it goes back to step 2.
 * 4. Only then {@link cosignAnswer} makes the signatures and the answer.
 */
import type { Hasher, Sealer } from '../vocabulary/ports.ts';
import { invariant } from '../vocabulary/result.ts';
import { sameBytes, toHex } from './bytes.ts';
import { openCheckpoint, parseCheckpoint, type Checkpoint } from './checkpoint.ts';
import { cosign } from './cosignature.ts';
import { formatHashLines, parseCount, parseHashLines, quote } from './lines.ts';
import { emptyRoot, verifyConsistency } from './merkle.ts';
import { formatNote, formatSignatureLine, noteCharsMax, parseNote, type KnownKey } from './note.ts';
import { checked, problem, type Checked } from './problem.ts';

/** Proof lines that a request may have. */
export const requestHashesMax = 63;
/** Characters of a request: its checkpoint's, and room for the lines before it. */
export const requestCharsMax = noteCharsMax + 4096;

/** Media type of an answer that says which size the witness holds. */
export const sizeContentType = 'text/x.tlog.size';
export const textContentType = 'text/plain; charset=utf-8';

/** The body of a request, as the log sends it. */
export type AddCheckpoint = {
  /** What the log believes that the witness holds. */
  readonly oldSize: number;
  readonly proof: readonly Uint8Array[];
  /** The whole signed note. */
  readonly checkpoint: string;
};

export type WitnessAnswer = {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422;
  readonly contentType: string;
  readonly body: string;
};

/** A request whose checkpoint is signed by a key that the witness trusts for its origin. */
export type OpenedRequest = {
  readonly origin: string;
  readonly oldSize: number;
  readonly proof: readonly Uint8Array[];
  readonly checkpoint: Checkpoint;
  /** What the log signed, and the witness may cosign. */
  readonly text: string;
  /** The note with the log's trusted signatures alone. */
  readonly note: string;
};

export type WitnessDecision =
  | {
    readonly decided: 'refuse';
    readonly answer: WitnessAnswer;
    /** Two signed checkpoints of one size and different roots: proof of a split view, to be kept and shown. */
    readonly evidence?: readonly [held: string, submitted: string];
  }
  | {
    readonly decided: 'cosign';
    /** What must still be stored when `store` replaces it; undefined: nothing. */
    readonly compare: string | undefined;
    readonly store: string;
    /** For {@link cosignAnswer}, once `store` is durable. */
    readonly text: string;
  };

/** @example formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint }) === `old 0\n\n${checkpoint}` */
export function formatAddCheckpoint({ oldSize, proof, checkpoint }: AddCheckpoint): string {
  invariant(proof.length <= requestHashesMax, `a request has at most ${requestHashesMax} proof lines`);
  return `old ${oldSize}\n${formatHashLines(proof)}\n${checkpoint}`;
}

/** The inverse of {@link formatAddCheckpoint}; the checkpoint isn't looked at. Refuses with `malformed`. */
export function parseAddCheckpoint(body: string): Checked<AddCheckpoint> {
  if (body.length > requestCharsMax) return problem('malformed', `the request has more than ${requestCharsMax} characters`);
  const split = body.indexOf('\n\n');
  if (split < 0) return problem('malformed', 'the request has no empty line before its checkpoint');
  const [oldLine = '', ...lines] = body.slice(0, split).split('\n');
  const oldSize = oldLine.startsWith('old ') ? parseCount(oldLine.slice('old '.length)) : undefined;
  if (oldSize === undefined) return problem('malformed', `${quote(oldLine)} is not "old" and a size`);
  if (lines.length > requestHashesMax) return problem('malformed', `the request has more than ${requestHashesMax} proof lines`);
  const proof = parseHashLines(lines);
  if (typeof proof === 'number') return problem('malformed', `${quote(lines[proof] ?? '')} is not a hash in base64`);
  return checked({ oldSize, proof, checkpoint: body.slice(split + 2) });
}

export type OpenedOrRefused = { readonly opened: true; readonly request: OpenedRequest } | { readonly opened: false; readonly answer: WitnessAnswer };

/**
 * Reads a request's body. Answers 400 to what can't be read and to an old size above the new one, 404 to an unknown origin, 403 to a
 * checkpoint without a trusted key's signature or with one that fails.
 * @param logs the keys that are trusted for each origin
 */
export function openAddCheckpoint(logs: ReadonlyMap<string, readonly KnownKey[]>, body: string): OpenedOrRefused {
  const request = parseAddCheckpoint(body);
  if (!request.ok) return refused(400, request.problem.detail);
  const { oldSize, proof, checkpoint: message } = request.value;
  const note = parseNote(message);
  const checkpoint = note.ok ? parseCheckpoint(note.value.text) : note;
  if (!checkpoint.ok) return refused(400, checkpoint.problem.detail);
  const { origin, size } = checkpoint.value;
  const keys = logs.get(origin);
  if (keys === undefined) return refused(404, `the log ${quote(origin)} is not known here`);
  const opened = openCheckpoint(message, origin, keys);
  if (!opened.ok) return refused(403, opened.problem.detail);
  if (oldSize > size) return refused(400, `the old size ${oldSize} is above the checkpoint's ${size}`);
  const { text, verified } = opened.value;
  return { opened: true, request: { origin, oldSize, proof, checkpoint: checkpoint.value, text, note: formatNote({ text, signatures: verified }) } };
}

/**
 * Decides on a request, given the stored checkpoint of its origin (undefined: none yet). Answers 409 with the size that is held when the
 * request starts from another one, 422 to whatever isn't proved an extension of it.
 */
export function decideAddCheckpoint(hasher: Hasher, stored: string | undefined, request: OpenedRequest): WitnessDecision {
  const held = headOf(hasher, stored);
  const { oldSize, proof, checkpoint: { size, root }, text, note } = request;
  if (oldSize !== held.size) return { decided: 'refuse', answer: { status: 409, contentType: sizeContentType, body: `${held.size}\n` } };
  const isSplit = stored !== undefined && size === held.size && !sameBytes(root, held.root);
  if (isSplit) return { decided: 'refuse', answer: plain(422, `another root was cosigned for the size ${size}`), evidence: [stored, note] };
  if (!verifyConsistency(hasher, { oldSize, newSize: size, oldRoot: held.root, newRoot: root, proof })) {
    return { decided: 'refuse', answer: plain(422, `the proof does not show that the tree of ${size} goes on from the one of ${oldSize}`) };
  }
  // The empty tree is a prefix of every tree, so the proof alone would let an empty log have any root.
  if (size === 0 && !sameBytes(root, emptyRoot(hasher))) return { decided: 'refuse', answer: plain(422, 'an empty log has another root') };
  return { decided: 'cosign', compare: stored, store: note, text };
}

/**
 * The answer 200, made after the checkpoint was stored.
 * @param cosigners one key for each statement that the witness makes; each under its own name
 * @param seconds since 1970, UTC
 */
export function cosignAnswer(
  hasher: Hasher, cosigners: readonly { readonly name: string; readonly sealer: Sealer }[], text: string, seconds: number,
): WitnessAnswer {
  invariant(cosigners.length > 0, 'a witness has a key');
  const lines = cosigners.map(({ name, sealer }) => formatSignatureLine(cosign(hasher, sealer, name, text, seconds)));
  return { status: 200, contentType: textContentType, body: lines.join('') };
}

/** Where below a witness's monitoring prefix the newest checkpoint of a log lies. */
export function monitoringPath(hasher: Hasher, origin: string): string {
  return `${toHex(hasher.sha256(origin))}/checkpoint`;
}

/** Its own store is trusted, so what can't be read there is a fault of the witness and must stop it. */
function headOf(hasher: Hasher, stored: string | undefined): { readonly size: number; readonly root: Uint8Array } {
  if (stored === undefined) return { size: 0, root: emptyRoot(hasher) };
  const note = parseNote(stored);
  const checkpoint = note.ok ? parseCheckpoint(note.value.text) : note;
  invariant(checkpoint.ok, 'the stored checkpoint can be read');
  return checkpoint.value;
}

function refused(status: 400 | 403 | 404, detail: string): OpenedOrRefused {
  return { opened: false, answer: plain(status, detail) };
}

function plain(status: WitnessAnswer['status'], detail: string): WitnessAnswer {
  return { status, contentType: textContentType, body: `${detail}\n` };
}
