import { Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { Route, Router, Switch } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import type { Overview } from '../../../src/views/shown.ts';
import { MeContext, useMeHere } from '../acting/me.ts';
import { SignedOutView } from '../acting/signed-out-view.tsx';
import type { Followed } from '../api/follow.ts';
import { useFollowed, useNow } from '../api/hooks.ts';
import { leaveForDoor } from '../door/leave-for-door.ts';
import { lookForNewer } from '../offline/renewal.ts';
import { ownActs, useSending, useWaiting } from '../offline/use-waiting.ts';
import { Announcer } from '../sections/announcer.tsx';
import { useMembers } from '../sections/use-members.ts';
import { Waiting } from '../sections/waiting.tsx';
import { happeningsOf } from '../why/happening.ts';
import { useOpened } from '../why/opened.ts';
import { WhySheet } from '../why/why-sheet.tsx';
import { useAgreementsInWords } from '../words/agreements.ts';
import { SpeakingContext, speakingOf } from '../words/context.ts';
import { Bar } from './bar.tsx';
import { decoded } from './address.ts';
import { entrance } from './entrance.ts';
import { Foot } from './foot.tsx';
import { KeptNote } from './kept-note.tsx';
import { later } from './later.ts';
import { Nav } from './nav.tsx';
import { NoPage } from './no-page.tsx';
import { PageFault } from './page-fault.tsx';
import { routes, type RouteOf } from './routes.ts';
import { useTop } from './use-top.ts';
import { t } from '../messages/t.ts';

const { Page: ComeInView } = later([], async () => (await import('../acting/come-in-view.tsx')).ComeInView);
const { Page: Door } = later(['found', 'money'], async () => (await import('../door/door.tsx')).Door);
const { Page: JoinView } = later(['join'], async () => (await import('../join/join-view.tsx')).JoinView);

export function App(): React.JSX.Element {
  if (entrance === 'inside') return <Router hook={useHashLocation}><Open /></Router>;
  const Entrance = { 'door': Door, 'come-in': ComeInView, 'join': JoinView, 'signed-out': SignedOutView }[entrance];
  return <Suspense fallback={<main className="waiting" />}><Entrance /></Suspense>;
}

function Open(): React.JSX.Element {
  const { connection, overview, receivedAt } = useFollowed();
  // A server that was away may be a newer one now, or one with other collectives.
  useEffect(() => {
    if (connection === 'live') void lookForNewer();
    if (connection === 'lost') void leaveForDoor();
  }, [connection]);
  return overview === null ? <><Waiting connection={connection} /><Coming /></> : <Frame overview={overview} connection={connection} receivedAt={receivedAt} />;
}

/** While the first overview is on its way, the page that it will be shown on is too. */
function Coming(): React.JSX.Element {
  return <Switch>{routes.map(({ pattern, begin }) => <Route key={pattern} path={pattern}><Begun begin={begin} /></Route>)}</Switch>;
}

function Begun({ begin }: { readonly begin: () => void }): null {
  useEffect(begin, [begin]);
  return null;
}

type FrameProps = { readonly overview: Overview; readonly connection: Followed['connection']; readonly receivedAt: number };

/** What stands around every page: who and where one is, the ways to the other pages, and the why of whatever is opened. */
function Frame({ overview: told, connection, receivedAt }: FrameProps): React.JSX.Element {
  const subcontracts = useAgreementsInWords(told.subcontracts);
  const overview = useMemo(() => ({ ...told, subcontracts }), [told, subcontracts]);
  const now = useNow(overview, receivedAt, connection === 'live');
  const { opened, open, close } = useOpened();
  const members = useMembers(overview);
  const { units, zone, origin, reviews, postings, owed, loans, lessened, notices } = overview;
  const [done, setDone] = useState(0);
  const me = useMeHere(origin, useCallback(() => setDone((count) => count + 1), []));
  // Each part of an overview stays the same object while nothing in it changes.
  const speaking = useMemo(() => speakingOf({ members, units, zone, origin, subcontracts, reviews }, open), [members, units, zone, origin, subcontracts, reviews, open]);
  const happenings = useMemo(() => happeningsOf({ postings, owed, loans, lessened, notices }), [postings, owed, loans, lessened, notices]);
  const page = (route: RouteOf): React.JSX.Element => <Route key={route.pattern} path={route.pattern}>{(params) => <Shown route={route} params={params} overview={overview} records={overview.records + done} now={now} />}</Route>;
  const waiting = useWaiting();
  useSending(connection, waiting);
  const own = useMemo(() => ownActs(waiting, me.key), [waiting, me.key]);
  useTop();
  return (
    <MeContext value={me}>
      <SpeakingContext value={speaking}>
        <button type="button" className="skip" onClick={() => document.querySelector<HTMLElement>('main')?.focus()}>{t('app.skip')}</button>
        <Bar overview={overview} now={now} connection={connection} waiting={own} />
        <Nav />
        <Switch>{routes.map(page)}<Route><NoPage /></Route></Switch>
        <Foot records={overview.records} />
        <KeptNote acts={own} />
        <Announcer latest={happenings[0]} />
        <WhySheet happening={opened} onClose={close} />
      </SpeakingContext>
    </MeContext>
  );
}

type ShownProps = { readonly route: RouteOf; readonly params: { readonly [name: string]: string | undefined }; readonly overview: Overview; readonly records: number; readonly now: number };

function Shown({ route, params, ...props }: ShownProps): React.JSX.Element {
  const { Page } = route;
  const parts = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, value === undefined ? value : decoded(value)]));
  return <PageFault key={route.pattern}><Suspense fallback={<main className="later" />}><Page {...props} params={parts} /></Suspense></PageFault>;
}
