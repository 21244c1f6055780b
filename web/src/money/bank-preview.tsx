import { useState } from 'react';
import { entryOf, type Reconciled } from '../../../src/bank/reconcile.ts';
import type { UnitShown } from '../../../src/views/shown.ts';
import { useMe } from '../acting/me.ts';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { size, written } from '../words/amounts.ts';
import type { BankBooks, BankFile } from './bank-file.ts';
import { recordLines, type Went } from './bank-record.ts';
import { lineDay } from './periods.ts';

type BankPreviewProps = { readonly read: Extract<BankFile<UnitShown>, { readonly ok: true }>; readonly again: () => void };

/** Each line of the bank with what it is in the books. What can't be told is left, unless whoever keeps them says whose income it is. */
export function BankPreview({ read: { statements, currency, unit, books: { members }, lines }, again }: BankPreviewProps): React.JSX.Element {
  const me = useMe();
  const [said, say] = useState<{ readonly [reference: string]: string }>({});
  const [went, setWent] = useState<Went | null>(null);
  const told = lines.map((each): Reconciled => {
    const member = said[each.line.reference] ?? '';
    return each.is === 'unmatched' && member !== '' ? { is: 'income', line: each.line, member } : each;
  });
  const days = lines.map(({ line: { day } }) => day).sort();
  const dayOf = lineDay(days[0] ?? '', days.at(-1) ?? '');
  const entries = told.flatMap((each) => entryOf(each, unit.id) ?? []);
  const faults = statements.flatMap(({ fault }) => fault ?? []);
  const pending = statements.reduce((sum, each) => sum + each.pending, 0);
  const record = async (): Promise<void> => {
    await recordLines(entries, me.say, setWent);
    again();
  };
  return (
    <>
      <p>{t('money.bank.in', { currency: currency ?? 'none', unit: unit.name })}</p>
      <p role="status">{t('money.bank.found', { lines: lines.length, fresh: entries.length, known: told.filter(({ is }) => is === 'recorded').length, unmatched: told.filter(({ is }) => is === 'unmatched').length })}{pending === 0 ? '' : ` ${t('money.bank.pending', { count: pending })}`}</p>
      {faults.map((fault) => <p key={fault} className="refused">{t('money.bank.fault', { fault: phrase(fault) })}</p>)}
      <table className="figures movements-table bank-lines">
        <thead><tr><th scope="col">{t('money.day')}</th><th scope="col">{t('money.what')}</th><th scope="col">{t('money.amount')}</th></tr></thead>
        <tbody>
          {told.map((each) => (
            <tr key={each.line.reference}>
              <td>{dayOf('UTC', Date.parse(each.line.day))}</td>
              <th scope="row">{each.line.party}{each.line.text === '' ? null : <span className="quiet">{each.line.text}</span>}<What of={each} members={members} />
                {lines.find(({ line }) => line.reference === each.line.reference)?.is === 'unmatched' && size(each.line.amount) > 0 ? <Whose members={members} said={said[each.line.reference] ?? ''} say={(member) => say({ ...said, [each.line.reference]: member })} /> : null}
              </th>
              <td>{written(each.line.amount)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {went === null ? <p><button type="button" className="act" disabled={entries.length === 0 || faults.length > 0 || !me.ready} onClick={() => void record()}>{t('money.bank.record', { count: entries.length })}</button></p>
        : <div role="status"><p>{t('money.bank.recorded', { done: went.recorded, of: went.of })}</p>{went.waiting === 0 ? null : <p>{t('money.bank.waiting', { count: went.waiting })}</p>}{went.refused.map(({ reference, why }) => <p key={reference} className="refused">{t('money.bank.refused', { reference, message: why.message })} <code>{why.code}</code></p>)}</div>}
    </>
  );
}

type Named = BankBooks['members'];

function What({ of, members }: { readonly of: Reconciled; readonly members: Named }): React.JSX.Element {
  if (of.is === 'unmatched') return <span className="bank-what"><span className="tag tag-wait">{t('money.bank.is.unmatched')}</span> {phrase(of.why)}</span>;
  const name = members.find(({ id }) => id === of.member)?.name ?? of.member;
  return <span className="bank-what"><span className={of.is === 'recorded' ? 'tag' : 'tag tag-ok'}>{t(`money.bank.is.${of.is}`)}</span> {of.is === 'payout' ? <Text id="money.bank.payout_of" values={{ payout: of.payout, name }} /> : name}</span>;
}

type WhoseProps = { readonly members: Named; readonly said: string; readonly say: (member: string) => void };

function Whose({ members, said, say }: WhoseProps): React.JSX.Element {
  return (
    <label className="bank-whose"><span className="quiet">{t('money.bank.whose')}</span>{' '}
      <select value={said} onChange={({ target }) => say(target.value)}><option value="">{t('money.bank.left')}</option>{members.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}</select>
    </label>
  );
}
