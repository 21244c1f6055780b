import { Route, Switch } from 'wouter';
import { MonthsView } from '../months/months-view.tsx';
import { NoPage } from '../shell/no-page.tsx';
import { decoded } from '../shell/address.ts';
import type { PageProps } from '../shell/page-props.ts';
import { ActPage } from './act-page.tsx';
import { BankPage } from './bank-page.tsx';
import { MoneyBooksPage } from './books-page.tsx';
import { MoneyHome } from './money-home.tsx';
import { PayPage } from './pay-page.tsx';
import { PayoutPage } from './payout-page.tsx';
import { StatementPage } from './statement-page.tsx';
import '../style/decide.css';
import '../style/money.css';

/** One's own money, and the collective's. */
export function MoneyPages({ overview, ...followed }: PageProps): React.JSX.Element {
  const page = { overview, followed };
  return (
    <Switch>
      <Route path="/money"><Main><MoneyHome {...page} /></Main></Route>
      <Route path="/money/pay"><Main><PayPage {...page} /></Main></Route>
      <Route path="/money/payout"><Main><PayoutPage {...page} /></Main></Route>
      <Route path="/money/act/:subcontract/:action">{({ subcontract, action }) => <Main><ActPage subcontract={decoded(subcontract)} action={decoded(action)} overview={overview} /></Main>}</Route>
      <Route path="/money/statement/:account?/:unit?">{({ account, unit }) => <Main><StatementPage {...page} account={account === undefined ? undefined : decoded(account)} unit={unit === undefined ? undefined : decoded(unit)} /></Main>}</Route>
      <Route path="/money/months"><Main><MonthsView {...page} /></Main></Route>
      <Route path="/money/books"><Main><MoneyBooksPage {...page} /></Main></Route>
      <Route path="/money/bank"><Main><BankPage {...page} /></Main></Route>
      <Route><NoPage /></Route>
    </Switch>
  );
}

function Main({ children }: { readonly children: React.ReactNode }): React.JSX.Element {
  return <main className="decide money" tabIndex={-1}>{children}</main>;
}
