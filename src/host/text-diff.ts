/** The lines in which two texts differ: of a kit's words and code, of an amended text. Pure; nothing else names the library that compares them. */
import { diffLines, FILE_HEADERS_ONLY, formatPatch, structuredPatch } from 'diff';

/** `text` is without its line end. */
export type DiffLine = { readonly is: 'same' | 'removed' | 'added'; readonly text: string };

/**
 * Lines that may differ before all of one text is said to stand for all of the other: comparing takes time with the square of it, and nobody
 * reads a longer difference line by line.
 */
const differingLinesMax = 4_000;

/** Lines around a difference that are shown with it. */
const contextLines = 3;

/** Every line of both texts: where they differ, what was removed stands before what was added. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const parts = diffLines(before, after, { maxEditLength: differingLinesMax });
  if (parts === undefined) return [...linesOf(before).map((text) => ({ is: 'removed' as const, text })), ...linesOf(after).map((text) => ({ is: 'added' as const, text }))];
  return parts.flatMap(({ value, added, removed }) => linesOf(value).map((text) => ({ is: added ? 'added' as const : removed ? 'removed' as const : 'same' as const, text })));
}

/**
 * The difference in the unified form that `patch` takes, with names in place of files and no times; '' when there is none.
 * @example unifiedDiff('a\nb\n', 'a\nc\n', { before: 'old', after: 'new' }) === '--- old\n+++ new\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n'
 */
export function unifiedDiff(before: string, after: string, names: { readonly before: string; readonly after: string }): string {
  if (before === after) return '';
  const patch = structuredPatch(names.before, names.after, before, after, undefined, undefined, { context: contextLines, maxEditLength: differingLinesMax });
  if (patch !== undefined) return formatPatch(patch, FILE_HEADERS_ONLY);
  const [old, now] = [linesOf(before), linesOf(after)];
  return [`--- ${names.before}`, `+++ ${names.after}`, `@@ -1,${old.length} +1,${now.length} @@`, ...old.map((line) => `-${line}`), ...now.map((line) => `+${line}`), ''].join('\n');
}

function linesOf(text: string): string[] {
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}
