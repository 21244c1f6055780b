/**
 * A member's key in this browser. It is made here and leaves it never: where the browser can (WebCrypto with Ed25519), not even this page can
 * read it, only seal with it. Where it can't, as on a page over plain HTTP, its seed lies in the browser's database.
 */

import type { SealedEntry } from '../../../src/vocabulary/entries.ts';

/** `asked`: made, and not known to be in the log yet. */
export type BrowserKey = {
  readonly origin: string; readonly member: string;
  /** The key's name in the log. */
  readonly id: string;
  /** 32 bytes in base64. */
  readonly publicKey: string;
  readonly state: 'asked' | 'ready';
  readonly secret: { readonly held: CryptoKey } | { readonly seed: Uint8Array };
  /** What asks for it, as long as it isn't known what became of that. */
  readonly sealed?: SealedEntry;
};

const name = 'frankpledge-acting';
const version = 1;

/** @param id left out: `page-` and some letters of the public key */
export async function makeBrowserKey(origin: string, member: string, id?: string): Promise<BrowserKey> {
  const { publicKey, secret } = await makePair();
  return { origin, member, id: id ?? `page-${publicKey.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, 8)}`, publicKey, state: 'asked', secret };
}

/** Where the browser itself can't: loaded when it is needed, since most can. */
function plainKeys(): Promise<typeof import('../../../src/adapters/keys/web.ts')> {
  return import('../../../src/adapters/keys/web.ts');
}

async function makePair(): Promise<Pick<BrowserKey, 'publicKey' | 'secret'>> {
  try {
    const pair = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']) as CryptoKeyPair;
    return { publicKey: toBase64(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))), secret: { held: pair.privateKey } };
  } catch {
    const { createSealer, newSeed } = await plainKeys();
    const seed = newSeed();
    return { publicKey: createSealer(seed).publicKey, secret: { seed } };
  }
}

/** What stands before a seed in PKCS #8 (RFC 8410, 7): an Ed25519 key without its public half. */
const pkcs8Head = Uint8Array.from([0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20]);

/** From a member's key file, as `key new` writes it; undefined when the text is none. */
export async function keyFromFile(origin: string, text: string): Promise<BrowserKey | undefined> {
  const file = fileIn(text);
  if (file === undefined) return undefined;
  const { id, owner, seed } = file;
  const { createSealer } = await plainKeys();
  const publicKey = createSealer(seed).publicKey;
  return { origin, member: owner, id, publicKey, state: 'asked', secret: await secretOf(seed) };
}

async function secretOf(seed: Uint8Array): Promise<BrowserKey['secret']> {
  try {
    return { held: await crypto.subtle.importKey('pkcs8', Uint8Array.of(...pkcs8Head, ...seed), 'Ed25519', false, ['sign']) };
  } catch {
    return { seed };
  }
}

function fileIn(text: string): { readonly id: string; readonly owner: string; readonly seed: Uint8Array } | undefined {
  try {
    const { id, role, owner, seed } = JSON.parse(text) as { readonly [name in 'id' | 'role' | 'owner' | 'seed']?: unknown };
    if (role !== 'member' || typeof id !== 'string' || typeof owner !== 'string' || typeof seed !== 'string') return undefined;
    const bytes = Uint8Array.from(atob(seed), (letter) => letter.charCodeAt(0));
    return bytes.length === 32 ? { id, owner, seed: bytes } : undefined;
  } catch {
    return undefined;
  }
}

/** Ed25519 over the UTF-8 of `message`: 64 bytes in base64. */
export async function signWith({ secret }: Pick<BrowserKey, 'secret'>, message: string): Promise<string> {
  if ('seed' in secret) return (await plainKeys()).createSealer(secret.seed).sign(message);
  return toBase64(new Uint8Array(await crypto.subtle.sign('Ed25519', secret.held, new TextEncoder().encode(message))));
}

/** Rejects when the browser keeps nothing, as in some private windows. */
export function keptKey(name: string): Promise<BrowserKey | undefined> {
  return within('readonly', (keys) => keys.get(name) as IDBRequest<BrowserKey | undefined>);
}

/** Under which names that begin so there are keys. */
export async function keptNames(beginning: string): Promise<readonly string[]> {
  const names = await within('readonly', (keys) => keys.getAllKeys());
  return names.filter((name) => typeof name === 'string').filter((name) => name.startsWith(beginning));
}

/** @param name left out: it is the one by which this browser acts in the collective */
export async function keepKey(key: BrowserKey, name: string = key.origin): Promise<void> {
  await within('readwrite', (keys) => keys.put(key, name));
}

/** Keeps it too; false where the browser keeps nothing. */
export async function isKept(key: BrowserKey, name?: string): Promise<boolean> {
  return await keepKey(key, name).then(() => true, () => false);
}

export async function forgetKey(name: string): Promise<void> {
  await within('readwrite', (keys) => keys.delete(name));
}

/** Resolves once it is on disk. */
async function within<T>(mode: IDBTransactionMode, work: (keys: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  return await new Promise((resolve, reject) => {
    const transaction = database.transaction('keys', mode, { durability: 'strict' });
    const request = work(transaction.objectStore('keys'));
    const fail = (): void => reject(transaction.error ?? new Error('the browser gave up storing'));
    transaction.oncomplete = () => {
      database.close();
      resolve(request.result);
    };
    transaction.onerror = fail;
    transaction.onabort = fail;
  });
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(name, version);
    asked.onupgradeneeded = () => { asked.result.createObjectStore('keys'); };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error ?? new Error('the browser keeps no database here'));
  });
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
