/** Reads a bank's file from the disk. */
import { readFileSync, statSync } from 'node:fs';
import { fileBytesMax, readStatements } from '../adapters/bank/read-statement.ts';
import type { CsvOptions } from '../bank/csv.ts';
import { cannot, type BankReading, type Statement } from '../bank/statement.ts';
import { whyUnreadable } from './text-file.ts';

export function readBankFile(path: string, options: CsvOptions): BankReading<readonly Statement[]> {
  let bytes: Uint8Array;
  try {
    const { size } = statSync(path);
    if (size > fileBytesMax) return cannot(0, `it has ${size} bytes, and at most ${fileBytesMax} are read: take a shorter period`);
    bytes = readFileSync(path);
  } catch (error) {
    return cannot(0, whyUnreadable(error));
  }
  return readStatements(bytes, options);
}
