import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { HousedShown } from '../../../src/views/home-shown.ts';
import { base } from '../api/base.ts';
import { asPost, exchange } from '../api/exchange.ts';
import { askHome, isHome, pageOf, rememberCollective } from '../door/home.ts';
import { Waits } from '../door/waits.tsx';
import { t } from '../messages/t.ts';

/** What waits elsewhere is asked for this often; here it follows what is recorded. */
const everyMs = 60_000;
/** At least this long between two questions: a collective may record several times a second. */
const pauseMs = 3000;
/** Pages on which one sees what one was told. */
const seeing = ['/', '/notices'];

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

/** Asked again when something was recorded here, now and then, and when the page is looked at again; what is looked at is seen. */
function useCollectives(records: number): readonly HousedShown[] {
  const [collectives, setCollectives] = useState<readonly HousedShown[]>([]);
  const [place] = useLocation();
  const sees = seeing.includes(place);
  const last = useRef(-pauseMs);
  useEffect(() => {
    if (!isHome) return undefined;
    const asking = new AbortController();
    const again = (): void => {
      if (document.visibilityState === 'hidden') return;
      last.current = performance.now();
      void look(sees, records).then((found) => { if (!asking.signal.aborted && found !== undefined) setCollectives(found); });
    };
    const soon = setTimeout(again, Math.max(0, last.current + pauseMs - performance.now()));
    const every = setInterval(again, everyMs);
    document.addEventListener('visibilitychange', again, { signal: asking.signal });
    return () => {
      asking.abort();
      clearTimeout(soon);
      clearInterval(every);
    };
  }, [records, sees]);
  return collectives;
}

async function look(sees: boolean, records: number): Promise<readonly HousedShown[] | undefined> {
  const home = await askHome();
  const here = home?.collectives.find(({ address }) => pageOf(address) === base);
  if (!sees || here === undefined || here.me === null || here.me.notices === 0) return home?.collectives;
  const { me } = here;
  const seen = await exchange('/api/mine/seen', asPost({ records }));
  return home?.collectives.map((each) => (each === here && seen.ok ? { ...each, me: { ...me, notices: 0 } } : each));
}
