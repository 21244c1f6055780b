import type { Overview } from '../../../src/views/shown.ts';
import { MeBar } from '../acting/me-bar.tsx';
import type { Followed } from '../api/follow.ts';
import { t } from '../messages/t.ts';
import { clockTime, shortDay, span } from '../words/time.ts';

type BarProps = { readonly overview: Overview; readonly now: number; readonly connection: Followed['connection'] };

/** Where one is, when it is there, and who one is. */
export function Bar({ overview, now, connection }: BarProps): React.JSX.Element {
  const { name, zone, factor, stopped } = overview;
  return (
    <header className="masthead">
      <div className="masthead-row">
        <h1>{name}</h1>
        <p className="masthead-clock">
          <time dateTime={new Date(now).toISOString()}>{shortDay(zone, now)} <strong>{clockTime(zone, now)}</strong></time>
          {factor === 1 ? null : <span className="masthead-rate">{t('app.demonstration', { span: span(86_400_000 / factor) })}</span>}
          <span className={`state state-${connection}`}><span className="state-dot" aria-hidden="true" /><span className="state-says">{t(`app.connection.${connection}`)}</span></span>
        </p>
        <MeBar members={overview.members} />
      </div>
      {connection === 'lost' ? <p className="banner" role="status">{t('app.lost', { at: clockTime(zone, now) })}</p> : null}
      {stopped === null ? null : <p className="banner banner-stop" role="alert">{t('app.stopped', { why: stopped })}</p>}
    </header>
  );
}
