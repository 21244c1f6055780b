import type { EndShown, ProposalDetail } from '../../../src/views/deciding-shown.ts';
import { phrase } from '../messages/phrase.ts';
import { sentence } from '../words/names.ts';

/** Who gave it no title gave it its words. */
export function titleOf({ title, words }: Pick<ProposalDetail, 'title' | 'words'>): string {
  return sentence(title === '' ? phrase(words) : title);
}

const tones: { readonly [how in EndShown['how']]: 'ok' | 'low' | 'wait' | 'unknown' } = {
  carried: 'ok', rejected: 'low', expired: 'unknown', stopped: 'low', failed: 'low', tied: 'wait', withdrawn: 'unknown',
};

export function endTone(how: EndShown['how']): 'ok' | 'low' | 'wait' | 'unknown' {
  return tones[how];
}
