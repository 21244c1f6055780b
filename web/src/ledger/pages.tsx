import { Route, Switch } from 'wouter';
import { NoPage } from '../shell/no-page.tsx';
import { decoded } from '../shell/address.ts';
import type { PageProps } from '../shell/page-props.ts';
import { CheckView } from '../trust/check-view.tsx';
import { LedgerView } from './ledger-view.tsx';
import { RecordView } from './record-view.tsx';
import '../style/decide.css';
import '../style/ledger.css';

/** Every record that one may read, and whether they hold. */
export function LedgerPages({ overview, records }: PageProps): React.JSX.Element {
  return (
    <Switch>
      <Route path="/ledger"><main className="decide ledger" tabIndex={-1}><LedgerView overview={overview} records={records} /></main></Route>
      <Route path="/ledger/record/:record">{({ record }) => <main className="decide ledger" tabIndex={-1}><RecordView key={record} record={decoded(record)} /></main>}</Route>
      <Route path="/ledger/check"><CheckView records={overview.records} /></Route>
      <Route><NoPage /></Route>
    </Switch>
  );
}
