/**
 * camt.053, the bank's statement of ISO 20022 (BankToCustomerStatement), versions 02 to 08: what later versions moved is looked for in both places
 * (the status of an entry, the name of a party). An entry that several transactions are booked in is one line for each, where they have amounts.
 */
import { isDay, type Day } from '../vocabulary/time.ts';
import { all, at, textAt, type Element } from './element.ts';
import { balanceFault, cannot, linesMax, severalCurrencies, shown, type BankReading, type Statement, type StatementLine } from './statement.ts';

const namespaceForm = /^urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.(\d{2})$/;
const versions = { first: 2, last: 8 };

/** Each statement of the document, in its order. */
export function statementsOfCamt(root: Element): BankReading<readonly Statement[]> {
  const [, version] = namespaceForm.exec(root.namespace) ?? [];
  const isKnown = root.name === 'Document' && version !== undefined && Number(version) >= versions.first && Number(version) <= versions.last;
  if (!isKnown) return cannot(root.line, `this is no camt.053 of version 02 to 08, but ${shown(root.name)} of ${root.namespace === '' ? 'no namespace' : shown(root.namespace)}`);
  const found = all(at(root, 'BkToCstmrStmt'), 'Stmt');
  if (found.length === 0) return cannot(root.line, 'there is no statement (Stmt) in it');
  const statements: Statement[] = [];
  for (const each of found) {
    const statement = statementOf(each);
    if (!statement.ok) return statement;
    statements.push(statement.value);
  }
  const count = statements.reduce((sum, { lines }) => sum + lines.length, 0);
  return count <= linesMax ? { ok: true, value: statements } : cannot(0, `it has ${count} lines, and at most ${linesMax} are read: take a shorter period`);
}

function statementOf(statement: Element): BankReading<Statement> {
  const currencies = new Set([textAt(statement, 'Acct', 'Ccy'), ...moneyOf(statement).map(({ attributes }) => attributes['Ccy'] ?? '')].filter((each) => each !== ''));
  if (currencies.size > 1) return severalCurrencies(statement.line, currencies);
  const entries = all(statement, 'Ntry');
  const booked = entries.filter((entry) => statusOf(entry) === 'BOOK');
  const lines: StatementLine[] = [];
  for (const entry of booked) {
    const read = linesOf(entry);
    if (!read.ok) return read;
    lines.push(...read.value);
  }
  const opening = balanceOf(statement, ['OPBD', 'PRCD']);
  const closing = balanceOf(statement, ['CLBD']);
  if (!opening.ok) return opening;
  if (!closing.ok) return closing;
  const balances = { opening: opening.value, closing: closing.value };
  return { ok: true, value: { currency: [...currencies][0] ?? null, ...balances, lines, pending: entries.length - booked.length, fault: balanceFault({ ...balances, lines }) } };
}

function moneyOf(statement: Element): Element[] {
  return [...all(statement, 'Bal'), ...all(statement, 'Ntry')].flatMap((each) => all(each, 'Amt'));
}

/** A code of its own from version 07 on; left out, it is booked. */
function statusOf(entry: Element): string {
  const status = textAt(entry, 'Sts', 'Cd');
  const said = status === '' ? textAt(entry, 'Sts') : status;
  return said === '' ? 'BOOK' : said;
}

/** The first balance of these kinds, in the order of the kinds. Null: there is none. */
function balanceOf(statement: Element, kinds: readonly string[]): BankReading<string | null> {
  const balances = all(statement, 'Bal');
  const balance = kinds.map((kind) => balances.find((each) => textAt(each, 'Tp', 'CdOrPrtry', 'Cd') === kind)).find((each) => each !== undefined);
  return balance === undefined ? { ok: true, value: null } : signedAmount(balance, at(balance, 'Amt'));
}

