/** The words of a search, as the index takes texts apart: at whatever is neither a letter, nor a digit, nor a mark on one. */
import { ok, refuse, type Result } from '../vocabulary/result.ts';

/** Words of a search: each costs some milliseconds, and more say nothing more. */
export const wordsMax = 12;

export function wordsIn(text: string): string[] {
  return text.split(/[^\p{L}\p{N}\p{M}]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
}

/** Refused where the text has no word, or more than {@link wordsMax}: neither could be looked for as it stands. */
export function readWords(text: string): Result<readonly string[]> {
  const words = wordsIn(text);
  if (words.length === 0) return refuse('invalid_value', `there is no word in "${text}": a search looks for words and numbers, as they stand or begin`);
  return words.length > wordsMax ? refuse('invalid_value', `a search has at most ${wordsMax} words, and this one has ${words.length}`) : ok(words);
}
