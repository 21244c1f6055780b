/** Which sentence of an agreement speaks of something that happened under it: a help to read, and no rule. */

/** Words that say little are left out by their length. */
const lettersMin = 4;

/**
 * The place of the sentence that shares most with what is said of it: its words, and above all its numbers. Undefined: none shares anything.
 * @example clauseOf(['Who takes wood pays 1.50.', 'Wood put back is paid back.'], 'Ana put back 2 pieces, paid back', ['1.50']) === 1
 */
export function clauseOf(sentences: readonly string[], said: string, values: readonly string[]): number | undefined {
  const own = wordsIn(said);
  const scores = sentences.map((sentence) => {
    const words = wordsIn(sentence);
    const shared = [...own].filter((word) => words.has(word)).length;
    return shared + values.filter((value) => value.includes('.') && sentence.includes(value)).length;
  });
  const most = Math.max(0, ...scores);
  return most === 0 ? undefined : scores.indexOf(most);
}

function wordsIn(text: string): Set<string> {
  return new Set((text.toLowerCase().match(/\p{L}+/gu) ?? []).filter((word) => word.length >= lettersMin));
}
