/** A bank's file to its statements: camt.053 where it is XML, else a table. Limits bound what a file can make it cost. */
import Papa from 'papaparse';
import { statementsOfCamt } from '../../bank/camt.ts';
import { statementOfRows, type CsvOptions } from '../../bank/csv.ts';
import { cannot, linesMax, type BankReading, type Statement } from '../../bank/statement.ts';
import { readXml } from './read-xml.ts';

/** Far above a year of a busy account. */
export const fileBytesMax = 32 * 1024 * 1024;
const cellsMax = 200;

export function readStatements(bytes: Uint8Array, options: CsvOptions): BankReading<readonly Statement[]> {
  if (bytes.length > fileBytesMax) return cannot(0, `it has ${bytes.length} bytes, and at most ${fileBytesMax} are read: take a shorter period`);
  const text = decoded(bytes);
  if (text.trim() === '') return cannot(0, 'there is nothing in it');
  if (text.includes('\0')) return cannot(0, 'this is no text');
  if (text.trimStart().startsWith('<')) {
    const root = readXml(text.trimStart());
    return root.ok ? statementsOfCamt(root.value) : root;
  }
  const statement = readTable(text, options);
  return statement.ok ? { ok: true, value: [statement.value] } : statement;
}

function readTable(text: string, options: CsvOptions): BankReading<Statement> {
  const { data, errors } = Papa.parse<string[]>(text, { delimiter: delimiterOf(text), preview: linesMax * 2, skipEmptyLines: false });
  const wrong = errors.find(({ type }) => type === 'Quotes');
  if (wrong !== undefined) return cannot((wrong.row ?? 0) + 1, 'a quote is opened and not closed, or goes on after it was closed');
  const wide = data.findIndex((row) => row.length > cellsMax);
  return wide < 0 ? statementOfRows(data, options) : cannot(wide + 1, `it has ${data[wide]?.length ?? 0} fields, and at most ${cellsMax} are read`);
}

/** Whichever of semicolon, comma, tab and bar parts the first lines most often into as many fields; what stands in quotes doesn't count. */
function delimiterOf(text: string): string {
  const lines = text.slice(0, 20_000).replaceAll(/"[^"]*"/g, '').split(/\r\n|\r|\n/).slice(0, 80);
  const score = (mark: string): number => {
    const widths = new Map<number, number>();
    for (const line of lines) {
      const width = line.split(mark).length;
      if (width > 1) widths.set(width, (widths.get(width) ?? 0) + 1);
    }
    return Math.max(0, ...widths.values());
  };
  const marks = [';', '\t', '|', ','].map((mark) => ({ mark, score: score(mark) }));
  return marks.reduce((best, each) => (each.score > best.score ? each : best)).mark;
}

/** UTF-8 or UTF-16 by its mark; what is no UTF-8 is Windows-1252, as older banking programs write it. */
function decoded(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
