/** Money that is to be paid to oneself outside: asking for it, and what was asked for and waits. */
import type { OutsideShown } from '../../../src/views/outside-shown.ts';
import type { Overview } from '../../../src/views/shown.ts';
import { useMe } from '../acting/me.ts';
import { useLive } from '../api/live.ts';
import { Asked } from '../decide/asking.tsx';
import type { Followed } from '../decide/followed.ts';
import { t } from '../messages/t.ts';
import { Card } from '../sections/card.tsx';
import { NeedsKey } from './needs-key.tsx';
import { PayoutForm } from './payout-form.tsx';
import { PayoutRow } from './payout-row.tsx';
import { useAccounts } from './use-accounts.ts';

type PayoutPageProps = { readonly overview: Overview; readonly followed: Followed };

export function PayoutPage(props: PayoutPageProps): React.JSX.Element {
  const { member } = useMe();
  return (
    <>
      <p className="back"><a href="#/money">{t('money.back')}</a></p>
      <div className="decide-head"><h2>{t('money.payout.title')}</h2></div>
      {member === null ? <p className="empty">{t('money.who')}</p> : <Own key={member} member={member} {...props} />}
    </>
  );
}

function Own({ member, overview, followed: { records } }: PayoutPageProps & { readonly member: string }): React.JSX.Element {
  const { ready } = useMe();
  const outside = useLive<OutsideShown>('/api/outside', records);
  const accounts = useAccounts(member, records);
  return (
    <>
      <Card id="payout-ask" title={t('money.payout.ask')}>
        <p className="quiet">{t('money.payout.says')}</p>
        {ready ? <Asked live={accounts}>{(all) => <PayoutForm units={overview.units} available={Object.fromEntries(all.filter(({ account }) => account === member).map(({ unit, available }) => [unit, available]))} />}</Asked> : <NeedsKey />}
      </Card>
      <Card id="payout-mine" title={t('money.payout.mine')}>
        <Asked live={outside}>{({ payouts }) => {
          const mine = payouts.filter((payout) => payout.member === member);
          return mine.length === 0 ? <p className="empty">{t('money.payout.none')}</p> : <ul className="payouts">{mine.map((payout) => <PayoutRow key={payout.id} payout={payout} does="withdraw" />)}</ul>;
        }}</Asked>
      </Card>
    </>
  );
}
