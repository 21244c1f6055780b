/** A bank's file, read here: what doesn't concern the collective never leaves this browser. */
import { createHasher } from '../../../src/adapters/keys/web-hasher.ts';
import { readStatements } from '../../../src/adapters/bank/read-statement.ts';
import { reconcile, type Books, type Reconciled } from '../../../src/bank/reconcile.ts';
import { withReferences, type BankProblem, type Statement } from '../../../src/bank/statement.ts';
import { currencyOf, unitOfStatement, type NamedUnit } from '../../../src/bank/statement-unit.ts';
import { toHex } from '../../../src/log/bytes.ts';
import type { Got } from '../api/get.ts';

export type BankFile<U> =
  | { readonly ok: true; readonly statements: readonly Statement[]; readonly currency: string | null; readonly unit: U; readonly books: BankBooks; readonly lines: readonly Reconciled[] }
  | { readonly ok: false; readonly is: 'wrong'; readonly problems: readonly BankProblem[] }
  /** No unit is called as its currency, or it says none and there are several: a person has to name one. */
  | { readonly ok: false; readonly is: 'unit_unsaid'; readonly currency: string | null }
  | { readonly ok: false; readonly is: 'no_books'; readonly message: string };

export type BankBooks = Omit<Books, 'codes'>;

export type Reading<U> = {
  /** As a person says that the file writes decimals; undefined: as it shows. */
  readonly decimal: 'comma' | 'point' | undefined;
  readonly units: readonly U[];
  /** The unit's id that a person named; undefined: the statement says it. */
  readonly named: string | undefined;
  /** What is known of a unit, once it is known which one. */
  readonly booksOf: (unit: U) => Promise<Got<BankBooks>>;
};

/** Held against the books of the unit that it is in. */
export async function readBankFile<U extends NamedUnit>(bytes: Uint8Array, { decimal, units, named, booksOf }: Reading<U>): Promise<BankFile<U>> {
  const read = readStatements(bytes, { columns: {}, decimal });
  if (!read.ok) return { ok: false, is: 'wrong', problems: read.problems };
  const currency = currencyOf(read.value);
  if (!currency.ok) return { ok: false, is: 'wrong', problems: currency.problems };
  const found = unitOfStatement(units, currency.value, named);
  if (!found.ok) return { ok: false, is: 'unit_unsaid', currency: currency.value };
  const books = await booksOf(found.unit);
  if (!books.ok) return { ok: false, is: 'no_books', message: books.message };
  const hasher = createHasher();
  const lines = withReferences(read.value.flatMap((statement) => statement.lines), (text) => toHex(hasher.sha256(text)));
  return { ok: true, statements: read.value, currency: currency.value, unit: found.unit, books: books.value, lines: reconcile(lines, { ...books.value, codes: new Map() }) };
}
