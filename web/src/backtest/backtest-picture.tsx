import type { BacktestShown, Both, LineShown, MonthOf, TurnTried, UnitTried, VersionTried } from '../../../src/views/backtest-shown.ts';
import type { MemberShown } from '../../../src/views/shown.ts';
import { RecordLink } from '../ledger/record-link.tsx';
import { count, size, unitName } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { labelOf, withUnit } from '../words/labels.ts';
import { spaced, titled } from '../words/names.ts';
import { dayAndTime, readable } from '../words/time.ts';
import { rowsOf, type MemberRow } from './rows.ts';

type BacktestPictureProps = { readonly backtest: BacktestShown; readonly members: readonly MemberShown[] };

/** The recorded past beside the same past under the change: for two rivals beside each other. */
export function BacktestPicture({ backtest, members }: BacktestPictureProps): React.JSX.Element {
  const { zone } = useSpeaking();
  const { since, until, records, versions, caveats } = backtest;
  return (
    <div className="tried" role="region" aria-label="What it would have done">
      <p className="quiet">{dayAndTime(zone, since)} to {dayAndTime(zone, until)}: {count(records, 'record')} decided again.</p>
      <p className="legend"><span className="key key-was" aria-hidden="true" /> what was <span className="key key-now" aria-hidden="true" /> what would have been</p>
      <div className={versions.length > 1 ? 'versions versions-many' : 'versions'}>{versions.map((each) => <Version key={each.label} version={each} members={members} many={versions.length > 1} />)}</div>
      <h3>What the past can’t tell</h3>
      <ul className="plain-list caveats">{caveats.map(({ code, words }) => <li key={code}>{words}</li>)}</ul>
    </div>
  );
}

function Version({ version, members, many }: { readonly version: VersionTried; readonly members: readonly MemberShown[]; readonly many: boolean }): React.JSX.Element {
  const { unitOf } = useSpeaking();
  const { label, subcontract, kit, version: number, terms, labels, totals, turns, inForce, reasons } = version;
  const said = terms.map(({ term, before, after }) => {
    const called = labelOf(labels, term);
    return `${called.label}: ${before ?? 'none'} → ${withUnit(after ?? 'none', called, unitOf)}`;
  }).join('; ');
  return (
    <section className="version">
      {many ? <h3 className="version-label">{titled(label)}</h3> : null}
      <p className="quiet">{subcontract} ({kit} {number}){said === '' ? '' : `. ${said}`}{inForce === null ? '; it says what was in force anyway' : ''}</p>
      {totals.map((total) => <Unit key={total.unit} total={total} rows={rowsOf(version, total.unit)} members={members} />)}
      {totals.length === 0 ? <p>Nothing would have been paid or owed, neither then nor now.</p> : null}
      {reasons.length === 0 ? null : (
        <details className="each"><summary>Why, and how often</summary>
          <table className="figures"><thead><tr><th scope="col">Why</th><th scope="col">How often</th><th scope="col">Paid</th></tr></thead>
            <tbody>{reasons.map((each) => <tr key={`${each.subcontract ?? ''} ${each.code} ${each.unit}`}><th scope="row">{[each.subcontract, spaced(each.code)].filter((part) => part !== null).join(', ')}</th><td>{both(mapped(each.times, String))}</td><td>{both(each.paid)} <span className="unit">{each.unit}</span></td></tr>)}</tbody></table>
        </details>
      )}
      <Turns version={version} />
      {turns.differing === 0 ? <p>No record would have had other consequences.</p> : null}
    </section>
  );
}

