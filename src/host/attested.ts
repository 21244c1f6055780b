/**
 * From declared means to what the log may know of them: a place in a subcontract's table, under a salted commitment.
 * The means themselves stay in the erasable store.
 */
import { parseDecimal } from '../vocabulary/decimals.ts';
import type { AmountsByUnit } from '../vocabulary/grants.ts';
import { isObject } from '../vocabulary/json.ts';
import type { KernelState, Subcontract } from '../kernel/state.ts';

/**
 * The row whose `from` is the highest at or below the means; the row with the lowest `from` when the means are below all.
 * @param from each row's lower bound, in the same smallest parts as `means`
 */
export function placeInTable(from: readonly number[], means: number): number {
  let best = -1;
  let lowest = 0;
  for (const [place, bound] of from.entries()) {
    if (bound < (from[lowest] ?? 0)) lowest = place;
    if (bound <= means && (best < 0 || bound >= (from[best] ?? 0))) best = place;
  }
  return best < 0 ? lowest : best;
}

/** What every subcontract that asks for it would know: subcontract → name → place. Units without declared means are left out. */
export function attestedValues(state: Readonly<KernelState>, means: AmountsByUnit): { [subcontract: string]: { [name: string]: number } } {
  const values: { [subcontract: string]: { [name: string]: number } } = {};
  for (const subcontract of state.subcontracts.values()) {
    const own = valuesFor(state, subcontract, means);
    if (Object.keys(own).length > 0) values[subcontract.id] = own;
  }
  return values;
}

function valuesFor(state: Readonly<KernelState>, subcontract: Subcontract, means: AmountsByUnit): { [name: string]: number } {
  const values: { [name: string]: number } = {};
  const declared = Object.hasOwn(means, subcontract.unit) ? means[subcontract.unit] : undefined;
  const amount = declared === undefined ? undefined : parseDecimal(declared, state.units.get(subcontract.unit)?.decimals ?? 0);
  if (amount?.ok !== true) return values;
  for (const [name, rule] of Object.entries(subcontract.manifest.attested ?? {})) {
    const table = subcontract.terms[rule.table];
    if (!Array.isArray(table)) continue;
    values[name] = placeInTable(table.map((row) => (isObject(row) && typeof row['from'] === 'number' ? row['from'] : 0)), amount.value);
  }
  return values;
}
