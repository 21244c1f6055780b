/** The last signed head beside the journal: made at the founding, and compared with what the journal holds before anything is signed on top. */
import type { KernelState } from '../kernel/state.ts';
import { headFault, type HeadStore } from '../journal/head.ts';
import { JournalError } from '../journal/journal.ts';
import { toBase64 } from '../log/bytes.ts';
import { openCheckpoint, parseCheckpoint, signCheckpoint, type Checkpoint } from '../log/checkpoint.ts';
import { ed25519Key, parseNote, signatureTypes, verifierKey, type KnownKey } from '../log/note.ts';
import type { EntryKind } from '../vocabulary/entries.ts';
import type { SealVerifier } from '../vocabulary/ports.ts';
import { invariant } from '../vocabulary/result.ts';
import type { Collective } from './collective.ts';
import type { Signer } from './sealing.ts';

export type Head = { readonly size: number; readonly root: Uint8Array };

/** Signs the first head of a log that was just founded, or that goes on under a new key. @throws JournalError when it can't be kept */
export function signFirst(heads: HeadStore, collective: Collective, logKey: Signer): void {
  const { size } = collective.tree;
  const note = signCheckpoint(collective.hasher, logKey.sealer, { origin: collective.state.origin, size, root: collective.tree.root() });
  invariant(heads.compareAndSet(undefined, note), 'a log that begins here has no head');
}

/** Any key that the log ever named may have signed the last head. */
function everyLogKey(state: Readonly<KernelState>, collective: Collective, verifier: SealVerifier): KnownKey[] {
  return [...state.keys.values()].filter(({ grant }) => grant.role === 'log')
    .map(({ grant }) => ed25519Key(verifier, verifierKey(collective.hasher, state.origin, signatureTypes.ed25519, grant.public_key)));
}

/**
 * The head that was signed last, held against the journal.
 * @throws JournalError `behind`, `differs` or `unsigned` when the journal isn't the one that was signed, `corrupt` when the head can't be used
 */
export function lastSigned(heads: HeadStore, collective: Collective, verifier: SealVerifier): { readonly note: string; readonly size: number } | undefined {
  const { state, tree } = collective;
  const note = heads.read();
  const signed = note === undefined ? undefined : opened(note, state.origin, everyLogKey(state, collective, verifier));
  const fault = headFault(signed === undefined ? undefined : { size: signed.size, root: toBase64(signed.root) }, tree.size, (size) => toBase64(tree.root(size)));
  if (fault !== undefined) throw fault;
  return note === undefined || signed === undefined ? undefined : { note, size: signed.size };
}

/**
 * Nothing is added to a journal that lacks what was signed: it would stand where a record is missing.
 * @throws JournalError `behind`, `differs`, `corrupt`
 */
export function requireSignedRecords(heads: HeadStore, collective: Collective, verifier: SealVerifier): void {
  if (heads.read() !== undefined) lastSigned(heads, collective, verifier);
}

/** What members need to vote for the next operator, and the time that passes meanwhile. */
const goingOn: ReadonlySet<EntryKind> = new Set(['propose', 'ballot', 'friends', 'key.add', 'key.revoke', 'clock']);

/** Whether an entry of this kind can lie in a folder that has lost its signed head. */
export function isGoingOn(kind: EntryKind): boolean {
  return goingOn.has(kind);
}

/**
 * Where no head is kept only what leads to the next operator is added: anything else may stand where the true log has another record, and
 * no copy could lead back. A log without a key of its own has no head yet.
 * @param mayBegin whether a key lies here that is in force and has never signed
 * @throws JournalError `unsigned`
 */
export function requireHeadFor(kind: EntryKind, heads: HeadStore, collective: Collective, mayBegin: () => boolean): void {
  if (isGoingOn(kind) || heads.read() !== undefined) return;
  const { state, tree } = collective;
  if (![...state.keys.values()].some(({ grant }) => grant.role === 'log') || mayBegin()) return;
  const fault = headFault(undefined, tree.size, () => '');
  if (fault !== undefined) throw fault;
}

/** What the journal lacks it can't vouch for: with too few records the key that signed may be among those that are missing. */
function opened(note: string, origin: string, keys: readonly KnownKey[]): Checkpoint {
  const text = parseNote(note);
  const bare = text.ok ? parseCheckpoint(text.value.text) : text;
  const checkpoint = openCheckpoint(note, origin, keys);
  if (checkpoint.ok) return checkpoint.value.checkpoint;
  if (bare.ok && checkpoint.problem.code === 'not_signed' && bare.value.origin === origin) return bare.value;
  throw new JournalError('corrupt', `the last signed head can't be used: ${checkpoint.problem.detail}`);
}
