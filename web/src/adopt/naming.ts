import type { Refused } from '../api/post.ts';
import type { Fields } from '../../../src/vocabulary/kit.ts';
import { phrase } from '../messages/phrase.ts';
import { titled } from '../words/names.ts';

/** What is refused of terms, with what people call them in the stead of their names. */
export function namingTerms(refused: Refused, fields: Fields): Refused {
  const { detail } = refused;
  return detail === undefined ? refused : { ...refused, detail: detail.replaceAll(/\bterms\.([a-z0-9_]+)/gi, (_, term: string) => `“${phrase(fields[term]?.label ?? titled(term))}”`) };
}
