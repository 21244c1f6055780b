/** Reads subcontracts: those of the founding, and what is proposed later. */
import type { KitManifest, RawTerms } from '../vocabulary/kit.ts';
import { readFields } from '../vocabulary/values.ts';
import { allOr, unitOf, valueContext, type FoundingNames } from './names.ts';
import type { ScenarioSubcontract } from './scenario.ts';
import type { Place } from './yaml-place.ts';

export type Agreement = Pick<ScenarioSubcontract, 'kit' | 'parties' | 'terms'>;

export function readSubcontract(place: Place, names: FoundingNames): ScenarioSubcontract {
  place.only(['id', 'kit', 'parties', 'terms', 'consents']);
  const id = place.need('id').id();
  return { line: place.line, id, ...readAgreement(place, names), consents: readConsents(place.optional('consents'), names.people) };
}

/** A kit, all of its parties, and the terms that differ from its defaults. */
export function readAgreement(place: Place, names: FoundingNames): Agreement {
  const kitPlace = place.need('kit');
  const kit = kitPlace.oneOf([...names.kits.keys()], 'kit');
  const manifest = names.kits.get(kit);
  if (manifest === undefined) return { kit, parties: {}, terms: {} };
  return { kit, parties: readParties(place, manifest, names.members), terms: readTerms(place.optional('terms'), manifest, names) };
}

function readParties(place: Place, manifest: KitManifest, members: readonly string[]): { readonly [party: string]: string } {
  const given = place.optional('parties');
  const parties = readSomeParties(given, manifest, members);
  for (const party of Object.keys(manifest.parties)) {
    if (!Object.hasOwn(parties, party)) (given ?? place).problem(`the kit ${manifest.name} needs its party "${party}"`);
  }
  return parties;
}

export function readSomeParties(place: Place | undefined, manifest: KitManifest, members: readonly string[]): { readonly [party: string]: string } {
  const known = Object.keys(manifest.parties);
  place?.only(known);
  const named = (place?.entries() ?? []).filter(([party]) => known.includes(party));
  for (const [party, member] of named) if (member.raw() === null) member.problem(`"${party}" is empty`);
  return Object.fromEntries(named.map(([party, member]) => [party, member.oneOf(members, 'member')]));
}

/** @param agreed what is in force besides: an amount is in the unit that is agreed on, unless another is named */
export function readTerms(place: Place | undefined, manifest: KitManifest, names: Pick<FoundingNames, 'units' | 'members'>, agreed: RawTerms = {}): RawTerms {
  return place === undefined ? {} : termsAt(place, manifest, names, agreed, {});
}

/** Terms that are others than those agreed: what the place leaves out stays, also where the kit has no default for it. */
export function readChangedTerms(place: Place, manifest: KitManifest, names: Pick<FoundingNames, 'units' | 'members'>, agreed: RawTerms): RawTerms {
  return termsAt(place, manifest, names, agreed, agreed);
}

function termsAt(place: Place, manifest: KitManifest, names: Pick<FoundingNames, 'units' | 'members'>, agreed: RawTerms, stays: RawTerms): RawTerms {
  place.only(Object.keys(manifest.terms));
  const terms = place.object();
  const read = readFields(manifest.terms, { ...stays, ...terms }, valueContext(names, unitOf(names, { ...agreed, ...terms })), 'terms');
  if (!read.ok) place.within(read.refusal.detail).problem(read.refusal.detail);
  return terms;
}

function readConsents(place: Place | undefined, people: readonly string[]): readonly string[] {
  return place === undefined ? [] : allOr(place, people);
}
