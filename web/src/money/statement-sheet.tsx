import type { StatementLine, StatementShown } from '../../../src/ledger/shown.ts';
import { base } from '../api/base.ts';
import { t } from '../messages/t.ts';
import { address } from '../shell/address.ts';
import { unitName, written } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { sentence, titled } from '../words/names.ts';
import { datedDay, dayAndTime, readable, type shortDay } from '../words/time.ts';
import { lineDay } from './periods.ts';
import { signed } from './lately-card.tsx';
import { accountName } from './use-accounts.ts';

/** The sheet as it is printed: whose account, which days, what was there, what moved and why, and by what anyone can check it. */
export function StatementSheet({ statement }: { readonly statement: StatementShown }): React.JSX.Element {
  const { nameOf, unitOf } = useSpeaking();
  const { name, account, unit, from, to, opening, came, went, closing, lines, zone } = statement;
  const said = (amount: string): string => `${written(amount)} ${unitName(unitOf(unit), amount)}`;
  return (
    <article className="card statement-sheet">
      <header className="statement-head">
        <div><p className="eyebrow">{name}</p><h3>{t('money.statement.title', { account: accountName(account, nameOf) })}</h3></div>
        <p>{t('money.statement.period', { from: inFull(from), to: inFull(to) })}<span className="quiet">{t('money.statement.zone', { zone })}</span></p>
      </header>
      <dl className="statement-sums">
        <div><dt>{t('money.statement.opening')}</dt><dd>{said(opening)}</dd></div>
        <div><dt>{t('money.statement.came')}</dt><dd>{signed(came)}</dd></div>
        <div><dt>{t('money.statement.went')}</dt><dd>{signed(`-${went}`)}</dd></div>
        <div><dt>{t('money.statement.closing')}</dt><dd><strong>{said(closing)}</strong></dd></div>
      </dl>
      {lines.length === 0 ? <p className="empty">{t('money.statement.none')}</p> : <Lines lines={lines} zone={zone} dayOf={lineDay(from, to)} />}
      <Proof statement={statement} />
    </article>
  );
}

function Lines({ lines, zone, dayOf }: { readonly lines: readonly StatementLine[]; readonly zone: string; readonly dayOf: typeof shortDay }): React.JSX.Element {
  const { nameOf } = useSpeaking();
  return (
    <table className="figures movements-table statement-lines">
      <thead><tr><th scope="col">{t('money.day')}</th><th scope="col">{t('money.what')}</th><th scope="col">{t('money.amount')}</th><th scope="col">{t('money.then')}</th></tr></thead>
      <tbody>
        {lines.map(({ id, record, at, other, why, subcontract, amount, balance }) => (
          <tr key={id}>
            <td>{dayOf(zone, at)}</td>
            <th scope="row">
              <a href={address('ledger', 'record', String(record))}>{sentence(readable(why))}</a>
              <span className="quiet">{subcontract === null ? t('money.statement.with', { name: accountName(other, nameOf), id }) : t('money.statement.by', { name: accountName(other, nameOf), agreement: titled(subcontract), id })}</span>
            </th>
            <td>{signed(amount)}</td><td>{written(balance)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The log that it follows from, and where that can be checked. */
function Proof({ statement: { records, root, takenAt, zone, origin } }: { readonly statement: StatementShown }): React.JSX.Element {
  const check = `${location.origin}${base}/#/ledger/check`;
  return (
    <footer className="statement-foot quiet">
      <p>{t('money.statement.proof', { records, at: dayAndTime(zone, takenAt), origin })} <code>{root}</code></p>
      <p>{t('money.statement.check')} <a href="#/ledger/check">{check}</a></p>
    </footer>
  );
}

function inFull(day: string): string {
  return datedDay('UTC', Date.parse(day));
}
