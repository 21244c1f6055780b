/**
 * A witness's private key in a file, in the one-line form that Go's note package and the public witnesses use:
 * `PRIVATE+KEY+<name>+<key ID>+<base64 of type byte and 32-byte seed>`.
 */
import { existsSync } from 'node:fs';
import { keyBytes } from '../adapters/keys/forms.ts';
import { createHasher, createSealer, newSeed } from '../adapters/keys/node.ts';
import { KeyFileError, readSecretFile, writeSecretFile } from '../adapters/keys/files.ts';
import { formatVerifierKey, isKeyName, signatureTypes, verifierKey } from '../log/note.ts';
import type { Sealer } from '../vocabulary/ports.ts';

export type WitnessKey = {
  readonly name: string;
  readonly sealer: Sealer;
  /** Its public half, as a policy's line names it. */
  readonly vkey: string;
};

const hasher = createHasher();
const { ed25519Cosignature } = signatureTypes;

/** Reads the key, or makes one under `name` where there is none. @throws KeyFileError */
export function openWitnessKey(path: string, name: string): WitnessKey {
  if (!existsSync(path)) writeSecretFile(path, `${formatPrivateKey(name, newSeed())}\n`);
  const key = readWitnessKey(path);
  if (key.name !== name) throw new KeyFileError('malformed', `the key in ${path} is called ${key.name}, not ${name}`, 'Leave out --name, or give another key file.');
  return key;
}

/** @throws KeyFileError */
export function readWitnessKey(path: string): WitnessKey {
  const malformed = (): KeyFileError => new KeyFileError('malformed', `${path} is no witness's key, or was changed`, 'Take it from a backup, or make a new key and have the policy name it.');
  const text = readSecretFile(path).trimEnd();
  const [, name = '', , base64 = ''] = /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text) ?? [];
  const bytes = Buffer.from(base64, 'base64');
  const seed = bytes.subarray(1);
  if (bytes[0] !== ed25519Cosignature || seed.length !== keyBytes || !isKeyName(name) || formatPrivateKey(name, seed) !== text) throw malformed();
  const sealer = createSealer(seed);
  return { name, sealer, vkey: formatVerifierKey(verifierKey(hasher, name, ed25519Cosignature, sealer.publicKey)) };
}

/** @throws KeyFileError for a name that can't be one */
function formatPrivateKey(name: string, seed: Uint8Array): string {
  if (!isKeyName(name)) throw new KeyFileError('malformed', `a witness can't be called "${name}"`, 'Give a name without spaces and without a plus, as ana.linden.example/witness.');
  const { keyId } = verifierKey(hasher, name, ed25519Cosignature, createSealer(seed).publicKey);
  return `PRIVATE+KEY+${name}+${keyId}+${Buffer.concat([Buffer.of(ed25519Cosignature), seed]).toString('base64')}`;
}
