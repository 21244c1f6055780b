import { useState } from 'react';
import type { Refused } from '../api/post.ts';
import { t } from '../messages/t.ts';
import { Card } from '../sections/card.tsx';
import { useMe } from './me.ts';
import { obstacle } from './passkeys.ts';
import { RefusedNote } from './refused.tsx';

/** For a member whose device, or another one of theirs, has a passkey. */
export function ComeInCard(): React.JSX.Element {
  const { comeIn } = useMe();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const why = obstacle();
  const come = async (): Promise<void> => {
    setBusy(true);
    setRefused(await comeIn());
    setBusy(false);
  };
  return (
    <Card id="come-in" title={t('me.in.title')}>
      {why === undefined ? <p>{t('me.in.says')}</p> : <p className="quiet">{t(`me.obstacle.${why}`)}</p>}
      <p><button type="button" className="act" disabled={busy || why !== undefined} onClick={() => void come()}>{t('me.in.button')}</button></p>
      <RefusedNote refused={refused} />
    </Card>
  );
}
