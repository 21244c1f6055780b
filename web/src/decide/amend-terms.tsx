import { useState } from 'react';
import type { ProposalDetail } from '../../../src/views/deciding-shown.ts';
import type { Edit } from '../../../src/vocabulary/changes.ts';
import { t } from '../messages/t.ts';
import { AmendForm } from './amend-text.tsx';
import { Differences } from './differences.tsx';
import { TermFields } from './term-fields.tsx';
import { changedIn, writtenAs, type Written } from './terms.ts';

/** Other terms than the proposal has, each held against what it has. */
export function AmendTerms({ proposal, would, close }: { readonly proposal: ProposalDetail; readonly would: NonNullable<ProposalDetail['would']>; readonly close: () => void }): React.JSX.Element {
  const [written, setWritten] = useState<Written>({});
  const changed = changedIn(would.terms, written);
  const edits = changed.map((term): Edit => ({ edit: 'term', term, before: would.terms[term] ?? null, after: writtenAs(would.terms[term], written[term] ?? '') }));
  return (
    <AmendForm proposal={proposal} edits={edits} close={close}>
      <TermFields terms={would.terms} labels={proposal.labels} written={written} write={setWritten} first={proposal.terms.map(({ term }) => term)} />
      {changed.length === 0 ? null : <div className="preview"><p className="quiet">{t('decide.amend.preview')}</p><Differences label={t('decide.amend.yours')} labels={proposal.labels} differences={changed.map((term) => ({ what: 'term' as const, place: [term], before: String(would.terms[term]), after: written[term] ?? '' }))} /></div>}
    </AmendForm>
  );
}
