import { useEffect, useState } from 'react';
import { useAnswer } from '../api/hooks.ts';
import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import type { CheckState } from './checker.ts';
import { CheckProgress } from './check-progress.tsx';
import { Difference } from './difference.tsx';
import type { Report } from './messages.ts';
import { headlineOf, statementsOf, type KeysHere, type Statement } from './statements.ts';
import { checker, useChecker } from './use-checker.ts';
import { WatchingCard } from './watching.tsx';
import { Checked } from './checked.tsx';
import '../style/trust.css';

/** What may be said of the log, worked out in this browser. */
export function CheckView({ records }: { readonly records: number }): React.JSX.Element {
  const state = useChecker();
  const speaking = useSpeaking();
  const now = useClock();
  const { phase } = state;
  const report = phase === 'checked' ? state.report : null;
  const trust = useAnswer<KeysHere>(`/api/trust#${report?.at ?? 0}`);
  const statements = statementsOf(report, trust?.ok === true ? trust.value : null, speaking, now);
  return (
    <main className="check">
      <p className="check-back"><a href="#/books">← Back to the books</a></p>
      <Verdict state={state} statements={statements} records={records} />
      {report?.stands === false ? <Difference report={report} /> : null}
      <ul className="statements" aria-label="What holds now">
        {statements.map((statement) => <StatementCard key={statement.id} statement={statement} />)}
      </ul>
      {report?.stands === true ? <Checked report={report} /> : null}
      <WatchingCard watching={state.watching} checked={report?.stands === true} />
    </main>
  );
}

function Verdict({ state, statements, records }: { readonly state: CheckState; readonly statements: readonly Statement[]; readonly records: number }): React.JSX.Element {
  const { phase, failure, report } = state;
  const { word, tone, says } = headlineOf(state, statements);
  const running = phase === 'running';
  return (
    <Card id="check-title" title="Check it yourself" className={`verdict verdict-${tone}`} aside={<Asof phase={phase} report={report} records={records} />}>
      <div className="verdict-row">
        <div role="status">
          <p className="verdict-word">{word}</p>
          <p className="verdict-says">{says}</p>
          {failure === null ? null : <p className="quiet">{failure.hint} <code>{failure.code}</code></p>}
        </div>
        {running
          ? <button type="button" className="small-button" onClick={checker.stop}>Stop</button>
          : <button type="button" className="act" onClick={checker.check}>{phase === 'idle' ? 'Check it yourself' : 'Check again'}</button>}
      </div>
      {running ? <CheckProgress progress={state.progress} /> : null}
    </Card>
  );
}

function Asof({ phase, report, records }: { readonly phase: CheckState['phase']; readonly report: Report | null; readonly records: number }): React.JSX.Element | null {
  if (phase !== 'checked' || report?.stands !== true) return null;
  const later = Math.max(0, records - report.records);
  return <span className="quiet">{later === 0 ? 'all that there is' : `${later} came in since`}</span>;
}

const glyphs = { yes: 'M4.5 8.5 L7 11 L11.5 5.5', no: 'M5 5 L11 11 M11 5 L5 11', unknown: 'M5 8 H11' } as const;
const spoken = { yes: 'holds', no: 'doesn’t hold', unknown: 'not known' } as const;

function StatementCard({ statement: { holds, title, says, how } }: { readonly statement: Statement }): React.JSX.Element {
  return (
    <li className={`statement statement-${holds}`}>
      <svg viewBox="0 0 16 16" role="img" aria-label={spoken[holds]}><circle cx="8" cy="8" r="7" /><path d={glyphs[holds]} /></svg>
      <div>
        <h3>{title}</h3>
        <p>{says}</p>
        <details><summary>How we know</summary><p className="quiet">{how}</p></details>
      </div>
    </li>
  );
}

/** This browser's clock, now and then: what was cosigned an hour ago isn't fresh for ever. */
function useClock(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const ticking = setInterval(() => setNow(Date.now()), 5000);
    return () => clearInterval(ticking);
  }, []);
  return now;
}
