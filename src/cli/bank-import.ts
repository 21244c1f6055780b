/** `frankpledge bank import DATA|URL FILE`: from a bank's file to what the books lack of it. */
import { createHash } from 'node:crypto';
import { columnKinds, type ColumnKind } from '../bank/columns.ts';
import { entryOf, reconcile, type Reconciled } from '../bank/reconcile.ts';
import { withReferences, type Statement } from '../bank/statement.ts';
import { currencyOf, unitOfStatement } from '../bank/statement-unit.ts';
import { booksAt, booksIn, type BankBooks, type BankUnit } from '../host/bank-books.ts';
import { readBankFile } from '../host/bank-file.ts';
import { connect } from '../host/connection.ts';
import { isAddress } from '../host/log-client.ts';
import type { Refusal } from '../vocabulary/result.ts';
import { didYouMean } from '../vocabulary/nearest.ts';
import { commandLine } from '../vocabulary/command-line.ts';
import { commandOn } from './acting.ts';
import { defineCommand, readPairs } from './arguments.ts';
import { exitNo, type UsageError } from './errors.ts';
import { FileError } from './problems.ts';
import { printLooked, type Looked } from './reading.ts';

type Wrong = (message: string) => UsageError;

export const bankImport = defineCommand({
  name: 'bank import',
  usage: 'DATA|URL FILE [--unit UNIT] [--columns KIND=NAME,…] [--decimal comma|point] [--code TEXT=MEMBER]… [--apply [--as MEMBER] [--key FILE]] [--json]',
  says: 'reads a bank\'s statement (CSV, or camt.053 of version 02 to 08) and holds it against the books of a data folder, or of a running collective by its link: what is recorded, which payouts were paid, whose income came; with --apply records what is new, by who keeps the books. What can\'t be told is listed',
  options: {
    unit: { type: 'string' }, columns: { type: 'string' }, decimal: { type: 'string' }, code: { type: 'string', multiple: true }, apply: { type: 'boolean' },
    as: { type: 'string' }, key: { type: 'string' }, json: { type: 'boolean' },
  },
  names: ['DATA|URL', 'FILE'],
  run: async ({ values, wrong, positionals: [place = '', file = ''] }) => {
    const { statements, currency } = statementsIn(file, { columns: columnsOf(values.columns, wrong), decimal: decimalOf(values.decimal, wrong) });
    const acting = { as: values.as, file: values.key };
    const told = async (books: BankBooks): Promise<number> => {
      const unit = unitOf(currency, books.units, values.unit, wrong);
      const own = await books.of(unit);
      const lines = withReferences(statements.flatMap((statement) => statement.lines), sha256);
      const reconciled = reconcile(lines, { ...own, codes: codesOf(values.code ?? [], own.members.map(({ id }) => id), wrong) });
      const isWhole = statements.every(({ fault }) => fault === null);
      const refused = values.apply === true && isWhole ? await recordAll(books, reconciled, unit.id) : null;
      return printLooked(lookedAt({ statements, reconciled, unit, refused, place, apply: values.apply === true, isWhole }), values.json === true);
    };
    if (isAddress(place)) return await told(await booksAt(place, acting));
    const connection = await connect(place, values.apply === true ? 'act' : 'read');
    try {
      if (values.apply === true) connection.catchUp();
      return await told(booksIn(connection, acting));
    } finally {
      connection.close();
    }
  },
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** @throws FileError */
function statementsIn(file: string, options: Parameters<typeof readBankFile>[1]): { readonly statements: readonly Statement[]; readonly currency: string | null } {
  const read = readBankFile(file, options);
  if (!read.ok) throw new FileError(file, read.problems);
  const currency = currencyOf(read.value);
  if (!currency.ok) throw new FileError(file, currency.problems);
  return { statements: read.value, currency: currency.value };
}

function columnsOf(given: string | undefined, wrong: Wrong): { readonly [kind in ColumnKind]?: string } {
  const pairs = given === undefined ? [] : readPairs(given.split(',').map((pair) => pair.trim()), wrong);
  const unknown = pairs.find(([kind]) => !(columnKinds as readonly string[]).includes(kind));
  if (unknown !== undefined) throw wrong(`--columns: "${unknown[0]}" is none of ${columnKinds.join(', ')}`);
  return Object.fromEntries(pairs);
}

function decimalOf(given: string | undefined, wrong: Wrong): 'comma' | 'point' | undefined {
  if (given === undefined || given === 'comma' || given === 'point') return given;
  throw wrong(`--decimal is comma or point, not "${given}"`);
}

function codesOf(given: readonly string[], members: readonly string[], wrong: Wrong): ReadonlyMap<string, string> {
  return new Map(given.map((pair) => {
    const sign = pair.lastIndexOf('=');
    const [code, member] = [pair.slice(0, sign), pair.slice(sign + 1)];
    if (sign < 1) throw wrong(`--code is TEXT=MEMBER, not "${pair}"`);
    if (!members.includes(member)) throw wrong(`--code: there is no member ${member}${didYouMean(member, members)}`);
    return [code, member];
  }));
}

function unitOf(currency: string | null, units: readonly BankUnit[], given: string | undefined, wrong: Wrong): BankUnit {
  const found = unitOfStatement(units, currency, given);
  if (found.ok) return found.unit;
  const ids = units.map(({ id }) => id).join(', ');
  if (found.why === 'unknown') throw wrong(`there is no unit ${given}: there are ${ids}`);
  throw wrong(`which unit the statement is in isn't said${currency === null ? '' : `, and none is called ${currency}`}: give one of ${ids} with --unit`);
}

type Refused = { readonly reference: string } & Refusal;

async function recordAll(books: BankBooks, reconciled: readonly Reconciled[], unit: string): Promise<Refused[]> {
  const refused: Refused[] = [];
  for (const each of reconciled) {
    const said = entryOf(each, unit);
    const refusal = said === null ? null : await books.record(said);
    if (refusal !== null) refused.push({ reference: each.line.reference, ...refusal });
  }
  return refused;
}

type Outcome = {
  readonly statements: readonly Statement[]; readonly reconciled: readonly Reconciled[]; readonly unit: BankUnit; readonly refused: readonly Refused[] | null;
  readonly place: string; readonly apply: boolean; readonly isWhole: boolean;
};

function lookedAt({ statements, reconciled, unit, refused, place, apply, isWhole }: Outcome): Looked {
  const fresh = reconciled.filter((each) => entryOf(each, unit.id) !== null).length;
  const unmatched = reconciled.filter((each) => each.is === 'unmatched');
  const recorded = refused === null ? 0 : fresh - refused.length;
  const known = reconciled.length - fresh - unmatched.length;
  const width = Math.max(0, ...reconciled.map(({ line }) => line.amount.length));
  return {
    shown: {
      unit: unit.id, statements: statements.map(({ lines, ...rest }) => ({ ...rest, lines: lines.length })), lines: reconciled.map(({ line, ...rest }) => ({ ...line, ...rest })),
      fresh, known, unmatched: unmatched.length, applied: refused !== null, recorded, refused: refused ?? [],
    },
    lines: [
      ...statements.map((statement) => statementLine(statement, unit.id)), ...reconciled.map((each) => `  ${reconciledLine(each, width)}`),
      refused === null ? `${fresh} to record, ${known} recorded already, ${unmatched.length} that can't be told.` : `${recorded} recorded now, ${known} were already, ${unmatched.length} can't be told.`,
      ...(refused ?? []).map(({ reference, code, detail }) => `refused: ${reference}: ${detail} [${code}]`),
      ...closing({ fresh, unmatched: unmatched.length, place, apply, isWhole }),
    ],
    status: isWhole && (refused ?? []).length === 0 ? 0 : exitNo,
  };
}

function statementLine({ opening, closing: end, lines, pending, fault }: Statement, unit: string): string {
  const balances = opening === null || end === null ? 'without balances' : `from ${opening} to ${end}`;
  const waiting = pending === 0 ? '' : `; ${pending} not booked yet, left out`;
  return `Statement of ${lines.length} lines in ${unit}, ${balances}${waiting}${fault === null ? '' : `. It doesn't add up: ${fault}`}`;
}

function reconciledLine(each: Reconciled, width: number): string {
  const { day, amount, party, reference } = each.line;
  return `${day}  ${amount.padStart(width)}  ${whatLine(each)}  (${[party, reference].filter((part) => part !== '').join('; ')})`;
}

function whatLine(each: Reconciled): string {
  switch (each.is) {
    case 'recorded': return `recorded, ${each.member}`;
    case 'payout': return `${each.payout} of ${each.member} was paid`;
    case 'income': return `income of ${each.member}`;
    case 'unmatched': return `? ${each.why}`;
  }
}

function closing({ fresh, unmatched, place, apply, isWhole }: { readonly fresh: number; readonly unmatched: number; readonly place: string; readonly apply: boolean; readonly isWhole: boolean }): string[] {
  if (!isWhole) return ['Nothing is recorded from a statement that doesn\'t add up: get the file anew from the bank.'];
  const byHand = isAddress(place) ? commandLine : (line: string): string => commandOn(place, line);
  return [
    ...(fresh > 0 && !apply ? ['Nothing was recorded: add --apply.'] : []),
    ...(unmatched > 0 ? [`What can't be told is put down by hand:  ${byHand('income MEMBER AMOUNT --reference TEXT --day DAY')}  or  ${byHand('settle PAYOUT paid --reference TEXT')}`] : []),
  ];
}
