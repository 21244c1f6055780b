import type { Overview } from '../../../src/views/shown.ts';
import { MeBar } from '../acting/me-bar.tsx';
import type { Followed } from '../api/follow.ts';
import { t } from '../messages/t.ts';
import type { WaitingAct } from '../offline/outbox.ts';
import { useMembers } from '../sections/use-members.ts';
import { NavIcon } from './nav-icon.tsx';
import { NewerBar } from './newer-bar.tsx';
import { Switcher } from './switcher.tsx';
import { clockTime, dayAndTime, shortDay, span } from '../words/time.ts';

type BarProps = { readonly overview: Overview; readonly now: number; readonly connection: Followed['connection']; readonly waiting: readonly WaitingAct[] };

/** Where one is, when it is there, and who one is. */
export function Bar({ overview, now, connection, waiting }: BarProps): React.JSX.Element {
  const { name, zone, factor, stopped } = overview;
  const members = useMembers(overview);
  return (
    <header className="masthead">
      <Switcher origin={overview.origin} records={overview.records} />
      <div className="masthead-row">
        <div className="masthead-place">
          <h1>{name}</h1>
          <p className="masthead-clock">
            <time dateTime={new Date(now).toISOString()}>{shortDay(zone, now)} <strong>{clockTime(zone, now)}</strong></time>
            <span className={`state state-${connection}`}><span className="state-dot" aria-hidden="true" /><span className="state-says">{t(`app.connection.${connection}`)}</span></span>
            {factor === 1 ? null : <span className="masthead-rate">{t('app.demonstration', { span: span(86_400_000 / factor) })}</span>}
          </p>
        </div>
        <MeBar members={members} />
        <a className="masthead-bell" href="#/notices" aria-label={t('app.nav.notices')}><NavIcon section="notices" /></a>
      </div>
      {connection === 'lost' ? <p className="banner" role="status">{t('app.lost', { at: dayAndTime(zone, now) })}</p> : null}
      <WaitingNote acts={waiting} />
      <NewerBar />
      {stopped === null ? null : <p className="banner banner-stop" role="alert">{t('app.stopped', { why: stopped })}</p>}
    </header>
  );
}

/** What was done without a connection, and what of it was not taken. */
function WaitingNote({ acts }: { readonly acts: readonly WaitingAct[] }): React.JSX.Element | null {
  const refused = acts.filter((act) => act.refused !== null).length;
  const waits = acts.length - refused;
  if (acts.length === 0) return null;
  return (
    <p className="banner" role="status">
      <a href="#/waiting">{[waits === 0 ? null : t('offline.bar.waits', { count: waits }), refused === 0 ? null : t('offline.bar.refused', { count: refused })].filter((each) => each !== null).join(' · ')}</a>
    </p>
  );
}
