import type { BacktestShown, Both, LineShown, MonthOf, ReasonTried, TurnTried, UnitTried, VersionTried } from '../../../src/views/backtest-shown.ts';
import type { MemberShown } from '../../../src/views/shown.ts';
import { RecordLink } from '../ledger/record-link.tsx';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { size, subtract, sum, unitName, written } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { labelOf, withUnit } from '../words/labels.ts';
import { called, titled } from '../words/names.ts';
import { dayAndTime, readable } from '../words/time.ts';
import { differingIn, rowsOf, timesIn, type MemberRow } from './rows.ts';

type BacktestPictureProps = { readonly backtest: BacktestShown; readonly members: readonly MemberShown[] };

/** The recorded past beside the same past under the change: for two rivals beside each other. */
export function BacktestPicture({ backtest, members }: BacktestPictureProps): React.JSX.Element {
  const { zone } = useSpeaking();
  const { since, until, records, versions, caveats } = backtest;
  return (
    <div className="tried" role="region" aria-label={t('backtest.title')}>
      <p className="quiet">{t('backtest.span', { since: dayAndTime(zone, since), until: dayAndTime(zone, until), count: records })}</p>
      <p className="legend"><span className="key key-was" aria-hidden="true" /> {t('backtest.was')} <span className="key key-now" aria-hidden="true" /> {t('backtest.now')}</p>
      <div className={versions.length > 1 ? 'versions versions-many' : 'versions'}>{versions.map((each) => <Version key={each.label} version={each} members={members} many={versions.length > 1} />)}</div>
      <h3>{t('backtest.cannot')}</h3>
      <ul className="plain-list caveats">{caveats.map(({ code }) => <li key={code}>{t(`backtest.caveat.${code}`)}</li>)}</ul>
    </div>
  );
}

function Version({ version, members, many }: { readonly version: VersionTried; readonly members: readonly MemberShown[]; readonly many: boolean }): React.JSX.Element {
  const { unitOf, subcontractOf } = useSpeaking();
  const { label, subcontract, kit, version: number, terms, labels, totals, turns, inForce, reasons } = version;
  const said = terms.map(({ term, before, after }) => {
    const named = labelOf(labels, term);
    return t('backtest.term', { label: named.label, before: before ?? t('backtest.none'), after: withUnit(after ?? t('backtest.none'), named, unitOf) });
  }).join('; ');
  return (
    <section className="version">
      {many ? <h3 className="version-label">{titled(label)}</h3> : null}
      <p className="quiet">{subcontract} ({kit} {number}){said === '' ? '' : `. ${said}`}{inForce === null ? <>; {t('backtest.anyway')}</> : null}</p>
      {totals.map((total) => <Unit key={total.unit} total={total} times={timesIn(version, total.unit)} reasons={differingIn(version, total.unit)} rows={rowsOf(version, total.unit)} members={members} />)}
      {totals.length === 0 ? <p>{t('backtest.nothing')}</p> : null}
      {reasons.length === 0 ? null : (
        <details className="each"><summary>{t('backtest.why')}</summary>
          <table className="figures"><thead><tr><th scope="col">{t('backtest.why.column')}</th><th scope="col">{t('backtest.how_often')}</th><th scope="col">{t('backtest.paid_column')}</th></tr></thead>
            <tbody>{reasons.map((each) => <tr key={`${each.subcontract ?? ''} ${each.code} ${each.unit}`}><th scope="row">{[each.subcontract, called(each.code, subcontractOf(each.subcontract)?.kit)].filter((part) => part !== null).join(', ')}</th><td>{both(mapped(each.times, String))}</td><td>{both(each.paid)} <span className="unit">{each.unit}</span></td></tr>)}</tbody></table>
        </details>
      )}
      <Turns version={version} />
      {turns.differing === 0 ? <p>{t('backtest.same_records')}</p> : null}
    </section>
  );
}

type UnitProps = { readonly total: UnitTried; readonly times: Both<number>; readonly reasons: readonly ReasonTried[]; readonly rows: readonly MemberRow[]; readonly members: readonly MemberShown[] };

