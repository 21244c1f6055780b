/** An invitation, made in the browser: its key goes into the log, its secret into the link alone. */
import { createSealer, newSeed } from '../../../src/adapters/keys/web.ts';
import type { EntryBody } from '../../../src/vocabulary/entries.ts';
import { invitationFragment } from '../../../src/vocabulary/invitation.ts';
import { base } from '../api/base.ts';

/** Long enough for somebody who is away. */
export const invitationDays = 30;
const dayMs = 86_400_000;

export type MadeInvitation = { readonly said: EntryBody; readonly link: string };

/** @param now the collective's time */
export function makeInvitation(now: number): MadeInvitation {
  const seed = newSeed();
  const id = `guest-${[...crypto.getRandomValues(new Uint8Array(3))].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
  const secret = btoa(String.fromCharCode(...seed)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return {
    said: { kind: 'invite', body: { key: { id, role: 'invitation', owner: id, public_key: createSealer(seed).publicKey, expires: Math.floor(now) + invitationDays * dayMs } } },
    link: `${location.origin}${base}/join#${invitationFragment({ key: id, owner: id, seed: secret })}`,
  };
}
