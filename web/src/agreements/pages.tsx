import { Route, Switch } from 'wouter';
import { AdoptView } from '../adopt/adopt-view.tsx';
import { NoPage } from '../shell/no-page.tsx';
import { inTwo } from '../shell/address.ts';
import type { PageProps } from '../shell/page-props.ts';
import { AgreementsView } from './agreements-view.tsx';
import '../style/decide.css';

/** What is agreed, and what could be. */
export function AgreementPages({ overview, ...followed }: PageProps): React.JSX.Element {
  return (
    <Switch>
      <Route path="/agreements"><main className="decide" tabIndex={-1}><AgreementsView overview={overview} followed={followed} /></main></Route>
      <Route path="/agreements/adopt/:about?">{({ about }) => {
        const [kit, subcontract] = inTwo(about);
        return <main className="decide" tabIndex={-1}><AdoptView key={about ?? ''} kit={kit} subcontract={subcontract} overview={overview} /></main>;
      }}</Route>
      <Route><NoPage /></Route>
    </Switch>
  );
}
