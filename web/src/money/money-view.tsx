/** One's money here and on its way out; for who keeps the books, what waits to be settled; for all, what came from outside and went there. */
import type { OutsideShown, OutsideUnitShown, PayoutShown } from '../../../src/views/outside-shown.ts';
import type { Overview } from '../../../src/views/shown.ts';
import { useMe } from '../acting/me.ts';
import { useLive } from '../api/live.ts';
import { Asked } from '../decide/asking.tsx';
import type { Followed } from '../decide/followed.ts';
import { Amount } from '../sections/amount.tsx';
import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import { PayoutForm } from './payout-form.tsx';
import { PayoutRow } from './payout-row.tsx';
import '../style/money.css';

export function MoneyView({ overview, followed: { records } }: { readonly overview: Overview; readonly followed: Followed }): React.JSX.Element {
  const live = useLive<OutsideShown>('/api/outside', records);
  return <Asked live={live}>{(outside) => <Money outside={outside} overview={overview} />}</Asked>;
}

function Money({ outside: { keepers, units, payouts }, overview }: { readonly outside: OutsideShown; readonly overview: Overview }): React.JSX.Element {
  const { member } = useMe();
  const isKeeper = member !== null && keepers.includes(member);
  const mine = payouts.filter((payout) => payout.member === member);
  return (
    <>
      {member === null ? null : <Mine overview={overview} member={member} payouts={mine} />}
      <Waiting payouts={isKeeper ? payouts : payouts.filter((payout) => payout.member !== member)} keepers={keepers} settles={isKeeper} />
      <Card id="outside" title="From outside and to outside">
        {units.map((unit) => <Unit key={unit.unit} of={unit} />)}
        <p className="quiet">What came in is what the bank has booked, each of its references once. What was issued, by decision, isn’t money that came from outside.</p>
      </Card>
    </>
  );
}

function Mine({ overview, member, payouts }: { readonly overview: Overview; readonly member: string; readonly payouts: readonly PayoutShown[] }): React.JSX.Element {
  const { ready } = useMe();
  const { nameOf } = useSpeaking();
  const found = overview.members.find(({ id }) => id === member);
  return (
    <Card id="my-money" title={`The money of ${nameOf(member)}`}>
      <dl className="pairs">
        {overview.units.map(({ id }) => (
          <div key={id}>
            <dt><Amount amount={found?.balances[id] ?? '0'} unit={id} /></dt>
            <dd>of it <Amount amount={found?.available[id] ?? '0'} unit={id} /> to spend</dd>
          </div>
        ))}
      </dl>
      {payouts.length === 0 ? <p className="empty">No payout waits. What is asked for is set aside until it is paid.</p> : (
        <ul className="payouts">{payouts.map((payout) => <PayoutRow key={payout.id} payout={payout} does="withdraw" />)}</ul>
      )}
      {ready ? <PayoutForm units={overview.units} available={found?.available ?? {}} /> : <p>To ask for a payout from here, <a href="#/me">make a key in this browser</a>.</p>}
    </Card>
  );
}

function Waiting({ payouts, keepers, settles }: { readonly payouts: readonly PayoutShown[]; readonly keepers: readonly string[]; readonly settles: boolean }): React.JSX.Element {
  const { nameOf } = useSpeaking();
  const { ready } = useMe();
  const who = keepers.length === 0 ? 'whoever runs this' : keepers.map(nameOf).join(', ');
  return (
    <Card id="payouts" title={settles ? 'Payouts to settle' : 'Payouts that wait'} aside={<span className="quiet">the books are kept by {who}</span>}>
      {payouts.length === 0 ? <p className="empty">Nothing waits to be paid out{settles ? '' : ' to others'}.</p> : (
        <ul className="payouts">{payouts.map((payout) => <PayoutRow key={payout.id} payout={payout} does={settles && ready ? 'settle' : null} />)}</ul>
      )}
      {settles && !ready && payouts.length > 0 ? <p>To settle them from here, <a href="#/me">make a key in this browser</a>.</p> : null}
    </Card>
  );
}

function Unit({ of: { unit, opening, issued, income, takenBack, paidOut, pending, balance } }: { readonly of: OutsideUnitShown }): React.JSX.Element {
  const { unitOf } = useSpeaking();
  const rows = [
    ['held at the founding', opening], ['issued by decision', issued], ['came in', income], ['taken back', takenBack], ['paid out', paidOut], ['waits to be paid out', pending],
    ['all that the members hold', balance.startsWith('-') ? balance.slice(1) : balance],
  ] as const;
  return (
    <>
      <h3>{unitOf(unit)?.name ?? unit}</h3>
      <dl className="pairs">{rows.map(([says, amount]) => <div key={says}><dt>{says}</dt><dd><Amount amount={amount} unit={unit} /></dd></div>)}</dl>
    </>
  );
}
