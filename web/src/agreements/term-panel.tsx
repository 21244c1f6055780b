import { useState } from 'react';
import type { Overview, SubcontractDetail } from '../../../src/views/shown.ts';
import type { SurveyTermShown } from '../../../src/views/survey-shown.ts';
import type { TermShown, TermSinceShown } from '../../../src/views/terms-shown.ts';
import { RecordLink } from '../ledger/record-link.tsx';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { written } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { withUnit } from '../words/labels.ts';
import { called, sentence } from '../words/names.ts';
import { longDay } from '../words/time.ts';
import { AnsweredFact, isToPropose, ProposeButton } from './answered.tsx';
import { OtherValue } from './other-value.tsx';
import { termNow } from './term-words.ts';

type TermPanelProps = { readonly term: TermShown; readonly detail: SubcontractDetail; readonly overview: Overview; readonly close?: () => void;
  /** What the members' answers come to; undefined: nothing is said of it. */
  readonly answered: SurveyTermShown | undefined;
};

/** What a term is, what it may be, who proposed it and since when; and another value for it. */
export function TermPanel({ term, detail, overview, answered, close }: TermPanelProps): React.JSX.Element {
  const { unitOf } = useSpeaking();
  const [proposing, propose] = useState<'own' | 'answered' | null>(null);
  const { says, since, proposed } = term;
  const label = phrase(term.label);
  const value = (text: string | null): string => (text === null ? '–' : withUnit(text, term, unitOf));
  return (
    <div className="inset term-panel" role="group" aria-label={label}>
      {close === undefined ? <h3 className="visually-hidden">{label}</h3> : <div className="term-panel-head"><h3>{label}</h3> <button type="button" className="small-button" onClick={close}>{t('agreements.term.close')}</button></div>}
      {says === null ? null : <p className="quiet">{sentence(phrase(says))}.</p>}
      <dl className="facts facts-small">
        <div><dt>{t('agreements.term.now')}</dt><dd className="term-value-now">{termNow(term, unitOf)}</dd></div>
        <div><dt>{t('agreements.term.range')}</dt><dd>{rangeWords(term, value)}</dd></div>
        {answered === undefined ? null : <AnsweredFact answered={answered} />}
        {since[0] === undefined ? null : <div><dt>{t('agreements.term.since')}</dt><dd><Since since={since[0]} /></dd></div>}
      </dl>
      {since.length > 1 ? <><h4>{t('agreements.term.earlier')}</h4><ul className="plain-list">{since.slice(0, -1).map(({ before, record }, place) => <li key={record}>{t('agreements.term.was', { value: value(before) })} · {since[place + 1] === undefined ? null : <Since since={since[place + 1] as TermSinceShown} />}</li>)}</ul></> : null}
      {proposed.length === 0 ? null : (
        <><h4>{t('agreements.term.proposed')}</h4><ul className="plain-list">{proposed.map((each) => <li key={each.id}><Proposed proposed={each} value={value(each.after)} /></li>)}</ul></>
      )}
      {proposing !== null ? <OtherValue term={term} detail={detail} overview={overview} {...(proposing === 'answered' && answered !== undefined ? { answered } : {})} close={() => propose(null)} /> : (
        <p className="row-of-buttons">
          {answered !== undefined && isToPropose(answered, term) ? <ProposeButton answered={answered} onClick={() => propose('answered')} /> : null}
          <button type="button" className={answered !== undefined && isToPropose(answered, term) ? 'small-button' : 'act act-small'} onClick={() => propose('own')}>{t('agreements.term.propose')}<span className="visually-hidden">: {label}</span></button>
        </p>
      )}
    </div>
  );
}

function rangeWords({ least, most, choices }: TermShown, value: (text: string) => string): string {
  if (choices !== null) return t('agreements.term.one_of', { choices: choices.map((each) => called(each)).join(', ') });
  if (least !== null && most !== null) return t('agreements.term.between', { least: written(least), most: value(most) });
  if (least !== null) return t('agreements.term.least', { least: value(least) });
  return most === null ? t('agreements.term.open_range') : t('agreements.term.most', { most: value(most) });
}

function Since({ since: { record, recordedAt, proposal } }: { readonly since: TermSinceShown }): React.JSX.Element {
  const { zone, nameOf } = useSpeaking();
  const values = { day: longDay(zone, recordedAt), record: () => <RecordLink record={record} /> };
  if (proposal === null) return <Text id="agreements.term.since_founding" values={values} />;
  return <Text id="agreements.term.since_proposal" values={{ ...values, name: nameOf(proposal.by), title: proposal.title === '' ? t('agreements.term.a_proposal') : proposal.title, link: (words: React.ReactNode) => <a href={`#/decide/${proposal.id}`}>{words}</a> }} />;
}

function Proposed({ proposed: { id, by, title }, value }: { readonly proposed: TermShown['proposed'][number]; readonly value: string }): React.JSX.Element {
  const { nameOf } = useSpeaking();
  return <Text id="agreements.term.proposed_by" values={{ value, name: nameOf(by), title: title === '' ? t('agreements.term.a_proposal') : title, link: (words: React.ReactNode) => <a href={`#/decide/${id}`}>{words}</a> }} />;
}
