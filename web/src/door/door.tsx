import { useEffect, useState } from 'react';
import type { HomeShown, HousedShown } from '../../../src/views/home-shown.ts';
import { Founding } from '../found/founding.tsx';
import { t } from '../messages/t.ts';
import { HasInvitation } from './has-invitation.tsx';
import { comeHome } from './home.ts';
import { PlainNote } from './plain-note.tsx';
import { Waits } from './waits.tsx';
import '../style/decide.css';
import '../style/door.css';

/** The way in to all of one's collectives on this server, and to another one. */
export function Door(): React.JSX.Element {
  const [home, setHome] = useState<HomeShown | null | undefined>(null);
  const [founding, setFounding] = useState(false);
  useEffect(() => {
    void comeHome().then(setHome);
  }, []);
  const isNew = home?.empty === true && home.mayFound;
  return (
    <main className="decide door" tabIndex={-1}>
      <div className="door-head"><img src="/icon.svg" alt="" width="40" height="40" /><h1>{t(isNew || founding ? 'found.title' : 'door.title')}</h1></div>
      {home === null ? <p role="status">{t('door.looking')}</p> : home === undefined ? <p role="alert">{t('door.away')}</p>
        : isNew || founding ? <Founding back={isNew ? null : () => setFounding(false)} /> : <Collectives home={home} found={() => setFounding(true)} />}
      <PlainNote />
    </main>
  );
}

function Collectives({ home: { collectives, mayFound }, found }: { readonly home: HomeShown; readonly found: () => void }): React.JSX.Element {
  return (
    <>
      {collectives.length === 0 ? <p>{t(mayFound ? 'door.none' : 'door.closed')}</p> : <ul className="door-list">{collectives.map((each) => <li key={each.address}><Way collective={each} /></li>)}</ul>}
      {mayFound ? <p><button type="button" className="act" onClick={found}>{t('door.found')}</button></p> : null}
      <HasInvitation />
    </>
  );
}

function Way({ collective: { name, place, open, me, stopped } }: { readonly collective: HousedShown }): React.JSX.Element {
  return (
    <a className="card door-way" href={open}>
      <span className="door-name"><strong>{name}</strong>{place === '' ? null : <span className="quiet">{place}</span>}</span>
      <span className="quiet">{stopped !== null ? t('door.stopped') : me === null ? t('door.looks_on') : t('door.as', { name: me.name })}</span>
      {me === null ? null : <Waits me={me} words />}
    </a>
  );
}
