import type { MonthAhead, MovementAhead } from '../../../src/views/forecast-shown.ts';
import { t } from '../messages/t.ts';
import { Amount } from '../sections/amount.tsx';
import { Card } from '../sections/card.tsx';
import { written } from '../words/amounts.ts';
import { sentence, titled } from '../words/names.ts';
import { longMonth, readable } from '../words/time.ts';
import { isOwn, ownName } from './accounts.ts';

type MonthCardProps = { readonly month: MonthAhead; readonly member: string; readonly aside: React.ReactNode };

/** One month: where each account ended, what moved and why, and what was told. */
export function MonthCard({ month: { month, ahead, movements, told, accounts }, member, aside }: MonthCardProps): React.JSX.Element {
  return (
    <Card id="month" title={ahead ? t('months.month_ahead', { month: longMonth(month) }) : longMonth(month)} aside={aside}>
      {accounts.length === 0 ? <p className="empty">{t(ahead ? 'months.none_ahead' : 'months.none')}</p> : (
        <div className="wide">
          <table className="figures months-figures">
            <thead><tr><th scope="col">{t('months.account')}</th><th scope="col">{t('months.came')}</th><th scope="col">{t('months.went')}</th><th scope="col">{t('months.end')}</th></tr></thead>
            <tbody>{accounts.map(({ account, name, unit, in: came, out, end }) => <tr key={`${account} ${unit}`}><th scope="row">{sentence(ownName({ member, account, name }))}</th><td>{written(came)}</td><td>{written(out)}</td><td><Amount amount={end} unit={unit} /></td></tr>)}</tbody>
          </table>
        </div>
      )}
      <Movements movements={movements} member={member} />
      {told.length === 0 ? null : (
        <details className="each"><summary>{t(ahead ? 'months.told_ahead' : 'months.told', { count: told.length })}</summary>
          <ul className="plain-list">{told.map(({ day, words }, place) => <li key={place}><span className="quiet">{dayOnly(day)}</span> {sentence(readable(words))}</li>)}</ul>
        </details>
      )}
    </Card>
  );
}

/** What a glance takes in; the rest stands behind. */
const firstShown = 12;

function Movements({ movements, member }: { readonly movements: readonly MovementAhead[]; readonly member: string }): React.JSX.Element | null {
  const list = (some: readonly MovementAhead[]): React.JSX.Element => <ul className="plain-list movements">{some.map((each, place) => <Movement key={place} movement={each} member={member} />)}</ul>;
  if (movements.length <= firstShown + 3) return movements.length === 0 ? null : list(movements);
  return <>{list(movements.slice(0, firstShown))}<details className="each"><summary>{t('months.more', { count: movements.length - firstShown })}</summary>{list(movements.slice(firstShown))}</details></>;
}

function Movement({ movement: { day, what, from, fromName, to, toName, unit, amount, subcontract, words }, member }: { readonly movement: MovementAhead; readonly member: string }): React.JSX.Element {
  const [isOut, isIn] = [isOwn(member, from), isOwn(member, to)];
  const ends = `${ownName({ member, account: from, name: fromName })} → ${ownName({ member, account: to, name: toName })}`;
  return (
    <li className={what === 'owed' ? 'movement movement-owed' : 'movement'}>
      <span className="quiet">{dayOnly(day)}</span>
      <span className="movement-words">{sentence(readable(words))}<span className="quiet"> {subcontract === null ? sentence(ends) : t('months.ends_by', { ends: sentence(ends), agreement: titled(subcontract) })}</span></span>
      <span className="movement-amount">{what === 'owed' ? <span className="tag tag-wait">{t('months.owed')}</span> : null} <Amount amount={amount} unit={unit} sign={isOut === isIn ? '' : isOut ? '−' : '+'} /></span>
    </li>
  );
}

function dayOnly(day: string): string {
  return String(Number(day.slice(8)));
}
