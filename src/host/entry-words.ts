/** Names a sealed entry in a line for people: its whole text is for programs. */
import type { SealedEntry } from '../vocabulary/entries.ts';
import { formatInstant } from '../vocabulary/time.ts';

/** @param text as nodes hand entries on; @example `pay by ana, said 2026-01-05T10:00:00.000Z (id 7f…)` */
export function wordsOfEntry(text: string): string {
  const { entry } = JSON.parse(text) as SealedEntry;
  return `${entry.kind} by ${entry.by}, said ${formatInstant(entry.at)} (id ${entry.id})`;
}
