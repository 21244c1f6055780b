import type { SurveyShown, SurveyTermShown } from '../../../src/views/survey-shown.ts';
import type { TermLabels } from '../../../src/views/shown.ts';
import { RefusedNote } from '../acting/refused.tsx';
import type { Live } from '../api/live.ts';
import { Asked } from '../decide/asking.tsx';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { lacksSession } from '../notices/own.ts';
import { Card } from '../sections/card.tsx';
import { Questions } from './questions.tsx';
import { useAnswering } from './use-survey.ts';
import '../style/survey.css';

type SurveyCardProps = {
  readonly kit: string; readonly live: Live<SurveyShown>; readonly labels: TermLabels;
  readonly beside: (term: SurveyTermShown) => React.ReactNode;
  /** Below the questions. */
  readonly children?: React.ReactNode;
};

/** What a kit asks: one's own answers, and what all of them come to. Only for a kit that asks something. */
export function SurveyCard({ kit, live, labels, beside, children }: SurveyCardProps): React.JSX.Element {
  const { mine: { got }, busy, told, keep } = useAnswering(kit, live.again);
  return (
    <Card id="survey" title={t('survey.title')} className="survey-card">
      <Asked live={live}>{(shown) => (
        <>
          <p>{t('survey.says')}</p>
          <p className="quiet">{t('survey.private')}</p>
          <p>{t('survey.answered', { count: shown.answered })}</p>
          {got?.ok === false && lacksSession(got.refused) ? <p><Text id="survey.stranger" values={{ me: (words: React.ReactNode) => <a href="#/me">{words}</a> }} /></p> : null}
          {got?.ok === false && !lacksSession(got.refused) ? <RefusedNote refused={got.refused} /> : null}
          <Questions key={got?.ok === true ? got.value.member : ''} shown={shown} answers={got?.ok === true ? got.value.answers : null} labels={labels} busy={busy} keep={keep} beside={beside} />
          <div role="status">{typeof told === 'string' ? <p className="tag tag-ok">{told === 'kept' ? t('survey.kept') : t('survey.forgotten')}</p> : null}</div>
          {told !== null && typeof told !== 'string' ? <RefusedNote refused={told} /> : null}
          {children}
        </>
      )}</Asked>
    </Card>
  );
}
