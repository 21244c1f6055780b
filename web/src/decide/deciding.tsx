import { useCallback, useState } from 'react';
import type { Overview } from '../../../src/views/shown.ts';
import { MeBar } from '../acting/me-bar.tsx';
import { MeContext, useMeHere } from '../acting/me.ts';
import { YouView } from '../acting/you-view.tsx';
import { AdoptView } from '../adopt/adopt-view.tsx';
import { AgreementsView } from '../agreements/agreements-view.tsx';
import { CharterView } from '../charter/charter-view.tsx';
import { MoneyView } from '../money/money-view.tsx';
import { MonthsView } from '../months/months-view.tsx';
import type { Place } from '../places.ts';
import { DecideView } from './decide-view.tsx';
import { DelegateView } from './delegate-view.tsx';
import { ProposalView } from './proposal-view.tsx';
import { ProposeView } from './propose-view.tsx';
import '../style/decide.css';

export type Followed = {
  /** Asked again as this grows: how many records there are, and what was done here. */
  readonly records: number;
  readonly now: number;
};

/** The pages on which people decide together; loaded when the first of them is looked at. */
export function Deciding({ place, overview, now }: { readonly place: Place; readonly overview: Overview; readonly now: number }): React.JSX.Element {
  const [done, setDone] = useState(0);
  const me = useMeHere(overview.origin, useCallback(() => setDone((count) => count + 1), []));
  return (
    <MeContext value={me}>
      <main className="decide">
        {place.page === 'me' ? null : <MeBar members={overview.members} />}
        <Page place={place} overview={overview} followed={{ records: overview.records + done, now }} />
      </main>
    </MeContext>
  );
}

function Page({ place, overview, followed }: { readonly place: Place; readonly overview: Overview; readonly followed: Followed }): React.JSX.Element {
  switch (place.page) {
    case 'proposal': return <ProposalView key={place.id} id={place.id} overview={overview} followed={followed} />;
    case 'propose': return <ProposeView key={`${place.subcontract ?? ''}:${place.action ?? ''}`} subcontract={place.subcontract} action={place.action} overview={overview} />;
    case 'adopt': return <AdoptView key={place.kit} kit={place.kit} subcontract={place.subcontract} overview={overview} />;
    case 'agreements': return <AgreementsView overview={overview} followed={followed} />;
    case 'charter': return <CharterView overview={overview} followed={followed} />;
    case 'delegate': return <DelegateView overview={overview} followed={followed} />;
    case 'money': return <MoneyView overview={overview} followed={followed} />;
    case 'months': return <MonthsView overview={overview} followed={followed} />;
    case 'me': return <YouView members={overview.members} />;
    default: return <DecideView followed={followed} />;
  }
}
