import type { MovedShown, RecordShown } from '../../../src/ledger/shown.ts';
import { t } from '../messages/t.ts';
import { accountName } from '../money/use-accounts.ts';
import { Amount } from '../sections/amount.tsx';
import { address } from '../shell/address.ts';
import { useSpeaking } from '../words/context.ts';
import { sentence } from '../words/names.ts';
import { clockTime, dayKey, longDay, readable } from '../words/time.ts';
import { kindName } from './kinds.ts';

/** Records by day, the latest first; each leads to itself in full. */
export function FoundList({ records }: { readonly records: readonly RecordShown[] }): React.JSX.Element {
  const { zone } = useSpeaking();
  const days: { readonly day: string; readonly at: number; readonly records: RecordShown[] }[] = [];
  for (const record of records) {
    const day = dayKey(zone, record.at);
    const last = days.at(-1);
    if (last?.day === day) last.records.push(record);
    else days.push({ day, at: record.at, records: [record] });
  }
  return (
    <>
      {days.map(({ day, at, records: own }) => (
        <section key={day} aria-label={longDay(zone, at)}>
          <h3 className="feed-day">{longDay(zone, at)}</h3>
          <ol className="found">{own.map((record) => <li key={record.seq}><Found record={record} /></li>)}</ol>
        </section>
      ))}
    </>
  );
}

function Found({ record: { seq, at, kind, by, status, words, moved, movedCount } }: { readonly record: RecordShown }): React.JSX.Element {
  const { zone, nameOf } = useSpeaking();
  return (
    <a className="found-row" href={address('ledger', 'record', String(seq))}>
      <span className="found-when quiet">{clockTime(zone, at)}</span>
      <span className="found-words">
        <strong>{t('ledger.said', { kind: kindName(kind), name: nameOf(by) })}</strong>
        {status === 'done' ? null : <> <span className="tag tag-low">{t(`ledger.status.${status}`)}</span></>}
        {words === '' ? null : <span>{sentence(readable(words))}</span>}
      </span>
      <span className="found-moved">
        {moved.map((each) => <Moved key={`${each.what} ${each.n}`} moved={each} />)}
        {movedCount > moved.length ? <span className="quiet">{t('ledger.moved_more', { count: movedCount - moved.length })}</span> : null}
      </span>
      <span className="found-seq quiet">{t('words.record', { record: String(seq) })}</span>
    </a>
  );
}

function Moved({ moved: { what, from, to, amount, unit } }: { readonly moved: MovedShown }): React.JSX.Element {
  const { nameOf } = useSpeaking();
  return <span className="found-move"><span className="quiet">{t(what === 'owed' ? 'ledger.owes' : 'ledger.paid', { from: accountName(from, nameOf), to: accountName(to, nameOf) })}</span> <Amount amount={amount} unit={unit} /></span>;
}
