import type { Followed } from '../api/follow.ts';
import type { Overview } from '../../../src/views/shown.ts';
import { count } from '../words/amounts.ts';
import { shortened } from '../words/names.ts';
import { clockTime, longDay, span } from '../words/time.ts';
import { CheckLink } from '../trust/check-link.tsx';

type HeaderProps = { readonly overview: Overview; readonly now: number; readonly connection: Followed['connection'] };

export function Header({ overview, now, connection }: HeaderProps): React.JSX.Element {
  const { name, zone, factor, records, root, memberCount, postingCount, stopped, lastRecordAt } = overview;
  return (
    <header className="top">
      <div className="top-row">
        <div>
          <p className="eyebrow">Collective of {count(memberCount, 'member')}</p>
          <h1>{name}</h1>
        </div>
        <div className="clock">
          <time className="clock-time" dateTime={new Date(now).toISOString()}>{clockTime(zone, now)}</time>
          <span className="clock-day">{longDay(zone, now)}</span>
          <span className="clock-rate">{factor === 1 ? zone.replaceAll('_', ' ') : `a demonstration: a day passes in ${span(86_400_000 / factor)}`}</span>
        </div>
      </div>
      <dl className="ledger-line">
        <div><dt>Records</dt><dd>{records}</dd></div>
        <div><dt>Postings</dt><dd>{postingCount}</dd></div>
        <div><dt>Root</dt><dd><code title={`The root of the log: ${root}`}>{shortened(root)}</code></dd></div>
        <div><dt>Last record</dt><dd>{clockTime(zone, lastRecordAt)}</dd></div>
        <div className="check-place"><dt className="visually-hidden">Trust</dt><dd><CheckLink /></dd></div>
        <div className="connection"><dt className="visually-hidden">Connection</dt><dd><ConnectionState connection={connection} /></dd></div>
      </dl>
      {connection === 'lost' ? (
        <p className="banner" role="status">Connection lost, retrying. What you see is as of {clockTime(zone, now)}.</p>
      ) : null}
      {stopped === null ? null : (
        <p className="banner banner-stop" role="alert">The collective takes nothing in at present: {stopped}. What stands here stays as it was.</p>
      )}
    </header>
  );
}

const states = { connecting: 'connecting', live: 'live', lost: 'retrying' } as const;

function ConnectionState({ connection }: { readonly connection: Followed['connection'] }): React.JSX.Element {
  return <span className={`state state-${connection}`}><span className="state-dot" aria-hidden="true" />{states[connection]}</span>;
}
