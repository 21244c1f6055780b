/** One record in plain words: what was said, by whose key, what came of it, and the whole of it for whoever wants to see. */
import type { RecordDetail } from '../../../src/ledger/shown.ts';
import { at } from '../api/base.ts';
import { useLive } from '../api/live.ts';
import { Asked } from '../decide/asking.tsx';
import { t } from '../messages/t.ts';
import { accountName } from '../money/use-accounts.ts';
import { Amount } from '../sections/amount.tsx';
import { Card } from '../sections/card.tsx';
import { address } from '../shell/address.ts';
import { fromPosting } from '../why/happening.ts';
import { useSpeaking } from '../words/context.ts';
import { sentence, titled } from '../words/names.ts';
import { clockTime, longDay, readable } from '../words/time.ts';
import { kindName } from './kinds.ts';

export function RecordView({ record }: { readonly record: string }): React.JSX.Element {
  const live = useLive<RecordDetail>(`/api/ledger/records/${encodeURIComponent(record)}`, 0);
  return (
    <>
      <p className="back"><a href="#/ledger">{t('ledger.back')}</a></p>
      <div className="decide-head"><h2>{t('words.record_capital', { record })}</h2></div>
      <Asked live={live}>{(detail) => <Detail detail={detail} />}</Asked>
    </>
  );
}

function Detail({ detail }: { readonly detail: RecordDetail }): React.JSX.Element {
  const { zone, nameOf } = useSpeaking();
  const { seq, at: time, kind, by, status, code, words, entry, outcome, outcomeHash, records } = detail;
  return (
    <>
      <Card id="said" title={t('ledger.said', { kind: kindName(kind), name: nameOf(by) })} aside={<span className={status === 'done' ? 'tag tag-ok' : 'tag tag-low'}>{t(`ledger.status.${status}`)}</span>}>
        {words === '' ? null : <p className="record-words">{sentence(readable(words))}{code === null ? null : <> <code>{code}</code></>}</p>}
        <dl className="pairs">
          <div><dt>{t('ledger.when')}</dt><dd>{longDay(zone, time)}, {clockTime(zone, time)}</dd></div>
          <div><dt>{t('ledger.by')}</dt><dd>{nameOf(by)}</dd></div>
          <div><dt>{t('ledger.seal')}</dt><dd><Seal seal={detail.seal} /></dd></div>
          <Reason entry={entry} />
        </dl>
      </Card>
      <Came detail={detail} />
      <Card id="proof" title={t('ledger.proof')}>
        <p>{t('ledger.proof.says')}</p>
        <p className="row-of-buttons"><a className="small-button" href={at(`/log/receipt/${seq}`)} download={`receipt-${seq}.tlog-proof`}>{t('ledger.proof.receipt')}</a><a className="small-button" href="#/ledger/check">{t('trust.check')}</a></p>
        <details className="each"><summary>{t('ledger.raw.entry')}</summary><pre className="command" tabIndex={0}>{JSON.stringify(entry, null, 2)}</pre></details>
        <details className="each"><summary>{t('ledger.raw.outcome')}</summary><pre className="command" tabIndex={0}>{JSON.stringify(outcome, null, 2)}</pre><p className="quiet">SHA-256 <code>{outcomeHash}</code></p></details>
      </Card>
      <p className="row-of-buttons">
        {seq > 0 ? <a href={address('ledger', 'record', String(seq - 1))}>← {t('words.record', { record: String(seq - 1) })}</a> : null}
        {seq + 1 < records ? <a href={address('ledger', 'record', String(seq + 1))}>{t('words.record', { record: String(seq + 1) })} →</a> : null}
      </p>
    </>
  );
}

function Seal({ seal: { key, how, owner, role } }: Pick<RecordDetail, 'seal'>): React.JSX.Element {
  const { nameOf } = useSpeaking();
  const whose = owner === null ? t('ledger.seal.unknown') : t(how === 'passkey' ? 'ledger.seal.passkey' : 'ledger.seal.key', { name: nameOf(owner), role: role ?? '' });
  return <>{whose} <code>{key}</code></>;
}

/** In the sender's own words. */
function Reason({ entry }: Pick<RecordDetail, 'entry'>): React.JSX.Element | null {
  const body = entry['body'] as { readonly reason?: unknown } | undefined;
  return typeof body?.reason !== 'string' || body.reason === '' ? null : <div><dt>{t('ledger.reason')}</dt><dd>{body.reason}</dd></div>;
}

function Came({ detail: { moved, postings, later } }: { readonly detail: RecordDetail }): React.JSX.Element {
  const { zone, nameOf, open } = useSpeaking();
  const owed = moved.filter(({ what }) => what === 'owed');
  return (
    <Card id="came" title={t('ledger.came')}>
      {postings.length + owed.length + later.length === 0 ? <p className="empty">{t('ledger.came.nothing')}</p> : null}
      <ul className="rows">
        {postings.map((posting) => (
          <li key={posting.id}>
            <button type="button" className="row row-plain" onClick={() => open(fromPosting(posting))}>
              <span className="row-sentence">{sentence(readable(posting.why))}</span>
              <span className="row-amount"><Amount amount={posting.amount} unit={posting.unit} /></span>
              <span className="row-who">{accountName(posting.from, nameOf)} → {accountName(posting.to, nameOf)}{posting.because === null ? null : <> · {titled(posting.because)}</>}</span>
              <span className="visually-hidden">{t('money.why')}</span>
            </button>
          </li>
        ))}
        {owed.map(({ n, from, to, amount, unit, why }) => (
          <li key={`owed ${n}`} className="row row-plain"><span className="row-sentence">{sentence(readable(why))}</span><span className="row-amount"><Amount amount={amount} unit={unit} /></span><span className="row-who">{t('ledger.owes', { from: accountName(from, nameOf), to: accountName(to, nameOf) })}</span></li>
        ))}
      </ul>
      {later.length === 0 ? null : <ul className="plain-list">{later.map((each) => <li key={`${each.subcontract} ${each.at} ${each.words}`}>{t('months.done.later', { day: longDay(zone, each.at), words: each.words })}</li>)}</ul>}
    </Card>
  );
}
