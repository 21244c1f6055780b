/** The first page of Money: what one has, owes and is owed, what comes, what moved last, and what one can do. */
import type { Overview, SubcontractDetail, SubcontractShown } from '../../../src/views/shown.ts';
import { useMe } from '../acting/me.ts';
import { useLive } from '../api/live.ts';
import type { Followed } from '../decide/followed.ts';
import { t } from '../messages/t.ts';
import { Card } from '../sections/card.tsx';
import { address } from '../shell/address.ts';
import { useSpeaking } from '../words/context.ts';
import { titled } from '../words/names.ts';
import { AccountsCard } from './accounts-card.tsx';
import { ComingCard } from './coming-card.tsx';
import { LatelyCard } from './lately-card.tsx';
import { OwedCard } from './owed-card.tsx';

export function MoneyHome({ overview, followed }: { readonly overview: Overview; readonly followed: Followed }): React.JSX.Element {
  const { member } = useMe();
  const { nameOf } = useSpeaking();
  return (
    <>
      <div className="decide-head">
        <h2>{member === null ? t('money.title') : t('money.title_of', { name: nameOf(member) })}</h2>
      </div>
      {member === null ? <p className="empty">{t('money.who')}</p> : <Own key={member} member={member} overview={overview} followed={followed} />}
      <Ways />
    </>
  );
}

function Own({ member, overview, followed: { records, now } }: { readonly member: string; readonly overview: Overview; readonly followed: Followed }): React.JSX.Element {
  return (
    <>
      <AccountsCard member={member} overview={overview} records={records} does={<Acts overview={overview} />} />
      <div className="money-two">
        <LatelyCard member={member} overview={overview} records={records} now={now} />
        <div className="money-column">
          <OwedCard member={member} records={records} now={now} />
          <ComingCard member={member} overview={overview} records={records} />
        </div>
      </div>
    </>
  );
}

/** An agreement's action of this name that asks for an amount alone takes income out of it. */
const takes = 'take';

function Acts({ overview: { subcontracts } }: { readonly overview: Overview }): React.JSX.Element {
  const incomes = subcontracts.filter(({ actions, standing }) => actions.includes(takes) && standing.state !== 'retired');
  return (
    <p className="row-of-buttons">
      <a className="act" href="#/money/pay">{t('money.pay.way')}</a>
      {incomes.map((each) => <TakeWay key={each.id} of={each} />)}
      <a className="act act-quiet" href="#/money/payout">{t('money.payout.way')}</a>
    </p>
  );
}

function TakeWay({ of: { id } }: { readonly of: SubcontractShown }): React.JSX.Element | null {
  const { got } = useLive<SubcontractDetail>(`/api/subcontracts/${encodeURIComponent(id)}`, 0);
  const fields = got?.ok === true ? Object.values(got.value.manifest.actions?.[takes]?.fields ?? {}) : [];
  const isIncome = fields.length === 1 && fields[0]?.type === 'amount';
  return isIncome ? <a className="act act-quiet" href={address('money', 'act', id, takes)}>{t('money.take.way_of', { agreement: titled(id) })}</a> : null;
}

function Ways(): React.JSX.Element {
  const ways = [
    ['#/money/statement', 'money.ways.statement', 'money.ways.statement_says'], ['#/money/months', 'money.ways.months', 'money.ways.months_says'],
    ['#/money/books', 'money.ways.books', 'money.ways.books_says'], ['#/money/bank', 'money.ways.bank', 'money.ways.bank_says'],
  ] as const;
  return (
    <Card id="money-ways" title={t('money.ways')}>
      <ul className="money-ways">{ways.map(([href, title, says]) => <li key={href}><a href={href}><strong>{t(title)}</strong><span className="quiet">{t(says)}</span></a></li>)}</ul>
    </Card>
  );
}
