import type { KeysShown } from '../../../src/views/keys-shown.ts';
import type { Overview } from '../../../src/views/shown.ts';
import { base } from '../api/base.ts';
import { useLive } from '../api/live.ts';
import { t } from '../messages/t.ts';
import { QrCode } from '../pictures/qr-code.tsx';
import { Card } from '../sections/card.tsx';
import { CopyButton } from '../sections/copy-button.tsx';
import { useMembers } from '../sections/use-members.ts';
import { DeviceRow } from './device-row.tsx';
import { FriendsCard } from './friends-card.tsx';
import type { BrowserKey } from './keys.ts';
import { PasskeysCard } from './passkeys-card.tsx';
import { keysAddress } from './signing.ts';

type DevicesProps = { readonly held: BrowserKey; readonly overview: Overview; readonly records: number };

/** All keys of the member, and who would let them back in. */
export function DevicesView({ held, overview, records }: DevicesProps): React.JSX.Element {
  const { got, again } = useLive<KeysShown>(keysAddress(held.member), records);
  const members = useMembers(overview);
  if (got === null) return <Card id="devices" title={t('me.devices.title')}><p className="empty">{t('me.looking')}</p></Card>;
  if (!got.ok) return <Card id="devices" title={t('me.devices.title')}><p className="refused" role="alert">{got.message}</p></Card>;
  const { keys, friends } = got.value;
  const own = keys.filter(({ inForce }) => inForce);
  const over = keys.filter(({ inForce }) => !inForce);
  return (
    <>
      <PasskeysCard held={held} keys={keys} collective={overview.name} onDone={again} />
      <Card id="devices" title={t('me.devices.title')}>
        {own.length === 0 ? <p className="empty">{t('me.devices.none')}</p> : (
          <ul className="own-devices">{own.map((key) => <DeviceRow key={key.id} shown={key} isHere={key.publicKey === held.publicKey} isLast={own.length === 1} hasPasskey={own.some(({ passkey }) => passkey !== null)} onDone={again} />)}</ul>
        )}
        {over.length === 0 ? null : <p className="quiet">{t('me.devices.over', { names: over.map(({ name, id }) => name ?? id).join(', ') })}</p>}
        <h3>{t('me.second.title')}</h3>
        <p>{t('me.second.says')}</p>
        <p className="row-of-buttons"><code>{comeInAddress()}</code><CopyButton text={comeInAddress()} label={t('me.second.copy')} /></p>
        <QrCode text={comeInAddress()} label={t('me.second.code')} />
      </Card>
      <FriendsCard member={held.member} shown={friends} members={members} onDone={again} />
    </>
  );
}

function comeInAddress(): string {
  return `${location.origin}${base}/come-in`;
}
