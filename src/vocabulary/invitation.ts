/**
 * An invitation as it is handed on: a key that lets one person join, in the fragment of a link. Browsers keep a fragment to themselves, so that
 * whoever serves the page, or a proxy in front of it, never sees the key.
 */
import { isId } from './ids.ts';

export type Invitation = {
  /** The key's name in the log, and the invitation's own: whom the key speaks for. */
  readonly key: string; readonly owner: string;
  /** 32 bytes in base64url, secret. */
  readonly seed: string;
};

const seedPattern = /^[\w-]{43}$/;

/** @example invitationFragment({ key: 'k', owner: 'dee', seed: 'A…' }) === 'invitation=k&of=dee&seed=A…' */
export function invitationFragment({ key, owner, seed }: Invitation): string {
  return `invitation=${key}&of=${owner}&seed=${seed}`;
}

/** @param text what stands behind the `#` of a link; undefined when that is no invitation */
export function readInvitation(text: string): Invitation | undefined {
  const parts = new Map(text.split('&').map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]));
  const [key, owner, seed = ''] = [parts.get('invitation'), parts.get('of'), parts.get('seed')];
  return parts.size === 3 && isId(key) && isId(owner) && seedPattern.test(seed) ? { key, owner, seed } : undefined;
}
