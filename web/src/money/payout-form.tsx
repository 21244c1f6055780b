import { useState } from 'react';
import type { AmountsShown, UnitShown } from '../../../src/views/shown.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { t } from '../messages/t.ts';
import { AmountField } from './amount-field.tsx';
import { amountIn, isMore } from './amounts-in.ts';
import { UnitChoice } from './unit-choice.tsx';

/** Asks for money to be paid to oneself, outside. */
export function PayoutForm({ units, available }: { readonly units: readonly UnitShown[]; readonly available: AmountsShown }): React.JSX.Element | null {
  const me = useMe();
  const { busy, refused, run } = useActing();
  const [id, setUnit] = useState(units[0]?.id ?? '');
  const [written, write] = useState('');
  const [reason, setReason] = useState('');
  const unit = units.find((each) => each.id === id);
  if (unit === undefined) return null;
  const most = available[id] ?? '0';
  const read = amountIn(written, unit.decimals);
  const ask = (): void => {
    if (!read.ok) return;
    const body = { unit: id, amount: read.amount, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) };
    void run(() => me.say({ kind: 'payout', body })).then((isDone) => { if (isDone) { write(''); setReason(''); } });
  };
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); ask(); }}>
      <UnitChoice units={units} unit={id} choose={setUnit} />
      <AmountField written={written} write={write} unit={unit} available={most} />
      <label className="field"><span>{t('money.for_what')} <span className="quiet">{t('money.for_what_says')}</span></span><input type="text" maxLength={280} value={reason} onChange={({ target }) => setReason(target.value)} /></label>
      <p><button type="submit" className="act act-small" disabled={busy || !read.ok || isMore(read.amount, most, unit.decimals)}>{t('money.payout.do')}</button></p>
      <RefusedNote refused={refused} />
    </form>
  );
}
