import { Route, Switch } from 'wouter';
import { NoPage } from '../shell/no-page.tsx';
import { inTwo } from '../shell/address.ts';
import type { PageProps } from '../shell/page-props.ts';
import { DecideView } from './decide-view.tsx';
import { DelegateView } from './delegate-view.tsx';
import { ProposalView } from './proposal-view.tsx';
import { ProposeView } from './propose-view.tsx';
import '../style/decide.css';

/** The pages on which people decide together. */
export function DecidePages({ overview, ...followed }: PageProps): React.JSX.Element {
  return (
    <Switch>
      <Route path="/decide"><main className="decide" tabIndex={-1}><DecideView followed={followed} /></main></Route>
      <Route path="/decide/delegate"><main className="decide" tabIndex={-1}><DelegateView overview={overview} followed={followed} /></main></Route>
      <Route path="/decide/new/:about?">{({ about }) => {
        const [subcontract, action] = inTwo(about);
        return <main className="decide" tabIndex={-1}><ProposeView key={about ?? ''} subcontract={subcontract} action={action} overview={overview} /></main>;
      }}</Route>
      {/* A proposal's name is its SHA-256 in hex. */}
      <Route path={/^\/decide\/(?<id>[0-9a-f]{64})$/}>{({ id = '' }) => <main className="decide" tabIndex={-1}><ProposalView key={id} id={id} overview={overview} followed={followed} /></main>}</Route>
      <Route><NoPage /></Route>
    </Switch>
  );
}
