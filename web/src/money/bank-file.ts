/** A bank's file, read here: what doesn't concern the collective never leaves this browser. */
import { createHasher } from '../../../src/adapters/keys/web-hasher.ts';
import { readStatements } from '../../../src/adapters/bank/read-statement.ts';
import { reconcile, type Books, type Reconciled } from '../../../src/bank/reconcile.ts';
import { withReferences, type BankProblem, type Statement } from '../../../src/bank/statement.ts';
import { toHex } from '../../../src/log/bytes.ts';

export type BankFile =
  | { readonly ok: true; readonly statements: readonly Statement[]; readonly lines: readonly Reconciled[] }
  | { readonly ok: false; readonly problems: readonly BankProblem[] };

export type BankBooks = Omit<Books, 'codes'>;

export function readBankFile(bytes: Uint8Array, books: BankBooks, decimal: 'comma' | 'point' | undefined): BankFile {
  const read = readStatements(bytes, { columns: {}, decimal });
  if (!read.ok) return read;
  const currencies = new Set(read.value.flatMap(({ currency }) => currency ?? []));
  if (currencies.size > 1) return { ok: false, problems: [{ line: 0, path: '', message: `it has statements in ${[...currencies].join(', ')}: give one currency at a time` }] };
  const hasher = createHasher();
  const lines = withReferences(read.value.flatMap((statement) => statement.lines), (text) => toHex(hasher.sha256(text)));
  return { ok: true, statements: read.value, lines: reconcile(lines, { ...books, codes: new Map() }) };
}
