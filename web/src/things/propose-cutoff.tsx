import { useState } from 'react';
import type { Overview, SubcontractDetail } from '../../../src/views/shown.ts';
import { Text } from '../messages/text.tsx';
import { t } from '../messages/t.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { BacktestPanel } from '../backtest/backtest-card.tsx';
import { Card } from '../sections/card.tsx';
import { written } from '../words/amounts.ts';
import { labelOf } from '../words/labels.ts';

type ProposeCutoffProps = { readonly subcontract: SubcontractDetail; readonly term: string; readonly value: string; readonly overview: Overview };

/** The cut-off as a proposal of other terms, tried on what was charged and paid as well. */
export function ProposeCutoff({ subcontract: { id, terms, labels }, term, value, overview }: ProposeCutoffProps): React.JSX.Element {
  const me = useMe();
  const { busy, refused, run } = useActing();
  const [reason, setReason] = useState('');
  const { label } = labelOf(labels, term);
  const isSame = Number(terms[term]) === Number(value);
  const change = { change: 'terms', subcontract: id, terms: { [term]: value } } as const;
  return (
    <Card id="propose-cutoff" title={t('things.cutoff.propose')}>
      {isSame ? <p>{t('things.cutoff.same')}</p> : (
        <form className="stack" onSubmit={(event) => { event.preventDefault(); void run(() => me.say({ kind: 'propose', body: { change, reason: reason.trim() } })).then((isDone) => { if (isDone) location.hash = '#/decide'; }); }}>
          <p><Text id="things.cutoff.becomes" values={{ label, now: written(String(terms[term])), value: written(value), strong: (words) => <strong>{words}</strong> }} /></p>
          <BacktestPanel key={value} ask={{ changes: [{ subcontract: id, terms: change.terms, label: `${label}: ${written(value)}` }] }} members={overview.members} />
          <label className="field"><span>{t('things.cutoff.why')}</span><textarea rows={2} maxLength={2000} value={reason} onChange={({ target }) => setReason(target.value)} /></label>
          {me.ready ? <p><button type="submit" className="act" disabled={busy || reason.trim() === ''}>{t('things.cutoff.propose_value', { value: written(value) })}</button></p> : <p><Text id="things.cutoff.no_key" values={{ me: (words) => <a href="#/me">{words}</a> }} /></p>}
          <RefusedNote refused={refused} />
        </form>
      )}
    </Card>
  );
}
