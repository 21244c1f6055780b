import { useState } from 'react';
import type { ProposalDetail } from '../../../src/views/deciding-shown.ts';
import type { Edit, Paragraph } from '../../../src/vocabulary/changes.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { t } from '../messages/t.ts';
import { Words } from './differences.tsx';

/** Longest reason and paragraph that the rules take. */
const reasonCharsMax = 500;
const paragraphCharsMax = 4000;

/** What of a paragraph is to be otherwise; empty takes it out. */
export function AmendParagraph({ proposal, paragraph: { id, text }, close }: { readonly proposal: ProposalDetail; readonly paragraph: Paragraph; readonly close: () => void }): React.JSX.Element {
  const [after, setAfter] = useState(text);
  const said = after.trim();
  const edits: readonly Edit[] = said === text ? [] : [{ edit: 'paragraph', id, before: text, after: said === '' ? null : said }];
  return (
    <AmendForm proposal={proposal} edits={edits} close={close}>
      <label className="field"><span>{t('decide.amend.paragraph')}</span><textarea rows={5} maxLength={paragraphCharsMax} value={after} autoFocus onChange={({ target }) => setAfter(target.value)} /></label>
      {edits.length === 0 ? null : <div className="preview"><p className="quiet">{t('decide.amend.preview')}</p><p><Words before={text} after={said} /></p></div>}
    </AmendForm>
  );
}

/** Behind the last one. */
export function NewParagraph({ proposal, close }: { readonly proposal: ProposalDetail; readonly close: () => void }): React.JSX.Element {
  const [text, setText] = useState('');
  const said = text.trim();
  const edits: readonly Edit[] = said === '' ? [] : [{ edit: 'paragraph', id: freshName(proposal), before: null, after: said, behind: proposal.text.at(-1)?.id ?? null }];
  return (
    <AmendForm proposal={proposal} edits={edits} close={close}>
      <label className="field"><span>{t('decide.amend.new')}</span><textarea rows={4} maxLength={paragraphCharsMax} value={text} autoFocus onChange={({ target }) => setText(target.value)} /></label>
    </AmendForm>
  );
}

/** A name that no paragraph had, here or in an amendment: comments keep their place by it. */
function freshName({ text, revisions, amendments }: ProposalDetail): string {
  const places = [...revisions.flatMap(({ differences }) => differences), ...amendments.flatMap(({ edits }) => edits)].flatMap(({ what, place }) => (what === 'paragraph' ? place : []));
  const numbers = [...text.map(({ id }) => id), ...places].map((id) => Number(/^p(\d{1,9})$/.exec(id)?.[1] ?? 0));
  return `p${Math.max(0, ...numbers) + 1}`;
}

type AmendFormProps = { readonly proposal: ProposalDetail; readonly edits: readonly Edit[]; readonly close: () => void; readonly children: React.ReactNode };

/** Edits with the reason that everyone reads who votes on them. */
export function AmendForm({ proposal: { id, revision }, edits, close, children }: AmendFormProps): React.JSX.Element {
  const me = useMe();
  const { busy, refused, run } = useActing();
  const [reason, setReason] = useState('');
  const isWhole = edits.length > 0 && reason.trim() !== '';
  return (
    <form className="stack inset" onSubmit={(event) => {
      event.preventDefault();
      void run(() => me.say({ kind: 'amend', body: { proposal: id, revision: revision.digest, edits, reason: reason.trim() } })).then((isDone) => { if (isDone) close(); });
    }}>
      {children}
      <label className="field"><span>{t('decide.why')}</span><input type="text" maxLength={reasonCharsMax} value={reason} onChange={({ target }) => setReason(target.value)} /></label>
      <p className="row-of-buttons"><button type="submit" className="act act-small" disabled={busy || !isWhole}>{t('decide.amend.put')}</button><button type="button" className="small-button" onClick={close}>{t('decide.cancel')}</button>
        <span className="quiet">{t('decide.amend.all_vote')}</span></p>
      <RefusedNote refused={refused} />
    </form>
  );
}
