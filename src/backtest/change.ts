/** What a backtest tries: other terms, another version of the kit, other parties, or an agreement that there wasn't. */
import { decimalsOf, type KernelState } from '../kernel/state.ts';
import type { View } from '../views/view.ts';
import type { Adoption } from '../vocabulary/changes.ts';
import type { KitManifest, RawTerms } from '../vocabulary/kit.ts';
import { refuse, ok, type Result } from '../vocabulary/result.ts';
import { showFields } from '../vocabulary/values.ts';

export type WhatIf = {
  /** Told apart by it when several are tried at once. */
  readonly label: string;
  readonly subcontract: string;
  /** Another version of its kit, or the kit of a new subcontract. */
  readonly kit?: { readonly manifest: KitManifest; readonly code: string };
  /** Those that are others; all of them when the subcontract is new. */
  readonly parties?: { readonly [party: string]: string };
  /** Nothing of what was agreed stays: the terms are all that is set. */
  readonly whole?: boolean;
  /** Those that are others, once it is known what they are the terms of, and what is agreed besides. */
  readonly terms?: (manifest: KitManifest, view: View, agreed: RawTerms) => RawTerms;
};

/** What would be in force in the stead of what is; undefined when there is no such subcontract, and none is brought. */
export function assumption(state: Readonly<KernelState>, view: View, whatIf: WhatIf): Result<Adoption> | undefined {
  const { subcontract, kit } = whatIf;
  const before = state.subcontracts.get(subcontract);
  if (before === undefined) return kit === undefined ? undefined : ok(changed(whatIf, view, { subcontract, ...kit, parties: {}, terms: {} }));
  if (kit !== undefined && kit.manifest.name !== before.manifest.name) return refuse('already_adopted', `${subcontract} is of the kit ${before.manifest.name}, not of ${kit.manifest.name}`);
  // Another version brings its own defaults: only what was set by these members stays.
  const agreed = kit === undefined ? showFields(before.manifest.terms, before.terms, decimalsOf(state, before.unit)) : (view.subcontracts.get(subcontract)?.agreed ?? {});
  return ok(changed(whatIf, view, { subcontract, manifest: before.manifest, code: before.code, parties: before.parties, terms: agreed }));
}

/** A version that was adopted later, with the same change: terms that it doesn't know are left out. */
export function changedLater(whatIf: WhatIf, view: View, adoption: Adoption): Adoption {
  if (adoption.subcontract !== whatIf.subcontract) return adoption;
  const after = changed(whatIf, view, adoption);
  return { ...after, terms: knownTo(after.manifest, after.terms) };
}

function changed({ kit, parties, terms, whole = false }: WhatIf, view: View, adoption: Adoption): Adoption {
  const { manifest, code } = kit ?? adoption;
  const agreed = whole ? {} : kit === undefined ? adoption.terms : knownTo(manifest, adoption.terms);
  return { ...adoption, manifest, code, parties: { ...adoption.parties, ...parties }, terms: { ...agreed, ...terms?.(manifest, view, agreed) } };
}

function knownTo(manifest: KitManifest, terms: RawTerms): RawTerms {
  return Object.fromEntries(Object.entries(terms).filter(([term]) => Object.hasOwn(manifest.terms, term)));
}
