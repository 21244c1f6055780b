/** Which of the collective's units a statement is in. */
import { cannot, type BankReading, type Statement } from './statement.ts';

export type NamedUnit = { readonly id: string; readonly name: string };

/** `unknown`: the unit that was named isn't there. `unsaid`: neither a person nor the statement says it, or no unit is called as its currency. */
export type UnitFound<U> = { readonly ok: true; readonly unit: U } | { readonly ok: false; readonly why: 'unknown' | 'unsaid' };

/** The currency that the statements of one file say; null: none does. */
export function currencyOf(statements: readonly Pick<Statement, 'currency'>[]): BankReading<string | null> {
  const currencies = [...new Set(statements.flatMap(({ currency }) => currency ?? []))];
  return currencies.length > 1 ? cannot(0, `it has statements in ${currencies.join(', ')}: give one currency at a time`) : { ok: true, value: currencies[0] ?? null };
}

/**
 * The one that a person named, or that is called as the statement's currency, or, where it says none, the only one.
 * @param named a unit's id; undefined: nobody named one
 */
export function unitOfStatement<U extends NamedUnit>(units: readonly U[], currency: string | null, named: string | undefined): UnitFound<U> {
  const isCalled = ({ id, name }: NamedUnit, as: string): boolean => [id, name].some((each) => each.toLowerCase() === as.toLowerCase());
  const unit = named !== undefined ? units.find(({ id }) => id === named) : currency !== null ? units.find((each) => isCalled(each, currency)) : units.length === 1 ? units[0] : undefined;
  return unit === undefined ? { ok: false, why: named === undefined ? 'unsaid' : 'unknown' } : { ok: true, unit };
}
