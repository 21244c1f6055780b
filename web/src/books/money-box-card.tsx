import type { ObligationShown, SubcontractShown } from '../../../src/views/shown.ts';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { Amount } from '../sections/amount.tsx';
import { Card } from '../sections/card.tsx';
import { Face } from '../sections/face.tsx';
import { useDetail } from '../things/use-detail.ts';
import { fromObligation } from '../why/happening.ts';
import { sum, unitName, written } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { daysLeft, shortDay } from '../words/time.ts';
import { moneyBoxOf } from './money-box.ts';

type MoneyBoxProps = { readonly subcontract: SubcontractShown; readonly loans: readonly ObligationShown[]; readonly now: number };

/** What is lent, until when, and who stands surety; nothing for an agreement at which no money is taken. */
export function MoneyBoxCard({ subcontract, loans, now }: MoneyBoxProps): React.JSX.Element | null {
  const { unitOf } = useSpeaking();
  const { got } = useDetail(subcontract);
  const unit = unitOf(subcontract.unit);
  const box = got?.ok === true ? moneyBoxOf(got.value, unit?.decimals ?? 0) : null;
  if (box === null) return null;
  const own = loans.filter(({ because }) => because === subcontract.id).toSorted((a, b) => a.due - b.due);
  const lent = sum(own.map(({ left }) => left), unit?.decimals ?? 0);
  return (
    <Card id={`cash-${subcontract.id}`} title={t('books.cash')} className="area-cash"
      aside={own.length === 0 ? undefined : <span><Text id="books.cash.lent" values={{ amount: written(lent), unit: unitName(unit, lent), b: (inner) => <strong>{inner}</strong> }} /></span>}>
      {own.length === 0 ? <p className="empty">{t('books.cash.none')}</p> : <Loans loans={own} now={now} />}
      {box.surety === null ? null : <Guarantors members={subcontract.parts.find(({ part }) => part === box.surety?.part)?.members ?? []} most={box.surety.most} />}
    </Card>
  );
}

function Guarantors({ members, most }: { readonly members: readonly string[]; readonly most: string }): React.JSX.Element {
  const { nameOf } = useSpeaking();
  return (
    <div className="guarantors">
      <p className="quiet">{t('books.cash.guarantors', { count: members.length, most: written(most) })}</p>
      <ul className="faces">
        {members.map((id) => <li key={id}><Face id={id} name={nameOf(id)} />{nameOf(id)}</li>)}
      </ul>
    </div>
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
