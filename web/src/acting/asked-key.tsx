import { useState } from 'react';
import { commandLine } from '../../../src/vocabulary/command-line.ts';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { Card } from '../sections/card.tsx';
import { CopyButton } from '../sections/copy-button.tsx';
import { useSpeaking } from '../words/context.ts';
import type { BrowserKey } from './keys.ts';
import { pageKinds } from './kinds.ts';
import { useMe } from './me.ts';

/** A key that was made here and isn't in the log yet. */
export function AskedKey({ held }: { readonly held: BrowserKey }): React.JSX.Element {
  const { nameOf } = useSpeaking();
  const { tryKey, forget } = useMe();
  const [said, setSaid] = useState<string | null>(null);
  const command = commandLine(`key add member ${held.member} --public-key ${held.publicKey} --id ${held.id} --kinds ${pageKinds.join(',')} --as ${held.member}`);
  return (
    <Card id="you" title={t('me.asked.title')}>
      <p><Text id="me.asked.says" values={{ name: nameOf(held.member), code: (words) => <code>{words}</code> }} /></p>
      <pre className="command">{command}</pre>
      <p className="row-of-buttons">
        <button type="button" className="act" onClick={() => void tryKey().then(setSaid)}>{t('me.asked.done')}</button>
        <CopyButton text={command} label={t('me.asked.copy')} />
        <button type="button" className="small-button" onClick={() => void forget()}>{t('me.asked.drop')}</button>
      </p>
      {said === null ? null : <p className="refused" role="alert">{t('me.asked.not_yet', { why: said })}</p>}
    </Card>
  );
}
