import { useState } from 'react';
import { t } from '../messages/t.ts';
import { ownActs, useWaiting } from '../offline/use-waiting.ts';
import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import type { BrowserKey } from './keys.ts';
import { useMe } from './me.ts';

/** The key by which this browser acts. */
export function HeldKey({ held }: { readonly held: BrowserKey }): React.JSX.Element {
  const { nameOf } = useSpeaking();
  const { forget } = useMe();
  const [sure, setSure] = useState(false);
  const waits = ownActs(useWaiting(), held).filter((act) => act.refused === null).length;
  // One that was made here as the first, or brought here from a file.
  const isFirst = !held.id.startsWith('page-');
  return (
    <Card id="you" title={t('me.key.title')}>
      <dl className="pairs">
        <div><dt>{t('me.key.for')}</dt><dd>{nameOf(held.member)}</dd></div>
        <div><dt>{t('me.key.name')}</dt><dd><code>{held.id}</code></dd></div>
        <div><dt>{t('me.key.public')}</dt><dd><code>{held.publicKey}</code></dd></div>
        <div><dt>{t('me.key.secret')}</dt><dd>{t('held' in held.secret ? 'me.key.held' : 'me.key.seed')}</dd></div>
      </dl>
      {sure ? (
        <div role="alert">
          <p>{t(isFirst ? 'me.key.forget_only' : 'me.key.forget_sure')}</p>
          {waits === 0 ? null : <p><a href="#/waiting">{t('me.key.forget_waits', { count: waits })}</a></p>}
          <p className="row-of-buttons">
            <button type="button" className="small-button" onClick={() => void forget()}>{t('me.key.forget_yes')}</button>
            <button type="button" className="small-button" onClick={() => setSure(false)}>{t('me.key.forget_no')}</button>
          </p>
        </div>
      ) : <p><button type="button" className="small-button" onClick={() => setSure(true)}>{t('me.key.forget')}</button></p>}
    </Card>
  );
}
