import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import { count } from '../words/amounts.ts';
import { shortened } from '../words/names.ts';
import { dayAndTime } from '../words/time.ts';
import type { Watching } from './messages.ts';
import { save } from './save.ts';
import { setWatches } from './use-checker.ts';

/** Witnessing from this tab: its switch, what it has seen, and the lines by which members can come to count on it. */
export function WatchingCard({ watching, checked }: { readonly watching: Watching | null; readonly checked: boolean }): React.JSX.Element {
  const on = watching?.on === true;
  return (
    <Card id="watching" title="This tab watches too" className="watching"
      aside={<button type="button" role="switch" aria-checked={on} aria-labelledby="watching" className="switch" onClick={() => setWatches(!on)}><span aria-hidden="true" /></button>}>
      <p>While it is open, this tab looks at each new signed head, makes sure that it goes on from the one before, remembers it, and cosigns it. Then nobody can show you one past and others another without its coming out.</p>
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
          <p>{trouble.message} {trouble.hint} <code>{trouble.code}</code></p>
          {trouble.evidence === null ? null : <button type="button" className="small-button" onClick={() => save('evidence-heads.json', trouble.evidence ?? '')}>Save both heads</button>}
        </div>
      )}
      <dl className="pairs">
        <div><dt>Cosigned</dt><dd data-figure="cosigned">{cosigned === null ? (on ? 'nothing yet' : 'nothing') : <>{count(heads, 'head')}; the newest has {count(cosigned.size, 'record')}, root <code>{shortened(cosigned.root)}</code>, {dayAndTime(zone, cosigned.at)}</>}</dd></div>
        <div><dt>As</dt><dd>{tab === null ? '…' : <code>{tab.name}</code>}: it has seen no other past</dd></div>
        <div><dt>Replayed</dt><dd>{replayed === null
          ? `${checked ? 'from the next head on' : 'not yet: after a check in this tab'} it cosigns under a second name too, only what it has itself taken through the rules`
          : <><code>{replayed.name}</code>{cosigned?.both === true ? ': the newest head too was taken through the rules here' : ''}</>}</dd></div>
      </dl>
      {tab === null ? null : (
        <details>
          <summary>For the members’ policy</summary>
          <p className="quiet">Anyone may watch; it counts for the others once they adopt one of these lines by a vote, without naming who runs it: those who are named hold the whole log and keep the collective going, which a tab can’t. The key lies in this browser: if its data is cleared, the line is of no more use.</p>
          <pre><code>{[tab, replayed].flatMap((each) => (each === null ? [] : [each.policyLine])).join('\n')}</code></pre>
        </details>
      )}
    </>
  );
}
