import { useMemo } from 'react';
import { Agreements } from '../sections/agreements.tsx';
import { Feed } from '../sections/feed.tsx';
import { LedgerLine } from '../sections/ledger-line.tsx';
import { Members } from '../sections/members.tsx';
import { Owed } from '../sections/owed.tsx';
import { Refusals } from '../sections/refusals.tsx';
import { Reviews } from '../sections/reviews.tsx';
import type { PageProps } from '../shell/page-props.ts';
import { Gauges } from '../things/gauges.tsx';
import { priceQuestion } from '../things/my-price.ts';
import { watchedBy } from '../things/watched.ts';
import { happeningsOf } from '../why/happening.ts';
import { MoneyBoxCard } from './money-box-card.tsx';

/** All that everyone may see at one glance. */
export function BooksPage({ overview, now }: PageProps): React.JSX.Element {
  const { members, units, subcontracts, postings, owed, loans, lessened, notices } = overview;
  const happenings = useMemo(() => happeningsOf({ postings, owed, loans, lessened, notices }), [postings, owed, loans, lessened, notices]);
  const watching = subcontracts.filter((each) => each.questions.includes(priceQuestion) || watchedBy(each, overview.things).length > 0);
  return (
    <main className="page" tabIndex={-1}>
      <LedgerLine overview={overview} />
      {watching.map((each) => <Gauges key={each.id} subcontract={each} things={overview.things} now={now} />)}
      <Feed happenings={happenings} />
      <div className="column">
        {subcontracts.map((each) => <MoneyBoxCard key={each.id} subcontract={each} loans={loans} now={now} />)}
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
