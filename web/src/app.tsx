import { useMemo } from 'react';
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
import { Owed } from './sections/owed.tsx';
import { Pile } from './sections/pile.tsx';
import { Price } from './sections/price.tsx';
import { Refusals } from './sections/refusals.tsx';
import { Reviews } from './sections/reviews.tsx';
import { Waiting } from './sections/waiting.tsx';
import { happeningsOf } from './why/happening.ts';
import { useOpened } from './why/opened.ts';
import { WhySheet } from './why/why-sheet.tsx';
import { SpeakingContext, speakingOf } from './words/context.ts';

export function App(): React.JSX.Element {
  const { connection, overview, receivedAt } = useFollowed();
  return overview === null ? <Waiting connection={connection} /> : <Page overview={overview} connection={connection} receivedAt={receivedAt} />;
}

type PageProps = { readonly overview: Overview; readonly connection: Followed['connection']; readonly receivedAt: number };

function Page({ overview, connection, receivedAt }: PageProps): React.JSX.Element {
  const now = useNow(overview, receivedAt, connection === 'live');
  const { opened, open, close } = useOpened();
  const { members, units, zone, subcontracts, postings, owed, loans, lessened, notices } = overview;
  // Each part of an overview stays the same object while nothing in it changes.
  const speaking = useMemo(() => speakingOf({ members, units, zone, subcontracts }, open), [members, units, zone, subcontracts, open]);
  const happenings = useMemo(() => happeningsOf({ postings, owed, loans, lessened, notices }), [postings, owed, loans, lessened, notices]);
  const woods = subcontracts.filter(({ kit }) => kit === 'firewood');
  const boxes = subcontracts.filter(({ kit }) => kit === 'cash-box');
  const priced = subcontracts.filter(({ questions }) => questions.includes('price'));
  return (
    <SpeakingContext value={speaking}>
      <a className="skip" href="#happened">Skip to what happened</a>
      <Header overview={overview} now={now} connection={connection} />
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
      <footer className="foot">
        <p>Everything here is folded from {overview.records} records, and anyone can check them: <a href="/api/records?from=0">the records</a>, <a href="/api/head">the log’s head</a>.</p>
      </footer>
      <Announcer latest={happenings[0]} />
      <WhySheet happening={opened} onClose={close} />
    </SpeakingContext>
  );
}
