import { memo } from 'react';
import type { ObligationShown, UnitShown } from '../../../src/views/shown.ts';
import { FlowPicture, type Flow } from '../pictures/flow-picture.tsx';
import { t } from '../messages/t.ts';
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
    <Card id="owed" title={t('books.owed')} className="area-owed" aside={<span className="quiet">{t('books.owed.how')}</span>}>
      {owed.length === 0 ? <p className="empty">{t('books.owed.none')}</p> : null}
      {units.map((unit) => {
        const flows = flowsOf(owed.filter((each) => each.unit === unit.id), unit);
        return flows.length === 0 ? null : (
          <div key={unit.id}>
            <FlowPicture flows={flows} nameOf={nameOf} unit={unit} />
            <ul className="visually-hidden">
              {flows.map(({ from, to, amount }) => <li key={`${from} ${to}`}>{t('books.owed.flow', { from: nameOf(from), to: nameOf(to), amount, unit: unitName(unit, amount) })}</li>)}
            </ul>
          </div>
        );
      })}
      {owed.length === 0 ? null : (
        <details className="each">
          <summary>{t('books.owed.each', { count: owed.length })}</summary>
          <ul>
            {owed.map((debt) => (
              <li key={debt.id}>
                <button type="button" className="row row-plain" onClick={() => open(fromObligation(debt))}>
                  <span className="row-sentence">{readable(debt.why)}</span>
                  <span className="row-amount"><Amount amount={debt.left} unit={debt.unit} /></span>
                  <span className="row-who">{t('books.owed.since', { from: nameOf(debt.debtor), to: nameOf(debt.creditor), day: shortDay(zone, debt.since) })}</span>
                  <span className="visually-hidden">{t('money.why')}</span>
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
