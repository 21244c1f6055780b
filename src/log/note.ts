/**
 * Signed notes (c2sp.org/signed-note v1.0.0): a text and the signatures under it, each by a named key.
 *
 * ```
 * <text, ending in a line feed>
 * <empty line: the last one in the note>
 * — <key name> <base64 of key ID (4 bytes) and signature>
 * ```
 * Signatures of unknown keys, of whatever type, are carried along as they are.
 */
import type { Hasher, Sealer, SealVerifier } from '../vocabulary/ports.ts';
import { invariant } from '../vocabulary/result.ts';
import { fromBase64, fromHex, joinBytes, sameBytes, toBase64, toHex, utf8Bytes } from './bytes.ts';
import { isCleanText, quote } from './lines.ts';
import { checked, problem, type Checked } from './problem.ts';

/** Signature types that are assigned a byte and used here. Others are carried along. */
export const signatureTypes = { ed25519: 1, ed25519Cosignature: 4, mlDsa44Cosignature: 6 } as const;

/** Signatures that a note may have: the specification asks for at least 16, Go's own package takes 100. */
export const noteSignaturesMax = 100;
/** Characters of a whole note: room for a hundred post-quantum signatures of nearly 5 kB each. */
export const noteCharsMax = 1_000_000;

const keyIdBytes = 4;
const publicKeyBytes: Readonly<Record<number, number>> = { 1: 32, 4: 32, 6: 1312 };
const dash = '\u2014';

export type NoteSignature = {
  /** Name of the key: a schema-less URL, by recommendation. */
  readonly name: string;
  /** Key ID: 8 lower-case hex digits. */
  readonly keyId: string;
  /** What follows the key ID: its form depends on the key's type. */
  readonly signature: Uint8Array;
};

export type SignedNote = {
  /** With its final line feed, without the empty line after it. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
};

/** A public key with its name and its use, as a vkey writes it. */
export type VerifierKey = {
  readonly name: string;
  readonly keyId: string;
  /** The signature type identifier byte. */
  readonly type: number;
  readonly publicKey: Uint8Array;
};

/** A key that one trusts, with its way of checking. */
export type KnownKey = {
  readonly name: string;
  readonly keyId: string;
  /** Whether `signature` (without key ID) is this key's over the note's text; never throws. */
  verify(text: string, signature: Uint8Array): boolean;
};

/** Reads a note without checking a signature: nothing that it says may be trusted. Refuses with `malformed`. */
export function parseNote(message: string): Checked<SignedNote> {
  if (message.length > noteCharsMax) return problem('malformed', `the note has more than ${noteCharsMax} characters`);
  if (!isCleanText(message)) return problem('malformed', 'the note has control characters, or is not UTF-8');
  const split = message.lastIndexOf('\n\n');
  if (split < 0) return problem('malformed', 'the note has no empty line between text and signatures');
  const signatures = parseSignatureLines(message.slice(split + 2));
  return signatures.ok ? checked({ text: message.slice(0, split + 1), signatures: signatures.value }) : signatures;
}

/** The inverse of {@link parseNote}. */
export function formatNote(note: SignedNote): string {
  invariant(note.text.endsWith('\n') && isCleanText(note.text), 'a note\'s text is clean and ends in a line feed');
  invariant(note.signatures.length > 0, 'a note has a signature');
  return `${note.text}\n${note.signatures.map(formatSignatureLine).join('')}`;
}

/** Signature lines alone, as a witness answers with: at least one, each with its line feed. Refuses with `malformed`. */
export function parseSignatureLines(text: string): Checked<readonly NoteSignature[]> {
  if (!text.endsWith('\n')) return problem('malformed', 'the last signature line does not end in a line feed');
  const lines = text.slice(0, -1).split('\n');
  if (lines.length > noteSignaturesMax) return problem('malformed', `there are more than ${noteSignaturesMax} signatures`);
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const signature = parseSignatureLine(line);
    if (signature === undefined) return problem('malformed', `${quote(line)} is not a signature line`);
    signatures.push(signature);
  }
  return checked(signatures);
}

/** With its line feed. */
export function formatSignatureLine({ name, keyId, signature }: NoteSignature): string {
  invariant(isKeyName(name), 'a key\'s name has no white space and no plus');
  return `${dash} ${name} ${toBase64(joinBytes(fromHex(keyId) ?? new Uint8Array(), signature))}\n`;
}

export type VerifiedNote = {
  readonly text: string;
  /** One for each known key that signed, in the note's order. */
  readonly verified: readonly NoteSignature[];
  /** By keys that aren't known; they count for nothing. */
  readonly unknown: readonly NoteSignature[];
};

/**
 * Checks the signatures of known keys. A signature that names a known key (name and ID both) must be that key's.
 * Refuses with `bad_signature` if one isn't, with `not_signed` if no known key signed. A key's second signature is left out.
 */
