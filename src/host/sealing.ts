/** Making entries: with the collective's origin, the time, an id, and the seal of whoever says it. */
import { sealMessage } from '../log/record.ts';
import type { Entry, EntryBody, SealedEntry } from '../vocabulary/entries.ts';
import type { KeyGrant, KeyRole } from '../vocabulary/grants.ts';
import type { Sealer } from '../vocabulary/ports.ts';
import type { Instant } from '../vocabulary/time.ts';

/** A key that can be sealed with. */
export type Signer = { readonly grant: KeyGrant; readonly sealer: Sealer };

export function makeSigner(id: string, role: KeyRole, owner: string, sealer: Sealer): Signer {
  return { grant: { id, role, owner, public_key: sealer.publicKey }, sealer };
}

/** An entry by the signer's owner, sealed. */
export function sealEntry(signer: Signer, said: EntryBody, origin: string, at: Instant, id: string): SealedEntry {
  const entry = { ...said, origin, by: signer.grant.owner, at, id } as Entry;
  return { entry, seal: { key: signer.grant.id, sig: signer.sealer.sign(sealMessage(entry)) } };
}
