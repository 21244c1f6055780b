import { useCallback, useState } from 'react';
import type { Overview } from '../../../src/views/shown.ts';
import { MeBar } from '../acting/me-bar.tsx';
import { MeContext, useMeHere } from '../acting/me.ts';
import type { SensingPlace } from '../places.ts';
import { BindView } from './bind-view.tsx';
import { CutoffView } from './cutoff-view.tsx';
import { DoubtsView } from './doubts-view.tsx';
import { HarmView } from './harm-view.tsx';
import { LookView } from './look-view.tsx';
import { MeasuresView } from './measures-view.tsx';
import { ThingsView } from './things-view.tsx';
import '../style/decide.css';
import '../style/things.css';

export type SensingProps = {
  readonly overview: Overview;
  /** Asked again as this grows: how many records there are, and what was done here. */
  readonly records: number;
  readonly now: number;
};

/** The pages of what measures and what is made of it; loaded when the first of them is looked at. */
export function Sensing({ place, overview, now }: { readonly place: SensingPlace; readonly overview: Overview; readonly now: number }): React.JSX.Element {
  const [done, setDone] = useState(0);
  const me = useMeHere(overview.origin, useCallback(() => setDone((count) => count + 1), []));
  return (
    <MeContext value={me}>
      <main className="decide things">
        <MeBar members={overview.members} />
        <Parts page={place.page} />
        <Page place={place} overview={overview} records={overview.records + done} now={now} />
      </main>
    </MeContext>
  );
}

const parts = [
  { href: '#things', says: 'Devices', of: ['things', 'bind', 'look', 'rebind'] }, { href: '#measures', says: 'What measures me', of: ['measures'] }, { href: '#doubts', says: 'Doubts', of: ['doubts'] },
  { href: '#cutoff', says: 'What errors cost', of: ['cutoff'] }, { href: '#harm', says: 'Where harm is', of: ['harm'] },
] as const satisfies readonly { readonly href: string; readonly says: string; readonly of: readonly SensingPlace['page'][] }[];

function Parts({ page }: { readonly page: SensingPlace['page'] }): React.JSX.Element {
  return (
    <nav className="parts" aria-label="About sensing">
      <ul>{parts.map(({ href, says, of }) => <li key={href}><a href={href} aria-current={of.some((each) => each === page) ? 'page' : undefined}>{says}</a></li>)}</ul>
    </nav>
  );
}

function Page({ place, ...props }: SensingProps & { readonly place: SensingPlace }): React.JSX.Element {
  switch (place.page) {
    case 'things': return <ThingsView {...props} />;
    case 'bind': return <BindView key={place.stream ?? ''} stream={place.stream} binding={null} {...props} />;
    case 'look': return <LookView key={place.stream} stream={place.stream} {...props} />;
    case 'rebind': return <BindView key={place.binding} stream={null} binding={place.binding} {...props} />;
    case 'measures': return <MeasuresView {...props} />;
    case 'doubts': return <DoubtsView {...props} />;
    case 'cutoff': return <CutoffView {...props} subcontract={place.subcontract} />;
    case 'harm': return <HarmView {...props} />;
  }
}
