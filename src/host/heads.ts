/** Where a data folder keeps its last signed heads: beside the journal, and not in it. */
import { join } from 'node:path';
import { openHeadFile } from '../adapters/head-file/head-file.ts';
import type { HeadStore } from '../journal/head.ts';

export function headsFolder(folder: string): string {
  return join(folder, 'heads');
}

export function openHeads(folder: string, origin: string): HeadStore {
  return openHeadFile({ folder: headsFolder(folder), origin });
}
