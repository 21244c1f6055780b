/**
 * What the line-based formats of the log have in common: counts, hashes, and which text is clean.
 */
import { fromBase64, isWellFormed, toBase64 } from './bytes.ts';
import { hashBytes } from './merkle.ts';

/** A count as all C2SP formats write it: decimal digits without leading zeros; undefined for others and beyond 2^53 - 1. */
export function parseCount(text: string): number | undefined {
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text)) return undefined;
  const count = Number(text);
  return Number.isSafeInteger(count) ? count : undefined;
}

/** A SHA-256 in base64, alone on its line. */
export function parseHashLine(line: string): Uint8Array | undefined {
  const bytes = line.length === 44 ? fromBase64(line) : undefined;
  return bytes?.length === hashBytes ? bytes : undefined;
}

export function formatHashLines(hashes: readonly Uint8Array[]): string {
  return hashes.map((hash) => `${toBase64(hash)}\n`).join('');
}

/** The hashes on `lines`; the number of the first line (from 0) that isn't one. */
export function parseHashLines(lines: readonly string[]): readonly Uint8Array[] | number {
  const hashes: Uint8Array[] = [];
  for (const [i, line] of lines.entries()) {
    const hash = parseHashLine(line);
    if (hash === undefined) return i;
    hashes.push(hash);
  }
  return hashes;
}

/** Whether `text` is UTF-8 without control characters below U+0020 but line feeds, as signed notes must be. */
export function isCleanText(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- control characters are what it looks for
  return isWellFormed(text) && !/[\u0000-\u0009\u000b-\u001f]/.test(text);
}

/** A piece of foreign text for a message: in quotes, cut when long. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
