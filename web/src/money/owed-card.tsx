import type { MemberDetail, ObligationShown } from '../../../src/views/shown.ts';
import { useLive } from '../api/live.ts';
import { Asked } from '../decide/asking.tsx';
import { t } from '../messages/t.ts';
import { Amount } from '../sections/amount.tsx';
import { Card } from '../sections/card.tsx';
import { fromObligation } from '../why/happening.ts';
import { useSpeaking } from '../words/context.ts';
import { sentence } from '../words/names.ts';
import { readable, until } from '../words/time.ts';

/** What one owes and is owed, the next that falls due first; each opens to its why. */
export function OwedCard({ member, records, now }: { readonly member: string; readonly records: number; readonly now: number }): React.JSX.Element {
  const live = useLive<MemberDetail>(`/api/members/${encodeURIComponent(member)}`, records);
  return (
    <Card id="my-owed" title={t('money.owed')}>
      <Asked live={live}>{({ owes, isOwed }) => (owes.length + isOwed.length === 0 ? <p className="empty">{t('money.owed.none')}</p> : (
        <>
          {owes.length === 0 ? null : <Debts title={t('money.owed.by_me')} debts={owes} other="creditor" now={now} />}
          {isOwed.length === 0 ? null : <Debts title={t('money.owed.to_me')} debts={isOwed} other="debtor" now={now} />}
          <p className="quiet">{t('money.owed.how')}</p>
        </>
      ))}</Asked>
    </Card>
  );
}

type DebtsProps = { readonly title: string; readonly debts: readonly ObligationShown[]; readonly other: 'debtor' | 'creditor'; readonly now: number };

function Debts({ title, debts, other, now }: DebtsProps): React.JSX.Element {
  const { zone, nameOf, open } = useSpeaking();
  return (
    <>
      <h3>{title}</h3>
      <ul className="rows">
        {debts.toSorted((a, b) => a.due - b.due).map((debt) => (
          <li key={debt.id}>
            <button type="button" className="row row-plain" onClick={() => open(fromObligation(debt))}>
              <span className="row-sentence">{nameOf(debt[other])}</span>
              <span className="row-amount"><Amount amount={debt.left} unit={debt.unit} /></span>
              <span className="row-who">{debt.state === 'due' ? <span className="tag tag-wait">{t('money.owed.due')}</span> : t('money.owed.due_on', { day: until(zone, now, debt.due) })} {sentence(readable(debt.why))}</span>
              <span className="visually-hidden">{t('money.why')}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
