/** A statement of an account: on the screen, on paper, and as a table for other programs. */
import { useState } from 'react';
import type { StatementShown } from '../../../src/ledger/shown.ts';
import type { Overview } from '../../../src/views/shown.ts';
import { holderOf } from '../../../src/vocabulary/purses.ts';
import { useMe } from '../acting/me.ts';
import { at } from '../api/base.ts';
import { useLive } from '../api/live.ts';
import { Asked } from '../decide/asking.tsx';
import type { Followed } from '../decide/followed.ts';
import { t } from '../messages/t.ts';
import { useMembers } from '../sections/use-members.ts';
import { goTo, address } from '../shell/address.ts';
import { useSpeaking } from '../words/context.ts';
import { dayKey } from '../words/time.ts';
import { PeriodChoice } from './period-choice.tsx';
import { periodOf, type Period } from './periods.ts';
import { StatementSheet } from './statement-sheet.tsx';
import { UnitChoice } from './unit-choice.tsx';
import { ownAccount, useAccounts } from './use-accounts.ts';
import '../style/print.css';

type StatementPageProps = {
  readonly overview: Overview; readonly followed: Followed;
  /** As the address names them; undefined: one's own, in the first unit. */
  readonly account: string | undefined; readonly unit: string | undefined;
};

export function StatementPage({ overview, followed, account, unit }: StatementPageProps): React.JSX.Element {
  const { member } = useMe();
  const of = account ?? member ?? overview.members[0]?.id;
  return (
    <>
      <p className="back"><a href="#/money">{t('money.back')}</a></p>
      <div className="decide-head"><h2>{t('money.statement')}</h2></div>
      {of === undefined ? <p className="empty">{t('money.who')}</p> : <Statement account={of} unit={unit ?? overview.units[0]?.id ?? ''} overview={overview} followed={followed} />}
    </>
  );
}

function Statement({ account, unit, overview, followed: { records, now } }: StatementPageProps & { readonly account: string; readonly unit: string }): React.JSX.Element {
  const { zone } = overview;
  const today = dayKey(zone, now);
  const [period, choose] = useState<Period>(() => periodOf('month', today, 0));
  const query = new URLSearchParams({ account, unit, ...period }).toString();
  const live = useLive<StatementShown>(`/api/statement?${query}`, records);
  const holder = holderOf(account);
  return (
    <>
      <section className="card statement-choices" aria-label={t('money.statement.choices')}>
        <AccountChoice holder={holder} account={account} unit={unit} overview={overview} records={records} />
        <UnitChoice units={overview.units} unit={unit} choose={(next) => goTo(address('money', 'statement', account, next))} />
        <PeriodChoice today={today} since="1970-01-01" period={period} choose={choose} />
        <p className="row-of-buttons">
          <button type="button" className="act" onClick={() => print()}>{t('money.statement.print')}</button>
          <a className="small-button" href={at(`/api/statement?${query}&format=csv`)} download>{t('money.statement.csv')}</a>
          <a className="small-button" href={at(`/api/statement?${query}&format=csv&mark=1`)} download>{t('money.statement.csv_mark')}</a>
        </p>
      </section>
      <Asked live={live}>{(statement) => <StatementSheet statement={statement} />}</Asked>
    </>
  );
}

type AccountChoiceProps = { readonly holder: string; readonly account: string; readonly unit: string; readonly overview: Overview; readonly records: number };

/** Whose, and which of theirs: everybody's books are open here. */
function AccountChoice({ holder, account, unit, overview, records }: AccountChoiceProps): React.JSX.Element {
  const { nameOf } = useSpeaking();
  const members = useMembers(overview);
  const { got } = useAccounts(holder, records);
  const accounts = got?.ok === true ? [...new Set([account, ...got.value.map((each) => each.account)])] : [account];
  const people = new Map([[holder, nameOf(holder)], ...members.map(({ id, name }): [string, string] => [id, name])]);
  const go = (next: string): void => goTo(address('money', 'statement', next, unit));
  return (
    <>
      <label className="field field-short"><span>{t('money.statement.of')}</span><select value={holder} onChange={({ target }) => go(target.value)}>{[...people].map(([id, name]) => <option key={id} value={id}>{name}</option>)}</select></label>
      {accounts.length < 2 ? null : <label className="field field-short"><span>{t('money.account')}</span><select value={account} onChange={({ target }) => go(target.value)}>{accounts.map((each) => <option key={each} value={each}>{ownAccount(each)}</option>)}</select></label>}
    </>
  );
}
