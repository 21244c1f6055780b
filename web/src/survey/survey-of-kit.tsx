import { labelsOf } from '../../../src/views/labels.ts';
import type { SurveyTermShown } from '../../../src/views/survey-shown.ts';
import type { KitManifest, RawTerms } from '../../../src/vocabulary/kit.ts';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { isSameValue } from './outcome-words.ts';
import { SurveyCard } from './survey-card.tsx';
import { useSurvey } from './use-survey.ts';

type SurveyOfKitProps = {
  readonly manifest: KitManifest;
  /** The id of what amounts are in. */
  readonly unit: string;
  /** Terms as they stand in the form. */
  readonly standing: RawTerms; readonly take: (terms: RawTerms) => void;
};

/** A kit's questions while an agreement of it is drawn up: what the answers come to is taken over into the form, term by term or at once. */
export function SurveyOfKit({ manifest, unit, standing, take }: SurveyOfKitProps): React.JSX.Element {
  const live = useSurvey(manifest.name, null);
  const stands = ({ term, value }: SurveyTermShown): boolean => isSameValue(standing[term], value);
  const open = live.got?.ok === true ? live.got.value.proposed.filter((each) => !stands(each)) : [];
  const takeOver = (terms: readonly SurveyTermShown[]): void => take(Object.fromEntries(terms.map(({ term, value }) => [term, value])));
  const beside = (term: SurveyTermShown): React.ReactNode => (stands(term) ? <span className="tag tag-ok">{t('survey.stands')}</span> : (
    <button type="button" className="small-button" onClick={() => takeOver([term])}><Text id="survey.take" values={{ term: phrase(term.label), hidden: (words: React.ReactNode) => <span className="visually-hidden">{words}</span> }} /></button>
  ));
  return (
    <SurveyCard kit={manifest.name} live={live} labels={labelsOf(manifest, unit)} beside={beside}>
      {open.length < 2 ? null : <p><button type="button" className="act act-small" onClick={() => takeOver(open)}>{t('survey.take_all')}</button></p>}
    </SurveyCard>
  );
}
