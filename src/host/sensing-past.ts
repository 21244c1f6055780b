/** What is asked of sensing's past, in a data folder or of a running collective: decided cases, agreed cut-offs, where harm was. */
import { incidentsOf } from '../views/sensing.ts';
import type { PlaceHarm } from '../sensing/harm.ts';
import type { PastCaseShown } from '../views/things-shown.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import type { KitManifest } from '../vocabulary/kit.ts';
import type { Binding } from '../vocabulary/sensing.ts';
import { showFields } from '../vocabulary/values.ts';
import type { Connection } from './connection.ts';
import { pastCases, type CasesOf } from './past-cases.ts';

export type AgreedCutoff = { readonly term: string; readonly agreed: string };

export type SensingPast = {
  readonly place: { readonly folder: string } | { readonly url: string };
  /** By name, for whoever mistypes one; bindings that have ended too. */
  readonly names: () => Promise<{ readonly subcontracts: readonly string[]; readonly bindings: readonly string[] }>;
  /** Of names that there are; the oldest first. */
  readonly cases: (of: CasesOf) => Promise<readonly PastCaseShown[]>;
  /** The agreement's terms that a cut-off could stand in. */
  readonly cutoffs: (subcontract: string) => Promise<readonly AgreedCutoff[]>;
  /** Where incidents were, what is bound now, and who is a member. */
  readonly harm: () => Promise<{ readonly places: readonly PlaceHarm[]; readonly bindings: readonly Binding[]; readonly people: readonly string[] }>;
};

export function pastIn({ folder, view, state }: Connection): SensingPast {
  return {
    place: { folder },
    names: () => Promise.resolve({ subcontracts: [...view.subcontracts.keys()], bindings: [...view.bindings.keys()] }),
    cases: (of) => Promise.resolve(pastCases(view, state, of)),
    cutoffs: (subcontract) => {
      const known = view.subcontracts.get(subcontract);
      return Promise.resolve(known === undefined ? [] : cutoffsIn(known.manifest, known.terms));
    },
    harm: () => Promise.resolve({
      places: incidentsOf(view).places, bindings: [...view.bindings.values()].flatMap(({ binding }) => binding ?? []),
      people: [...state.members.values()].filter(({ left, commons }) => left === null && !commons).map(({ id }) => id),
    }),
  };
}

/** Probabilities are no amounts: no unit's decimals are asked for. */
export function cutoffsIn({ terms }: Pick<KitManifest, 'terms'>, agreed: JsonObject): AgreedCutoff[] {
  const cutoffs = Object.fromEntries(Object.entries(terms).filter(([, { type }]) => type === 'probability'));
  const shown = showFields(cutoffs, agreed, 0);
  return Object.keys(cutoffs).map((term) => ({ term, agreed: String(shown[term]) }));
}
