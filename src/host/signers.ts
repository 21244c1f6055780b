/** Which key a person acts with: one that lies in the data folder, or a file that they give. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readKeyFile, type KeyFile } from '../adapters/keys/files.ts';
import type { KernelState } from '../kernel/state.ts';
import { isPublicKey } from '../adapters/keys/node.ts';
import { commandOn } from '../vocabulary/command-line.ts';
import { didYouMean } from '../vocabulary/nearest.ts';
import { isInForce, keysFolder, signerOf } from './data-folder.ts';
import type { Signer } from './sealing.ts';

/** `as`: a member's id, or `operator`. `file`: a key file. */
export type ActingAs = { readonly as?: string | undefined; readonly file?: string | undefined };

/** Nobody can act so. */
export class SignerError extends Error {
  override readonly name = 'SignerError';
  readonly code: 'unknown_member' | 'no_key' | 'other_key' | 'bad_key';
  readonly hint: string;
  constructor(code: SignerError['code'], message: string, hint: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

/** A member acts for themselves. @throws SignerError; KeyFileError */
export function memberSigner(folder: string, state: Readonly<KernelState>, acting: ActingAs): Signer {
  if (acting.file !== undefined) return fileSigner(state, acting.file, acting.as);
  if (acting.as === undefined) throw new SignerError('no_key', 'who acts is missing', 'Say who with --as MEMBER, or give a key with --key FILE.');
  return keptSigner(folder, state, acting.as);
}

/** Whoever the charter lets do this: the operator, or a member whom it names. @throws SignerError; KeyFileError */
export function rightfulSigner(folder: string, state: Readonly<KernelState>, right: 'admit' | 'issue' | 'attest' | 'bind' | 'bank', acting: ActingAs): Signer {
  if (acting.file !== undefined || acting.as !== undefined) return memberSigner(folder, state, acting);
  const named = state.charter?.rights[right] ?? [];
  const may = named.length === 0 ? ['operator'] : right === 'attest' ? [...named, 'operator'] : named;
  const { files } = keysIn(folder);
  const owner = may.find((each) => files.some((file) => isInForce(state, file) && file.owner === each));
  if (owner === undefined) {
    throw new SignerError('no_key', `the charter lets ${may.join(', ')} do this, and ${may.length === 1 ? 'that key isn\'t' : 'none of their keys is'} in ${keysFolder(folder)}`, 'Give the key with --key FILE.');
  }
  return keptSigner(folder, state, owner);
}

/** The operator's key. @throws SignerError; KeyFileError */
export function operatorSigner(folder: string, state: Readonly<KernelState>, acting: ActingAs): Signer {
  return memberSigner(folder, state, acting.file === undefined && acting.as === undefined ? { as: 'operator' } : acting);
}

/** @throws SignerError unless `text` can be the public key of a grant */
export function requirePublicKey(text: string): string {
  if (!isPublicKey(text)) throw new SignerError('bad_key', `"${text}" is no public key`, 'Give the 32 bytes of an Ed25519 public key in base64, as a key file has them under public_key.');
  return text;
}

/** A key file made elsewhere may call its key otherwise than the log does: what counts is that it is the same key. */
function fileSigner(state: Readonly<KernelState>, path: string, as: string | undefined): Signer {
  const file = readKeyFile(path);
  if (as !== undefined && file.owner !== as) throw new SignerError('other_key', `the key in ${path} speaks for ${file.owner}, not for ${as}`, 'Leave out --as, or give another key.');
  const { sealer, grant } = signerOf(file);
  const known = state.keys.get(state.publicKeys.get(grant.public_key) ?? '');
  if (known !== undefined) return { sealer, grant: known.grant };
  // Where the log knows another key by this name, its own half says that it isn't that one.
  return { sealer, grant: state.keys.has(grant.id) ? { ...grant, id: grant.public_key } : grant };
}

function keptSigner(folder: string, state: Readonly<KernelState>, owner: string): Signer {
  if (owner !== 'operator' && !state.members.has(owner)) {
    throw new SignerError('unknown_member', `there is no member ${owner}${didYouMean(owner, [...state.members.keys(), 'operator'])}`, `See the members with: ${commandOn(folder, 'status')}`);
  }
  if (state.members.get(owner)?.commons === true) {
    throw new SignerError('no_key', `${owner} is held in common, and nobody speaks for it alone`, `Members decide on it together: ${commandOn(folder, `propose spend ${owner} TO AMOUNT UNIT`)}`);
  }
  const { files, errors } = keysIn(folder);
  const wanted = owner === 'operator' ? 'operator' : 'member';
  const own = files.filter((file) => file.owner === owner && file.role === wanted);
  const inForce = own.filter((file) => isInForce(state, file));
  const usable = inForce.find((file) => state.keys.get(file.id)?.grant.scope === undefined) ?? inForce[0];
  if (usable !== undefined) return signerOf(usable);
  const [error] = errors;
  if (own.length === 0 && error !== undefined) throw error;
  const why = own.length === 0 ? `no key of ${owner} lies in ${keysFolder(folder)}` : `the key of ${owner} in ${keysFolder(folder)} isn't in force`;
  throw new SignerError('no_key', why, 'Whoever has taken their key away gives it with --key FILE.');
}

/** A key where no collective is at hand. @throws KeyFileError */
export function keyFileSigner(path: string): Signer {
  return signerOf(readKeyFile(path));
}

/** One broken file doesn't keep the others from being used. */
function keysIn(folder: string): { readonly files: readonly KeyFile[]; readonly errors: readonly unknown[] } {
  const keys = keysFolder(folder);
  const files: KeyFile[] = [];
  const errors: unknown[] = [];
  for (const name of existsSync(keys) ? readdirSync(keys).filter((each) => each.endsWith('.json')).sort() : []) {
    try {
      files.push(readKeyFile(join(keys, name)));
    } catch (error) {
      errors.push(error);
    }
  }
  return { files, errors };
}
