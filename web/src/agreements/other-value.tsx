import { useState } from 'react';
import type { Json } from '../../../src/vocabulary/json.ts';
import type { Fields } from '../../../src/vocabulary/kit.ts';
import type { Overview, SubcontractDetail } from '../../../src/views/shown.ts';
import type { SurveyTermShown } from '../../../src/views/survey-shown.ts';
import type { TermShown, TermsDraftShown } from '../../../src/views/terms-shown.ts';
import { namingTerms } from '../adopt/naming.ts';
import { TypedField } from '../adopt/typed-field.tsx';
import { useMe } from '../acting/me.ts';
import { RefusedNote } from '../acting/refused.tsx';
import type { Posted } from '../api/post.ts';
import { BacktestPanel } from '../backtest/backtest-card.tsx';
import { BoundCase } from '../decide/bound-change-card.tsx';
import { noWords, Putting, said } from '../decide/putting.tsx';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { outcomeWords } from '../survey/outcome-words.ts';
import { useSpeaking } from '../words/context.ts';
import { useTermsDraft } from './use-terms-draft.ts';

type OtherValueProps = { readonly term: TermShown; readonly detail: SubcontractDetail; readonly overview: Overview; readonly close: () => void;
  /** What the members' answers come to: it is written there to begin with, and why. */
  readonly answered?: SurveyTermShown;
};

/** As the rules have it. */
const reasonCharsMax = 2000;

/** Another value for one term: what it could then take, what it would have done, and the vote on it. */
export function OtherValue({ term: { term, label, unit, value }, detail: { id, manifest }, overview, answered, close }: OtherValueProps): React.JSX.Element {
  const { member } = useMe();
  const { unitOf } = useSpeaking();
  const [typed, type] = useState<Json>(answered?.value ?? value);
  const [reason, setReason] = useState(answered === undefined ? '' : t('survey.reason', { outcome: outcomeWords(answered, unitOf) }));
  const field = manifest.terms[term];
  const isOther = asText(typed) !== asText(value) && asText(typed) !== '';
  const terms = isOther ? { [term]: typed } : null;
  const draft = useTermsDraft(id, terms, member);
  const fits = draft?.ok === true;
  return (
    <div className="other-value">
      <Putting body={{ change: { change: 'terms', subcontract: id, terms: terms ?? {} }, ...said({ ...noWords, reason }) }} whole={isOther && fits && reason.trim() !== ''} lacking={t('agreements.term.lacking')} arrives="proposal">
        {field === undefined ? null : <TypedField field={field} label={{ label: phrase(label), unit }} overview={overview} value={typed} put={type} />}
        {draft === null ? null : <Effect draft={draft} fields={manifest.terms} />}
        {isOther && fits ? <section className="preview"><h4>{t('agreements.term.past')}</h4><BacktestPanel key={asText(typed)} ask={{ changes: [{ subcontract: id, terms: terms ?? {}, label: t('agreements.term.as_written') }] }} members={overview.members} /></section> : null}
        <label className="field"><span>{t('agreements.term.why')}</span><textarea rows={2} maxLength={reasonCharsMax} value={reason} onChange={({ target }) => setReason(target.value)} /></label>
      </Putting>
      <p className="quiet"><Text id="agreements.term.more" values={{ link: (words: React.ReactNode) => <a href={`#/decide/new/${id}`}>{words}</a> }} /></p>
      <p><button type="button" className="small-button" onClick={close}>{t('agreements.term.close')}</button></p>
    </div>
  );
}

function Effect({ draft, fields }: { readonly draft: Posted<TermsDraftShown>; readonly fields: Fields }): React.JSX.Element {
  const { member, ready } = useMe();
  const { nameOf } = useSpeaking();
  if (!draft.ok) return <RefusedNote refused={namingTerms(draft.refused, fields)} />;
  return (
    <section className="preview" aria-live="polite">
      <h4>{member === null || ready ? t('agreements.term.effect') : t('agreements.term.effect_of', { name: nameOf(member) })}</h4>
      {member === null ? <p className="empty">{t('agreements.term.effect_nobody')}</p>
        : draft.value.cases.map((each) => (each.differs === 'same' ? <p key={each.subcontract}>{t('agreements.term.effect_same')}</p> : <BoundCase key={each.subcontract} shown={each} />))}
    </section>
  );
}

function asText(value: Json): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '').trim();
}
