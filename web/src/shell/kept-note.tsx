import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { t } from '../messages/t.ts';
import type { WaitingAct } from '../offline/outbox.ts';

/** Said wherever one is on the page, when something that was done couldn't be sent: whoever hears nothing does it twice. */
export function KeptNote({ acts }: { readonly acts: readonly WaitingAct[] }): React.JSX.Element {
  const waits = acts.filter(({ refused }) => refused === null).length;
  const [place] = useLocation();
  const [shown, setShown] = useState(false);
  const before = useRef(waits);
  useEffect(() => {
    if (waits > before.current) setShown(true);
    if (waits === 0) setShown(false);
    before.current = waits;
  }, [waits]);
  const from = useRef(place);
  useEffect(() => {
    if (place === '/waiting' || (place !== from.current && waits === 0)) setShown(false);
    from.current = place;
  }, [place, waits]);
  return (
    <div className={shown ? 'kept-note' : 'visually-hidden'} role="status">
      {shown ? <><p>{t('offline.kept')} <a href="#/waiting">{t('offline.kept.see')}</a></p><button type="button" className="small-button" onClick={() => setShown(false)}>{t('offline.kept.close')}</button></> : null}
    </div>
  );
}
