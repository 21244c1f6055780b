import { useState } from 'react';
import type { ForecastShown } from '../../../src/views/forecast-shown.ts';
import type { Overview } from '../../../src/views/shown.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote } from '../acting/refused.tsx';
import type { Followed } from '../decide/followed.ts';
import { t } from '../messages/t.ts';
import { Card } from '../sections/card.tsx';
import { AheadCard, type Assuming } from './ahead-card.tsx';
import { ActsCard } from './acts-card.tsx';
import { MonthCard } from './month-card.tsx';
import { MonthsPicture } from './months-picture.tsx';
import { ownName } from './accounts.ts';
import { accountsIn, barsOf, filled, keyOf } from './months.ts';
import { useForecast } from './use-forecast.ts';
import { sentence } from '../words/names.ts';
import '../style/months.css';

type MonthsViewProps = { readonly overview: Overview; readonly followed: Followed };

/** One's own money: the months behind and ahead, what is covered, and what one can do. */
export function MonthsView({ overview, followed }: MonthsViewProps): React.JSX.Element {
  const { member } = useMe();
  return (
    <>
      <p className="back"><a href="#/money">{t('money.back')}</a></p>
      <div className="decide-head"><h2>{t('months.title')}</h2></div>
      {member === null ? <p className="empty">{t('months.who')}</p> : <Months key={member} member={member} overview={overview} followed={followed} />}
    </>
  );
}

function Months({ member, overview, followed }: MonthsViewProps & { readonly member: string }): React.JSX.Element {
  const [assuming, setAssuming] = useState<Assuming>({ assume: 'as_lately', change: null });
  const { answer, running, again } = useForecast({ member, ...assuming });
  return (
    <>
      {answer === null ? <div className="card"><p role="status"><progress aria-label={t('months.reckoning')} /> {t('months.reckoning_says')}</p></div> : null}
      {answer !== null && !answer.ok ? <div className="card"><RefusedNote refused={answer.refused} /><p><button type="button" className="small-button" onClick={again}>{t('months.try_again')}</button></p></div> : null}
      {answer?.ok === true ? <Wound shown={answer.value} member={member} running={running} /> : null}
      <AheadCard shown={answer?.ok === true ? answer.value : null} assuming={assuming} assumeOther={setAssuming} running={running} again={again} overview={overview} />
      <ActsCard member={member} overview={overview} records={followed.records} done={again} />
    </>
  );
}

/** The months as a picture, and one of them in full: wound through by arrows, or chosen in the picture. */
function Wound({ shown: { months: all }, member, running }: { readonly shown: ForecastShown; readonly member: string; readonly running: boolean }): React.JSX.Element {
  const months = filled(all);
  const accounts = accountsIn(months);
  const [account, setAccount] = useState(0);
  const present = months.findIndex(({ ahead }) => ahead);
  const [key, setKey] = useState<string | null>(null);
  const found = months.findIndex((month) => keyOf(month) === key);
  const place = found >= 0 ? found : Math.max(0, present < 0 ? months.length - 1 : present - 1);
  const month = months[place];
  const looked = accounts[account] ?? accounts[0];
  if (month === undefined || looked === undefined) return <Card id="months" title={t('months.months')}><p className="empty">{t('months.never')}</p></Card>;
  const go = (by: number): void => {
    const next = months[place + by];
    if (next !== undefined) setKey(keyOf(next));
  };
  const units = new Set(accounts.map(({ unit }) => unit));
  const nameOf = (each: typeof looked): string => `${ownName({ member, ...each })}${units.size > 1 ? ` (${each.unit})` : ''}`;
  return (
    <>
      <Card id="months" title={t('months.months')} aside={running ? <span className="quiet" role="status">{t('months.anew')}</span> : undefined}>
        {accounts.length < 2 ? null : <p className="months-choice"><label>{t('months.account')} <select value={account} onChange={({ target }) => setAccount(Number(target.value))}>{accounts.map((each, at) => <option key={`${each.account} ${each.unit}`} value={at}>{sentence(nameOf(each))}</option>)}</select></label></p>}
        <MonthsPicture bars={barsOf(months, looked.account, looked.unit)} chosen={keyOf(month)} choose={setKey} label={t('months.picture', { account: nameOf(looked) })} />
        <p className="quiet months-legend"><span className="months-key months-key-in">{t('months.came')}</span> <span className="months-key months-key-out">{t('months.went')}</span> <span className="months-key months-key-end">{t('months.left')}</span> <span className="months-key months-key-ahead">{t('months.pale')}</span></p>
      </Card>
      <MonthCard month={month} member={member} aside={(
        <span className="wind">
          <button type="button" className="small-button" disabled={place === 0} onClick={() => go(-1)} aria-label={t('months.before')}>←</button>
          <button type="button" className="small-button" disabled={place === months.length - 1} onClick={() => go(1)} aria-label={t('months.after')}>→</button>
        </span>
      )} />
    </>
  );
}
