import { at } from '../api/base.ts';
import type { RecordDetail } from '../../../src/ledger/shown.ts';
import type { NoticeShown, PostingShown } from '../../../src/views/shown.ts';
import { parsePurse } from '../../../src/vocabulary/purses.ts';
import { useLive } from '../api/live.ts';
import { RecordLink } from '../ledger/record-link.tsx';
import { Amount } from '../sections/amount.tsx';
import { fromNotice, fromPosting, type Happening } from '../why/happening.ts';
import { useSpeaking } from '../words/context.ts';
import { sentence, spaced } from '../words/names.ts';
import { longDay } from '../words/time.ts';
import { WayOf } from './way-of.tsx';

/** What a request led to at once, each with its why; and the proof that its record is in the log. */
export function Receipts({ record, member }: { readonly record: number; readonly member: string }): React.JSX.Element {
  const { nameOf, zone } = useSpeaking();
  const postings = useLive<readonly PostingShown[]>('/api/postings?limit=200', record).got;
  const notices = useLive<readonly NoticeShown[]>(`/api/notices?member=${member}`, record).got;
  const detail = useLive<RecordDetail>(`/api/ledger/records/${record}`, record).got;
  const later = detail?.ok === true ? detail.value.later : [];
  const moved = postings?.ok === true ? postings.value.filter((each) => each.record === record).reverse() : [];
  const told = notices?.ok === true ? notices.value.filter((each) => each.record === record) : [];
  return (
    <div className="done receipts" role="status">
      <p><strong>Done.</strong> {moved.length + told.length + later.length > 0 ? '' : postings === null || notices === null ? '' : 'Nothing moved by it yet: what it begins stands in the months ahead.'}</p>
      <ul className="plain-list" aria-label="What came of it">
        {moved.map((each) => (
          <li key={each.id}>{accountWords(each.from, nameOf)} → {accountWords(each.to, nameOf)}: <Amount amount={each.amount} unit={each.unit} />. {sentence(each.why)}. <Why of={fromPosting(each)} /></li>
        ))}
        {told.map((each) => <li key={each.id}>{nameOf(each.to)} is told: {each.words}. <Why of={fromNotice(each)} /></li>)}
        {later.map((each) => <li key={`${each.subcontract} ${each.at} ${each.words}`}>On {longDay(zone, each.at)}: {each.words}.</li>)}
      </ul>
      <WayOf moved={moved} member={member} />
      <p className="quiet"><RecordLink record={record} capital /> · <a href={at(`/log/receipt/${record}`)} download={`receipt-${record}.tlog-proof`}>its receipt, a proof to keep</a></p>
    </div>
  );
}

function Why({ of }: { readonly of: Happening }): React.JSX.Element {
  const { open } = useSpeaking();
  return <button type="button" className="link-button" onClick={() => open(of)}>Why<span className="visually-hidden">: {of.sentence}</span></button>;
}

/** @example accountWords('bo/home/credit:school', nameOf) === 'Bo’s credit for school' */
function accountWords(account: string, nameOf: (id: string) => string): string {
  const purse = parsePurse(account);
  return purse === null ? nameOf(account) : `${nameOf(purse.holder)}’s ${spaced(purse.name)}${purse.key === null ? '' : ` for ${spaced(purse.key)}`}`;
}
