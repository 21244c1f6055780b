import { Route, Switch } from 'wouter';
import { MonthsView } from '../months/months-view.tsx';
import { NoPage } from '../shell/no-page.tsx';
import type { PageProps } from '../shell/page-props.ts';
import { MoneyView } from './money-view.tsx';
import '../style/decide.css';

/** One's own money, and the collective's. */
export function MoneyPages({ overview, ...followed }: PageProps): React.JSX.Element {
  return (
    <Switch>
      <Route path="/money"><main className="decide" tabIndex={-1}><MoneyView overview={overview} followed={followed} /></main></Route>
      <Route path="/money/months"><main className="decide" tabIndex={-1}><MonthsView overview={overview} followed={followed} /></main></Route>
      <Route><NoPage /></Route>
    </Switch>
  );
}
