/** A kit's terms and parties, read for one collective. */
import type { Adoption } from '../vocabulary/changes.ts';
import { isId } from '../vocabulary/ids.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import type { KitManifest } from '../vocabulary/kit.ts';
import { ok, refuse, type Result } from '../vocabulary/result.ts';
import { readFields, readValue, type ValueContext } from '../vocabulary/values.ts';
import { isOpenPurse } from './purses.ts';
import { decimalsOf, type KernelState, type Subcontract } from './state.ts';

/** What values of this subcontract are read with. */
export function contextOf(state: KernelState, subcontract: Pick<Subcontract, 'unit'>): ValueContext {
  return {
    decimals: decimalsOf(state, subcontract.unit),
    isMember: (id) => state.members.has(id),
    isPurse: (account) => isOpenPurse(state, account),
    isUnit: (id) => state.units.has(id),
    firstUnit: state.charter?.units[0]?.id ?? '',
  };
}

/** The agreed terms as exact values, defaults filled in; amounts are read in the unit that the terms name. */
export function readTerms(state: KernelState, manifest: KitManifest, raw: unknown): Result<JsonObject> {
  const first = state.charter?.units[0]?.id ?? '';
  const unitField = manifest.terms['unit'];
  const given = typeof raw === 'object' && raw !== null ? (raw as { unit?: unknown }).unit : undefined;
  const unit = unitField === undefined ? ok(first) : readValue({ type: 'unit' }, given ?? first, contextOf(state, { unit: first }), 'terms.unit');
  if (!unit.ok) return unit;
  return readFields(manifest.terms, raw, contextOf(state, { unit: String(unit.value) }), 'terms');
}

/** Exactly the kit's parties, each a member who is there. */
export function readParties(state: KernelState, { manifest, parties }: Adoption): Result<{ [party: string]: string }> {
  for (const party of Object.keys(parties)) {
    if (!Object.hasOwn(manifest.parties, party)) return refuse('unknown_party', `${manifest.name} has no party ${party}`);
  }
  const named: { [party: string]: string } = {};
  for (const party of Object.keys(manifest.parties)) {
    const member = parties[party];
    if (member === undefined) return refuse('unknown_party', `${manifest.name} needs its party ${party}`);
    if (!isId(member) || !state.members.has(member)) return refuse('unknown_member', `party ${party}: there is no member ${member}`);
    if (state.members.get(member)?.left !== null) return refuse('not_permitted', `${member}, who would be its ${party}, has left, and can't agree to that: name another one`);
    named[party] = member;
  }
  return ok(named);
}
