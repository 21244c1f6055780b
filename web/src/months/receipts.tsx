import { at } from '../api/base.ts';
import type { RecordDetail } from '../../../src/ledger/shown.ts';
import type { NoticeShown } from '../../../src/views/shown.ts';
import { useLive } from '../api/live.ts';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { accountName } from '../money/use-accounts.ts';
import { RecordLink } from '../ledger/record-link.tsx';
import { Amount } from '../sections/amount.tsx';
import { fromNotice, fromPosting, type Happening } from '../why/happening.ts';
import { useSpeaking } from '../words/context.ts';
import { sentence } from '../words/names.ts';
import { longDay, readable } from '../words/time.ts';
import { cameOf } from './came-of.ts';
import { WayOf } from './way-of.tsx';

/** What a request led to at once, each with its why; and the proof that its record is in the log. */
export function Receipts({ record, member }: { readonly record: number; readonly member: string }): React.JSX.Element {
  const { nameOf, zone } = useSpeaking();
  const notices = useLive<readonly NoticeShown[]>(`/api/notices?member=${member}`, record).got;
  const detail = useLive<RecordDetail>(`/api/ledger/records/${record}`, record).got;
  const { moved, owed, later, told, isNothing } = cameOf(record, detail, notices);
  return (
    <div className="done receipts" role="status">
      <p><strong>{t('months.done')}</strong> {isNothing ? t('months.done.nothing') : null}</p>
      <ul className="plain-list" aria-label={t('months.done.came')}>
        {moved.map((each) => (
          <li key={each.id}>{accountName(each.from, nameOf)} → {accountName(each.to, nameOf)}: <Amount amount={each.amount} unit={each.unit} />. {sentence(readable(each.why))}. <Why of={fromPosting(each)} /></li>
        ))}
        {owed.map(({ n, from, to, amount, unit, why }) => <li key={`owed ${n}`}>{t('ledger.owes', { from: accountName(from, nameOf), to: accountName(to, nameOf) })}: <Amount amount={amount} unit={unit} />. {sentence(readable(why))}.</li>)}
        {told.map((each) => <li key={each.id}>{t('months.done.told', { name: nameOf(each.to), words: readable(each.words) })} <Why of={fromNotice(each)} /></li>)}
        {later.map((each) => <li key={`${each.subcontract} ${each.at} ${each.words}`}>{t('months.done.later', { day: longDay(zone, each.at), words: each.words })}</li>)}
      </ul>
      <WayOf moved={moved} member={member} />
      <p className="quiet"><RecordLink record={record} capital /> · <a href={at(`/log/receipt/${record}`)} download={`receipt-${record}.tlog-proof`}>{t('months.done.receipt')}</a></p>
    </div>
  );
}

function Why({ of }: { readonly of: Happening }): React.JSX.Element {
  const { open } = useSpeaking();
  return <button type="button" className="link-button" onClick={() => open(of)}><Text id="months.done.why" values={{ what: of.sentence, hidden: (inner) => <span className="visually-hidden">{inner}</span> }} /></button>;
}
