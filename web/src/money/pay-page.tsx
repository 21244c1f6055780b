/** Paying somebody: whom, how much, what for; what will leave and what is left, before it does; and the receipt. */
import { useState } from 'react';
import type { Overview, UnitShown } from '../../../src/views/shown.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import type { Followed } from '../decide/followed.ts';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { Became, type Said } from '../months/became.tsx';
import { Amount } from '../sections/amount.tsx';
import { Card } from '../sections/card.tsx';
import { subtract, unitName, written as asWritten } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { AmountField } from './amount-field.tsx';
import { amountIn, isMore } from './amounts-in.ts';
import { NeedsKey } from './needs-key.tsx';
import { PersonChoice } from './person-choice.tsx';
import { UnitChoice } from './unit-choice.tsx';
import { useAccounts } from './use-accounts.ts';

type PayPageProps = { readonly overview: Overview; readonly followed: Followed };

export function PayPage(props: PayPageProps): React.JSX.Element {
  const { member } = useMe();
  return (
    <>
      <p className="back"><a href="#/money">{t('money.back')}</a></p>
      <div className="decide-head"><h2>{t('money.pay.title')}</h2></div>
      {member === null ? <p className="empty">{t('money.who')}</p> : <Pay key={member} member={member} {...props} />}
    </>
  );
}

type Step = { readonly at: 'writing' } | { readonly at: 'confirming'; readonly amount: string } | { readonly at: 'done'; readonly said: Said };

function Pay({ member, overview, followed: { records } }: PayPageProps & { readonly member: string }): React.JSX.Element {
  const me = useMe();
  const { nameOf } = useSpeaking();
  const { busy, refused, run } = useActing();
  const { got } = useAccounts(member, records);
  const [to, setTo] = useState<string | null>(null);
  const [unitId, setUnit] = useState(overview.units[0]?.id ?? '');
  const [written, write] = useState('');
  const [reason, setReason] = useState('');
  const [step, setStep] = useState<Step>({ at: 'writing' });
  const unit = overview.units.find(({ id }) => id === unitId);
  const available = got?.ok === true ? got.value.find(({ account, unit: of }) => account === member && of === unitId)?.available ?? '0' : null;
  if (unit === undefined || available === null) return <p className="empty" role="status" aria-busy="true">{t('money.moment')}</p>;
  const again = (): void => {
    setTo(null);
    write('');
    setReason('');
    setStep({ at: 'writing' });
  };
  const pay = async (amount: string): Promise<void> => {
    await run(async () => {
      const done = await me.say({ kind: 'pay', body: { to: to ?? '', unit: unitId, amount, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) } });
      if (done.ok) setStep({ at: 'done', said: done });
      return done;
    });
  };
  if (step.at === 'done') return <Paid said={step.said} member={member} again={again} />;
  if (step.at === 'confirming') {
    return (
      <Confirm to={nameOf(to ?? '')} unit={unit} amount={step.amount} available={available} reason={reason.trim()} busy={busy} pay={() => void pay(step.amount)} back={() => setStep({ at: 'writing' })}>
        <RefusedNote refused={refused} />
      </Confirm>
    );
  }
  const read = amountIn(written, unit.decimals);
  const next = (): void => { if (read.ok && !isMore(read.amount, available, unit.decimals)) setStep({ at: 'confirming', amount: read.amount }); };
  return (
    <Card id="pay" title={t('money.pay.whom')}>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); next(); }}>
        <PersonChoice overview={overview} except={member} chosen={to} choose={setTo} />
        <UnitChoice units={overview.units} unit={unitId} choose={setUnit} />
        <AmountField written={written} write={write} unit={unit} available={available} />
        <label className="field"><span>{t('money.for_what')} <span className="quiet">{t('money.for_what_says')}</span></span><input type="text" maxLength={280} value={reason} onChange={({ target }) => setReason(target.value)} /></label>
        <p><button type="submit" className="act" disabled={to === null || !read.ok || isMore(read.amount, available, unit.decimals) || !me.ready}>{t('money.pay.next')}</button></p>
        {me.ready ? null : <NeedsKey />}
      </form>
    </Card>
  );
}

type ConfirmProps = {
  readonly to: string; readonly unit: UnitShown; readonly amount: string; readonly available: string; readonly reason: string; readonly busy: boolean;
  readonly pay: () => void; readonly back: () => void; readonly children: React.ReactNode;
};

/** All that will leave the account, and what is left then. */
function Confirm({ to, unit, amount, available, reason, busy, pay, back, children }: ConfirmProps): React.JSX.Element {
  const words = `${asWritten(amount)} ${unitName(unit, amount)}`;
  return (
    <Card id="pay-confirm" title={t('money.pay.confirm')}>
      <p className="money-confirm"><Text id="money.pay.says" values={{ name: to, amount: words, b: (inner) => <strong>{inner}</strong> }} /></p>
      <dl className="pairs money-pairs">
        <div><dt>{t('money.pay.leaves')}</dt><dd><Amount amount={amount} unit={unit.id} /></dd></div>
        <div><dt>{t('money.pay.left')}</dt><dd><Amount amount={subtract(available, amount, unit.decimals)} unit={unit.id} /></dd></div>
        <div><dt>{t('money.for_what')}</dt><dd>{reason === '' ? t('money.nothing_said') : reason}</dd></div>
      </dl>
      <p className="quiet">{t('money.pay.final')}</p>
      <p className="row-of-buttons">
        <button type="button" className="act" disabled={busy} onClick={pay}>{t('money.pay.do', { amount: words })}</button>
        <button type="button" className="small-button" disabled={busy} onClick={back}>{t('money.pay.change')}</button>
      </p>
      {children}
    </Card>
  );
}

function Paid({ said, member, again }: { readonly said: Said; readonly member: string; readonly again: () => void }): React.JSX.Element {
  return (
    <Card id="pay-done" title={t('money.pay.receipt')}>
      <Became said={said} member={member} />
      <p className="row-of-buttons"><a className="act" href="#/money">{t('money.pay.home')}</a><button type="button" className="small-button" onClick={again}>{t('money.pay.again')}</button></p>
    </Card>
  );
}
