/** New keys for who lost theirs, as they are handed on: nothing in it is secret. */
import { createHasher } from '../../../src/adapters/keys/web-hasher.ts';
import type { KeyGrant } from '../../../src/vocabulary/grants.ts';
import { isId } from '../../../src/vocabulary/ids.ts';
import { base } from '../api/base.ts';
import { address } from '../shell/address.ts';

const hasher = createHasher();

/** What a friend is sent. */
export function vouchLink(grant: KeyGrant): string {
  return `${location.origin}${base}/${address('me', 'vouch', asText(grant))}`;
}

/** Three times four digits, in hex, of the public half's SHA-256: as much as one can say by voice. Who makes a key with the same ones tries 2^48, three hundred million million. */
export function spokenCode({ public_key }: Pick<KeyGrant, 'public_key'>): string {
  const hex = Array.from(hasher.sha256(public_key), (byte) => byte.toString(16).padStart(2, '0')).join('').slice(0, 12);
  return hex.replaceAll(/.{4}(?=.)/g, '$& ');
}

function asText({ id, owner, public_key, name, passkey }: KeyGrant): string {
  const bytes = new TextEncoder().encode(JSON.stringify({ id, owner, public_key, name, passkey }));
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Undefined where the text is no such grant; whether it may come into force the kernel says. */
export function grantIn(text: string): KeyGrant | undefined {
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
    const { id, owner, public_key, name, passkey } = JSON.parse(new TextDecoder().decode(bytes)) as Partial<KeyGrant>;
    if (!isId(id) || !isId(owner) || typeof public_key !== 'string' || passkey === undefined) return undefined;
    return { id, role: 'member', owner, public_key, ...(typeof name === 'string' ? { name } : {}), passkey };
  } catch {
    return undefined;
  }
}

/** What was asked for from this browser, until it is in force or given up. */
export function keptAsked(origin: string): KeyGrant | undefined {
  const text = localStorage.getItem(placeOf(origin));
  return text === null ? undefined : grantIn(text);
}

export function keepAsked(origin: string, grant: KeyGrant): void {
  localStorage.setItem(placeOf(origin), asText(grant));
}

export function dropAsked(origin: string): void {
  localStorage.removeItem(placeOf(origin));
}

function placeOf(origin: string): string {
  return `frankpledge-lost ${origin}`;
}
