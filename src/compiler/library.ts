/** The library's sources from this installation: the only file of the compiler that reads anything. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { libraryFiles, type LibrarySources } from './bundle.ts';

/** Reads `src/` once; hand the result to `compile`. */
export function readLibrary(): LibrarySources {
  const files: { [path: string]: string } = {};
  for (const path of [...libraryFiles, 'contract/index.ts']) {
    files[path] = readFileSync(new URL(`../${path}`, import.meta.url), 'utf8').replaceAll('\r\n', '\n');
  }
  return { files, sha256: (text) => createHash('sha256').update(text, 'utf8').digest('hex') };
}
