import { useEffect, useRef, useState } from 'react';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { hold } from '../api/underway.ts';
import { PlainNote } from '../door/plain-note.tsx';
import { t } from '../messages/t.ts';
import { QrCode } from '../pictures/qr-code.tsx';
import { Card } from '../sections/card.tsx';
import { CopyButton } from '../sections/copy-button.tsx';
import type { PageProps } from '../shell/page-props.ts';
import { invitationDays, makeInvitation } from './invitation.ts';
import { TryDevice } from './try-device.tsx';
import '../style/decide.css';
import '../style/door.css';

/** Others come in by a link, or by the picture of it; and what one can try until they have. */
export function InvitePage({ overview, records, now }: PageProps): React.JSX.Element {
  return (
    <main className="decide invite" tabIndex={-1}>
      <h2>{t('found.invite.title', { name: overview.name })}</h2>
      <p>{t('found.invite.others', { count: overview.memberCount - 1 })}</p>
      <Invite now={now} />
      <TryDevice overview={overview} records={records} />
      <PlainNote />
    </main>
  );
}

function Invite({ now }: { readonly now: number }): React.JSX.Element {
  const { say, ready } = useMe();
  const { busy, refused, run } = useActing();
  const [link, setLink] = useState<string | null>(null);
  // A link's secret is nowhere but here.
  const held = useRef<(() => void) | null>(null);
  useEffect(() => () => held.current?.(), []);
  const make = async (): Promise<void> => {
    const made = makeInvitation(now);
    held.current ??= hold();
    if (await run(() => say(made.said))) setLink(made.link);
  };
  return (
    <Card id="invite" title={t('found.invite.card')}>
      <div className="stack">
        <p>{t('found.invite.says', { days: invitationDays })}</p>
        {link === null ? null : <Link link={link} />}
        <p>{ready ? <button type="button" className={link === null ? 'act' : 'act act-quiet'} disabled={busy} onClick={() => void make()}>{t(link === null ? 'found.invite.make' : 'found.invite.again')}</button> : t('found.invite.no_key')}</p>
        <RefusedNote refused={refused} />
      </div>
    </Card>
  );
}

function Link({ link }: { readonly link: string }): React.JSX.Element {
  const isShared = 'share' in navigator;
  return (
    <div className="invitation">
      <QrCode text={link} label={t('found.invite.qr')} />
      <label className="field"><span>{t('found.invite.link')}</span><input type="text" readOnly value={link} onFocus={({ target }) => target.select()} /></label>
      <p className="founding-ways">
        <CopyButton text={link} label={t('found.invite.copy')} className="act act-quiet" />
        {isShared ? <button type="button" className="act act-quiet" onClick={() => void navigator.share({ url: link }).catch(() => undefined)}>{t('found.invite.share')}</button> : null}
      </p>
    </div>
  );
}