export function verifyNote(note: SignedNote, known: readonly KnownKey[]): Checked<VerifiedNote> {
  const verified: NoteSignature[] = [];
  const unknown: NoteSignature[] = [];
  for (const signature of note.signatures) {
    const key = known.find((candidate) => isBySameKey(candidate, signature));
    if (key === undefined) {
      unknown.push(signature);
    } else if (!verified.some((earlier) => isBySameKey(earlier, signature))) {
      if (!key.verify(note.text, signature.signature)) return problem('bad_signature', `the signature by ${quote(key.name)} does not fit the text`);
      verified.push(signature);
    }
  }
  if (verified.length === 0) return problem('not_signed', `none of the ${note.signatures.length} signatures is by a trusted key`);
  return checked({ text: note.text, verified, unknown });
}

/** The note with `added` signatures after its own; one by the same key is replaced. */
export function withSignatures(note: SignedNote, added: readonly NoteSignature[]): SignedNote {
  const kept = note.signatures.filter((signature) => !added.some((other) => isBySameKey(other, signature)));
  return { text: note.text, signatures: [...kept, ...added] };
}

/** Whether name and ID, which together identify a key and its use, are the same. */
export function isBySameKey(a: { readonly name: string; readonly keyId: string }, b: { readonly name: string; readonly keyId: string }): boolean {
  return a.name === b.name && a.keyId === b.keyId;
}

/** Signs `text` by an Ed25519 key under `name`. */
export function signText(hasher: Hasher, sealer: Sealer, name: string, text: string): NoteSignature {
  return { name, keyId: verifierKey(hasher, name, signatureTypes.ed25519, sealer.publicKey).keyId, signature: signatureOf(sealer, text) };
}

/** A key of type 1: plain Ed25519 over the text. */
export function ed25519Key(verifier: SealVerifier, key: VerifierKey): KnownKey {
  invariant(key.type === signatureTypes.ed25519, 'an Ed25519 key has type 1');
  const publicKey = toBase64(key.publicKey);
  return { name: key.name, keyId: key.keyId, verify: (text, signature) => verifier.verify(publicKey, text, toBase64(signature)) };
}

/** @param publicKey in base64, as sealers give it */
export function verifierKey(hasher: Hasher, name: string, type: number, publicKey: string): VerifierKey {
  const bytes = fromBase64(publicKey);
  invariant(isKeyName(name), 'a key\'s name has no white space and no plus');
  invariant(bytes !== undefined && fitsType(type, bytes), 'a public key has the length that its type asks for');
  return { name, keyId: keyIdOf(hasher, name, type, bytes), type, publicKey: bytes };
}

/** Reads `name+keyID+base64(type, public key)`. Refuses with `malformed` what isn't one, or whose key ID isn't the one of its key. */
export function parseVerifierKey(hasher: Hasher, vkey: string): Checked<VerifierKey> {
  const [, name, keyId, base64] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/s.exec(vkey) ?? [];
  const bytes = base64 === undefined ? undefined : fromBase64(base64);
  if (name === undefined || keyId === undefined || bytes === undefined || !isKeyName(name)) {
    return problem('malformed', `${quote(vkey)} is not a key of the form name+id+base64`);
  }
  const [type = 0] = bytes;
  const publicKey = bytes.slice(1);
  if (!fitsType(type, publicKey)) return problem('malformed', `the key ${quote(name)} has ${publicKey.length} bytes, which its type ${type} has not`);
  const own = keyIdOf(hasher, name, type, publicKey);
  return own === keyId ? checked({ name, keyId, type, publicKey }) : problem('malformed', `the key ${quote(name)} has the ID ${own}, not ${keyId}`);
}

export function formatVerifierKey({ name, keyId, type, publicKey }: VerifierKey): string {
  return `${name}+${keyId}+${toBase64(joinBytes(Uint8Array.of(type), publicKey))}`;
}

/** Whether two keys wrap the same public key, whatever their names and uses. */
export function isSamePublicKey(a: VerifierKey, b: VerifierKey): boolean {
  return sameBytes(a.publicKey, b.publicKey);
}

/** Non-empty, without Unicode white space, control characters and plus. */
export function isKeyName(name: string): boolean {
  return name !== '' && isCleanText(name) && !/[\p{White_Space}+]/u.test(name);
}

/** 64 bytes. */
export function signatureOf(sealer: Sealer, message: string): Uint8Array {
  const signature = fromBase64(sealer.sign(message));
  invariant(signature?.length === 64, 'an Ed25519 signature has 64 bytes');
  return signature;
}

/** SHA-256(name || 0x0A || type || public key), its first four bytes. */
function keyIdOf(hasher: Hasher, name: string, type: number, publicKey: Uint8Array): string {
  return toHex(hasher.sha256(joinBytes(utf8Bytes(`${name}\n`), Uint8Array.of(type), publicKey)).slice(0, keyIdBytes));
}

function fitsType(type: number, publicKey: Uint8Array): boolean {
  return publicKey.length === (publicKeyBytes[type] ?? Math.max(1, publicKey.length));
}

function parseSignatureLine(line: string): NoteSignature | undefined {
  const parts = line.split(' ');
  const [start, name = '', base64 = ''] = parts;
  const bytes = fromBase64(base64);
  if (parts.length !== 3 || start !== dash || !isKeyName(name)) return undefined;
  if (bytes === undefined || bytes.length <= keyIdBytes) return undefined;
  return { name, keyId: toHex(bytes.slice(0, keyIdBytes)), signature: bytes.slice(keyIdBytes) };
}