function Unit({ total, rows, members }: { readonly total: UnitTried; readonly rows: readonly MemberRow[]; readonly members: readonly MemberShown[] }): React.JSX.Element {
  const { nameOf, unitOf } = useSpeaking();
  const name = unitName(unitOf(total.unit), '2');
  const most = Math.max(1, ...rows.flatMap(({ paid, received }) => [paid.was, paid.now, received.was, received.now].map(size)));
  const known = new Map(members.map((each) => [each.id, each.name]));
  return (
    <>
      <table className="tried-members">
        <caption className="visually-hidden">Per member in {name}</caption>
        <thead><tr><th scope="col">{name}</th><th scope="col">paid</th><th scope="col">received</th><th scope="col">better or worse off</th></tr></thead>
        <tbody>
          {rows.map(({ member, paid, received, gain }) => (
            <tr key={member}>
              <th scope="row">{known.get(member) ?? nameOf(member)}</th>
              <td data-label="paid"><Pair amounts={paid} most={most} /></td>
              <td data-label="received"><Pair amounts={received} most={most} /></td>
              <td className={`gain gain-${size(gain) > 0 ? 'more' : size(gain) < 0 ? 'less' : 'same'}`} data-label="better or worse off">{size(gain) > 0 ? '+' : ''}{gain.replace('-', '−')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="tried-sum">{count(total.gaining, 'member')} would be better off, {total.losing} worse off{total.losing === 0 ? '' : `, by ${total.lost} ${name} together`}.</p>
      <dl className="figures-list">
        <div><dt>Paid by all</dt><dd>{both(total.paid)}</dd></div>
        <div><dt>Newly owed</dt><dd>{both(total.owedNew)}</dd></div>
        <div><dt>Open debts at the end</dt><dd>{both(total.owed)}</dd></div>
        <div><dt>Gini of what was paid <span className="quiet">0 = all pay the same, 1 = one pays all</span></dt><dd>{both(mapped(total.spread.paid.gini, (gini) => gini ?? 'none'))}</dd></div>
        <div><dt>Results lie apart by <span className="quiet">between two members, in the mean</span></dt><dd>{both(total.spread.net.apart)}</dd></div>
        <div><dt>Worst month of anyone</dt><dd>{both(mapped(total.worst, (month) => monthWords(month, nameOf)))}</dd></div>
        <div><dt>Best month of anyone</dt><dd>{both(mapped(total.best, (month) => monthWords(month, nameOf)))}</dd></div>
      </dl>
    </>
  );
}

function Pair({ amounts: { was, now }, most }: { readonly amounts: Both<string>; readonly most: number }): React.JSX.Element {
  return (
    <span className="pair">
      <span className="pair-bars" aria-hidden="true"><span className="pair-was" style={{ inlineSize: `${100 * size(was) / most}%` }} /><span className="pair-now" style={{ inlineSize: `${100 * size(now) / most}%` }} /></span>
      <span className="pair-words">{was === now ? now : <>{was} <span aria-hidden="true">→</span><span className="visually-hidden">would be</span> <strong>{now}</strong></>}</span>
    </span>
  );
}

function Turns({ version: { turns } }: { readonly version: VersionTried }): React.JSX.Element | null {
  if (turns.shown.length === 0) return null;
  return (
    <details className="each" data-part="turns">
      <summary>{turns.differing} of {count(turns.rerun, 'record')} would have had other consequences{turns.shown.length < turns.differing ? `; the first ${turns.shown.length}` : ''}</summary>
      <ol className="turns">{turns.shown.map((turn, place) => <li key={place}><Turn turn={turn} /></li>)}</ol>
    </details>
  );
}

function Turn({ turn: { record, recordedAt, was, now } }: { readonly turn: TurnTried }): React.JSX.Element {
  const { zone } = useSpeaking();
  return (
    <>
      <p className="turn-head quiet">{dayAndTime(zone, recordedAt)}, {record === null ? 'by itself' : <RecordLink record={record} />}</p>
      <Lines side="was" lines={was.shown} left={was.count - was.shown.length} />
      <Lines side="would be" lines={now.shown} left={now.count - now.shown.length} />
    </>
  );
}

function Lines({ side, lines, left }: { readonly side: string; readonly lines: readonly LineShown[]; readonly left: number }): React.JSX.Element | null {
  const { nameOf } = useSpeaking();
  if (lines.length === 0) return null;
  return (
    <div className={`turn-lines ${side === 'was' ? 'turn-was' : 'turn-now'}`}>
      <span className="turn-side">{side}</span>
      <ul>{lines.map(({ words, from, to, amounts = {} }, place) => (
        <li key={place}>{from === undefined ? null : <>{nameOf(from)}{to === undefined ? '' : ` → ${nameOf(to)}`} {Object.entries(amounts).map(([unit, amount]) => `${amount} ${unit}`).join(', ')}: </>}{readable(words)}</li>
      ))}</ul>
      {left > 0 ? <p className="quiet">and {left} more</p> : null}
    </div>
  );
}

function both({ was, now }: Both<string>): string {
  return was === now ? now.replace('-', '−') : `${was} → ${now}`.replaceAll('-', '−');
}

function mapped<A, B>({ was, now }: Both<A>, each: (value: A) => B): Both<B> {
  return { was: each(was), now: each(now) };
}

function monthWords(month: MonthOf | null, nameOf: (id: string) => string): string {
  return month === null ? 'none' : `${nameOf(month.member)} ${month.net}`;
}
