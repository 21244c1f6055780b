import { useState } from 'react';
import type { RecoveryShown } from '../../../src/views/keys-shown.ts';
import type { KeyGrant } from '../../../src/vocabulary/grants.ts';
import { isId } from '../../../src/vocabulary/ids.ts';
import { base } from '../api/base.ts';
import type { Refused } from '../api/post.ts';
import { t } from '../messages/t.ts';
import { Card } from '../sections/card.tsx';
import { CopyButton } from '../sections/copy-button.tsx';
import { span } from '../words/time.ts';
import { askRecovery, newPasskey } from './come-in.ts';
import { dropAsked, keepAsked, keptAsked, spokenCode, vouchLink } from './lost.ts';
import { RefusedNote } from './refused.tsx';

/** For who has no key any more: a new passkey, which friends are asked for. */
export function LostCard({ origin }: { readonly origin: string }): React.JSX.Element {
  const [asked, setAsked] = useState<KeyGrant | undefined>(() => keptAsked(origin));
  const begin = (grant: KeyGrant): void => {
    keepAsked(origin, grant);
    setAsked(grant);
  };
  const drop = (): void => {
    dropAsked(origin);
    setAsked(undefined);
  };
  return <Card id="lost" title={t('me.lost.title')}>{asked === undefined ? <Begin onMade={begin} /> : <Waiting origin={origin} asked={asked} onDrop={drop} />}</Card>;
}

function Begin({ onMade }: { readonly onMade: (grant: KeyGrant) => void }): React.JSX.Element {
  const [id, setId] = useState('');
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const make = async (): Promise<void> => {
    setBusy(true);
    const member = id.trim();
    const made = await newPasskey(location.host + base, { id: member, name: member }, []);
    setBusy(false);
    if (made.ok) onMade(made.grant);
    else setRefused(made.refused);
  };
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); void make(); }}>
      <p>{t('me.lost.says')}</p>
      <label className="field"><span>{t('me.lost.who')}</span><input type="text" autoCapitalize="none" autoComplete="username" maxLength={64} value={id} onChange={({ target }) => setId(target.value)} /></label>
      <p><button type="submit" className="small-button" disabled={busy || !isId(id.trim())}>{t('me.lost.make')}</button></p>
      <RefusedNote refused={refused} />
    </form>
  );
}

type WaitingProps = { readonly origin: string; readonly asked: KeyGrant; readonly onDrop: () => void };

function Waiting({ origin, asked, onDrop }: WaitingProps): React.JSX.Element {
  const [how, setHow] = useState<RecoveryShown | 'not_yet' | null>(null);
  const [refused, setRefused] = useState<Refused | null>(null);
  const link = vouchLink(asked);
  const look = async (): Promise<void> => {
    const seen = await askRecovery(origin, asked);
    setHow(seen.ok ? seen.value : seen.refused.code === 'bad_proof' ? 'not_yet' : null);
    setRefused(seen.ok || seen.refused.code === 'bad_proof' ? null : seen.refused);
  };
  return (
    <>
      <p>{t('me.lost.send')}</p>
      <p className="spoken"><code>{spokenCode(asked)}</code></p>
      <p className="link-shown"><code>{link}</code></p>
      <p className="row-of-buttons">
        <CopyButton text={link} label={t('me.lost.copy')} className="act" />
        <button type="button" className="small-button" onClick={() => void look()}>{t('me.lost.how')}</button>
        <button type="button" className="small-button" onClick={onDrop}>{t('me.lost.drop')}</button>
      </p>
      <div role="status">{how === null ? null : <p>{sayHow(how)}</p>}</div>
      <RefusedNote refused={refused} />
    </>
  );
}

function sayHow(how: RecoveryShown | 'not_yet'): string {
  if (how === 'not_yet') return t('me.lost.not_yet');
  const { waits, now, approved, approvals } = how;
  if (waits === null) return t('me.lost.approved', { approved, approvals });
  return waits > now ? t('me.lost.waits', { span: span(waits - now) }) : t('me.lost.due');
}
