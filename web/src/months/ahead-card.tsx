import { useState } from 'react';
import type { ForecastShown } from '../../../src/views/forecast-shown.ts';
import type { Overview, SubcontractShown } from '../../../src/views/shown.ts';
import { simpleTerms, writtenAs } from '../decide/terms.ts';
import { Card } from '../sections/card.tsx';
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
    <Card id="ahead" title="What the months ahead rest on">
      <p className="months-choice">
        <label>What comes in <select value={assuming.assume} onChange={({ target }) => assumeOther({ ...assuming, assume: target.value === 'nothing' ? 'nothing' : 'as_lately' })}><option value="as_lately">as in the last three months</option><option value="nothing">nothing at all</option></select></label>
        <button type="button" className="small-button" disabled={running} onClick={again}>Reckon again</button>
      </p>
      {shown === null ? null : <p className="quiet">It is reckoned {shown.assumed.words}, with the agreements as they are{assuming.change === null ? '' : ', but for what stands below'}. It is no promise: people may say other things.</p>}
      {shown === null || shown.covered.length === 0 ? null : <Covered shown={shown} />}
      {shown === null || shown.refused.length === 0 ? null : (
        <details className="each"><summary>What would be refused by then ({shown.refused.length})</summary>
          <ul className="plain-list">{shown.refused.map(({ day, what, detail }, place) => <li key={place}><span className="quiet">{day}</span> {what}: {detail}</li>)}</ul>
        </details>
      )}
      <WhatIf assuming={assuming} assumeOther={assumeOther} overview={overview} />
    </Card>
  );
}

function Covered({ shown: { covered } }: { readonly shown: ForecastShown }): React.JSX.Element {
  return (
    <>
      <h3>Covered</h3>
      <ul className="plain-list">{covered.map(({ subcontract, what, until }) => <li key={`${subcontract} ${what}`}>{sentence(what)} {until === null ? 'without a known end' : <>through <b>{until}</b></>}<span className="quiet">, by {titled(subcontract)}</span></li>)}</ul>
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
      <summary>What if a term were another?</summary>
      <p className="months-choice"><label>Agreement <select value={id} onChange={({ target }) => setId(target.value)}>{subcontracts.map((each) => <option key={each.id} value={each.id}>{titled(each.id)}: {each.title}</option>)}</select></label></p>
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
      <label>Term <select value={term} onChange={({ target }) => { setTerm(target.value); setWritten(''); }}>{names.map((name) => <option key={name} value={name}>{labelOf(labels, name).label}</option>)}</select></label>
      <label>now {now}, instead <input type="text" size={10} value={written} onChange={({ target }) => setWritten(target.value)} /></label>
      <button type="button" className="act act-small" disabled={written.trim() === '' || written.trim() === now} onClick={() => assumeOther({ ...assuming, change: { subcontract: id, terms: { [term]: writtenAs(terms[term], written) } } })}>Reckon with it</button>
      {assuming.change === null ? null : <button type="button" className="small-button" onClick={() => assumeOther({ ...assuming, change: null })}>As it is agreed</button>}
    </p>
  );
}
