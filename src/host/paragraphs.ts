/** A proposal's text from a file, and the differences that make another text of it: paragraphs keep their names as they change. */
import type { Edit, Paragraph } from '../vocabulary/changes.ts';

/** Two paragraphs with less than this part of their words in common are taken for different ones. */
const alikeMin = 1 / 3;

type ParagraphEdit = Edit & { readonly edit: 'paragraph' };

/** The paragraphs of a text, which blank lines divide. */
export function paragraphsIn(text: string): string[] {
  return text.split(/\r?\n(?:[ \t]*\r?\n)+/).map((each) => each.replaceAll('\r\n', '\n').trim()).filter((each) => each !== '');
}

/** Named p1, p2 and so on. */
export function namedParagraphs(texts: readonly string[]): Paragraph[] {
  return texts.map((text, place) => ({ id: `p${place + 1}`, text }));
}

/** In the order in which the kernel can apply them: what a new paragraph stands behind is there by then. */
export function paragraphEdits(before: readonly Paragraph[], after: readonly string[]): ParagraphEdit[] {
  const pairs = alignment(before.map(({ text }) => text), after);
  const kept = new Set(pairs.values());
  const removed = before.flatMap(({ id, text }, place): ParagraphEdit[] => (kept.has(place) ? [] : [{ edit: 'paragraph', id, before: text, after: null }]));
  const fresh = freshNames(before);
  let behind: string | null = null;
  const others = after.flatMap((text, place): ParagraphEdit[] => {
    const old = before[pairs.get(place) ?? -1];
    const edit: ParagraphEdit = old === undefined ? { edit: 'paragraph', id: fresh(), before: null, after: text, behind } : { edit: 'paragraph', id: old.id, before: old.text, after: text };
    behind = edit.id;
    return old?.text === text ? [] : [edit];
  });
  return [...others, ...removed];
}

function freshNames(before: readonly Paragraph[]): () => string {
  let last = Math.max(0, ...before.map(({ id }) => Number(/^p(\d{1,9})$/.exec(id)?.[1] ?? 0)));
  return () => `p${++last}`;
}

/**
 * Place in `after` → place in `before` of the same paragraph: the pairs in order that are the most alike together
 * (S. B. Needleman, C. D. Wunsch 1970, without a cost for gaps).
 */
function alignment(before: readonly string[], after: readonly string[]): ReadonlyMap<number, number> {
  const alike = before.map((old) => after.map((now) => likeness(old, now)));
  const best = before.map(() => after.map(() => 0));
  const at = (table: readonly (readonly number[])[], i: number, j: number): number => table[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const paired = at(alike, i, j) < alikeMin ? 0 : at(alike, i, j) + at(best, i + 1, j + 1);
      (best[i] as number[])[j] = Math.max(paired, at(best, i + 1, j), at(best, i, j + 1));
    }
  }
  const pairs = new Map<number, number>();
  for (let i = 0, j = 0; i < before.length && j < after.length;) {
    if (at(alike, i, j) >= alikeMin && at(best, i, j) === at(alike, i, j) + at(best, i + 1, j + 1)) pairs.set(j++, i++);
    else if (at(best, i, j) === at(best, i + 1, j)) i++;
    else j++;
  }
  return pairs;
}

/** Sørensen–Dice coefficient of the words of both, each as often as it stands there: 1 for the same words, 0 for none in common. */
function likeness(a: string, b: string): number {
  if (a === b) return 1;
  const [left, right] = [wordsOf(a), wordsOf(b)];
  if (left.length + right.length === 0) return 0;
  const counts = new Map<string, number>();
  for (const word of left) counts.set(word, (counts.get(word) ?? 0) + 1);
  let common = 0;
  for (const word of right) {
    const count = counts.get(word) ?? 0;
    if (count > 0) common += 1;
    counts.set(word, count - 1);
  }
  return (2 * common) / (left.length + right.length);
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
