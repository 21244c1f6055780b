/** Agreements as the overview has them, called as the reader's language calls them. */
import { useMemo, useSyncExternalStore } from 'react';
import type { SubcontractShown } from '../../../src/views/shown.ts';
import { onLearned, phrase, timesLearned } from '../messages/phrase.ts';

/** Anew once more words are there. The agreement's text stays as it was agreed. */
export function useAgreementsInWords(subcontracts: readonly SubcontractShown[]): readonly SubcontractShown[] {
  const times = useSyncExternalStore(onLearned, timesLearned);
  return useMemo(() => (times === 0 ? subcontracts : subcontracts.map((each) => ({ ...each, title: phrase(each.title), parts: each.parts.map((part) => ({ ...part, says: phrase(part.says) })) }))), [subcontracts, times]);
}
