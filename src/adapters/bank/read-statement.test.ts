// Statements as banks write them: tables of three languages, and camt.053 of several versions, with what each line comes to by hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CsvOptions } from '../../bank/csv.ts';
import type { Statement } from '../../bank/statement.ts';
import { fileBytesMax, readStatements } from './read-statement.ts';

function read(text: string | Uint8Array, options: Partial<CsvOptions> = {}): ReturnType<typeof readStatements> {
  return readStatements(typeof text === 'string' ? new TextEncoder().encode(text) : text, { columns: {}, ...options });
}

function one(text: string | Uint8Array, options: Partial<CsvOptions> = {}): Statement {
  const found = read(text, options);
  assert.ok(found.ok, JSON.stringify(found));
  assert.equal(found.value.length, 1);
  return found.value[0] as Statement;
}

function says(text: string | Uint8Array, line: number, message: RegExp, options: Partial<CsvOptions> = {}): void {
  const found = read(text, options);
  assert.ok(!found.ok, JSON.stringify(found).slice(0, 300));
  assert.equal(found.problems.length, 1);
  assert.match(found.problems[0]?.message ?? '', message);
  assert.equal(found.problems[0]?.line, line, found.problems[0]?.message);
}

const amounts = (statement: Statement): string[] => statement.lines.map(({ amount }) => amount);
const days = (statement: Statement): string[] => statement.lines.map(({ day }) => day);

// Tables

test('an English table: ISO days, points before the decimals, a balance behind each line', () => {
  const statement = one(`Date,Counterparty,Payment reference,Transaction ID,Amount,Currency,Balance
2026-03-01,Baker & Co,"Wage, March, Ana Lind",TX-1,"1,200.00",EUR,"1,300.00"
2026-03-02,Landlord,payout-7,TX-2,-700.00,EUR,600.00
`);
  assert.deepEqual(statement, {
    currency: 'EUR', opening: '100.00', closing: '600.00', pending: 0, fault: null,
    lines: [
      { day: '2026-03-01', amount: '1200.00', reference: 'TX-1', party: 'Baker & Co', text: 'Wage, March, Ana Lind' },
      { day: '2026-03-02', amount: '-700.00', reference: 'TX-2', party: 'Landlord', text: 'payout-7' },
    ],
  });
});

test('a German table: semicolons, days first, decimal commas, rows before the names, what isn\'t booked yet', () => {
  const statement = one(`"Girokonto";"DE02120300000000202051"
"Kontostand vom 03.03.2026:";"1.610,00 EUR"

"Buchungsdatum";"Wertstellung";"Status";"Zahlungspflichtige*r";"Zahlungsempfänger*in";"Verwendungszweck";"Betrag (€)";"Kundenreferenz (End-to-End)"
"03.03.26";"";"Vorgemerkt";"Hausgemeinschaft";"Kaufladen";"Einkauf";"-9,99";""
"02.03.26";"02.03.26";"Gebucht";"Hausgemeinschaft";"Vermieter";"Miete payout-7";"-1.700,5";"E2E-9"
"28.02.26";"01.03.26";"Gebucht";"Bäckerei Korn";"Hausgemeinschaft";"Lohn Ana";"2.000,00";""
`);
  assert.deepEqual(statement.lines, [
    { day: '2026-03-02', amount: '-1700.5', reference: null, party: 'Hausgemeinschaft Vermieter', text: 'Miete payout-7 E2E-9' },
    { day: '2026-02-28', amount: '2000.00', reference: null, party: 'Bäckerei Korn Hausgemeinschaft', text: 'Lohn Ana' },
  ]);
  assert.deepEqual([statement.pending, statement.opening, statement.closing, statement.currency], [1, null, null, null]);
});

test('a German table with debit and credit beside the amount, in Windows-1252, the latest line first', () => {
  const text = 'Buchungstag;Auftraggeber/Empfänger;Verwendungszweck;Währung;Umsatz;Soll/Haben;Saldo\r\n03.03.2026;Müller;Miete;EUR;1.000,00;S;500,00\r\n01.03.2026;Korn;Lohn;EUR;1.400,00;H;1.500,00\r\n';
  const statement = one(Uint8Array.from(text, (letter) => letter.charCodeAt(0)));
  assert.deepEqual(amounts(statement), ['-1000.00', '1400.00']);
  assert.deepEqual([statement.lines[0]?.party, statement.opening, statement.closing, statement.fault], ['Müller', '100.00', '500.00', null]);
});

