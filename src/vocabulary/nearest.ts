/** "Did you mean": the nearest known word to one that isn't known. */

/**
 * The word of `known` with the fewest edits (insert, delete, replace, swap neighbours) from `word`; undefined when none is near:
 * more than a third of the word's length, and more than one, would have to change.
 * @example nearest('providr', ['provider', 'price']) === 'provider'
 */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestEdits = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) >= bestEdits) continue;
    const edits = editsBetween(word.toLowerCase(), candidate.toLowerCase());
    if (edits < bestEdits || (edits === bestEdits && best !== undefined && candidate < best)) {
      best = candidate;
      bestEdits = edits;
    }
  }
  return best;
}

/** `; did you mean "provider"?`, or nothing. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const near = nearest(word, known);
  return near === undefined ? '' : `; did you mean "${near}"?`;
}

/** Optimal string alignment distance. */
function editsBetween(a: string, b: string): number {
  let before: number[] = [];
  let last: number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let edits = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) edits = Math.min(edits, (before[j - 2] ?? 0) + 1);
      row[j] = edits;
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
