import { useState } from 'react';
import { entryOf, type Reconciled } from '../../../src/bank/reconcile.ts';
import type { MemberShown } from '../../../src/views/shown.ts';
import { useMe } from '../acting/me.ts';
import type { Refused } from '../api/post.ts';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { size, written } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { shortDay } from '../words/time.ts';
import type { BankFile } from './bank-file.ts';

type BankPreviewProps = { readonly read: Extract<BankFile, { readonly ok: true }>; readonly unit: string; readonly members: readonly MemberShown[]; readonly again: () => void };
type Went = { readonly done: number; readonly of: number; readonly refused: readonly { readonly reference: string; readonly why: Refused }[] };

/** Each line of the bank with what it is in the books. What can't be told is left, unless whoever keeps them says whose income it is. */
export function BankPreview({ read: { statements, lines }, unit, members, again }: BankPreviewProps): React.JSX.Element {
  const me = useMe();
  const [said, say] = useState<{ readonly [reference: string]: string }>({});
  const [went, setWent] = useState<Went | null>(null);
  const told = lines.map((each): Reconciled => {
    const member = said[each.line.reference] ?? '';
    return each.is === 'unmatched' && member !== '' ? { is: 'income', line: each.line, member } : each;
  });
  const entries = told.flatMap((each) => entryOf(each, unit) ?? []);
  const faults = statements.flatMap(({ fault }) => fault ?? []);
  const pending = statements.reduce((sum, each) => sum + each.pending, 0);
  const record = async (): Promise<void> => {
    const refused: { reference: string; why: Refused }[] = [];
    setWent({ done: 0, of: entries.length, refused });
    for (const [place, entry] of entries.entries()) {
      const done = await me.say(entry);
      if (!done.ok) refused.push({ reference: 'reference' in entry.body ? String(entry.body.reference) : '', why: done.refused });
      setWent({ done: place + 1, of: entries.length, refused: [...refused] });
    }
    again();
  };
  return (
    <>
      <p role="status">{t('money.bank.found', { lines: lines.length, fresh: entries.length, known: told.filter(({ is }) => is === 'recorded').length, unmatched: told.filter(({ is }) => is === 'unmatched').length })}{pending === 0 ? '' : ` ${t('money.bank.pending', { count: pending })}`}</p>
      {faults.map((fault) => <p key={fault} className="refused">{t('money.bank.fault', { fault })}</p>)}
      <table className="figures movements-table bank-lines">
        <thead><tr><th scope="col">{t('money.day')}</th><th scope="col">{t('money.what')}</th><th scope="col">{t('money.amount')}</th></tr></thead>
        <tbody>
          {told.map((each) => (
            <tr key={each.line.reference}>
              <td>{shortDay('UTC', Date.parse(each.line.day))}</td>
              <th scope="row">{each.line.party}{each.line.text === '' ? null : <span className="quiet">{each.line.text}</span>}<What of={each} />
                {lines.find(({ line }) => line.reference === each.line.reference)?.is === 'unmatched' && size(each.line.amount) > 0 ? <Whose members={members} said={said[each.line.reference] ?? ''} say={(member) => say({ ...said, [each.line.reference]: member })} /> : null}
              </th>
              <td>{written(each.line.amount)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {went === null ? <p><button type="button" className="act" disabled={entries.length === 0 || faults.length > 0 || !me.ready} onClick={() => void record()}>{t('money.bank.record', { count: entries.length })}</button></p>
        : <div role="status"><p>{t('money.bank.recorded', { done: went.done, of: went.of })}</p>{went.refused.map(({ reference, why }) => <p key={reference} className="refused">{t('money.bank.refused', { reference, message: why.message })} <code>{why.code}</code></p>)}</div>}
    </>
  );
}

function What({ of }: { readonly of: Reconciled }): React.JSX.Element {
  const { nameOf } = useSpeaking();
  if (of.is === 'unmatched') return <span className="bank-what"><span className="tag tag-wait">{t('money.bank.is.unmatched')}</span> {of.why}</span>;
  return <span className="bank-what"><span className={of.is === 'recorded' ? 'tag' : 'tag tag-ok'}>{t(`money.bank.is.${of.is}`)}</span> {of.is === 'payout' ? <Text id="money.bank.payout_of" values={{ payout: of.payout, name: nameOf(of.member) }} /> : nameOf(of.member)}</span>;
}

type WhoseProps = { readonly members: readonly MemberShown[]; readonly said: string; readonly say: (member: string) => void };

function Whose({ members, said, say }: WhoseProps): React.JSX.Element {
  return (
    <label className="bank-whose"><span className="quiet">{t('money.bank.whose')}</span>{' '}
      <select value={said} onChange={({ target }) => say(target.value)}><option value="">{t('money.bank.left')}</option>{members.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}</select>
    </label>
  );
}
