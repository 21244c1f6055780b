import type { KeyShown } from '../../../src/views/keys-shown.ts';
import { t } from '../messages/t.ts';
import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import type { Done } from './act.ts';
import { newPasskey } from './come-in.ts';
import type { BrowserKey } from './keys.ts';
import { useMe } from './me.ts';
import { obstacle } from './passkeys.ts';
import { RefusedNote, useActing } from './refused.tsx';

type PasskeysProps = { readonly held: BrowserKey; readonly keys: readonly KeyShown[]; readonly collective: string; readonly onDone: () => void };

/** Adding one. The first is added by the key that one has, every further one by a passkey. */
export function PasskeysCard({ held, keys, collective, onDone }: PasskeysProps): React.JSX.Element {
  const { say } = useMe();
  const { nameOf } = useSpeaking();
  const { busy, refused, run } = useActing();
  const passkeys = keys.filter(({ inForce, passkey }) => inForce && passkey !== null);
  const why = obstacle();
  const add = async (): Promise<Done> => {
    const made = await newPasskey(collective, { id: held.member, name: nameOf(held.member) }, passkeys.map(({ passkey }) => passkey ?? undefined));
    return made.ok ? await say({ kind: 'key.add', body: { key: made.grant } }) : made;
  };
  return (
    <Card id="passkeys" title={t('me.passkeys.title')}>
      <p>{t(passkeys.length === 0 ? 'me.passkeys.says' : 'me.passkeys.has')}</p>
      {passkeys.length === 0 ? <p className="quiet">{t('me.passkeys.caution')}</p> : null}
      {why === undefined
        ? <p><button type="button" className={passkeys.length === 0 ? 'act' : 'small-button'} disabled={busy} onClick={() => void run(add).then((done) => { if (done) onDone(); })}>{t(passkeys.length === 0 ? 'me.passkeys.add' : 'me.passkeys.another')}</button></p>
        : <p className="quiet">{t(`me.obstacle.${why}`)}</p>}
      <RefusedNote refused={refused} />
      {refused?.code === 'outside_scope' ? <p>{t('me.passkeys.bring')}</p> : null}
    </Card>
  );
}
