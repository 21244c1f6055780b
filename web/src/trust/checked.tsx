import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import { count } from '../words/amounts.ts';
import { dayAndTime, span } from '../words/time.ts';
import type { Continuity, Report } from './messages.ts';

/** What was checked, in figures that another browser, or the command `verify`, must come to as well. */
export function Checked({ report }: { readonly report: Report & { readonly stands: true } }): React.JSX.Element {
  const { zone } = useSpeaking();
  const { origin, records, observations, root, digest, tookMs, at, continuity, native } = report;
  return (
    <Card id="checked" title="What was checked" aside={<span className="quiet">{dayAndTime(zone, at)}</span>}>
      <dl className="pairs">
        <div><dt>Log</dt><dd><code>{origin}</code></dd></div>
        <div><dt>Records</dt><dd>{records}, with {count(observations, 'observation')}; {Math.round(records * 1000 / Math.max(1, tookMs))} a second</dd></div>
        <div><dt>Root</dt><dd><code data-figure="root">{root}</code></dd></div>
        <div><dt>State</dt><dd><code data-figure="digest">{digest}</code></dd></div>
        <div><dt>Time</dt><dd>{span(Math.max(1000, tookMs))}; seals {native ? 'by the browser’s own Ed25519' : 'in plain JavaScript, which takes longer'}</dd></div>
        <div><dt>Before</dt><dd><Before continuity={continuity} /></dd></div>
      </dl>
      <p className="quiet">Whoever checks this log to the same record must come to the same root and the same state. Compare them with another member’s.</p>
    </Card>
  );
}

function Before({ continuity }: { readonly continuity: Continuity }): React.JSX.Element {
  const { zone } = useSpeaking();
  if (continuity.since === 'seen') return <>It goes on from the {count(continuity.size, 'record')} that this browser saw on {dayAndTime(zone, continuity.at)}: nothing of them was changed.</>;
  const [other] = [...continuity.others].sort((a, b) => b.at - a.at);
  return (
    <>
      This browser saw this log for the first time, and remembers its head from now on.
      {other === undefined ? null : <> On {dayAndTime(zone, other.at)} it saw another log here: <code>{other.origin}</code>.</>}
    </>
  );
}