test('a Spanish table: cargo and abono apart, tabs between', () => {
  const statement = one('F. valor\tFecha operación\tConcepto\tCargo\tAbono\tSaldo\n02/03/2026\t01/03/2026\tNómina Ana\t\t1.200,00 €\t1.300,00 €\n03/03/2026\t03/03/2026\tAlquiler\t700,00 €\t\t600,00 €\n');
  assert.deepEqual(amounts(statement), ['1200.00', '-700.00']);
  assert.deepEqual(days(statement), ['2026-03-01', '2026-03-03'], 'the day of booking goes before the day of value');
  assert.deepEqual([statement.opening, statement.closing], ['100.00', '600.00']);
});

test('columns can be named, several for one', () => {
  const table = 'Dia,Valor neto,Quien,Nota,Nota2\n5-3-2026,"12,5",Ana,a,b\n';
  says(table, 0, /no row names the columns/);
  const statement = one(table, { columns: { day: 'Dia', amount: 'valor neto', party: 'Quien', text: 'Nota+Nota2' } });
  assert.deepEqual(statement.lines, [{ day: '2026-03-05', amount: '12.5', reference: null, party: 'Ana', text: 'a b' }]);
  says(table, 0, /no row names/, { columns: { day: 'Dia', amount: 'Nett' } });
});

test('days: ISO, or the day before the month; never the month first', () => {
  const day = (text: string): string => days(one(`date,amount\n${text},1.00\n`))[0] ?? '';
  assert.deepEqual(['2026-01-31', '2026/01/31', '20260131', '31.01.2026', '31.1.26', '31/01/2026', '31-01-2026', '2026-01-31 23:59:59', '2026-01-31T10:00:00Z', '28/2/2026'].map(day),
    [...Array.from({ length: 9 }, () => '2026-01-31'), '2026-02-28']);
  for (const wrong of ['01/31/2026', '2026-02-29', '31.04.2026', '0.1.2026', 'yesterday', '', '2026-13-01']) says(`date,amount\n${wrong},1.00\n`, 2, /no day such as/);
});

