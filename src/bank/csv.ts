/** A bank's table, as rows of cells, to a statement. What a cell means is read exactly or refused with its row; nothing is guessed. */
import { daysInMonth, type Day } from '../vocabulary/time.ts';
import { columnsIn, type ColumnKind, type Columns } from './columns.ts';
import { cannot, follows, less, linesMax, severalCurrencies, shown, type BankReading, type Statement, type StatementLine } from './statement.ts';

export type CsvOptions = {
  /** Names of columns that one has been told, with `+` between several. */
  readonly columns: { readonly [kind in ColumnKind]?: string };
  /** Left out: seen from the amounts themselves. */
  readonly decimal?: 'comma' | 'point' | undefined;
};

/** Rows that may stand before the one with the columns' names: account, period, owner. */
const preambleMax = 60;

type Row = { readonly row: number; readonly cells: readonly string[] };
type Mark = ',' | '.';

export function statementOfRows(rows: readonly (readonly string[])[], { columns: given, decimal }: CsvOptions): BankReading<Statement> {
  const place = rows.slice(0, preambleMax).findIndex((row) => columnsIn(row, given) !== null);
  const columns = columnsIn(rows[place] ?? [], given);
  if (columns === null) return cannot(0, 'no row names the columns of a statement (a day, and an amount or debit and credit): say which they are, as --columns "day=Fecha,amount=Importe,text=Concepto"');
  const all = rows.map((cells, index): Row => ({ row: index + 1, cells })).slice(place + 1).filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const booked = all.filter((each) => !isPending(cell(each, columns.status)));
  if (booked.length > linesMax) return cannot(0, `it has ${booked.length} lines, and at most ${linesMax} are read: take a shorter period`);
  const mark = decimalMark(booked.flatMap((each) => moneyCells(each, columns)), decimal);
  if (!mark.ok) return mark;
  const lines: (StatementLine & { readonly row: number; readonly balance: string | null })[] = [];
  for (const each of booked) {
    const line = lineOf(each, columns, mark.value);
    if (!line.ok) return line;
    lines.push(line.value);
  }
  const currencies = new Set(booked.map((each) => cell(each, columns.currency).toUpperCase()).filter((each) => each !== ''));
  if (currencies.size > 1) return severalCurrencies(0, currencies);
  return { ok: true, value: { currency: [...currencies][0] ?? null, pending: all.length - booked.length, ...balancesOf(lines), lines: lines.map(({ row: _row, balance: _balance, ...line }) => line) } };
}

function cell({ cells }: Row, places: readonly number[] = []): string {
  return places.map((place) => (cells[place] ?? '').trim()).filter((each) => each !== '').join(' ').replaceAll(/\s+/g, ' ');
}

function isPending(status: string): boolean {
  return ['pending', 'vorgemerkt', 'pendiente'].includes(status.toLowerCase());
}

function lineOf(each: Row, columns: Columns, mark: Mark): BankReading<StatementLine & { readonly row: number; readonly balance: string | null }> {
  const { row } = each;
  const [dayText, reference, balanceText] = [cell(each, columns.day), cell(each, columns.reference), cell(each, columns.balance)];
  const day = readDay(dayText);
  if (day === null) return cannot(row, `"${shown(dayText)}" is no day such as 2026-01-31, 31.01.2026 or 31/01/2026 (days before months)`);
  const amount = amountIn(each, columns, mark);
  if (!amount.ok) return amount;
  const balance = balanceText === '' ? null : readAmount(balanceText, mark);
  if (balanceText !== '' && balance === null) return cannot(row, `"${shown(balanceText)}" is no balance`);
  return { ok: true, value: { row, day, amount: amount.value, reference: reference === '' ? null : reference, party: cell(each, columns.party), text: cell(each, columns.text), balance } };
}

// Amounts

function moneyCells(each: Row, columns: Columns): string[] {
  return [columns.amount, columns.debit, columns.credit, columns.balance].map((places) => cell(each, places)).filter((text) => text !== '');
}

/** With an amount of its own, and if so a sign beside it; or in one of the two columns of debit and credit. */
function amountIn(each: Row, columns: Columns, mark: Mark): BankReading<string> {
  const { row } = each;
  if (columns.amount !== undefined) {
    const text = cell(each, columns.amount);
    const amount = readAmount(text, mark);
    if (amount === null) return cannot(row, `"${shown(text)}" is no amount`);
    const sign = cell(each, columns.sign);
    if (sign === '') return { ok: true, value: amount };
    const direction = directionOf(sign);
    return direction === null ? cannot(row, `"${shown(sign)}" says neither debit nor credit`) : { ok: true, value: signed(amount, direction) };
  }
  const [debit, credit] = [cell(each, columns.debit), cell(each, columns.credit)].map((text) => (text === '' ? '0' : readAmount(text, mark)));
  if (debit === null || credit === null || debit === undefined || credit === undefined) return cannot(row, 'debit and credit are no amounts');
  if (isZero(debit) === isZero(credit)) return cannot(row, 'a line has a debit or a credit, one of them');
  return { ok: true, value: isZero(debit) ? credit : signed(debit, '-') };
}

function directionOf(sign: string): '+' | '-' | null {
  const said = sign.toLowerCase();
  if (['c', 'cr', 'crdt', 'credit', 'h', 'haben', 'haber', 'abono', '+'].includes(said)) return '+';
  return ['d', 'dr', 'dbit', 'debit', 's', 'soll', 'debe', 'cargo', '-'].includes(said) ? '-' : null;
}

