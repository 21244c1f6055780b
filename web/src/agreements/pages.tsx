import { Route, Switch } from 'wouter';
import { AdoptView } from '../adopt/adopt-view.tsx';
import { NoPage } from '../shell/no-page.tsx';
import { inTwo } from '../shell/address.ts';
import type { PageProps } from '../shell/page-props.ts';
import { AgreementView } from './agreement-view.tsx';
import { ListView } from './list-view.tsx';
import '../style/decide.css';
import '../style/agreements.css';

/** What is agreed, one by one, and what could be. */
export function AgreementPages({ overview, ...followed }: PageProps): React.JSX.Element {
  return (
    <Switch>
      <Route path="/agreements"><main className="decide" tabIndex={-1}><ListView overview={overview} followed={followed} /></main></Route>
      <Route path="/agreements/adopt/:about?">{({ about }) => {
        const [kit, subcontract] = inTwo(about);
        return <main className="decide" tabIndex={-1}><AdoptView key={about ?? ''} kit={kit} subcontract={subcontract} overview={overview} /></main>;
      }}</Route>
      <Route path="/agreements/:id">{({ id }) => <main className="decide" tabIndex={-1}><AgreementView key={id} id={id} overview={overview} followed={followed} /></main>}</Route>
      <Route><NoPage /></Route>
    </Switch>
  );
}
