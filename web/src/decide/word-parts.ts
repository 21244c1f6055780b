/** One text in which another can be read: what goes, what comes, what stays. */
import { diffWordsWithSpace } from 'diff';

export type WordPart = { readonly value: string; readonly is: 'same' | 'gone' | 'new' };

/** Word by word; where less than half of the longer text stays, the one whole and then the other: between scattered words nobody finds either. */
export function wordParts(before: string, after: string): readonly WordPart[] {
  const parts = diffWordsWithSpace(before, after).map(({ value, added, removed }): WordPart => ({ value, is: added ? 'new' : removed ? 'gone' : 'same' }));
  const stays = parts.reduce((sum, { value, is }) => (is === 'same' ? sum + lettersIn(value) : sum), 0);
  if (before === '' || after === '' || 2 * stays >= Math.max(lettersIn(before), lettersIn(after))) return parts;
  return [{ value: before, is: 'gone' }, { value: ' ', is: 'same' }, { value: after, is: 'new' }];
}

function lettersIn(text: string): number {
  return text.replaceAll(/\s/g, '').length;
}
