import { Route, Switch } from 'wouter';
import type { Overview } from '../../../src/views/shown.ts';
import { NoPage } from '../shell/no-page.tsx';
import { decoded } from '../shell/address.ts';
import type { PageProps } from '../shell/page-props.ts';
import { BindView } from './bind-view.tsx';
import { CutoffView } from './cutoff-view.tsx';
import { DoubtsView } from './doubts-view.tsx';
import { HarmView } from './harm-view.tsx';
import { LookView } from './look-view.tsx';
import { MeasuresView } from './measures-view.tsx';
import { DevicesView } from './devices-view.tsx';
import { LabelView } from './label-view.tsx';
import { Parts } from './parts.tsx';
import { TakeView } from './take-view.tsx';
import { ThingsPage } from './things-page.tsx';
import '../style/decide.css';
import '../style/things.css';

export type SensingProps = {
  readonly overview: Overview;
  /** Asked again as this grows: how many records there are, and what was done here. */
  readonly records: number;
  readonly now: number;
};

/** The pages of what measures and what is made of it. */
export function ThingPages(props: PageProps): React.JSX.Element {
  return (
    <Switch>
      <Route path="/things/take/:id">{({ id }) => <main className="things take-page" tabIndex={-1}><TakeView key={id} id={named(id) ?? ''} {...props} /></main>}</Route>
      <Route path="/things/label/:id">{({ id }) => <main className="things label-page" tabIndex={-1}><LabelView id={named(id) ?? ''} {...props} /></main>}</Route>
      <Route><SensingPages {...props} /></Route>
    </Switch>
  );
}

function SensingPages(props: PageProps): React.JSX.Element {
  return (
    <main className="decide things" tabIndex={-1}>
      <Parts />
      <Switch>
        <Route path="/things"><ThingsPage {...props} /></Route>
        <Route path="/things/devices"><DevicesView {...props} /></Route>
        <Route path="/things/measures"><MeasuresView {...props} /></Route>
        <Route path="/things/doubts"><DoubtsView {...props} /></Route>
        <Route path="/things/harm"><HarmView {...props} /></Route>
        <Route path="/things/bind/:stream?">{({ stream }) => <BindView key={stream ?? ''} stream={named(stream)} binding={null} {...props} />}</Route>
        <Route path="/things/rebind/:binding">{({ binding }) => <BindView key={binding} stream={null} binding={named(binding)} {...props} />}</Route>
        <Route path="/things/look/:stream">{({ stream }) => <LookView key={stream} stream={named(stream) ?? ''} {...props} />}</Route>
        <Route path="/things/cutoff/:subcontract?">{({ subcontract }) => <CutoffView subcontract={named(subcontract)} {...props} />}</Route>
        <Route><NoPage /></Route>
      </Switch>
    </main>
  );
}

function named(part: string | undefined): string | null {
  return part === undefined || part === '' ? null : decoded(part);
}
