/**
 * Timestamped Ed25519 cosignatures (c2sp.org/tlog-cosignature v1.0.1): a witness's statement that at that time this was the largest
 * consistent head of this log that it had seen. It says nothing on what the entries say.
 *
 * ```
 * cosignature/v1
 * time <POSIX seconds>
 * <the whole text of the checkpoint>
 * ```
 * The message does not name the cosigner: one key may serve one cosigner only.
 */
import type { Hasher, Sealer, SealVerifier } from '../vocabulary/ports.ts';
import { invariant } from '../vocabulary/result.ts';
import { joinBytes, toBase64 } from './bytes.ts';
import { parseCheckpoint } from './checkpoint.ts';
import { quote } from './lines.ts';
import { ed25519Key, signatureOf, signatureTypes, verifierKey, type KnownKey, type NoteSignature, type VerifierKey } from './note.ts';
import { checked, problem, type Checked } from './problem.ts';

const timeBytes = 8;
const ed25519Bytes = 64;

/** What a cosigner signs. `seconds` since 1970, UTC. */
export function cosignatureMessage(text: string, seconds: number): string {
  return `cosignature/v1\ntime ${seconds}\n${text}`;
}

/**
 * Cosigns the text of a checkpoint. Whoever calls this must have stored the checkpoint as the largest seen one before.
 * @param seconds since 1970, UTC
 */
export function cosign(hasher: Hasher, sealer: Sealer, name: string, text: string, seconds: number): NoteSignature {
  invariant(Number.isSafeInteger(seconds) && seconds > 0, 'a cosignature has a time in whole seconds');
  const { keyId } = verifierKey(hasher, name, signatureTypes.ed25519Cosignature, sealer.publicKey);
  return { name, keyId, signature: joinBytes(bigEndian(seconds), signatureOf(sealer, cosignatureMessage(text, seconds))) };
}

/** A key of type 4. It verifies nothing but checkpoints. */
export function cosignerKey(verifier: SealVerifier, key: VerifierKey): KnownKey {
  invariant(key.type === signatureTypes.ed25519Cosignature, 'an Ed25519 cosigner\'s key has type 4');
  const publicKey = toBase64(key.publicKey);
  return {
    name: key.name,
    keyId: key.keyId,
    verify(text, signature) {
      const seconds = timeOf(signature);
      if (seconds === undefined || !parseCheckpoint(text).ok) return false;
      return verifier.verify(publicKey, cosignatureMessage(text, seconds), toBase64(signature.slice(timeBytes)));
    },
  };
}

/** When a cosignature says that it was made, in seconds since 1970; undefined for a signature of another form, or a time beyond 2^53. */
export function cosignatureSeconds(signature: NoteSignature): number | undefined {
  return timeOf(signature.signature);
}

/** The way of checking of a key of type 1 or 4. Refuses with `malformed` keys of types that can't be checked here. */
export function knownKey(verifier: SealVerifier, key: VerifierKey): Checked<KnownKey> {
  if (key.type === signatureTypes.ed25519) return checked(ed25519Key(verifier, key));
  if (key.type === signatureTypes.ed25519Cosignature) return checked(cosignerKey(verifier, key));
  return problem('malformed', `signatures by ${quote(key.name)}, of type ${key.type}, can't be checked here`);
}

function timeOf(signature: Uint8Array): number | undefined {
  if (signature.length !== timeBytes + ed25519Bytes) return undefined;
  let seconds = 0;
  for (const byte of signature.slice(0, timeBytes)) seconds = seconds * 256 + byte;
  return Number.isSafeInteger(seconds) ? seconds : undefined;
}

function bigEndian(seconds: number): Uint8Array {
  const bytes = new Uint8Array(timeBytes);
  for (let i = timeBytes - 1, rest = seconds; i >= 0; i--, rest = Math.floor(rest / 256)) bytes[i] = rest % 256;
  return bytes;
}
