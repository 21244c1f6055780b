/** The collective's books: what lies in each account, that each unit sums to zero, and who paid whom. */
import { useState } from 'react';
import type { BooksShown, UnitBooks } from '../../../src/views/accounts-shown.ts';
import type { Overview } from '../../../src/views/shown.ts';
import { useLive } from '../api/live.ts';
import { Asked } from '../decide/asking.tsx';
import type { Followed } from '../decide/followed.ts';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { Amount } from '../sections/amount.tsx';
import { Card } from '../sections/card.tsx';
import { address } from '../shell/address.ts';
import { size } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { FlowsCard } from './flows-card.tsx';
import { UnitChoice } from './unit-choice.tsx';
import { accountName } from './use-accounts.ts';

export function MoneyBooksPage({ overview, followed: { records, now } }: { readonly overview: Overview; readonly followed: Followed }): React.JSX.Element {
  const [unit, setUnit] = useState(overview.units[0]?.id ?? '');
  const live = useLive<BooksShown>('/api/books', records);
  return (
    <>
      <p className="back"><a href="#/money">{t('money.back')}</a></p>
      <div className="decide-head"><h2>{t('books.title')}</h2><a href="#/books">{t('books.glance')}</a></div>
      <UnitChoice units={overview.units} unit={unit} choose={setUnit} />
      <FlowsCard overview={overview} unit={unit} records={records} now={now} />
      <Asked live={live}>{({ units }) => {
        const books = units.find((each) => each.unit === unit);
        return books === undefined ? null : <Balances books={books} />;
      }}</Asked>
    </>
  );
}

function Balances({ books: { unit, accounts, others, sum } }: { readonly books: UnitBooks }): React.JSX.Element {
  const { nameOf } = useSpeaking();
  const most = Math.max(1, ...accounts.map(({ balance }) => Math.abs(size(balance))));
  return (
    <Card id="balances" title={t('books.balances')}>
      <p className={size(sum) === 0 ? 'books-sum' : 'books-sum refused'} role="status"><Text id={size(sum) === 0 ? 'books.sum' : 'books.sum_wrong'} values={{ sum: <strong key="sum"><Amount amount={sum} unit={unit} /></strong> }} /></p>
      <table className="figures books-table">
        <thead><tr><th scope="col">{t('money.account')}</th><th scope="col" aria-hidden="true" className="books-bar" /><th scope="col">{t('money.lies_there')}</th></tr></thead>
        <tbody>
          {accounts.map(({ account, balance }) => (
            <tr key={account}>
              <th scope="row">{account === 'outside' ? <>{nameOf(account)} <span className="quiet">{t('books.outside')}</span></> : <a href={address('money', 'statement', account, unit)}>{accountName(account, nameOf)}</a>}</th>
              <td className="books-bar" aria-hidden="true"><span className={`bar ${size(balance) < 0 ? 'bar-minus' : ''}`}><span style={{ inlineSize: `${(Math.abs(size(balance)) / most) * 100}%` }} /></span></td>
              <td><Amount amount={balance} unit={unit} /></td>
            </tr>
          ))}
          {others.count === 0 ? null : <tr><th scope="row">{t('books.others', { count: others.count })}</th><td className="books-bar" aria-hidden="true" /><td><Amount amount={others.balance} unit={unit} /></td></tr>}
        </tbody>
      </table>
    </Card>
  );
}
