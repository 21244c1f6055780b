/** What members may agree to: a kit with parties and terms, checked before it is proposed, and another version of one that is in force. */
import { readEnvelope, unitOf } from '../kernel/envelope.ts';
import { decimalsOf, type KernelState } from '../kernel/state.ts';
import { readParties, readTerms } from '../kernel/terms.ts';
import type { Adoption } from '../vocabulary/changes.ts';
import type { KitManifest, RawTerms } from '../vocabulary/kit.ts';
import { ok, type Result } from '../vocabulary/result.ts';
import type { Kit } from './kits.ts';

export type Agreement = { readonly subcontract: string; readonly parties: { readonly [party: string]: string }; readonly terms: RawTerms };

/** Refuses what could be voted for, but not be adopted: with the kernel's own checks of parties, terms and envelope. */
export function adoptionOf(state: Readonly<KernelState>, kit: Kit, { subcontract, parties, terms }: Agreement): Result<Adoption> {
  const { manifest, codeHash: code } = kit;
  const adoption: Adoption = { subcontract, manifest, code, parties, terms };
  const named = readParties(state, adoption);
  if (!named.ok) return named;
  const read = readTerms(state, manifest, terms);
  if (!read.ok) return read;
  const envelope = readEnvelope(manifest, read.value, decimalsOf(state, unitOf(state, read.value)));
  return envelope.ok ? ok(adoption) : envelope;
}

/** What was set locally, as far as another version of the kit still knows it: the rest of that version's terms are its own defaults. */
export function carriedOver(agreed: RawTerms, manifest: KitManifest): { readonly kept: RawTerms; readonly gone: readonly string[] } {
  const knows = (term: string): boolean => Object.hasOwn(manifest.terms, term);
  return {
    kept: Object.fromEntries(Object.entries(agreed).filter(([term]) => knows(term))),
    gone: Object.keys(agreed).filter((term) => !knows(term)),
  };
}
