/**
 * The checksum that each row carries: SQLite has none, and a bit that a disk lost must not come back as something that was said.
 * It tells damage, not forgery: that is what hashes and signatures in the log are for.
 */
import { crc32 } from 'node:zlib';
import { JournalError } from '../../journal/journal.ts';

/** CRC-32 (ISO 3309) over the parts, each led by a zero byte, so that a byte can't move from one to the next. Texts count as UTF-8. */
export function rowCrc(...parts: readonly (string | number | Uint8Array)[]): number {
  return parts.reduce<number>((crc, part) => crc32(typeof part === 'number' ? String(part) : part, crc32('\0', crc)), 0);
}

/**
 * @param what the row, as "record 7"
 * @throws JournalError `corrupt` unless `crc` is the parts' checksum
 */
export function requireCrc(crc: unknown, what: string, folder: string, ...parts: readonly (string | number | Uint8Array)[]): void {
  if (crc !== rowCrc(...parts)) throw new JournalError('corrupt', `${what} in ${folder} was altered, or the disk has lost a part of it`);
}
