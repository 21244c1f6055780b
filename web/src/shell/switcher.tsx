import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { HousedShown } from '../../../src/views/home-shown.ts';
import { base } from '../api/base.ts';
import { askHome, isHome, pageOf, rememberCollective } from '../door/home.ts';
import { Waits } from '../door/waits.tsx';
import { t } from '../messages/t.ts';

/** What waits elsewhere is asked for this often; here it follows what is recorded. */
const everyMs = 60_000;
/** At least this long between two questions: a collective may record several times a second. */
const pauseMs = 3000;
/** What was recorded is told a moment later. */
const gatherMs = 1000;

type SwitcherProps = { readonly origin: string; readonly records: number };

/** One's collectives on this server, each one tap away, with what waits there. */
export function Switcher({ origin, records }: SwitcherProps): React.JSX.Element | null {
  const collectives = useCollectives(records);
  useEffect(() => {
    if (isHome) rememberCollective(base.slice(base.lastIndexOf('/') + 1), origin);
  }, [origin]);
  if (!isHome) return null;
  return (
    <nav className="switcher" aria-label={t('door.switcher')}>
      <ul>
        {collectives.map((each) => {
          const isHere = pageOf(each.address) === base;
          return <li key={each.address}><a href={isHere ? `${base}/#/` : each.open} aria-current={isHere ? 'true' : undefined}><span className="switcher-name">{each.name}</span>{each.me === null ? null : <Waits me={each.me} />}</a></li>;
        })}
        <li><a href="/">{t('door.all')}</a></li>
      </ul>
    </nav>
  );
}

/** Asked again when something was recorded here, when another page is looked at, now and then, and when the app comes to the front. */
function useCollectives(records: number): readonly HousedShown[] {
  const [collectives, setCollectives] = useState<readonly HousedShown[]>([]);
  const [place] = useLocation();
  const last = useRef<number | null>(null);
  useEffect(() => {
    if (!isHome) return undefined;
    const asking = new AbortController();
    const again = (): void => {
      if (document.visibilityState === 'hidden') return;
      last.current = performance.now();
      void askHome().then((home) => { if (!asking.signal.aborted && home !== undefined) setCollectives(home.collectives); });
    };
    const soon = setTimeout(again, last.current === null ? 0 : Math.max(gatherMs, last.current + pauseMs - performance.now()));
    const every = setInterval(again, everyMs);
    document.addEventListener('visibilitychange', again, { signal: asking.signal });
    return () => {
      asking.abort();
      clearTimeout(soon);
      clearInterval(every);
    };
  }, [records, place]);
  return collectives;
}
