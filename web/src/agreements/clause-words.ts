/** A sentence of an agreement in the reader's language, with the place of each term in it: so that a term can be asked about where it stands there too. */
import type { ClausePart } from '../../../src/views/clauses.ts';
import { template } from '../messages/phrase.ts';

/**
 * Null: nobody has said it in the reader's language.
 * @param wordsOf a term's or a party's value as it is said there; undefined: as it stands in the sentence
 */
export function clauseInWords(parts: readonly ClausePart[], wordsOf: (term: string) => string | undefined): readonly ClausePart[] | null {
  const own = template(parts.map(({ words, term }) => (term === null ? words : `{${term}}`)).join(''));
  if (own === undefined) return null;
  // By the group in it, what stands between names and the names themselves take turns.
  return own.split(/\{=?([A-Za-z_][A-Za-z0-9_]*)\}/).flatMap((piece, place): ClausePart[] => {
    if (place % 2 === 0) return piece === '' ? [] : [{ words: piece, term: null }];
    return [{ words: wordsOf(piece) ?? parts.find(({ term }) => term === piece)?.words ?? '', term: piece }];
  });
}
