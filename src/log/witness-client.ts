/**
 * The log's side of a witness's add-checkpoint (c2sp.org/tlog-witness v1.0.0), as pure steps: what to ask, and what an answer means.
 *
 * The caller asks from the size that the witness is believed to hold (0 when nothing is known), with a proof from there, and does what
 * {@link readWitnessAnswer} says, until it has cosignatures or a failure.
 */
import { parseCount, quote } from './lines.ts';
import { formatNote, parseNote, parseSignatureLines, verifyNote, withSignatures, type KnownKey, type NoteSignature } from './note.ts';
import { problem, type Checked, type LogProblem } from './problem.ts';
import { formatAddCheckpoint, sizeContentType } from './witness.ts';

/** Requests for one checkpoint. Two are enough, unless others submit checkpoints of this log too. */
export const witnessAttemptsMax = 4;

export type WitnessQuestion = {
  /** The whole signed note, and its size. */
  readonly checkpoint: string;
  readonly size: number;
  /** From which size the proof starts. */
  readonly oldSize: number;
  /** From 1. */
  readonly attempt: number;
};

/** What came back over HTTP. */
export type WitnessReply = { readonly status: number; readonly contentType: string; readonly body: string };

export type WitnessStep =
  /** Verified, by this witness's keys. It now holds the question's size. */
  | { readonly step: 'cosigned'; readonly signatures: readonly NoteSignature[] }
  | { readonly step: 'ask'; readonly question: WitnessQuestion }
  /** `later`: the same question may well be answered another time. */
  | { readonly step: 'failed'; readonly problem: LogProblem; readonly later: boolean };

/** @param oldSize what the witness held last; 0 when that isn't known */
export function firstQuestion(checkpoint: string, size: number, oldSize: number): WitnessQuestion {
  return { checkpoint, size, oldSize: Math.min(oldSize, size), attempt: 1 };
}

/** @param proof that the tree of `oldSize` is a prefix of the tree of `size`; empty when `oldSize` is 0 */
export function questionBody({ oldSize, checkpoint }: WitnessQuestion, proof: readonly Uint8Array[]): string {
  return formatAddCheckpoint({ oldSize, proof, checkpoint });
}

/** @param keys those of this witness; signatures by others are left out */
export function readWitnessAnswer(question: WitnessQuestion, reply: WitnessReply, keys: readonly KnownKey[]): WitnessStep {
  switch (reply.status) {
    case 200: return readCosignatures(question, reply.body, keys);
    case 409: return readConflict(question, reply);
    case 404: return failed('unknown_to_witness', says(reply));
    case 403: return failed('refused_by_witness', says(reply));
    case 422: return failed('witness_conflict', says(reply));
    case 429: return failed('witness_busy', says(reply), true);
    default: return reply.status >= 500 ? failed('witness_busy', says(reply), true) : failed('witness_nonsense', says(reply));
  }
}

/** The signed checkpoint with cosignatures added; a cosigner's earlier one is replaced. Refuses with `malformed`. */
export function withCosignatures(checkpoint: string, signatures: readonly NoteSignature[]): Checked<string> {
  const note = parseNote(checkpoint);
  return note.ok ? { ok: true, value: formatNote(withSignatures(note.value, signatures)) } : note;
}

function readCosignatures({ checkpoint }: WitnessQuestion, body: string, keys: readonly KnownKey[]): WitnessStep {
  const note = parseNote(checkpoint);
  const signatures = parseSignatureLines(body);
  if (!note.ok) return { step: 'failed', problem: note.problem, later: false };
  if (!signatures.ok) return failed('witness_nonsense', signatures.problem.detail);
  const verified = verifyNote({ text: note.value.text, signatures: signatures.value }, keys);
  if (!verified.ok) return { step: 'failed', problem: verified.problem, later: false };
  return { step: 'cosigned', signatures: verified.value.verified };
}

function readConflict(question: WitnessQuestion, reply: WitnessReply): WitnessStep {
  const size = mediaType(reply.contentType) === sizeContentType && reply.body.endsWith('\n') ? parseCount(reply.body.slice(0, -1)) : undefined;
  // Before version 1.0.0 a witness answered 409 to another root of the same size too.
  if (size === undefined || size === question.oldSize) return failed('witness_conflict', says(reply));
  if (size > question.size) return failed('witness_ahead', `the witness has cosigned ${size} records of this log, and the checkpoint has ${question.size}`);
  if (question.attempt >= witnessAttemptsMax) return failed('witness_busy', `the witness named another size ${question.attempt} times`, true);
  return { step: 'ask', question: { ...question, oldSize: size, attempt: question.attempt + 1 } };
}

function mediaType(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase();
}

function says({ status, body }: WitnessReply): string {
  return `the witness answered ${status}: ${quote(body.trim())}`;
}

function failed(code: LogProblem['code'], detail: string, later = false): WitnessStep {
  return { step: 'failed', problem: problem(code, detail).problem, later };
}
