/** Fuzzes the reader of banks' files: tables and camt.053. */
import type { BankReading, Statement } from '../../bank/statement.ts';
import { isDay } from '../../vocabulary/time.ts';
import type { Random } from '../random.ts';
import { fuzz, hasStack, must, type FuzzReport } from './fuzz.ts';
import { mutateText } from './mutate.ts';

export type BankGround = {
  /** Files that are right. */
  readonly corpus: readonly string[];
  readonly take: (file: Uint8Array) => BankReading<readonly Statement[]>;
};

/** What XML can also say, and numbers and days that are nearly some. */
const scraps = [
  '<!DOCTYPE a [<!ENTITY x "y">]>', '&x;', '&#0;', '&#x110000;', '<![CDATA[', ']]>', '<!--', '-->', '<?xml version="1.1"?>', '<Ntry>', '</Ntry>', '<Amt>', '</Amt>', '<Ntry/>', 'xmlns="urn:x"', '>', '<',
  '1.234', '1,234', '1.234,56', '-', '\u2212', '99999999999999999999', '1e5', '31.02.2026', '2026-02-30', '01/13/2026', '00.00.0000', '"', '""', ';', ',', '\t', '|', '\n', '\r', '\u00a0',
] as const;

/** Whatever the file holds: statements whose lines are days and exact amounts, or one problem in words. Never an exception. */
export function fuzzBank(ground: BankGround, seed: number, goOn: (cases: number) => boolean): Promise<FuzzReport> {
  return fuzz(seed, goOn, (random) => {
    const file = someFile(random, ground.corpus);
    const shown = (): string => `bytes: ${Buffer.from(file).toString('base64')}`;
    const read = ground.take(file);
    if (!read.ok) {
      must(read.problems.length === 1, () => `${read.problems.length} problems\n${shown()}`);
      for (const { line, message } of read.problems) must(line >= 0 && message !== '' && message.length < 400 && !hasStack(message), () => `${line}: ${message}\n${shown()}`);
      return 'refused';
    }
    for (const { lines, opening, closing, fault } of read.value) {
      must(fault === null || fault !== '', () => `an empty fault\n${shown()}`);
      for (const amount of [...lines.map((line) => line.amount), opening, closing]) must(amount === null || /^-?\d+(\.\d+)?$/.test(amount), () => `the amount ${String(amount)}\n${shown()}`);
      for (const { day, reference } of lines) must(isDay(day) && reference !== '', () => `a line on ${day} under ${String(reference)}\n${shown()}`);
    }
    return 'read';
  });
}

function someFile(random: Random, corpus: readonly string[]): Uint8Array {
  let text = corpus[random.int(0, corpus.length - 1)] ?? '';
  for (let edits = random.int(0, 3); edits > 0; edits--) {
    const place = random.int(0, text.length);
    text = `${text.slice(0, place)}${random.pick(scraps)}${text.slice(place + random.int(0, 6))}`;
  }
  if (random.chance(0.5)) text = mutateText(random, text, corpus, random.int(1, 3));
  const bytes = Buffer.from(text);
  if (random.chance(0.1)) for (let edits = random.int(1, 4); edits > 0; edits--) bytes[random.int(0, Math.max(0, bytes.length - 1))] = random.int(0, 255);
  return bytes;
}
