import type { ObligationShown, SubcontractShown } from '../../../src/views/shown.ts';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { fromObligation } from '../why/happening.ts';
import { sum, unitName, written } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { daysLeft, shortDay } from '../words/time.ts';
import { Amount } from './amount.tsx';
import { Card } from './card.tsx';
import { Face } from './face.tsx';

type CashBoxProps = { readonly box: SubcontractShown; readonly loans: readonly ObligationShown[]; readonly now: number };

export function CashBox({ box, loans, now }: CashBoxProps): React.JSX.Element {
  const { unitOf, nameOf } = useSpeaking();
  const own = loans.filter(({ because }) => because === box.id).toSorted((a, b) => a.due - b.due);
  const unit = unitOf(box.unit);
  const lent = sum(own.map(({ left }) => left), unit?.decimals ?? 0);
  const guarantors = box.parts.find(({ part }) => part === 'guarantee')?.members ?? [];
  return (
    <Card id={`cash-${box.id}`} title={t('books.cash')} className="area-cash"
      aside={own.length === 0 ? undefined : <span><Text id="books.cash.lent" values={{ amount: written(lent), unit: unitName(unit, lent), b: (inner) => <strong>{inner}</strong> }} /></span>}>
      {own.length === 0 ? <p className="empty">{t('books.cash.none')}</p> : <Loans loans={own} now={now} />}
      <div className="guarantors">
        <p className="quiet">{t('books.cash.guarantors', { count: guarantors.length, most: written(String(box.terms['guarantee_max'] ?? '')) })}</p>
        <ul className="faces">
          {guarantors.map((id) => <li key={id}><Face id={id} name={nameOf(id)} />{nameOf(id)}</li>)}
        </ul>
      </div>
    </Card>
  );
}

/** One line of time for all loans: from the taking to the day it is collected. */
function Loans({ loans, now }: { readonly loans: readonly ObligationShown[]; readonly now: number }): React.JSX.Element {
  const { zone, nameOf, open } = useSpeaking();
  const from = Math.min(now, ...loans.map(({ since }) => since));
  const to = Math.max(now, ...loans.map(({ due }) => due));
  const place = (at: number): string => `${(((at - from) / Math.max(1, to - from)) * 100).toFixed(2)}%`;
  return (
    <ol className="loans">
      {loans.map((loan) => {
        const left = daysLeft(zone, now, loan.due);
        return (
          <li key={loan.id}>
            <button type="button" className="loan" onClick={() => open(fromObligation(loan))}>
              <span className="loan-words">
                <Face id={loan.debtor} name={nameOf(loan.debtor)} />
                <span className="loan-name">{nameOf(loan.debtor)} <Amount amount={loan.left} unit={loan.unit} /></span>
                <span className={left <= 2 ? 'tag tag-low' : 'tag'}>{t('books.cash.left', { days: Math.max(0, left) })}</span>
              </span>
              <span className="loan-line" aria-hidden="true">
                <span className="loan-span" style={{ insetInlineStart: place(loan.since), insetInlineEnd: `calc(100% - ${place(loan.due)})` }} />
                <span className="loan-gone" style={{ insetInlineStart: place(loan.since), insetInlineEnd: `calc(100% - ${place(Math.max(loan.since, Math.min(now, loan.due)))})` }} />
                <span className="loan-now" style={{ insetInlineStart: place(now) }} />
              </span>
              <span className="loan-ends quiet"><span>{t(loan.left === loan.amount ? 'books.cash.taken' : 'books.cash.taken_of', { day: shortDay(zone, loan.since), amount: written(loan.amount) })}</span><span>{t('books.cash.collected', { day: shortDay(zone, loan.due) })}</span></span>
              <span className="visually-hidden">{t('money.why')}</span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
