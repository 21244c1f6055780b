import type { SurveyOfferShown, SurveyShown, SurveyTermShown } from '../../../src/views/survey-shown.ts';
import type { SurveyItem } from '../../../src/vocabulary/survey-items.ts';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { useSpeaking } from '../words/context.ts';
import { sentence } from '../words/names.ts';
import { outcomeWords } from './outcome-words.ts';

export type OutcomeProps = {
  readonly item: SurveyItem; readonly shown: SurveyShown;
  /** What can be done with what is proposed for a term. */
  readonly beside: (term: SurveyTermShown) => React.ReactNode;
};

/** What the answers to one question come to. */
export function OutcomeOf({ item: { id }, shown: { answers, needed, proposed, offers }, beside }: OutcomeProps): React.JSX.Element {
  const { unitOf } = useSpeaking();
  const count = answers[id] ?? 0;
  if (count < needed) return <p className="quiet survey-outcome">{t('survey.outcome.few', { count, needed })}</p>;
  const terms = proposed.filter(({ item }) => item === id);
  const offered = offers.filter(({ item }) => item === id);
  if (terms.length + offered.length === 0) return <p className="quiet survey-outcome">{t('survey.outcome.none', { count })}</p>;
  return (
    <ul className="plain-list survey-outcome">
      {terms.map((each) => <li key={each.term}><span><span className="survey-term">{phrase(each.label)}</span> {outcomeWords(each, unitOf)}</span> {beside(each)}</li>)}
      {offered.map((each) => <li key={each.says}><Offer offer={each} /></li>)}
    </ul>
  );
}

function Offer({ offer: { says, answers, offers, kit } }: { readonly offer: SurveyOfferShown }): React.JSX.Element {
  const values = { says: sentence(phrase(says)), count: answers, offers: phrase(offers) };
  if (kit === null) return <>{t('survey.offer_plain', values)}</>;
  return <span><Text id="survey.offer" values={{ ...values, kit, link: (words: React.ReactNode) => <a href={`#/agreements/adopt/${kit}`}>{words}</a> }} /></span>;
}
