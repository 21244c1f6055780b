import { useState } from 'react';
import type { PayoutShown } from '../../../src/views/outside-shown.ts';
import type { EntryBody, Settling } from '../../../src/vocabulary/entries.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { Amount } from '../sections/amount.tsx';
import { useSpeaking } from '../words/context.ts';
import { shortDay } from '../words/time.ts';

/** A payout that waits. @param does what whoever looks can do about it; null: nothing */
export function PayoutRow({ payout, does }: { readonly payout: PayoutShown; readonly does: 'withdraw' | 'settle' | null }): React.JSX.Element {
  const { nameOf, zone } = useSpeaking();
  const { id, member, amount, unit, reason, sent, recordedAt } = payout;
  return (
    <li className="payout">
      <p><Text id={reason === null ? 'money.payout.row' : 'money.payout.row_for'} values={{ amount: <strong key="amount"><Amount amount={amount} unit={unit} /></strong>, name: nameOf(member), reason: reason ?? '' }} /></p>
      <p className="quiet"><code>{id}</code> {t(sent ? 'money.payout.asked_sent' : 'money.payout.asked', { day: shortDay(zone, recordedAt) })}</p>
      {does === 'withdraw' ? <Withdraw payout={payout} /> : null}
      {does === 'settle' ? <Settle payout={payout} /> : null}
    </li>
  );
}

function Withdraw({ payout: { id, sent } }: { readonly payout: PayoutShown }): React.JSX.Element | null {
  const me = useMe();
  const { busy, refused, run } = useActing();
  if (sent || !me.ready) return null;
  const said: EntryBody = { kind: 'payout.cancel', body: { payout: id } };
  return (
    <>
      <p><button type="button" className="small-button" disabled={busy} onClick={() => void run(() => me.say(said))}>{t('money.payout.take_back')}</button></p>
      <RefusedNote refused={refused} />
    </>
  );
}

/** The bank's reference goes with what it has paid, the reason with what it hasn't. */
function Settle({ payout: { id, sent } }: { readonly payout: PayoutShown }): React.JSX.Element {
  const me = useMe();
  const { busy, refused, run } = useActing();
  const [text, setText] = useState('');
  const given = text.trim();
  const settle = (body: Settling): void => void run(() => me.say({ kind: 'settle', body }));
  return (
    <div className="stack">
      {sent ? null : <p><button type="button" className="small-button" disabled={busy} onClick={() => settle({ payout: id, how: 'sent' })}>{t('money.settle.sent')}</button></p>}
      <label className="field"><span>{t('money.settle.text')}</span><input type="text" maxLength={280} value={text} onChange={({ target }) => setText(target.value)} /></label>
      <p className="row-of-buttons">
        <button type="button" className="act act-small" disabled={busy || given === ''} onClick={() => settle({ payout: id, how: 'paid', reference: given })}>{t('money.settle.paid')}</button>
        <button type="button" className="small-button" disabled={busy || given === ''} onClick={() => settle({ payout: id, how: 'returned', reason: given })}>{t('money.settle.returned')}</button>
      </p>
      <RefusedNote refused={refused} />
    </div>
  );
}
