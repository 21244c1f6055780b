import { useState } from 'react';
import type { KeyShown } from '../../../src/views/keys-shown.ts';
import type { MessageId } from '../messages/areas.ts';
import { t } from '../messages/t.ts';
import { useSpeaking } from '../words/context.ts';
import { dayAndTime } from '../words/time.ts';
import { deviceKinds } from './kinds.ts';
import { useMe } from './me.ts';
import { RefusedNote, useActing } from './refused.tsx';

type RowProps = { readonly shown: KeyShown; readonly isHere: boolean; readonly isLast: boolean; readonly hasPasskey: boolean; readonly onDone: () => void };

/** One key: what it is for, since when, and how to end it. */
export function DeviceRow({ shown, isHere, isLast, hasPasskey, onDone }: RowProps): React.JSX.Element {
  const { zone } = useSpeaking();
  const { say } = useMe();
  const { busy, refused, run } = useActing();
  const [sure, setSure] = useState(false);
  const name = shown.name ?? shown.id;
  const revoke = async (): Promise<void> => {
    if (await run(() => say({ kind: 'key.revoke', body: { key: shown.id } }))) onDone();
  };
  return (
    <li>
      <p className="device-name"><strong>{name}</strong>{isHere ? <span className="tag">{t('me.devices.here')}</span> : null}</p>
      <p>{sortOf(shown, hasPasskey)}</p>
      <p className="quiet">{t('me.devices.made', { at: dayAndTime(zone, shown.madeAt) })} · {shown.usedAt === null ? t('me.devices.unused') : t('me.devices.used', { at: dayAndTime(zone, shown.usedAt) })}</p>
      {sure ? (
        <div role="alert">
          <p>{t('me.devices.revoke_sure', { name })} {isLast ? t('me.devices.revoke_last') : ''}</p>
          <p className="row-of-buttons">
            <button type="button" className="small-button" disabled={busy} onClick={() => void revoke()}>{t('me.devices.revoke')}</button>
            <button type="button" className="small-button" onClick={() => setSure(false)}>{t('me.devices.keep')}</button>
          </p>
        </div>
      ) : <p><button type="button" className="small-button" aria-label={t('me.devices.revoke_of', { name })} onClick={() => setSure(true)}>{t('me.devices.revoke')}</button></p>}
      <RefusedNote refused={refused} />
    </li>
  );
}

function sortOf({ passkey, kinds }: KeyShown, hasPasskey: boolean): string {
  if (passkey !== null) return t('me.devices.passkey', { places: passkey.origins.map((origin) => new URL(origin).host).join(', ') });
  const isDevice = kinds !== null && kinds.every((kind) => (deviceKinds as readonly string[]).includes(kind));
  const sort: MessageId = kinds === null ? (hasPasskey ? 'me.devices.plain_under' : 'me.devices.plain') : isDevice ? 'me.devices.device' : 'me.devices.page';
  return t(sort);
}
