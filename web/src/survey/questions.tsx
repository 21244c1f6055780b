import { useState } from 'react';
import type { SurveyItem, SurveyRow } from '../../../src/vocabulary/survey-items.ts';
import type { SurveyAnswers } from '../../../src/vocabulary/survey.ts';
import type { TermLabels } from '../../../src/views/shown.ts';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { NumberInput } from '../sections/number-input.tsx';
import { useSpeaking } from '../words/context.ts';
import { labelOf, withUnit } from '../words/labels.ts';
import { written } from '../words/amounts.ts';
import { OutcomeOf, type OutcomeProps } from './outcome.tsx';

type QuestionsProps = Omit<OutcomeProps, 'item'> & {
  /** Null: one looks, and doesn't answer. */
  readonly answers: SurveyAnswers | null; readonly labels: TermLabels; readonly busy: boolean; readonly keep: (answers: SurveyAnswers) => void;
};

/** The questions, what one answers, and what follows. */
export function Questions({ answers, labels, busy, keep, ...outcome }: QuestionsProps): React.JSX.Element {
  const [typed, type] = useState<SurveyAnswers>(answers ?? {});
  const { items } = outcome.shown;
  return (
    <form className="survey" onSubmit={(event) => {
      event.preventDefault();
      keep(Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== '')));
    }}>
      <ol className="survey-items">
        {items.map((item) => (
          <li key={item.id} className="survey-item">
            {answers === null ? <p className="survey-question">{phrase(item.question)}</p> : <Question item={item} value={typed[item.id] ?? ''} put={(value) => type({ ...typed, [item.id]: value })} />}
            <OutcomeOf item={item} {...outcome} />
            <Follows item={item} labels={labels} />
          </li>
        ))}
      </ol>
      {answers === null ? null : (
        <p className="row-of-buttons">
          <button type="submit" className="act act-small" disabled={busy || items.every(({ id }) => (typed[id] ?? '') === '')}>{t('survey.keep')}</button>
          {Object.keys(answers).length === 0 ? null : <button type="button" className="small-button" disabled={busy} onClick={() => {
            type({});
            keep({});
          }}>{t('survey.forget')}</button>}
        </p>
      )}
    </form>
  );
}

function Question({ item: { question, help, answer }, value, put }: { readonly item: SurveyItem; readonly value: string; readonly put: (value: string) => void }): React.JSX.Element {
  const { unitOf } = useSpeaking();
  return (
    <label className="field survey-field">
      <span>{phrase(question)}{help === undefined ? null : <span className="quiet">{phrase(help)}</span>}</span>
      {answer.type === 'choice'
        ? <select value={value} onChange={({ target }) => put(target.value)}><option value="">{t('survey.none')}</option>{Object.entries(answer.of).map(([name, { says }]) => <option key={name} value={name}>{phrase(says)}</option>)}</select>
        : (
          <span className="term-value">
            <NumberInput value={value} put={put} />
            <span className="unit">{t('survey.range', { least: written(String(answer.min)), most: withUnit(String(answer.max), { label: '', unit: answer.unit ?? null }, unitOf) })}</span>
          </span>
        )}
    </label>
  );
}

/** The rule, for whoever wants to know before they answer. */
function Follows({ item, labels }: { readonly item: SurveyItem; readonly labels: TermLabels }): React.JSX.Element {
  const { answer } = item;
  return (
    <details className="each survey-follows">
      <summary>{t('survey.follows')}</summary>
      {item.by === 'median' ? <p>{t('survey.follows.median', { term: labelOf(labels, item.sets).label })}</p> : (
        <>
          {answer.type === 'choice' ? <p>{Object.values(answer.of).map(({ says, counts }) => t('survey.follows.counts', { choice: phrase(says), number: written(String(counts)) })).join(' ')}</p> : null}
          <p>{t(`survey.follows.${item.by}`)}</p>
          <ul>{item.rows.map((row) => <li key={row.at_least}><Row row={row} labels={labels} /></li>)}</ul>
        </>
      )}
    </details>
  );
}

function Row({ row: { at_least, says, terms = {}, offers }, labels }: { readonly row: SurveyRow; readonly labels: TermLabels }): React.JSX.Element {
  const { unitOf } = useSpeaking();
  const follows = [...Object.entries(terms).map(([term, value]) => `${labelOf(labels, term).label}: ${withUnit(String(value), labelOf(labels, term), unitOf)}`), ...(offers === undefined ? [] : [phrase(offers.says)])];
  return <>{t('survey.follows.row', { least: written(String(at_least)), says: phrase(says), follows: follows.length === 0 ? '' : `; ${follows.join('; ')}` })}</>;
}
