import type { ReactNode } from 'react';
import type { AccountShown } from '../../../src/views/accounts-shown.ts';
import type { Overview } from '../../../src/views/shown.ts';
import { Asked } from '../decide/asking.tsx';
import { t } from '../messages/t.ts';
import { Amount } from '../sections/amount.tsx';
import { Card } from '../sections/card.tsx';
import { address } from '../shell/address.ts';
import { size, written } from '../words/amounts.ts';
import { ownAccount, useAccounts } from './use-accounts.ts';

type AccountsCardProps = { readonly member: string; readonly overview: Overview; readonly records: number; readonly does: ReactNode };

/** What can be spent at a glance, in each unit; then every account with what is set aside in it. */
export function AccountsCard({ member, overview, records, does }: AccountsCardProps): React.JSX.Element {
  const live = useAccounts(member, records);
  return (
    <Card id="accounts" title={t('money.accounts')}>
      <Asked live={live}>{(accounts) => (
        <>
          <div className="money-spendable">
            {accounts.filter(({ account }) => account === member).map(({ unit, available }) => (
              <p key={unit}><span className="figure-small"><Amount amount={available} unit={unit} /></span> <span className="quiet">{t('money.to_spend')}</span></p>
            ))}
          </div>
          {does}
          {overview.units.map(({ id, name }) => <OfUnit key={id} accounts={accounts.filter(({ unit }) => unit === id)} unit={id} title={overview.units.length > 1 ? name : null} />)}
        </>
      )}</Asked>
    </Card>
  );
}

function OfUnit({ accounts, unit, title }: { readonly accounts: readonly AccountShown[]; readonly unit: string; readonly title: string | null }): React.JSX.Element | null {
  const isPlain = accounts.length === 1 && accounts[0] !== undefined && size(accounts[0].held) === 0 && size(accounts[0].floor) === 0;
  if (isPlain) return null;
  const hasHeld = accounts.some(({ held }) => size(held) !== 0);
  const hasFloor = accounts.some(({ floor }) => size(floor) !== 0);
  return (
    <div className="wide">
      {title === null ? null : <h3>{title}</h3>}
      <table className="figures money-accounts">
        <thead><tr><th scope="col">{t('money.account')}</th><th scope="col">{t('money.lies_there')}</th>{hasHeld ? <th scope="col">{t('money.held')}</th> : null}{hasFloor ? <th scope="col">{t('money.floor')}</th> : null}<th scope="col">{t('money.available')}</th></tr></thead>
        <tbody>
          {accounts.map(({ account, balance, held, floor, available, subcontract }) => (
            <tr key={account}>
              <th scope="row"><a href={address('money', 'statement', account, unit)}>{ownAccount(account)}</a></th>
              <td>{written(balance)}</td>{hasHeld ? <td>{size(held) === 0 ? '–' : written(held)}</td> : null}{hasFloor ? <td>{size(floor) === 0 ? '–' : written(floor)}</td> : null}
              <td>{subcontract === null ? written(available) : <span className="quiet">{t('money.by_agreement')}</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
