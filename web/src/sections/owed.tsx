import { memo } from 'react';
import type { ObligationShown, UnitShown } from '../../../src/views/shown.ts';
import { FlowPicture, type Flow } from '../pictures/flow-picture.tsx';
import { fromObligation } from '../why/happening.ts';
import { sum, unitName } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { readable, shortDay } from '../words/time.ts';
import { Amount } from './amount.tsx';
import { Card } from './card.tsx';

type OwedProps = { readonly owed: readonly ObligationShown[]; readonly units: readonly UnitShown[] };

export const Owed = memo(function Owed({ owed, units }: OwedProps) {
  const { zone, nameOf, open } = useSpeaking();
  return (
    <Card id="owed" title="Who owes whom" className="area-owed" aside={<span className="quiet">paid from the next income, oldest first</span>}>
      {owed.length === 0 ? <p className="empty">Nobody owes anybody. Whatever someone can’t pay at once would stand here.</p> : null}
      {units.map((unit) => {
        const flows = flowsOf(owed.filter((each) => each.unit === unit.id), unit);
        return flows.length === 0 ? null : (
          <div key={unit.id}>
            <FlowPicture flows={flows} nameOf={nameOf} unit={unit} />
            <ul className="visually-hidden">
              {flows.map(({ from, to, amount }) => <li key={`${from} ${to}`}>{nameOf(from)} owes {nameOf(to)} {amount} {unitName(unit, amount)}</li>)}
            </ul>
          </div>
        );
      })}
      {owed.length === 0 ? null : (
        <details className="each">
          <summary>Each debt by itself ({owed.length})</summary>
          <ul>
            {owed.map((debt) => (
              <li key={debt.id}>
                <button type="button" className="row row-plain" onClick={() => open(fromObligation(debt))}>
                  <span className="row-sentence">{readable(debt.why)}</span>
                  <span className="row-amount"><Amount amount={debt.left} unit={debt.unit} /></span>
                  <span className="row-who">{nameOf(debt.debtor)} owes {nameOf(debt.creditor)} since {shortDay(zone, debt.since)}</span>
                  <span className="visually-hidden">Why?</span>
                </button>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
});

/** Debts between the same two, together; the largest first. */
function flowsOf(owed: readonly ObligationShown[], unit: UnitShown): Flow[] {
  const pairs = new Map<string, ObligationShown[]>();
  for (const debt of owed) {
    const key = `${debt.debtor} ${debt.creditor}`;
    pairs.set(key, [...(pairs.get(key) ?? []), debt]);
  }
  return [...pairs.values()]
    .map((debts) => ({ from: debts[0]?.debtor ?? '', to: debts[0]?.creditor ?? '', amount: sum(debts.map(({ left }) => left), unit.decimals) }))
    .sort((a, b) => Number(b.amount) - Number(a.amount));
}
