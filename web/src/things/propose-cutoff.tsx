import { useState } from 'react';
import type { Overview, SubcontractDetail } from '../../../src/views/shown.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { BacktestPanel } from '../backtest/backtest-card.tsx';
import { Card } from '../sections/card.tsx';
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
    <Card id="propose-cutoff" title="Propose it">
      {isSame ? <p>That is what is agreed.</p> : (
        <form className="stack" onSubmit={(event) => { event.preventDefault(); void run(() => me.say({ kind: 'propose', body: { change, reason: reason.trim() } })).then((isDone) => { if (isDone) location.hash = '#/decide'; }); }}>
          <p>“{label}”, now {String(terms[term])}, becomes <strong>{value}</strong>.</p>
          <BacktestPanel key={value} ask={{ changes: [{ subcontract: id, terms: change.terms, label: `${label}: ${value}` }] }} members={overview.members} />
          <label className="field"><span>Why it should be otherwise</span><textarea rows={2} maxLength={2000} value={reason} onChange={({ target }) => setReason(target.value)} /></label>
          {me.ready ? <p><button type="submit" className="act" disabled={busy || reason.trim() === ''}>Propose {value}</button></p> : <p>To propose it from here, <a href="#/me">make a key in this browser</a>.</p>}
          <RefusedNote refused={refused} />
        </form>
      )}
    </Card>
  );
}