/** Credit adds and debit takes away, for reversals too: there the original was the other one. */
function signedAmount(of: Element, amount: Element | undefined, direction = textAt(of, 'CdtDbtInd')): BankReading<string> {
  const text = (amount?.text ?? '').trim();
  if (!/^\d{1,16}(\.\d{1,9})?$/.test(text)) return cannot((amount ?? of).line, `"${shown(text)}" is no amount`);
  if (direction !== 'CRDT' && direction !== 'DBIT') return cannot(of.line, 'an amount is CRDT or DBIT (CdtDbtInd)');
  return { ok: true, value: direction === 'DBIT' && /[1-9]/.test(text) ? `-${text}` : text };
}

function linesOf(entry: Element): BankReading<readonly StatementLine[]> {
  const day = dayOf(entry);
  if (day === null) return cannot(entry.line, 'it has no day of booking (BookgDt)');
  const amount = signedAmount(entry, at(entry, 'Amt'));
  if (!amount.ok) return amount;
  const own = textAt(entry, 'AcctSvcrRef') || textAt(entry, 'NtryRef');
  const transactions = all(entry, 'NtryDtls').flatMap((details) => all(details, 'TxDtls'));
  const parts = partsOf(entry, transactions, amount.value);
  if (parts === null) return { ok: true, value: [lineOf(entry, transactions.length === 1 ? transactions[0] : undefined, { day, amount: amount.value, reference: own })] };
  return { ok: true, value: parts.map(({ transaction, amount: part }, place) => lineOf(entry, transaction, { day, amount: part, reference: textAt(transaction, 'Refs', 'AcctSvcrRef') || (own === '' ? '' : `${own}/${place + 1}`) })) };
}

/** The transactions with their amounts, where there are several and they sum to the entry; null: it is one line. */
function partsOf(entry: Element, transactions: readonly Element[], whole: string): readonly { readonly transaction: Element; readonly amount: string }[] | null {
  if (transactions.length < 2) return null;
  const parts: { readonly transaction: Element; readonly amount: string }[] = [];
  for (const transaction of transactions) {
    const amount = signedAmount(entry, at(transaction, 'Amt') ?? at(transaction, 'AmtDtls', 'TxAmt', 'Amt'), textAt(transaction, 'CdtDbtInd') || textAt(entry, 'CdtDbtInd'));
    if (!amount.ok) return null;
    parts.push({ transaction, amount: amount.value });
  }
  const lines = parts.map(({ amount }) => ({ day: '', amount, reference: null, party: '', text: '' }));
  return balanceFault({ opening: '0', closing: whole, lines }) === null ? parts : null;
}

function dayOf(entry: Element): Day | null {
  const said = textAt(entry, 'BookgDt', 'Dt') || textAt(entry, 'BookgDt', 'DtTm').slice(0, 10);
  return isDay(said) ? said : null;
}

function lineOf(entry: Element, transaction: Element | undefined, { day, amount, reference }: { readonly day: Day; readonly amount: string; readonly reference: string }): StatementLine {
  const own = transaction === undefined ? '' : textAt(transaction, 'Refs', 'AcctSvcrRef');
  const named = reference === '' ? own : reference;
  const remittance = at(transaction, 'RmtInf');
  const endToEnd = textAt(transaction, 'Refs', 'EndToEndId');
  const text = [
    ...all(remittance, 'Ustrd').map((each) => textAt(each)), ...all(remittance, 'Strd').map((each) => textAt(each, 'CdtrRefInf', 'Ref')), endToEnd === 'NOTPROVIDED' ? '' : endToEnd,
    textAt(transaction, 'AddtlTxInf'), textAt(entry, 'AddtlNtryInf'),
  ].filter((each) => each !== '').join(' ');
  return { day, amount, reference: named === '' ? null : named, party: partyOf(transaction, amount.startsWith('-') ? 'Cdtr' : 'Dbtr'), text };
}

/** Whoever the money came from, or went to; below Pty from version 08 on. */
function partyOf(transaction: Element | undefined, role: 'Cdtr' | 'Dbtr'): string {
  const party = at(transaction, 'RltdPties', role);
  return textAt(party, 'Nm') || textAt(party, 'Pty', 'Nm');
}
