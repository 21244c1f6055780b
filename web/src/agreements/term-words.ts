/** What a term is now, in the reader's language. */
import type { TermShown } from '../../../src/views/terms-shown.ts';
import type { Speaking } from '../words/context.ts';
import { withUnit } from '../words/labels.ts';
import { called } from '../words/names.ts';
import { inWords } from '../words/values.ts';

/** As it stands in a sentence, which says what it is in. */
export function termWords(term: TermShown | undefined): string | undefined {
  if (term === undefined) return undefined;
  return term.type === 'choice' ? called(term.words) : inWords(term.value);
}

/** By itself, with what it is in. */
export function termNow(term: TermShown, unitOf: Speaking['unitOf']): string {
  if (term.type === 'choice') return called(term.words);
  return typeof term.value === 'object' ? inWords(term.value) : withUnit(term.words, term, unitOf);
}
