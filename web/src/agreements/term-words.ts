/** What a term is now, in the reader's language. */
import type { TermShown } from '../../../src/views/terms-shown.ts';
import type { Speaking } from '../words/context.ts';
import { withUnit } from '../words/labels.ts';
import { called } from '../words/names.ts';
import { inWords } from '../words/values.ts';

type Told = Pick<TermShown, 'type' | 'value' | 'words'>;

/** Values of these are what people named or wrote themselves, also where a kit has the same word for something: a pool to swim in is no kit's pool. */
const ownWords: ReadonlySet<TermShown['type']> = new Set(['unit', 'member', 'account', 'id', 'agent', 'subject', 'observation', 'text']);

/** As it stands in a sentence, which says what it is in. */
export function termWords(term: Told): string {
  if (term.type === 'choice') return called(term.words);
  if (ownWords.has(term.type) && term.value !== null) return term.words;
  return term.type === 'map' ? inWords(term.value, (key) => key) : inWords(term.value);
}

/** By itself, with what it is in. */
export function termNow(term: Told & Pick<TermShown, 'label' | 'unit'>, unitOf: Speaking['unitOf']): string {
  return term.unit === null || typeof term.value === 'object' ? termWords(term) : withUnit(term.words, term, unitOf);
}