function signed(amount: string, direction: '+' | '-'): string {
  const bare = amount.replace('-', '');
  return direction === '-' && !isZero(bare) ? `-${bare}` : bare;
}

function isZero(amount: string): boolean {
  return /^-?0+(\.0+)?$/.test(amount);
}

/** The mark before the decimals, of the whole table: seen where a value has both marks, or one mark and not three digits behind it. */
function decimalMark(texts: readonly string[], told: CsvOptions['decimal']): BankReading<Mark> {
  if (told !== undefined) return { ok: true, value: told === 'comma' ? ',' : '.' };
  const seen = new Set<Mark>();
  let unclear: string | undefined;
  for (const text of texts) {
    const bare = text.replaceAll(/[^\d.,]/g, '');
    const last = Math.max(bare.lastIndexOf(','), bare.lastIndexOf('.'));
    if (last < 0) continue;
    const mark: Mark = bare[last] === ',' ? ',' : '.';
    const marks = bare.replaceAll(/\d/g, '');
    const repeated = marks.length > 1 && marks.replaceAll(mark, '') === '';
    if (repeated) seen.add(mark === ',' ? '.' : ',');
    else if (marks.length > 1 || bare.length - last - 1 !== 3) seen.add(mark);
    else unclear ??= text;
  }
  const [mark, other] = seen;
  if (other !== undefined) return cannot(0, 'some of its amounts have a comma before the decimals and some a point: say which it is with --decimal comma or --decimal point');
  if (mark === undefined && unclear !== undefined) return cannot(0, `whether "${shown(unclear)}" has thousands or decimals can't be seen: say which mark its decimals have, with --decimal comma or --decimal point`);
  return { ok: true, value: mark ?? '.' };
}

const withComma = /^(-|\+)?(\d{1,3}(?:[.'’]\d{3})+|\d{1,16})(?:,(\d{1,9}))?(-)?$/;
const withPoint = /^(-|\+)?(\d{1,3}(?:[,'’]\d{3})+|\d{1,16})(?:\.(\d{1,9}))?(-)?$/;

/** Exact decimal text, or null. Between thousands the other mark, a space or an apostrophe may stand; a currency beside it is left out. */
function readAmount(text: string, mark: Mark): string | null {
  const bare = text.replaceAll(/[\s\u00a0\u202f]/g, '').replace(/^[€£$]|[€£$]$|^[A-Z]{3}|[A-Z]{3}$/, '').replaceAll('\u2212', '-');
  const found = (mark === ',' ? withComma : withPoint).exec(bare);
  if (found === null || (found[1] !== undefined && found[4] !== undefined)) return null;
  const whole = (found[2] ?? '').replaceAll(/\D/g, '').replace(/^0+(?=\d)/, '');
  if (whole.length > 16) return null;
  const plain = found[3] === undefined ? whole : `${whole}.${found[3]}`;
  return (found[1] === '-' || found[4] === '-') && !isZero(plain) ? `-${plain}` : plain;
}

// Days

const forms: readonly { readonly form: RegExp; readonly order: 'ymd' | 'dmy' }[] = [
  { form: /^(\d{4})-(\d{2})-(\d{2})$/, order: 'ymd' }, { form: /^(\d{4})\/(\d{2})\/(\d{2})$/, order: 'ymd' }, { form: /^(\d{4})(\d{2})(\d{2})$/, order: 'ymd' },
  { form: /^(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})$/, order: 'dmy' }, { form: /^(\d{1,2})\/(\d{1,2})\/(\d{4}|\d{2})$/, order: 'dmy' }, { form: /^(\d{1,2})-(\d{1,2})-(\d{4}|\d{2})$/, order: 'dmy' },
];

/** ISO 8601, or the day first; a time behind it is left out. Null: it is no day. */
function readDay(text: string): Day | null {
  const [day = ''] = text.split(/[T ]/, 1);
  for (const { form, order } of forms) {
    const found = form.exec(day);
    if (found === null) continue;
    const [, a = '', b = '', c = ''] = found;
    const [year, month, date] = order === 'ymd' ? [a, b, c] : [c.length === 2 ? `20${c}` : c, b, a];
    const isDay = Number(year) >= 1970 && Number(month) >= 1 && Number(month) <= 12 && Number(date) >= 1 && Number(date) <= daysInMonth(Number(year), Number(month));
    return isDay ? `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}` : null;
  }
  return null;
}

// Balances

/** The balance behind each line must follow from the one before it, the oldest line first or last in the table. */
function balancesOf(lines: readonly { readonly row: number; readonly amount: string; readonly balance: string | null }[]): Pick<Statement, 'opening' | 'closing' | 'fault'> {
  const said = lines.flatMap(({ row, amount, balance }) => (balance === null ? [] : [{ row, amount, balance }]));
  if (said.length === 0 || said.length < lines.length) return { opening: null, closing: null, fault: null };
  const down = chainOf(said);
  const up = chainOf([...said].reverse());
  return down.fault === null || up.fault !== null ? down : up;
}

function chainOf(said: readonly { readonly row: number; readonly amount: string; readonly balance: string }[]): Pick<Statement, 'opening' | 'closing' | 'fault'> {
  const [first, last] = [said[0], said.at(-1)];
  if (first === undefined || last === undefined) return { opening: null, closing: null, fault: null };
  const broken = said.find(({ amount, balance }, place) => place > 0 && !follows(said[place - 1]?.balance ?? '0', amount, balance));
  const fault = broken === undefined ? null : `the balance ${broken.balance} in row ${broken.row} doesn't follow from the one beside it: lines are missing, or were changed`;
  return { opening: less(first.balance, first.amount), closing: last.balance, fault };
}
