/** Reads a text file that a person wrote, or says in which line it is none. */
import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import type { Problem } from '../scenario/scenario.ts';

export type TextFile = { readonly text: string } | { readonly problem: Problem };

const reasons: { readonly [code: string]: string } = {
  ENOENT: 'there is no such file',
  EISDIR: 'this is a folder; name the files in it, as DIR/*.yaml',
  EACCES: 'you may not read this file',
  ENOTDIR: 'a part of this path is a file, not a folder',
};

/** The text without a byte-order mark; line 0 stands for the file as a whole. */
export function readTextFile(path: string): TextFile {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    return problem(0, whyUnreadable(error));
  }
  if (bytes.length >= 2 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))) {
    return problem(1, 'the file is written in UTF-16; save it as UTF-8');
  }
  if (!isUtf8(bytes)) return problem(badLine(bytes), 'this is not UTF-8 text; save the file as UTF-8');
  return { text: bytes.toString('utf8').replace(/^\uFEFF/, '') };
}

/** What a person is told when a file couldn't be opened or read. */
export function whyUnreadable(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return reasons[code ?? ''] ?? `the file can't be read (${code ?? String(error)})`;
}

/** A line feed is never part of another character, so that lines can be looked at one by one. */
function badLine(bytes: Buffer): number {
  let line = 1;
  for (let from = 0; from < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, from);
    const to = end < 0 ? bytes.length : end + 1;
    if (!isUtf8(bytes.subarray(from, to))) return line;
    from = to;
  }
  return line;
}

function problem(line: number, message: string): TextFile {
  return { problem: { line, path: '', message } };
}
