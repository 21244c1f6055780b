import { useState } from 'react';
import type { AmountsShown, UnitShown } from '../../../src/views/shown.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { unitName } from '../words/amounts.ts';

/** Asks for money to be paid to oneself, outside. */
export function PayoutForm({ units, available }: { readonly units: readonly UnitShown[]; readonly available: AmountsShown }): React.JSX.Element {
  const me = useMe();
  const { busy, refused, run } = useActing();
  const [unit, setUnit] = useState(units[0]?.id ?? '');
  const [amount, setAmount] = useState('');
  const [reason, setReason] = useState('');
  const ask = (): void => {
    const body = { unit, amount: amount.trim(), ...(reason.trim() === '' ? {} : { reason: reason.trim() }) };
    void run(() => me.say({ kind: 'payout', body })).then((isDone) => { if (isDone) { setAmount(''); setReason(''); } });
  };
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); ask(); }}>
      <h3>Ask for a payout</h3>
      <label className="field field-short"><span>How much <span className="quiet">at most {available[unit] ?? '0'}</span></span><input type="text" inputMode="decimal" value={amount} onChange={({ target }) => setAmount(target.value)} /></label>
      {units.length < 2 ? null : (
        <label className="field field-short"><span>Of</span><select value={unit} onChange={({ target }) => setUnit(target.value)}>{units.map((each) => <option key={each.id} value={each.id}>{unitName(each, '2')}</option>)}</select></label>
      )}
      <label className="field"><span>What for <span className="quiet">everyone can read it; may be left out</span></span><input type="text" maxLength={280} value={reason} onChange={({ target }) => setReason(target.value)} /></label>
      <p><button type="submit" className="act act-small" disabled={busy || amount.trim() === ''}>Ask for it</button></p>
      <RefusedNote refused={refused} />
    </form>
  );
}