test('amounts: which mark stands before the decimals is seen from all of them, and asked for where it can\'t be', () => {
  const read = (texts: readonly string[], decimal?: 'comma' | 'point'): string[] => amounts(one(`date;amount\n${texts.map((text) => `2026-01-31;${text}\n`).join('')}`, decimal === undefined ? {} : { decimal }));
  assert.deepEqual(read(['1.234,56', '7']), ['1234.56', '7']);
  assert.deepEqual(read(['1,234.56', '12,345']), ['1234.56', '12345']);
  assert.deepEqual(read(['1.234', '0,5']), ['1234', '0.5']);
  assert.deepEqual(read(['1.234.567']), ['1234567']);
  assert.deepEqual(read(['1’234.50', '-1\'000.00', '+5.00', '5.00-', '€3.00', '3.00 EUR', '\u22124.00']), ['1234.50', '-1000.00', '5.00', '-5.00', '3.00', '3.00', '-4.00']);
  assert.deepEqual(read(['1 234,50']), ['1234.50']);
  assert.deepEqual(read(['1.234'], 'point'), ['1.234']);
  assert.deepEqual(read(['1.234'], 'comma'), ['1234']);
  says('date;amount\n2026-01-31;1.234\n', 0, /thousands or decimals can't be seen/);
  says('date;amount\n2026-01-31;1,5\n2026-01-31;1.5\n', 0, /comma before the decimals and some a point/);
  for (const wrong of ['12a', '1..2', '', '--1', '-1-', '1.23.4', '99999999999999999']) says(`date;amount;text\n2026-01-31;1.00;x\n2026-01-31;${wrong};x\n`, 3, /is no amount/, { decimal: 'point' });
});

test('debit and credit: one of them, and a debit is one with or without its sign', () => {
  const table = (debit: string, credit: string): string => `date;debit;credit\n2026-01-31;${debit};${credit}\n`;
  assert.deepEqual(amounts(one(table('5.00', ''))), ['-5.00']);
  assert.deepEqual(amounts(one(table('-5.00', '0.00'))), ['-5.00']);
  assert.deepEqual(amounts(one(table('0.00', '5.00'))), ['5.00']);
  for (const wrong of [table('5.00', '5.00'), table('', ''), table('0.00', '0.00')]) says(wrong, 2, /a debit or a credit/);
  says('date;amount;dr/cr\n2026-01-31;5.00;X\n', 2, /neither debit nor credit/);
});

test('a line that is missing shows in the balances', () => {
  const statement = one('date,amount,balance\n2026-01-01,5.00,105.00\n2026-01-02,1.00,106.00\n2026-01-04,1.00,108.00\n');
  assert.match(statement.fault ?? '', /balance 108.00 in row 4/);
  assert.equal(one('date,amount,balance\n2026-01-01,5.00,105.00\n2026-01-02,1.00,\n').fault, null, 'where not all are given none is held against another');
});

test('a table that can\'t be one says so once, with its row', () => {
  says('', 0, /nothing in it/);
  says(' \n \n', 0, /nothing in it/);
  says('a\0b', 0, /no text/);
  says('date,amount,currency\n2026-01-01,1.00,EUR\n2026-01-01,1.00,USD\n', 0, /amounts in EUR, USD/);
  says('date,amount\n2026-01-01,"1.00\n2026-01-02,2.00\n', 2, /a quote is opened/);
  says(`date,amount\n${'x,'.repeat(300)}\n`, 2, /301 fields/);
  says(`date,amount\n${'2026-01-01,1.00\n'.repeat(100_001)}`, 0, /100001 lines/);
  says(new Uint8Array(fileBytesMax + 1).fill(65), 0, /at most 33554432/);
});

// camt.053

const document = (version: string, body: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"><BkToCstmrStmt><GrpHdr><MsgId>1</MsgId></GrpHdr><Stmt><Id>S1</Id>
<Acct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>EUR</Ccy></Acct>${body}</Stmt></BkToCstmrStmt></Document>`;
const balance = (kind: string, amount: string, direction = 'CRDT'): string => `<Bal><Tp><CdOrPrtry><Cd>${kind}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd><Dt><Dt>2026-03-01</Dt></Dt></Bal>`;

/** Party and status as version 02 has them, and as 08 has them. */
function wage(version: '02' | '08'): string {
  const debtor = version === '02' ? '<Dbtr><Nm>Baker &amp; Co</Nm></Dbtr>' : '<Dbtr><Pty><Nm>Baker &amp; Co</Nm></Pty></Dbtr>';
  const status = version === '02' ? '<Sts>BOOK</Sts>' : '<Sts><Cd>BOOK</Cd></Sts>';
  return `<Ntry><Amt Ccy="EUR">1200.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>${status}<BookgDt><Dt>2026-03-02</Dt></BookgDt><ValDt><Dt>2026-03-03</Dt></ValDt><AcctSvcrRef>REF-1</AcctSvcrRef>
<NtryDtls><TxDtls><Refs><EndToEndId>E2E-1</EndToEndId></Refs><RltdPties>${debtor}<Cdtr><Nm>House</Nm></Cdtr></RltdPties><RmtInf><Ustrd>Wage March</Ustrd><Ustrd>Ana  Lind</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`;
}

const rent = `<Ntry><Amt Ccy="EUR">700.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><DtTm>2026-03-04T09:00:00+01:00</DtTm></BookgDt><AcctSvcrRef>REF-2</AcctSvcrRef>
<NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><RltdPties><Cdtr><Nm>Landlord</Nm></Cdtr></RltdPties><RmtInf><Strd><CdtrRefInf><Ref>payout-7</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls></Ntry>`;

test('camt.053 of versions 02 and 08: what was moved between them is found in both places', () => {
  for (const version of ['02', '08'] as const) {
    assert.deepEqual(one(document(version, balance('OPBD', '100.00') + balance('CLBD', '600.00') + wage(version) + rent)), {
      currency: 'EUR', opening: '100.00', closing: '600.00', pending: 0, fault: null,
      lines: [
        { day: '2026-03-02', amount: '1200.00', reference: 'REF-1', party: 'Baker & Co', text: 'Wage March Ana Lind E2E-1' },
        { day: '2026-03-04', amount: '-700.00', reference: 'REF-2', party: 'Landlord', text: 'payout-7' },
      ],
    }, version);
  }
});

test('versions 02 to 08 are read, others and other messages are not', () => {
  for (const version of ['02', '03', '04', '05', '06', '07', '08']) assert.equal(one(document(version, rent)).lines.length, 1);
  for (const version of ['01', '09', '13']) says(document(version, rent), 2, /no camt.053 of version 02 to 08/);
  says(document('02', rent).replace('camt.053', 'camt.052'), 2, /no camt.053/);
  says('<a/>', 1, /no camt.053 of version 02 to 08, but a of no namespace/);
  says('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt/></Document>', 1, /no statement/);
});

test('an entry of several transactions is a line for each where they sum to it, else one', () => {
  const batch = (first: string, second: string): string => `<Ntry><Amt Ccy="EUR">30.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-03-02</Dt></BookgDt><AcctSvcrRef>REF-9</AcctSvcrRef><NtryDtls>
<TxDtls><Refs><AcctSvcrRef>OWN-1</AcctSvcrRef></Refs><AmtDtls><TxAmt><Amt Ccy="EUR">${first}</Amt></TxAmt></AmtDtls><RmtInf><Ustrd>ana</Ustrd></RmtInf></TxDtls>
<TxDtls><Amt Ccy="EUR">${second}</Amt><CdtDbtInd>CRDT</CdtDbtInd><RmtInf><Ustrd>bo</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`;
  assert.deepEqual(one(document('04', batch('10.00', '20.00'))).lines.map(({ amount, reference, text }) => [amount, reference, text]), [['10.00', 'OWN-1', 'ana'], ['20.00', 'REF-9/2', 'bo']]);
  assert.deepEqual(one(document('04', batch('10.00', '19.00'))).lines.map(({ amount, reference }) => [amount, reference]), [['30.00', 'REF-9']]);
});

test('what isn\'t booked is left out, a reversal counts by its own direction, and a statement that doesn\'t add up says so', () => {
  const pending = wage('02').replace('BOOK', 'PDNG');
  const reversal = wage('02').replace('CRDT', 'DBIT').replace('<Sts>', '<RvslInd>true</RvslInd><Sts>').replace('REF-1', 'REF-3');
  const statement = one(document('02', balance('PRCD', '50.00', 'DBIT') + balance('CLBD', '50.00', 'DBIT') + wage('02') + reversal + pending));
  assert.deepEqual([amounts(statement), statement.pending, statement.opening, statement.fault], [['1200.00', '-1200.00'], 1, '-50.00', null]);
  assert.equal(one(document('02', balance('OPBD', '100.00') + balance('CLBD', '599.99') + wage('02') + rent)).fault, 'it begins with 100.00, its 2 lines lead to 600.00, and it says that it ends with 599.99');
});

test('what a camt.053 lacks or has wrong is said with its line', () => {
  says(document('02', rent.replace(/<BookgDt>.*<\/BookgDt>/, '')), 3, /no day of booking/);
  says(document('02', rent.replace('700.00', '7 00')), 3, /"7 00" is no amount/);
  says(document('02', rent.replace('DBIT', 'debit')), 3, /CRDT or DBIT/);
  says(document('02', rent + balance('CLBD', '1.00').replace('EUR', 'USD')), 2, /amounts in EUR, USD/);
});

test('XML that isn\'t, brings entities of its own, or has no end is refused at once', () => {
  says('<Document>', 1, /this is no XML: unclosed tag: Document/);
  says('<a>\n<b></a>', 2, /this is no XML/);
  says('<a>&unknown;</a>', 1, /this is no XML/);
  says('<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>', 1, /DOCTYPE/);
  says('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', 1, /DOCTYPE/);
  says(`${'<a>'.repeat(41)}${'</a>'.repeat(41)}`, 1, /deeper than 40/);
  says(`<a>${'<b/>'.repeat(1_000_001)}</a>`, 1, /more than 1000000 elements/);
});
