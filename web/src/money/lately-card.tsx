import type { StatementShown } from '../../../src/ledger/shown.ts';
import type { Overview } from '../../../src/views/shown.ts';
import { useState } from 'react';
import { useLive } from '../api/live.ts';
import { Asked } from '../decide/asking.tsx';
import { t } from '../messages/t.ts';
import { Card } from '../sections/card.tsx';
import { address } from '../shell/address.ts';
import { size, unitName, written } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { sentence } from '../words/names.ts';
import { dayKey, readable, shortDay } from '../words/time.ts';
import { UnitChoice } from './unit-choice.tsx';
import { accountName } from './use-accounts.ts';

const behindMs = 31 * 86_400_000;
const shownMax = 10;

type LatelyCardProps = { readonly member: string; readonly overview: Overview; readonly records: number; readonly now: number };

/** What moved last on one's own account, with what was there after each. */
export function LatelyCard({ member, overview, records, now }: LatelyCardProps): React.JSX.Element {
  const { nameOf, unitOf } = useSpeaking();
  const [unit, setUnit] = useState(overview.units[0]?.id ?? '');
  const days = { from: dayKey(overview.zone, now - behindMs), to: dayKey(overview.zone, now) };
  const live = useLive<StatementShown>(`/api/statement?${new URLSearchParams({ account: member, unit, ...days })}`, records);
  return (
    <Card id="lately" title={t('money.lately')} aside={<a href={address('money', 'statement', member, unit)}>{t('money.lately.all')}</a>}>
      <UnitChoice units={overview.units} unit={unit} choose={setUnit} />
      <Asked live={live}>{({ lines, closing }) => (lines.length === 0 ? <p className="empty">{t('money.lately.none')}</p> : (
        <>
          <p>{t('money.lately.now', { amount: written(closing), unit: unitName(unitOf(unit), closing) })}</p>
          <table className="figures movements-table">
            <thead><tr><th scope="col">{t('money.day')}</th><th scope="col">{t('money.what')}</th><th scope="col">{t('money.amount')}</th><th scope="col">{t('money.then')}</th></tr></thead>
            <tbody>
              {lines.slice(-shownMax).reverse().map(({ id, at, other, why, amount, balance, record }) => (
                <tr key={id}>
                  <td>{shortDay(overview.zone, at)}</td>
                  <th scope="row"><a href={address('ledger', 'record', String(record))}>{sentence(readable(why))}</a> <span className="quiet">{accountName(other, nameOf)}</span></th>
                  <td>{signed(amount)}</td><td className="quiet">{written(balance)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      ))}</Asked>
    </Card>
  );
}

/** Nothing has no sign. @example signed('4.00') === '+4.00' */
export function signed(amount: string): string {
  if (size(amount) === 0) return written(amount.replace('-', ''));
  return amount.startsWith('-') ? written(amount) : `+${written(amount)}`;
}
