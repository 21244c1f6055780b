/** What an agreement with a kit at hand would be: checked and said as if it were proposed now. */
import type { DraftAsked } from '../adapters/http/kit-schemas.ts';
import type { KernelState } from '../kernel/state.ts';
import { canonical } from '../log/canonical.ts';
import type { DraftShown, KitShown } from '../views/kits-shown.ts';
import { labelsIn, readTerms, saidOf, unitIn } from '../views/proposed.ts';
import { decimalsOf, type SubcontractView, type View } from '../views/view.ts';
import { fillWords } from '../views/words.ts';
import type { Adoption } from '../vocabulary/changes.ts';
import { isId } from '../vocabulary/ids.ts';
import { ok, refuse, type Result } from '../vocabulary/result.ts';
import { showFields } from '../vocabulary/values.ts';
import { adoptionOf, carriedOver } from './adoptions.ts';
import { boundIf } from './bound.ts';
import type { KitAtHand } from './kits-at-hand.ts';
import type { Kit } from './kits.ts';

export function kitShown(view: View, { manifest, codeHash, about }: KitAtHand): KitShown {
  const { name, version, title } = manifest;
  const adopted = [...view.subcontracts.values()].filter((each) => each.manifest.name === name).map((each) => adoptedShown(each, { manifest, codeHash }));
  return { name, version, title, code: codeHash, about, manifest, adopted };
}

function adoptedShown({ id, manifest, code, parties, agreed }: SubcontractView, kit: Pick<Kit, 'manifest' | 'codeHash'>): KitShown['adopted'][number] {
  const { kept, gone } = carriedOver(agreed, kit.manifest);
  const known = Object.entries(parties).filter(([party]) => Object.hasOwn(kit.manifest.parties, party));
  return { subcontract: id, version: manifest.version, current: code === kit.codeHash && canonical(manifest) === canonical(kit.manifest), parties: Object.fromEntries(known), kept, gone };
}

/** Refused when it could be voted for, but not be adopted so. */
export function draftOf(view: View, state: Readonly<KernelState>, kit: Kit, { subcontract, parties, terms, member }: DraftAsked): Result<DraftShown> {
  if (!isId(subcontract)) return refuse('invalid_value', `"${subcontract}" can't be its short name: letters, digits, ".", "_" and "-", at most 64, beginning with a letter or digit`);
  const other = state.subcontracts.get(subcontract)?.manifest.name ?? kit.manifest.name;
  if (other !== kit.manifest.name) return refuse('already_adopted', `there is an agreement ${subcontract} of the kit ${other} already: give this one another short name`);
  if (member !== undefined && !state.members.has(member)) return refuse('unknown_member', `there is no member ${member}`);
  const adoption = adoptionOf(state, kit, { subcontract, parties, terms });
  return adoption.ok ? ok(draftShown(view, state, adoption.value, member)) : adoption;
}

function draftShown(view: View, state: Readonly<KernelState>, adoption: Adoption, member: string | undefined): DraftShown {
  const change = { change: 'adopt' as const, ...adoption };
  const { words, changes } = saidOf(view, change);
  return { words, text: textUnder(view, adoption), labels: labelsIn(view, change), differences: changes, cases: member === undefined ? [] : boundIf(view, state, change, member) };
}

function textUnder(view: View, { manifest, parties, terms }: Adoption): string {
  const exact = readTerms(view, manifest, terms) ?? {};
  return fillWords(manifest.text, { ...parties, ...showFields(manifest.terms, exact, decimalsOf(view, unitIn(view, terms))) });
}
