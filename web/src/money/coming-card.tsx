import { useEffect, useState } from 'react';
import type { AskedShown, Overview } from '../../../src/views/shown.ts';
import { isObject, type JsonObject } from '../../../src/vocabulary/json.ts';
import { getJson } from '../api/get.ts';
import { t } from '../messages/t.ts';
import { Amount } from '../sections/amount.tsx';
import { Card } from '../sections/card.tsx';
import { address } from '../shell/address.ts';
import { useSpeaking } from '../words/context.ts';
import { sentence, titled } from '../words/names.ts';
import { dayKey, shortDay } from '../words/time.ts';

/** A kit that can tell what it will do next says so under this name, as a list of what happens on which day. */
const question = 'ahead';
const monthMs = 31 * 86_400_000;

type Coming = { readonly subcontract: string; readonly day: string; readonly what: string; readonly to: string | null; readonly amount: string | null; readonly unit: string };

type ComingCardProps = { readonly member: string; readonly overview: Overview; readonly records: number; readonly now: number };

/** What the agreements will move in the month that begins now, as they tell it themselves. */
export function ComingCard({ member, overview, records, now }: ComingCardProps): React.JSX.Element {
  const { nameOf } = useSpeaking();
  const coming = useComing(member, overview, records);
  const last = dayKey(overview.zone, now + monthMs);
  const shown = coming?.filter(({ day }) => day <= last);
  return (
    <Card id="coming" title={t('money.coming')} aside={<a href="#/money/months">{t('money.coming.months')}</a>}>
      {shown === undefined ? <p className="empty" role="status">{t('money.moment')}</p> : shown.length === 0 ? <p className="empty">{t('money.coming.none')}</p> : (
        <ul className="money-coming">
          {shown.map(({ subcontract, day, what, to, amount, unit }) => (
            <li key={`${subcontract} ${day} ${what} ${to}`}>
              <span className="quiet">{shortDay('UTC', Date.parse(day))}</span>
              <span>{sentence(what)}{to === null || to === member ? null : ` → ${nameOf(to)}`} <a className="quiet" href={address('agreements', subcontract)}>{titled(subcontract)}</a></span>
              {amount === null ? null : <Amount amount={amount} unit={unit} sign={to === member ? '+' : ''} />}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function useComing(member: string, { subcontracts }: Overview, records: number): readonly Coming[] | undefined {
  const [coming, setComing] = useState<readonly Coming[]>();
  const asked = subcontracts.filter(({ questions }) => questions.includes(question)).map(({ id, unit }) => `${id} ${unit}`).join(',');
  useEffect(() => {
    const own = new AbortController();
    const answers = asked.split(',').filter((each) => each !== '').map(async (each) => {
      const [id = '', unit = ''] = each.split(' ');
      const got = await getJson<AskedShown>(`/api/subcontracts/${id}/ask/${question}?by=${encodeURIComponent(member)}`, own.signal);
      return got.ok ? comingIn(id, unit, got.value) : [];
    });
    void Promise.all(answers).then((all) => { if (!own.signal.aborted) setComing(all.flat().toSorted((a, b) => (a.day < b.day ? -1 : 1))); });
    return () => own.abort();
  }, [asked, member, records]);
  return coming;
}

function comingIn(subcontract: string, unit: string, { shown }: AskedShown): Coming[] {
  const list = isObject(shown) ? (shown as JsonObject)[question] : undefined;
  const rows = Array.isArray(list) ? (list as readonly unknown[]).filter((each): each is JsonObject => isObject(each)) : [];
  return rows.flatMap(({ day, what, to, amount }): Coming[] => {
    if (typeof day !== 'string' || typeof what !== 'string') return [];
    return [{ subcontract, unit, day, what, to: typeof to === 'string' ? to : null, amount: typeof amount === 'string' ? amount : null }];
  });
}
