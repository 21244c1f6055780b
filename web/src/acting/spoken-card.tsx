import type { DifferenceShown } from '../../../src/views/deciding-shown.ts';
import { t } from '../messages/t.ts';
import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import { spokenCode } from './lost.ts';
import '../style/me.css';

/** Where new keys are voted on for who lost theirs: the code by which friends know that it is them. */
export function SpokenCard({ changes }: { readonly changes: readonly DifferenceShown[] }): React.JSX.Element | null {
  const { nameOf } = useSpeaking();
  const asked = changes.find(({ what }) => what === 'key');
  if (asked === undefined || typeof asked.after !== 'string') return null;
  return (
    <Card id="spoken" title={t('me.vouch.title', { name: nameOf(asked.place[0] ?? '') })}>
      <p>{t('me.vouch.says')}</p>
      <p className="spoken"><code>{spokenCode({ public_key: asked.after })}</code></p>
    </Card>
  );
}
