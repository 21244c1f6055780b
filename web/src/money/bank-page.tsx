/** Money from outside and to outside: for who keeps the books, the bank's statements and the payouts to settle; for all, what came and went. */
import type { OutsideShown, OutsideUnitShown, PayoutShown } from '../../../src/views/outside-shown.ts';
import type { Overview } from '../../../src/views/shown.ts';
import { useMe } from '../acting/me.ts';
import { useLive } from '../api/live.ts';
import { Asked } from '../decide/asking.tsx';
import type { Followed } from '../decide/followed.ts';
import { t } from '../messages/t.ts';
import { Amount } from '../sections/amount.tsx';
import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import { BankImport } from './bank-import.tsx';
import { NeedsKey } from './needs-key.tsx';
import { PayoutRow } from './payout-row.tsx';

export function BankPage({ overview, followed: { records } }: { readonly overview: Overview; readonly followed: Followed }): React.JSX.Element {
  const live = useLive<OutsideShown>('/api/outside', records);
  return (
    <>
      <p className="back"><a href="#/money">{t('money.back')}</a></p>
      <div className="decide-head"><h2>{t('money.ways.bank')}</h2></div>
      <Asked live={live}>{(outside) => <Outside outside={outside} overview={overview} />}</Asked>
    </>
  );
}

function Outside({ outside: { keepers, units, payouts }, overview }: { readonly outside: OutsideShown; readonly overview: Overview }): React.JSX.Element {
  const { member, ready } = useMe();
  const isKeeper = member !== null && keepers.includes(member);
  return (
    <>
      {isKeeper ? <Card id="bank-import" title={t('money.bank.title')}><BankImport overview={overview} payouts={payouts} />{ready ? null : <NeedsKey />}</Card> : null}
      <Waiting payouts={payouts} keepers={keepers} settles={isKeeper} />
      <Card id="outside" title={t('money.outside')}>
        {units.map((unit) => <Unit key={unit.unit} of={unit} />)}
        <p className="quiet">{t('money.outside.says')}</p>
      </Card>
    </>
  );
}

function Waiting({ payouts, keepers, settles }: { readonly payouts: readonly PayoutShown[]; readonly keepers: readonly string[]; readonly settles: boolean }): React.JSX.Element {
  const { nameOf } = useSpeaking();
  const { ready } = useMe();
  const kept = keepers.length === 0 ? t('money.outside.kept_by_operator') : t('money.outside.kept_by', { names: keepers.map(nameOf).join(', ') });
  return (
    <Card id="payouts" title={t(settles ? 'money.payouts.settle' : 'money.payouts.wait')} aside={<span className="quiet">{kept}</span>}>
      {payouts.length === 0 ? <p className="empty">{t('money.payouts.none')}</p> : <ul className="payouts">{payouts.map((payout) => <PayoutRow key={payout.id} payout={payout} does={settles && ready ? 'settle' : null} />)}</ul>}
      {settles && !ready && payouts.length > 0 ? <NeedsKey /> : null}
    </Card>
  );
}

const sums = ['opening', 'issued', 'income', 'takenBack', 'paidOut', 'pending'] as const;

function Unit({ of }: { readonly of: OutsideUnitShown }): React.JSX.Element {
  const { unitOf } = useSpeaking();
  const { unit, balance } = of;
  return (
    <>
      <h3>{unitOf(unit)?.name ?? unit}</h3>
      <dl className="pairs money-pairs">
        {sums.map((each) => <div key={each}><dt>{t(`money.outside.${each}`)}</dt><dd><Amount amount={of[each]} unit={unit} /></dd></div>)}
        <div><dt>{t('money.outside.all')}</dt><dd><Amount amount={balance.startsWith('-') ? balance.slice(1) : balance} unit={unit} /></dd></div>
      </dl>
    </>
  );
}
