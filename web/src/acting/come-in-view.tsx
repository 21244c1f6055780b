import { useEffect, useState } from 'react';
import { base } from '../api/base.ts';
import { getJson } from '../api/get.ts';
import type { Refused } from '../api/post.ts';
import { t } from '../messages/t.ts';
import { Card } from '../sections/card.tsx';
import { beginSession } from './act.ts';
import { askAllAgain } from './asked-for.ts';
import { comeIn } from './come-in.ts';
import { keptKey } from './keys.ts';
import { LostCard } from './lost-card.tsx';
import { obstacle } from './passkeys.ts';
import { RefusedNote } from './refused.tsx';
import { signingBy } from './signing.ts';
import '../style/decide.css';
import '../style/me.css';

/** For a member on a device that isn't known here, or not any more: nothing of the collective is shown before they are in. */
export function ComeInView(): React.JSX.Element {
  const [origin, setOrigin] = useState<string | null>(null);
  useEffect(() => {
    void beginByKeptKey().then((found) => {
      if (found.begun) location.replace(`${base}/`);
      else setOrigin(found.origin);
    });
  }, []);
  const why = obstacle();
  return (
    <main className="decide join" tabIndex={-1}>
      <img src="/icon.svg" alt="" width="48" height="48" />
      <div><p className="eyebrow">{t('me.come.eyebrow')}</p><h1>{t('me.come.title')}</h1></div>
      {why === undefined ? null : <p className="refused" role="status">{t(`me.obstacle.${why}`)}</p>}
      {origin === null || why !== undefined ? null : <><WithPasskey origin={origin} /><LostCard origin={origin} /></>}
    </main>
  );
}

/** A session is over after some hours; a browser that holds a key begins another by itself. */
async function beginByKeptKey(): Promise<{ readonly origin: string | null; readonly begun: boolean }> {
  const asked = await getJson<{ readonly origin: string }>('/api/challenge', AbortSignal.timeout(30_000));
  if (!asked.ok) return { origin: null, begun: false };
  const { origin } = asked.value;
  const kept = await keptKey(origin).catch(() => undefined);
  const late = kept === undefined ? await askAllAgain(origin) : null;
  const key = late?.ok === true ? late.key : kept;
  return { origin, begun: key?.state === 'ready' && (await beginSession(signingBy(key))).ok };
}

function WithPasskey({ origin }: { readonly origin: string }): React.JSX.Element {
  const [busy, setBusy] = useState(false);
  const [reads, setReads] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const come = async (): Promise<void> => {
    setBusy(true);
    const came = await comeIn(origin);
    setBusy(false);
    // To whoever has left, the server's own page says so.
    if (came.ok || came.refused.code === 'has_left') return location.replace(`${base}/`);
    setReads(came.reads);
    setRefused(came.refused);
  };
  return (
    <Card id="come-in" title={t('me.in.title')}>
      <p>{t('me.in.says')}</p>
      <p className="row-of-buttons">
        <button type="button" className="act" disabled={busy} onClick={() => void come()}>{t('me.in.button')}</button>
        {reads ? <a href={`${base}/`}>{t('me.come.go')}</a> : null}
      </p>
      {reads ? <p>{t('me.in.reads')}</p> : null}
      <RefusedNote refused={refused} />
    </Card>
  );
}
