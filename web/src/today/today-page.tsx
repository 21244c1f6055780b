import { useState } from 'react';
import type { TodayShown } from '../../../src/views/today-shown.ts';
import { useMe } from '../acting/me.ts';
import { useLive } from '../api/live.ts';
import { Asked } from '../decide/asking.tsx';
import { t } from '../messages/t.ts';
import type { PageProps } from '../shell/page-props.ts';
import { useSpeaking } from '../words/context.ts';
import { longDay } from '../words/time.ts';
import { AskedCard } from './asked-card.tsx';
import { ComeIn } from './come-in.tsx';
import { HappenedCard } from './happened-card.tsx';
import { NextCard } from './next-card.tsx';
import '../style/today.css';

/** So many days are told of, the present one counted in. */
export type Days = 2 | 7;

/** What is asked of the reader, what happened to them and why, what comes next. */
export function TodayPage({ records, now }: PageProps): React.JSX.Element {
  const { zone, nameOf } = useSpeaking();
  const { member } = useMe();
  const [days, setDays] = useState<Days>(2);
  const query = new URLSearchParams({ days: String(days), ...(member === null ? {} : { member }) });
  const today = useLive<TodayShown>(`/api/today?${query}`, records);
  return (
    <main className="today" tabIndex={-1}>
      <header className="today-head">
        <h2>{member === null ? t('today.title') : t('today.title_of', { name: nameOf(member) })}</h2>
        <p className="quiet">{longDay(zone, now)}</p>
      </header>
      {member === null ? <ComeIn /> : null}
      <Asked live={today}>{(shown) => (
        <>
          {member === null ? null : <AskedCard asked={shown.asked} now={now} />}
          <HappenedCard shown={shown} days={days} choose={setDays} />
          <NextCard next={shown.next} member={member} now={now} />
        </>
      )}</Asked>
    </main>
  );
}
