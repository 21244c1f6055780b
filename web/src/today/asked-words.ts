import type { AskedOfShown } from '../../../src/views/today-shown.ts';
import { sentence } from '../words/names.ts';
import { readable } from '../words/time.ts';

/** What is asked, in the reader's language; what somebody wrote as they wrote it. */
export function askedWords({ words, own }: Pick<AskedOfShown, 'words' | 'own'>): string {
  return sentence(own ? words : readable(words));
}
