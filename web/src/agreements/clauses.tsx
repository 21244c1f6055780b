import { useMemo, useState } from 'react';
import type { Overview, SubcontractDetail } from '../../../src/views/shown.ts';
import type { SurveyTermShown } from '../../../src/views/survey-shown.ts';
import type { TermsShownInFull, TermShown } from '../../../src/views/terms-shown.ts';
import { useLive } from '../api/live.ts';
import { Asked } from '../decide/asking.tsx';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import { termNow, termWords } from './term-words.ts';
import { clauseInWords } from './clause-words.ts';
import { TermPanel } from './term-panel.tsx';

type ClausesCardProps = {
  readonly detail: SubcontractDetail; readonly overview: Overview; readonly records: number;
  /** What the members' answers come to, where its kit asks something. */
  readonly answered: readonly SurveyTermShown[];
};

/** The agreement in plain words; each term in it opens to what it is, and to another value for it. */
export function ClausesCard({ detail, overview, records, answered }: ClausesCardProps): React.JSX.Element {
  const live = useLive<TermsShownInFull>(`/api/subcontracts/${detail.id}/terms`, records);
  return (
    <Card id="says" title={t('agreements.says.title')} className="says-card">
      <Asked live={live}>{(shown) => <Clauses shown={shown} detail={detail} overview={overview} answered={answered} />}</Asked>
    </Card>
  );
}

/** A term where it stands in the text: the second one of the same name in the same sentence is another place. */
type Place = { readonly sentence: number; readonly part: number; readonly term: string };

type ClausesProps = Omit<ClausesCardProps, 'records'> & { readonly shown: TermsShownInFull };

function Clauses({ shown: { clauses, terms }, detail, overview, answered }: ClausesProps): React.JSX.Element {
  const [opened, open] = useState<Place | null>(null);
  const named = new Map(terms.map((each) => [each.term, each]));
  const term = named.get(opened?.term ?? '');
  const answeredOf = (name: string): SurveyTermShown | undefined => answered.find((each) => each.term === name);
  const [asAgreed, setAsAgreed] = useState(false);
  const inWords = useMemo(() => {
    const now = new Map(terms.map((each) => [each.term, termWords(each)]));
    return clauses.map((parts) => clauseInWords(parts, (name) => now.get(name)));
  }, [clauses, terms]);
  const isTranslated = inWords.some((each) => each !== null);
  return (
    <>
      <p className="quiet">{t('agreements.says.hint')}</p>
      {isTranslated ? <p className="quiet">{t(asAgreed ? 'agreements.says.agreed' : 'agreements.says.translated')} <button type="button" className="link-button" aria-pressed={asAgreed} onClick={() => {
        open(null);
        setAsAgreed(!asAgreed);
      }}>{t('agreements.says.as_agreed')}</button></p> : null}
      {clauses.map((agreed, sentence) => (asAgreed ? agreed : inWords[sentence] ?? agreed)).map((parts, sentence) => (
        <div key={sentence} className="clause">
          <p>{parts.map(({ words, term: name }, part) => {
            const said = named.get(name ?? '');
            if (said === undefined) return <span key={part}>{words}</span>;
            const isOpen = opened?.sentence === sentence && opened.part === part;
            return <TermInText key={part} words={words} label={phrase(said.label)} isOpen={isOpen} toggle={() => open(isOpen ? null : { sentence, part, term: said.term })} />;
          })}</p>
          {opened?.sentence === sentence && term !== undefined ? <TermPanel key={term.term} term={term} detail={detail} overview={overview} answered={answeredOf(term.term)} close={() => open(null)} /> : null}
        </div>
      ))}
      <h3>{t('agreements.says.all')}</h3>
      <div className="terms-all">{terms.map((each) => <OneTerm key={each.term} term={each} detail={detail} overview={overview} answered={answeredOf(each.term)} />)}</div>
    </>
  );
}

type TermInTextProps = { readonly words: string; readonly label: string; readonly isOpen: boolean; readonly toggle: () => void };

/** No button element: its words wouldn't flow with the others' from line to line. */
function TermInText({ words, label, isOpen, toggle }: TermInTextProps): React.JSX.Element {
  return (
    <span className="term-in-text" role="button" tabIndex={0} aria-expanded={isOpen} title={label} onClick={toggle} onKeyDown={(event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      toggle();
    }}>{words}</span>
  );
}

type OneTermProps = { readonly term: TermShown; readonly detail: SubcontractDetail; readonly overview: Overview; readonly answered: SurveyTermShown | undefined };

function OneTerm({ term, detail, overview, answered }: OneTermProps): React.JSX.Element {
  const { unitOf } = useSpeaking();
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="each term-row" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary><span className="term-name">{phrase(term.label)}</span> <span className="term-now">{termNow(term, unitOf)}</span></summary>
      {isOpen ? <TermPanel term={term} detail={detail} overview={overview} answered={answered} /> : null}
    </details>
  );
}
