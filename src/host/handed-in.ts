/** What a cosigner hands in: signature lines, and before them, from one whom the policy doesn't name, its keys. */
import { knownKey } from '../log/cosignature.ts';
import { parseVerifierKey, signatureTypes, type KnownKey } from '../log/note.ts';
import type { Hasher, SealVerifier } from '../vocabulary/ports.ts';

/** Characters of a volunteer's name: whoever reads a head or a receipt gets them all. */
const volunteerNameCharsMax = 200;

export type HandedIn = { readonly volunteers: readonly KnownKey[]; readonly lines: string };

/** @param text signature lines, or lines `cosigner <vkey>`, an empty line, and signature lines; keys that can't be used are left out */
export function readHandedIn(hasher: Hasher, verifier: SealVerifier, text: string): HandedIn {
  const split = text.startsWith('cosigner ') ? text.indexOf('\n\n') : -1;
  if (split < 0) return { volunteers: [], lines: text };
  const volunteers = text.slice(0, split).split('\n').flatMap((line) => {
    const key = parseVerifierKey(hasher, line.replace(/^cosigner /, ''));
    if (!key.ok || key.value.type !== signatureTypes.ed25519Cosignature || key.value.name.length > volunteerNameCharsMax) return [];
    const known = knownKey(verifier, key.value);
    return known.ok ? [known.value] : [];
  });
  return { volunteers, lines: text.slice(split + 2) };
}
