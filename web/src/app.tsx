import { lazy, Suspense, useMemo } from 'react';
import type { Overview } from '../../src/views/shown.ts';
import { useFollowed, useNow } from './api/hooks.ts';
import type { Followed } from './api/follow.ts';
import { Agreements } from './sections/agreements.tsx';
import { Announcer } from './sections/announcer.tsx';
import { CashBox } from './sections/cash-box.tsx';
import { Feed } from './sections/feed.tsx';
import { Header } from './sections/header.tsx';
import { Houses } from './sections/houses.tsx';
import { Members } from './sections/members.tsx';
import { Nav } from './sections/nav.tsx';
import { Owed } from './sections/owed.tsx';
import { Pile } from './sections/pile.tsx';
import { Price } from './sections/price.tsx';
import { Refusals } from './sections/refusals.tsx';
import { Reviews } from './sections/reviews.tsx';
import { Waiting } from './sections/waiting.tsx';
import { isSensing, usePlace, type Place } from './places.ts';
import { happeningsOf, type Happening } from './why/happening.ts';
import { useOpened } from './why/opened.ts';
import { WhySheet } from './why/why-sheet.tsx';
import { SpeakingContext, speakingOf } from './words/context.ts';

/** Loaded when they are first looked at. */
const CheckView = lazy(async () => ({ default: (await import('./trust/check-view.tsx')).CheckView }));
const Deciding = lazy(async () => ({ default: (await import('./decide/deciding.tsx')).Deciding }));
const Sensing = lazy(async () => ({ default: (await import('./things/sensing.tsx')).Sensing }));
const JoinView = lazy(async () => ({ default: (await import('./join/join-view.tsx')).JoinView }));

/** Whoever is invited may see nothing else yet. */
export function App(): React.JSX.Element {
  const place = usePlace();
  return place.page === 'join' ? <Suspense fallback={<main className="waiting" />}><JoinView /></Suspense> : <Open place={place} />;
}

function Open({ place }: { readonly place: Place }): React.JSX.Element {
  const { connection, overview, receivedAt } = useFollowed();
  return overview === null ? <Waiting connection={connection} /> : <Page place={place} overview={overview} connection={connection} receivedAt={receivedAt} />;
}

type PageProps = { readonly place: Place; readonly overview: Overview; readonly connection: Followed['connection']; readonly receivedAt: number };

function Page({ place, overview, connection, receivedAt }: PageProps): React.JSX.Element {
  const now = useNow(overview, receivedAt, connection === 'live');
  const { opened, open, close } = useOpened();
  const { members, units, zone, origin, subcontracts, postings, owed, loans, lessened, notices } = overview;
  // Each part of an overview stays the same object while nothing in it changes.
  const speaking = useMemo(() => speakingOf({ members, units, zone, origin, subcontracts }, open), [members, units, zone, origin, subcontracts, open]);
  const happenings = useMemo(() => happeningsOf({ postings, owed, loans, lessened, notices }), [postings, owed, loans, lessened, notices]);
  return (
    <SpeakingContext value={speaking}>
      {place.page === 'books' ? <a className="skip" href="#happened">Skip to what happened</a> : null}
      <Header overview={overview} now={now} connection={connection} />
      <Nav page={place.page} />
      {place.page === 'books' ? <Books overview={overview} happenings={happenings} now={now} /> : (
        <Suspense fallback={<main className="later" />}>
          <Later place={place} overview={overview} now={now} />
        </Suspense>
      )}
      <footer className="foot">
        <p>Everything here is folded from {overview.records} records: <a href="/api/records?from=0">the records</a>, <a href="/log/checkpoint">the log’s signed head</a>. You can <a href="#check">check all of it yourself</a>.</p>
      </footer>
      <Announcer latest={happenings[0]} />
      <WhySheet happening={opened} onClose={close} />
    </SpeakingContext>
  );
}

function Later({ place, overview, now }: { readonly place: Place; readonly overview: Overview; readonly now: number }): React.JSX.Element {
  if (place.page === 'check') return <CheckView records={overview.records} />;
  return isSensing(place) ? <Sensing place={place} overview={overview} now={now} /> : <Deciding place={place} overview={overview} now={now} />;
}

type BooksProps = { readonly overview: Overview; readonly happenings: readonly Happening[]; readonly now: number };

function Books({ overview, happenings, now }: BooksProps): React.JSX.Element {
  const { members, units, subcontracts, owed, loans } = overview;
  const woods = subcontracts.filter(({ kit }) => kit === 'firewood');
  const boxes = subcontracts.filter(({ kit }) => kit === 'cash-box');
  const priced = subcontracts.filter(({ questions }) => questions.includes('price'));
  return (
    <main className="page">
      {woods.map((wood) => <Pile key={wood.id} wood={wood} things={overview.things} />)}
      {woods.map((wood) => <Houses key={wood.id} wood={wood} things={overview.things} now={now} />)}
      <Feed happenings={happenings} />
      <div className="column">
        {priced.map((subcontract) => <Price key={subcontract.id} subcontract={subcontract} members={members} />)}
        {boxes.map((box) => <CashBox key={box.id} box={box} loans={loans} now={now} />)}
      </div>
      <div className="column">
        <Members members={members} units={units} subcontracts={subcontracts} />
        <Owed owed={owed} units={units} />
      </div>
      <Reviews reviews={overview.reviews} now={now} />
      <Refusals refusals={overview.refusals} />
      <Agreements subcontracts={subcontracts} />
    </main>
  );
}
