import { useState } from 'react';
import type { Overview, SubcontractDetail } from '../../../src/views/shown.ts';
import type { SurveyShown, SurveyTermShown } from '../../../src/views/survey-shown.ts';
import type { TermsShownInFull, TermShown } from '../../../src/views/terms-shown.ts';
import { useLive, type Live } from '../api/live.ts';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { outcomeWords, valueWords } from '../survey/outcome-words.ts';
import { SurveyCard } from '../survey/survey-card.tsx';
import { useSpeaking } from '../words/context.ts';
import { OtherValue } from './other-value.tsx';

type AnsweredProps = { readonly survey: Live<SurveyShown>; readonly detail: SubcontractDetail; readonly overview: Overview; readonly records: number };

/** What the kit of an agreement asks. Where the members' answers come to another value than what is agreed, that can be proposed. */
export function AnsweredCard({ survey, detail, overview, records }: AnsweredProps): React.JSX.Element {
  const { unitOf } = useSpeaking();
  const { got } = useLive<TermsShownInFull>(`/api/subcontracts/${detail.id}/terms`, records);
  const [proposing, propose] = useState<SurveyTermShown | null>(null);
  const termOf = (name: string): TermShown | undefined => (got?.ok === true ? got.value.terms.find(({ term }) => term === name) : undefined);
  const beside = (answered: SurveyTermShown): React.ReactNode => (
    <>
      <span className="quiet">{isOther(answered) ? t('survey.outcome.agreed', { value: valueWords(answered.agreed, answered, unitOf) }) : t('survey.outcome.same')}</span>
      {isToPropose(answered, termOf(answered.term)) ? <ProposeButton answered={answered} onClick={() => propose(answered)} /> : null}
    </>
  );
  const term = termOf(proposing?.term ?? '');
  return (
    <SurveyCard kit={detail.kit} live={survey} labels={detail.labels} beside={beside}>
      {proposing === null || term === undefined ? null : <OtherValue key={term.term} term={term} detail={detail} overview={overview} answered={proposing} close={() => propose(null)} />}
    </SurveyCard>
  );
}

export function ProposeButton({ answered, onClick }: { readonly answered: SurveyTermShown; readonly onClick: () => void }): React.JSX.Element {
  const { unitOf } = useSpeaking();
  const values = { value: valueWords(answered.value, answered, unitOf), term: phrase(answered.label), hidden: (words: React.ReactNode) => <span className="visually-hidden">{words}</span> };
  return <button type="button" className="act act-small" onClick={onClick}><Text id="survey.propose" values={values} /></button>;
}

/** Of one term: what the members' answers come to, where that is another value than what is agreed. */
export function AnsweredFact({ answered }: { readonly answered: SurveyTermShown }): React.JSX.Element {
  const { unitOf } = useSpeaking();
  return <div><dt>{t('survey.outcome')}</dt><dd>{outcomeWords(answered, unitOf)}</dd></div>;
}

/** Whether it is another value, which no open proposal is for. */
export function isToPropose(answered: SurveyTermShown, term: TermShown | undefined): boolean {
  return term !== undefined && isOther(answered) && !term.proposed.some(({ after }) => after === String(answered.value));
}

function isOther({ value, agreed }: SurveyTermShown): boolean {
  return agreed !== null && value !== agreed;
}
