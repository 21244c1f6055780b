import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import { shortened } from '../words/names.ts';
import { dayAndTime } from '../words/time.ts';
import type { Watching } from './messages.ts';
import { save } from './save.ts';
import { setWatches } from './use-checker.ts';

/** Witnessing from this tab: its switch, what it has seen, and the lines by which members can come to count on it. */
export function WatchingCard({ watching, checked }: { readonly watching: Watching | null; readonly checked: boolean }): React.JSX.Element {
  const on = watching?.on === true;
  return (
    <Card id="watching" title={t('trust.watching')} className="watching"
      aside={<button type="button" role="switch" aria-checked={on} aria-labelledby="watching" className="switch" onClick={() => setWatches(!on)}><span aria-hidden="true" /></button>}>
      <p>{t('trust.watching.says')}</p>
      {watching === null ? null : <Seen watching={watching} checked={checked} />}
    </Card>
  );
}

function Seen({ watching, checked }: { readonly watching: Watching; readonly checked: boolean }): React.JSX.Element {
  const { zone } = useSpeaking();
  const { on, cosigned, heads, tab, replayed, trouble } = watching;
  return (
    <>
      {trouble === null ? null : (
        <div className="banner banner-stop" role="alert">
          <p>{phrase(trouble.message)} {phrase(trouble.hint)} <code>{trouble.code}</code></p>
          {trouble.evidence === null ? null : <button type="button" className="small-button" onClick={() => save('evidence-heads.json', trouble.evidence ?? '')}>{t('trust.watching.save')}</button>}
        </div>
      )}
      <dl className="pairs">
        <div><dt>{t('trust.watching.cosigned')}</dt><dd data-figure="cosigned">{cosigned === null ? t(on ? 'trust.watching.nothing_yet' : 'trust.watching.nothing') : <Text id="trust.watching.heads" values={{ heads, records: cosigned.size, root: <code key="root">{shortened(cosigned.root)}</code>, day: dayAndTime(zone, cosigned.at) }} />}</dd></div>
        <div><dt>{t('trust.watching.as')}</dt><dd>{tab === null ? '…' : <Text id="trust.watching.as_says" values={{ name: <code key="name">{tab.name}</code> }} />}</dd></div>
        <div><dt>{t('trust.watching.replayed')}</dt><dd>{replayed === null ? t(checked ? 'trust.watching.replayed_next' : 'trust.watching.replayed_later')
          : cosigned?.both === true ? <Text id="trust.watching.replayed_both" values={{ name: <code key="name">{replayed.name}</code> }} /> : <code>{replayed.name}</code>}</dd></div>
      </dl>
      {tab === null ? null : (
        <details>
          <summary>{t('trust.watching.policy')}</summary>
          <p className="quiet">{t('trust.watching.policy_says')}</p>
          <pre><code>{[tab, replayed].flatMap((each) => (each === null ? [] : [each.policyLine])).join('\n')}</code></pre>
        </details>
      )}
    </>
  );
}