function Unit({ total, times, reasons, rows, members }: UnitProps): React.JSX.Element {
  const { nameOf, unitOf, subcontractOf } = useSpeaking();
  const name = unitName(unitOf(total.unit), '2');
  const most = Math.max(1, ...rows.flatMap(({ paid, received }) => [paid.was, paid.now, received.was, received.now].map(size)));
  const known = new Map(members.map((each) => [each.id, each.name]));
  const difference = subtract(total.paid.now, total.paid.was, unitOf(total.unit)?.decimals ?? 0);
  const signed = size(difference) > 0 ? `+${written(difference)}` : written(difference);
  return (
    <>
      <p className="tried-headline"><Text id={times.was === times.now ? 'backtest.sum_same' : 'backtest.sum'} values={{ was: times.was, now: times.now, difference: signed, unit: name, strong: (words: React.ReactNode) => <strong>{words}</strong> }} /></p>
      {reasons.length === 0 ? null : <ul className="plain-list">{reasons.map((each) => <li key={`${each.subcontract ?? ''} ${each.code}`}>{t('backtest.reason', { reason: called(each.code, subcontractOf(each.subcontract)?.kit), times: both(mapped(each.times, String)), amounts: both(summed(each, unitOf(total.unit)?.decimals ?? 0)), unit: name })}</li>)}</ul>}
      <table className="tried-members">
        <caption className="visually-hidden">{t('backtest.per_member', { unit: name })}</caption>
        <thead><tr><th scope="col">{name}</th><th scope="col">{t('backtest.paid')}</th><th scope="col">{t('backtest.received')}</th><th scope="col">{t('backtest.gain')}</th></tr></thead>
        <tbody>
          {rows.map(({ member, paid, received, gain }) => (
            <tr key={member}>
              <th scope="row">{known.get(member) ?? nameOf(member)}</th>
              <td data-label={t('backtest.paid')}><Pair amounts={paid} most={most} /></td>
              <td data-label={t('backtest.received')}><Pair amounts={received} most={most} /></td>
              <td className={`gain gain-${size(gain) > 0 ? 'more' : size(gain) < 0 ? 'less' : 'same'}`} data-label={t('backtest.gain')}>{size(gain) > 0 ? '+' : ''}{written(gain)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="tried-sum">{t('backtest.gaining', { gaining: total.gaining, losing: total.losing, lost: written(total.lost), unit: name })}</p>
      <dl className="figures-list">
        <div><dt>{t('backtest.paid_all')}</dt><dd>{both(total.paid)}</dd></div>
        <div><dt>{t('backtest.newly_owed')}</dt><dd>{both(total.owedNew)}</dd></div>
        <div><dt>{t('backtest.owed_end')}</dt><dd>{both(total.owed)}</dd></div>
        <div><dt><Text id="backtest.gini" values={{ quiet: quietWords }} /></dt><dd>{both(mapped(total.spread.paid.gini, (gini) => gini ?? t('backtest.none')))}</dd></div>
        <div><dt><Text id="backtest.apart" values={{ quiet: quietWords }} /></dt><dd>{both(total.spread.net.apart)}</dd></div>
        <div><dt>{t('backtest.worst')}</dt><dd>{both(mapped(total.worst, (month) => monthWords(month, nameOf)))}</dd></div>
        <div><dt>{t('backtest.best')}</dt><dd>{both(mapped(total.best, (month) => monthWords(month, nameOf)))}</dd></div>
      </dl>
    </>
  );
}

function Pair({ amounts: { was, now }, most }: { readonly amounts: Both<string>; readonly most: number }): React.JSX.Element {
  return (
    <span className="pair">
      <span className="pair-bars" aria-hidden="true"><span className="pair-was" style={{ inlineSize: `${100 * size(was) / most}%` }} /><span className="pair-now" style={{ inlineSize: `${100 * size(now) / most}%` }} /></span>
      <span className="pair-words">{was === now ? written(now) : <>{written(was)} <span aria-hidden="true">→</span><span className="visually-hidden">{t('backtest.would_be')}</span> <strong>{written(now)}</strong></>}</span>
    </span>
  );
}

function Turns({ version: { turns } }: { readonly version: VersionTried }): React.JSX.Element | null {
  if (turns.shown.length === 0) return null;
  return (
    <details className="each" data-part="turns">
      <summary>{t('backtest.turns', { differing: turns.differing, count: turns.rerun, shown: turns.shown.length < turns.differing ? turns.shown.length : 0 })}</summary>
      <ol className="turns">{turns.shown.map((turn, place) => <li key={place}><Turn turn={turn} /></li>)}</ol>
    </details>
  );
}

function Turn({ turn: { record, recordedAt, was, now } }: { readonly turn: TurnTried }): React.JSX.Element {
  const { zone } = useSpeaking();
  return (
    <>
      <p className="turn-head quiet">{dayAndTime(zone, recordedAt)}, {record === null ? t('backtest.by_itself') : <RecordLink record={record} />}</p>
      <Lines side="was" lines={was.shown} left={was.count - was.shown.length} />
      <Lines side="now" lines={now.shown} left={now.count - now.shown.length} />
    </>
  );
}

function Lines({ side, lines, left }: { readonly side: 'was' | 'now'; readonly lines: readonly LineShown[]; readonly left: number }): React.JSX.Element | null {
  const { nameOf } = useSpeaking();
  if (lines.length === 0) return null;
  return (
    <div className={`turn-lines ${side === 'was' ? 'turn-was' : 'turn-now'}`}>
      <span className="turn-side">{t(`backtest.side.${side}`)}</span>
      <ul>{lines.map(({ words, from, to, amounts = {} }, place) => (
        <li key={place}>{from === undefined ? null : <>{nameOf(from)}{to === undefined ? '' : ` → ${nameOf(to)}`} {Object.entries(amounts).map(([unit, amount]) => `${amount} ${unit}`).join(', ')}: </>}{readable(words)}</li>
      ))}</ul>
      {left > 0 ? <p className="quiet">{t('backtest.and_more', { count: left })}</p> : null}
    </div>
  );
}

function both({ was, now }: Both<string>): string {
  return was === now ? written(now) : `${written(was)} → ${written(now)}`;
}

/** Paid and owed together. */
function summed({ paid, owed }: ReasonTried, decimals: number): Both<string> {
  return { was: sum([paid.was, owed.was], decimals), now: sum([paid.now, owed.now], decimals) };
}

function quietWords(words: React.ReactNode): React.JSX.Element {
  return <span className="quiet">{words}</span>;
}

function mapped<A, B>({ was, now }: Both<A>, each: (value: A) => B): Both<B> {
  return { was: each(was), now: each(now) };
}

function monthWords(month: MonthOf | null, nameOf: (id: string) => string): string {
  return month === null ? t('backtest.none') : t('backtest.month', { name: nameOf(month.member), net: written(month.net) });
}
