import { useState } from 'react';
import type { ForecastShown } from '../../../src/views/forecast-shown.ts';
import type { Overview, SubcontractShown } from '../../../src/views/shown.ts';
import { TermInput } from '../decide/term-fields.tsx';
import { simpleTerms, writtenAs } from '../decide/terms.ts';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { Card } from '../sections/card.tsx';
import { written as asWritten } from '../words/amounts.ts';
import { labelOf } from '../words/labels.ts';
import { sentence, titled } from '../words/names.ts';
import type { Ask } from './use-forecast.ts';

export type Assuming = Pick<Ask, 'assume' | 'change'>;

type AheadCardProps = {
  readonly shown: ForecastShown | null; readonly assuming: Assuming; readonly assumeOther: (assuming: Assuming) => void;
  readonly running: boolean; readonly again: () => void; readonly overview: Overview;
};

/** What the months ahead rest on, what is covered how long, and what another term would make of them. */
export function AheadCard({ shown, assuming, assumeOther, running, again, overview }: AheadCardProps): React.JSX.Element {
  return (
    <Card id="ahead" title={t('months.ahead')}>
      <p className="months-choice">
        <label>{t('months.ahead.assume')} <select value={assuming.assume} onChange={({ target }) => assumeOther({ ...assuming, assume: target.value === 'nothing' ? 'nothing' : 'as_lately' })}><option value="as_lately">{t('months.ahead.as_lately')}</option><option value="nothing">{t('months.ahead.nothing')}</option></select></label>
        <button type="button" className="small-button" disabled={running} onClick={again}>{t('months.ahead.again')}</button>
      </p>
      {shown === null ? null : <p className="quiet">{t(assuming.change === null ? 'months.ahead.says' : 'months.ahead.says_changed', { words: phrase(shown.assumed.words) })}</p>}
      {shown === null || shown.covered.length === 0 ? null : <Covered shown={shown} />}
      {shown === null || shown.refused.length === 0 ? null : (
        <details className="each"><summary>{t('months.ahead.refused', { count: shown.refused.length })}</summary>
          <ul className="plain-list">{shown.refused.map(({ day, what, detail }, place) => <li key={place}><span className="quiet">{day}</span> {phrase(what)}: {phrase(detail)}</li>)}</ul>
        </details>
      )}
      <WhatIf assuming={assuming} assumeOther={assumeOther} overview={overview} />
    </Card>
  );
}

function Covered({ shown: { covered } }: { readonly shown: ForecastShown }): React.JSX.Element {
  return (
    <>
      <h3>{t('months.covered')}</h3>
      <ul className="plain-list">{covered.map(({ subcontract, what, until }) => <li key={`${subcontract} ${what}`}><Text id={until === null ? 'months.covered.open' : 'months.covered.until'} values={{ what: sentence(what), until: until ?? '', agreement: titled(subcontract), b: (inner) => <b>{inner}</b>, q: (inner) => <span className="quiet">{inner}</span> }} /></li>)}</ul>
    </>
  );
}

/** One term of one agreement, as if it had been agreed on today. */
function WhatIf({ assuming, assumeOther, overview: { subcontracts } }: Pick<AheadCardProps, 'assuming' | 'assumeOther' | 'overview'>): React.JSX.Element | null {
  const [id, setId] = useState(subcontracts[0]?.id ?? '');
  const about = subcontracts.find((each) => each.id === id);
  if (about === undefined) return null;
  return (
    <details className="each" open={assuming.change !== null}>
      <summary>{t('months.what_if')}</summary>
      <p className="months-choice"><label>{t('months.agreement')} <select value={id} onChange={({ target }) => setId(target.value)}>{subcontracts.map((each) => <option key={each.id} value={each.id}>{t('months.agreement_named', { id: titled(each.id), title: each.title })}</option>)}</select></label></p>
      <Term key={id} about={about} assuming={assuming} assumeOther={assumeOther} />
    </details>
  );
}

function Term({ about: { id, terms, labels }, assuming, assumeOther }: Pick<AheadCardProps, 'assuming' | 'assumeOther'> & { readonly about: SubcontractShown }): React.JSX.Element {
  const names = simpleTerms(terms);
  const [term, setTerm] = useState(names[0] ?? '');
  const [written, setWritten] = useState('');
  const now = String(terms[term] ?? '');
  return (
    <p className="months-choice">
      <label>{t('months.term')} <select value={term} onChange={({ target }) => { setTerm(target.value); setWritten(''); }}>{names.map((name) => <option key={name} value={name}>{labelOf(labels, name).label}</option>)}</select></label>
      <label>{t('months.term.instead', { now: asWritten(now) })} <TermInput key={term} now={now} value={written} put={setWritten} /></label>
      <button type="button" className="act act-small" disabled={written.trim() === '' || written.trim() === now} onClick={() => assumeOther({ ...assuming, change: { subcontract: id, terms: { [term]: writtenAs(terms[term], written) } } })}>{t('months.what_if.do')}</button>
      {assuming.change === null ? null : <button type="button" className="small-button" onClick={() => assumeOther({ ...assuming, change: null })}>{t('months.what_if.undo')}</button>}
    </p>
  );
}
