/** The names that a file has defined so far, and amounts read by them. */
import { parseDecimal } from '../vocabulary/decimals.ts';
import type { AmountsByUnit, UnitRule } from '../vocabulary/grants.ts';
import type { KitManifest, RawTerms } from '../vocabulary/kit.ts';
import { parsePurse } from '../vocabulary/purses.ts';
import type { ValueContext } from '../vocabulary/values.ts';
import type { Proposed } from './acts.ts';
import type { ScenarioSubcontract } from './scenario.ts';
import type { Place } from './yaml-place.ts';

/** What has been read so far, for checks that need it. */
export type Names = {
  readonly units: readonly UnitRule[];
  /** All who hold an account. */
  readonly members: readonly string[];
  /** Those of them who can say something: an account held in common can't. */
  readonly people: readonly string[];
  readonly groups: readonly string[];
  readonly subcontracts: readonly ScenarioSubcontract[];
  readonly kits: ReadonlyMap<string, KitManifest>;
  readonly proposals: readonly KnownProposal[];
  readonly amendments: readonly string[];
  readonly payouts: readonly string[];
  /** Streams that are bound, as if all that was said of them were taken. */
  readonly streams: readonly string[];
  /** Members, and the operator, for whom a proposal brings a new key. */
  readonly renewed: readonly string[];
};

/** A proposal of the file: what it is about, and every paragraph that it has had. */
export type KnownProposal = { readonly id: string; readonly change: Proposed; readonly paragraphs: readonly string[] };

/** What the founding part of a file is read with. */
export type FoundingNames = Pick<Names, 'units' | 'members' | 'people' | 'kits'>;

/** `all`, or a list of some. */
export function allOr(place: Place, all: readonly string[], what = 'member'): readonly string[] {
  return place.raw() === 'all' ? all : place.list().map((each) => each.oneOf(all, what));
}

/** One member or a list of them. */
export function membersAt(place: Place | undefined, members: readonly string[]): readonly string[] {
  if (place === undefined) return [];
  return typeof place.raw() === 'string' ? [place.oneOf(members, 'member')] : place.list().map((each) => each.oneOf(members, 'member'));
}

/** Who runs the machine, where no member has this name. */
export const operator = 'operator';

/** What values of a subcontract in `unit` are read with. */
export function valueContext(names: Pick<Names, 'units' | 'members'>, unit: string): ValueContext {
  return {
    decimals: names.units.find((each) => each.id === unit)?.decimals ?? 0,
    isMember: (id) => names.members.includes(id),
    // The subcontract may come later in the file; whether there is such a purse shows when it is played.
    isPurse: (account) => names.members.includes(parsePurse(account)?.holder ?? ''),
    isUnit: (id) => names.units.some((each) => each.id === id),
    firstUnit: names.units[0]?.id ?? '',
  };
}

/** The purses that there can be: what isn't one, or only in another subcontract, is a slip of the file. */
export function isPurseHere(names: Pick<Names, 'members' | 'subcontracts' | 'kits'>, account: string): boolean {
  const purse = parsePurse(account);
  if (purse === null || !names.members.includes(purse.holder)) return false;
  const rule = names.kits.get(names.subcontracts.find(({ id }) => id === purse.subcontract)?.kit ?? '')?.purses?.[purse.name];
  return rule !== undefined && (rule.keyed === true) === (purse.key !== null);
}

/** An account of a member, or a purse. */
export function accountAt(place: Place, names: Names, others: readonly string[] = []): string {
  const written = place.raw();
  return typeof written === 'string' && isPurseHere(names, written) ? written : place.oneOf([...names.members, ...others], 'member');
}

/** The unit that a subcontract with these terms is in. */
export function unitOf(names: Pick<Names, 'units'>, terms: RawTerms): string {
  return typeof terms['unit'] === 'string' ? terms['unit'] : (names.units[0]?.id ?? '');
}

/** Decimals of the unit that a subcontract is in. */
export function decimalsOf(names: Names, subcontract: ScenarioSubcontract): number {
  const unit = unitOf(names, subcontract.terms);
  return names.units.find((each) => each.id === unit)?.decimals ?? 0;
}

/** An amount must not be finer than its unit; whatever else is wrong with it is refused when it is played. */
export function checkDecimals(place: Place, decimals: number): void {
  requireDecimals(place, decimals);
  const value = parseDecimal(place.raw(), decimals);
  if (!value.ok && value.refusal.code === 'too_many_decimals') place.problem(value.refusal.detail);
}

/** An exact amount in smallest parts; 0 beside a problem when it can't be read. */
export function readAmount(place: Place, decimals: number): number {
  requireDecimals(place, decimals);
  const value = parseDecimal(place.raw(), decimals);
  if (!value.ok) place.problem(value.refusal.detail);
  return value.ok ? value.value : 0;
}

/** Amounts by unit, checked against the unit's decimals, kept as decimal text. `besides`: keys of the record that aren't units. */
export function readAmounts(
  place: Place | undefined, units: readonly UnitRule[], sign: 'positive' | 'negative' | 'any', besides: readonly string[] = [],
): AmountsByUnit {
  const amounts: { [unit: string]: string } = {};
  for (const [unit, amount] of place?.entries() ?? []) {
    if (besides.includes(unit)) continue;
    const rule = units.find((each) => each.id === unit);
    if (rule === undefined) {
      amount.unknown('unit', unit, units.map((each) => each.id));
      continue;
    }
    const value = readAmount(amount, rule.decimals);
    if (sign === 'positive' && value < 0) amount.problem('this amount can\'t be negative');
    if (sign === 'negative' && value > 0) amount.problem('a floor is zero or below');
    amounts[unit] = String(amount.raw());
  }
  return amounts;
}

/** An amount with more decimals than its unit is an error in the file, even if they are zeros. */
export function requireDecimals(place: Place, decimals: number): void {
  const [, fraction = ''] = /^-?\d+\.(\d+)$/.exec(String(place.raw())) ?? [];
  if (fraction.length > decimals && /^0*$/.test(fraction.slice(decimals))) place.problem(`"${String(place.raw())}" has more than ${decimals} decimals`);
}
