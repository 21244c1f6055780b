import { useEffect, useState } from 'react';
import { deviceName } from '../acting/device-name.ts';
import { deleteAt, postJson } from '../api/post.ts';
import { language, t } from '../messages/t.ts';
import { Card } from '../sections/card.tsx';
import type { Settings } from './own.ts';
import type { Changing } from './settings-view.tsx';
import { pushState, subscribe, unsubscribe, type PushState } from './subscribe.ts';

type DeviceCardProps = { readonly settings: Settings; readonly changing: Changing };

/** Push on this device: said first what it does, and the browser is asked only after a tap. */
export function DeviceCard({ settings: { push: { key, devices } }, changing }: DeviceCardProps): React.JSX.Element {
  const [here, setHere] = useState<{ readonly state: PushState; readonly id: string | null } | null>(null);
  useEffect(() => { void pushState().then(setHere); }, [devices]);
  const isTold = here?.state === 'on' && devices.some(({ id }) => id === here.id);
  const turnOn = async (): Promise<void> => {
    const subscribed = await subscribe(key);
    if (subscribed !== null) await changing.run(() => postJson('/api/me/push', { ...subscribed, label: deviceName(), language: language(), zone: Intl.DateTimeFormat().resolvedOptions().timeZone }));
    setHere(await pushState());
  };
  const remove = async (id: string): Promise<void> => {
    if (id === here?.id) await unsubscribe();
    await changing.run(() => deleteAt(`/api/me/push/${encodeURIComponent(id)}`));
  };
  return (
    <Card id="push" title={t('notices.push.title')}>
      {here === null ? null : <p>{t(isTold ? 'notices.push.is_on' : here.state === 'cannot' ? 'notices.push.cannot' : here.state === 'denied' ? 'notices.push.denied' : 'notices.push.says')}</p>}
      <p className="row-of-buttons notice-acts">
        {isTold || here === null || here.state === 'cannot' || here.state === 'denied' ? null : <button type="button" className="act act-small" disabled={changing.busy} onClick={() => void turnOn()}>{t('notices.push.on')}</button>}
        {devices.length === 0 ? null : <button type="button" className="small-button" disabled={changing.busy} onClick={() => void changing.run(() => postJson('/api/me/notices/test', { channel: 'push' }), t('notices.test.done'))}>{t('notices.test.push')}</button>}
      </p>
      {devices.length === 0 ? null : (
        <>
          <h3>{t('notices.push.devices')}</h3>
          <ul className="notice-devices">
            {devices.map(({ id, label }) => (
              <li key={id}><span>{label}</span> <button type="button" className="small-button" disabled={changing.busy} aria-label={`${t(id === here?.id ? 'notices.push.off' : 'notices.push.remove')}: ${label}`} onClick={() => void remove(id)}>{t(id === here?.id ? 'notices.push.off' : 'notices.push.remove')}</button></li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}
