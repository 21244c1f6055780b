/** A bank's statement as data: what CSV and camt.053 both come to. Amounts are decimal text, exact, as `-12.50`: what left the account is negative. */
import type { Day } from '../vocabulary/time.ts';

export type StatementLine = {
  /** On which the bank booked it. */
  readonly day: Day;
  readonly amount: string;
  /** The bank's own, as far as it gives one; see {@link withReferences}. */
  readonly reference: string | null;
  /** Who paid, or was paid. */
  readonly party: string;
  /** What it is for, as whoever paid wrote it. */
  readonly text: string;
};

export type Statement = {
  /** ISO 4217, or as the file writes it. */
  readonly currency: string | null;
  /** Null: the file doesn't say. */
  readonly opening: string | null;
  readonly closing: string | null;
  readonly lines: readonly StatementLine[];
  /** Lines that the bank hasn't booked yet. */
  readonly pending: number;
  /** Why the lines can't be all: they don't lead from one balance to the next. Null: they do, or there is none. */
  readonly fault: string | null;
};

/** What is wrong with a file, and in which line or row; 0: with all of it. */
export type BankProblem = { readonly line: number; readonly path: ''; readonly message: string };
export type BankReading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly BankProblem[] };

export function cannot<T>(line: number, message: string): BankReading<T> {
  return { ok: false, problems: [{ line, path: '', message }] };
}

/** What a message says of a file's own words: the beginning, so that no file makes it long. */
export function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** A problem where one statement has several currencies. */
export function severalCurrencies<T>(line: number, currencies: ReadonlySet<string>): BankReading<T> {
  return cannot(line, `it has amounts in ${[...currencies].slice(0, 3).map(shown).join(', ')}: give one currency at a time`);
}

/** Lines of one file: some years of a busy account. */
export const linesMax = 100_000;

/** As the ledger takes it: a bank's own has at most 35 (ISO 20022, Max35Text). */
const referenceLengthMax = 64;

/** Decimals that a sum is made with: more than any currency has. */
const scale = 12;

/** Why opening and lines don't give the closing balance; null where they do, or one of the two isn't said. */
export function balanceFault({ opening, closing, lines }: Pick<Statement, 'opening' | 'closing' | 'lines'>): string | null {
  if (opening === null || closing === null) return null;
  const sum = lines.reduce((total, { amount }) => total + scaled(amount), scaled(opening));
  return sum === scaled(closing) ? null : `it begins with ${opening}, its ${lines.length} lines lead to ${unscaled(sum)}, and it says that it ends with ${closing}`;
}

/** Whether `before` and the amount give `after`. */
export function follows(before: string, amount: string, after: string): boolean {
  return scaled(before) + scaled(amount) === scaled(after);
}

/** What stood there before the amount. */
export function less(after: string, amount: string): string {
  return unscaled(scaled(after) - scaled(amount));
}

function scaled(amount: string): bigint {
  const [whole = '0', fraction = ''] = amount.replace('-', '').split('.');
  const value = BigInt(whole + fraction.padEnd(scale, '0'));
  return amount.startsWith('-') ? -value : value;
}

function unscaled(value: bigint): string {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const fraction = digits.slice(-scale).replace(/0+$/, '').padEnd(2, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}.${fraction}`;
}

/**
 * Gives each line without a reference one that is made from what it says: a line keeps it in whatever file it comes again. Lines that say the
 * same are numbered.
 * @param digestOf SHA-256 in hex of a text
 */
export function withReferences(lines: readonly StatementLine[], digestOf: (text: string) => string): (StatementLine & { readonly reference: string })[] {
  const seen = new Map<string, number>();
  return lines.map((line) => {
    if (line.reference !== null) return { ...line, reference: line.reference.length <= referenceLengthMax ? line.reference : `line-${digestOf(line.reference).slice(0, 24)}` };
    const said = JSON.stringify([line.day, line.amount, line.party, line.text]);
    const count = (seen.get(said) ?? 0) + 1;
    seen.set(said, count);
    return { ...line, reference: `line-${digestOf(said).slice(0, 24)}${count === 1 ? '' : `-${count}`}` };
  });
}
