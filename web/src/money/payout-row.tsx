import { useState } from 'react';
import type { PayoutShown } from '../../../src/views/outside-shown.ts';
import type { EntryBody, Settling } from '../../../src/vocabulary/entries.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { Amount } from '../sections/amount.tsx';
import { useSpeaking } from '../words/context.ts';
import { shortDay } from '../words/time.ts';

/** A payout that waits. @param does what whoever looks can do about it; null: nothing */
export function PayoutRow({ payout, does }: { readonly payout: PayoutShown; readonly does: 'withdraw' | 'settle' | null }): React.JSX.Element {
  const { nameOf, zone } = useSpeaking();
  const { id, member, amount, unit, reason, sent, recordedAt } = payout;
  return (
    <li className="payout">
      <p><strong><Amount amount={amount} unit={unit} /></strong> to {nameOf(member)}{reason === null ? '' : `: ${reason}`}</p>
      <p className="quiet"><code>{id}</code>, asked for on {shortDay(zone, recordedAt)}{sent ? '; it is on its way' : ''}</p>
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
      <p><button type="button" className="small-button" disabled={busy} onClick={() => void run(() => me.say(said))}>Take it back</button></p>
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
      {sent ? null : <p><button type="button" className="small-button" disabled={busy} onClick={() => settle({ payout: id, how: 'sent' })}>The transfer is ordered</button></p>}
      <label className="field"><span>The bank’s reference, or why it wasn’t paid</span><input type="text" maxLength={280} value={text} onChange={({ target }) => setText(target.value)} /></label>
      <p className="row-of-buttons">
        <button type="button" className="act act-small" disabled={busy || given === ''} onClick={() => settle({ payout: id, how: 'paid', reference: given })}>The bank has paid it</button>
        <button type="button" className="small-button" disabled={busy || given === ''} onClick={() => settle({ payout: id, how: 'returned', reason: given })}>It wasn’t paid</button>
      </p>
      <RefusedNote refused={refused} />
    </div>
  );
}
