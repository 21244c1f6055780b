/**
 * Key files: a private key as JSON, readable by its owner only.
 */
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { commandLine } from '../../vocabulary/command-line.ts';
import type { KeyGrant, KeyRole } from '../../vocabulary/grants.ts';
import { isId } from '../../vocabulary/ids.ts';
import { isObject } from '../../vocabulary/json.ts';
import type { Sealer } from '../../vocabulary/ports.ts';
import { keyBytes } from './forms.ts';
import { createSealer, newSeed } from './node.ts';

/** `seed`: 32 bytes in base64, secret. The rest is the grant that the log holds. */
export type KeyFile = KeyGrant & { readonly seed: string };

export type KeyFileErrorCode = 'exists' | 'missing' | 'too_open' | 'malformed' | 'io';

export class KeyFileError extends Error {
  override readonly name = 'KeyFileError';
  readonly code: KeyFileErrorCode;
  /** What a person can do. */
  readonly hint: string;

  constructor(code: KeyFileErrorCode, message: string, hint: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.hint = hint;
  }
}

/** A fresh key for `owner`. */
export function newKeyFile(id: string, role: KeyRole, owner: string, seed: Uint8Array = newSeed()): KeyFile {
  return { id, role, owner, public_key: createSealer(seed).publicKey, seed: Buffer.from(seed).toString('base64') };
}

/** What goes into the log: the file without its secret. */
export function grantOf(file: KeyFile): KeyGrant {
  return { id: file.id, role: file.role, owner: file.owner, public_key: file.public_key };
}

export function sealerOf(file: KeyFile): Sealer {
  return createSealer(Buffer.from(file.seed, 'base64'));
}

/**
 * Writes a new key file with mode 0600: whole and on disk when it returns, or not at all. A key that is there already stays.
 * @throws KeyFileError `exists` or `io`
 */
export function writeKeyFile(path: string, file: KeyFile): void {
  writeSecretFile(path, `${JSON.stringify(file, undefined, 2)}\n`);
}

/** As {@link writeKeyFile}, for secrets of another form. */
export function writeSecretFile(path: string, text: string): void {
  const unfinished = `${path}.${process.pid}.unfinished`;
  try {
    writeFileSync(unfinished, text, { mode: 0o600, flag: 'wx', flush: true });
    linkSync(unfinished, path); // unlike a rename it never replaces a file
  } catch (error) {
    throw writeError(path, error);
  } finally {
    rmSync(unfinished, { force: true });
  }
  syncFolder(dirname(path));
}

/**
 * Reads and checks a key file.
 * @throws KeyFileError `missing`, `too_open` (others may read it), `malformed` or `io`
 */
export function readKeyFile(path: string): KeyFile {
  const text = readSecretFile(path);
  const file = parseKeyFile(text);
  if (file === undefined && text.includes('-----BEGIN ')) {
    throw new KeyFileError('malformed', `${path} is a PEM file, not a key file`, `Make a key file with \`${commandLine('key new FILE --role member --owner ID')}\`, and have its public key added.`);
  }
  if (file === undefined) throw new KeyFileError('malformed', `${path} is no key file, or was changed`, 'Take it from a backup, or make a new key.');
  return file;
}

/** The text of a secret that nobody else may read. @throws KeyFileError `missing`, `too_open` or `io` */
export function readSecretFile(path: string): string {
  try {
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
      throw new KeyFileError('too_open', `others may read the key file ${path}`, `Run \`chmod 600 ${path}\`, and renew the key if someone did.`);
    }
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw readError(path, error);
  }
}

const roles: readonly unknown[] = ['operator', 'log', 'member', 'device', 'gateway', 'invitation'] satisfies KeyRole[];

/** A key file from its text; undefined when it is none, or its public key is another's. */
export function parseKeyFile(text: string): KeyFile | undefined {
  const value = parseJson(text);
  if (!isObject(value)) return undefined;
  const { id, role, owner, public_key, seed } = value;
  if (!isId(id) || !isId(owner) || !isRole(role) || typeof seed !== 'string') return undefined;
  const bytes = Buffer.from(seed, 'base64');
  if (bytes.length !== keyBytes || bytes.toString('base64') !== seed) return undefined;
  const file = newKeyFile(id, role, owner, bytes);
  return file.public_key === public_key ? file : undefined;
}

function isRole(value: unknown): value is KeyRole {
  return roles.includes(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function writeError(path: string, error: unknown): KeyFileError {
  if (codeOf(error) === 'EEXIST') {
    return new KeyFileError('exists', `${path} exists already`, 'Choose another name: a key is never overwritten.', error);
  }
  return new KeyFileError('io', `can't write ${path}: ${textOf(error)}`, 'Check that the folder exists, may be written and has space.', error);
}

function readError(path: string, error: unknown): KeyFileError {
  if (error instanceof KeyFileError) return error;
  if (codeOf(error) === 'ENOENT') return new KeyFileError('missing', `there is no key file ${path}`, 'Check the path, or make a key.', error);
  return new KeyFileError('io', `can't read ${path}: ${textOf(error)}`, 'Check that you may read it.', error);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A new name is on disk only when its folder is. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
