import { useEffect, useState } from 'react';
import { useAnswer } from '../api/hooks.ts';
import { LedgerParts } from '../ledger/parts-nav.tsx';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import type { CheckState } from './checker.ts';
import { CheckProgress } from './check-progress.tsx';
import { Difference } from './difference.tsx';
import type { Report } from './messages.ts';
import { findingsOf, type FindingHere } from './findings.ts';
import { headlineOf, statementsOf, type Holds, type KeysHere, type Statement } from './statements.ts';
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
    <main className="check" tabIndex={-1}>
      <LedgerParts at="check" />
      <Verdict state={state} statements={statements} findings={findingsOf(report, statements, speaking.zone)} records={records} />
      {report?.stands === false ? <Difference report={report} /> : null}
      <details className="each check-details">
        <summary>{t('trust.details')}</summary>
        <ul className="statements" aria-label={t('trust.holds_now')}>
          {statements.map((statement) => <StatementCard key={statement.id} statement={statement} />)}
        </ul>
        {report?.stands === true ? <Checked report={report} /> : null}
      </details>
      <WatchingCard watching={state.watching} checked={report?.stands === true} />
    </main>
  );
}

type VerdictProps = { readonly state: CheckState; readonly statements: readonly Statement[]; readonly findings: readonly FindingHere[]; readonly records: number };

function Verdict({ state, statements, findings, records }: VerdictProps): React.JSX.Element {
  const { phase, failure, report } = state;
  const { word, tone, says } = headlineOf(state, statements);
  const running = phase === 'running';
  return (
    <Card id="check-title" title={t('trust.check')} className={`verdict verdict-${tone}`} aside={<Asof phase={phase} report={report} records={records} />}>
      <div className="verdict-row">
        <div role="status">
          <p className="verdict-word">{word}</p>
          <p className="verdict-says">{says}</p>
          {failure === null ? null : <p className="quiet">{phrase(failure.hint)} <code>{failure.code}</code></p>}
        </div>
        {running
          ? <button type="button" className="small-button" onClick={checker.stop}>{t('trust.stop')}</button>
          : <button type="button" className="act" onClick={checker.check}>{t(phase === 'idle' ? 'trust.check' : 'trust.check_again')}</button>}
      </div>
      {running ? <CheckProgress progress={state.progress} /> : null}
      <ul className="findings">
        {findings.map(({ id, holds, title, says }) => <li key={id} className={`finding statement-${holds}`}><Mark holds={holds} /><p><strong>{title}</strong> <span className="quiet">{says}</span></p></li>)}
      </ul>
    </Card>
  );
}

function Asof({ phase, report, records }: { readonly phase: CheckState['phase']; readonly report: Report | null; readonly records: number }): React.JSX.Element | null {
  if (phase !== 'checked' || report?.stands !== true) return null;
  const later = Math.max(0, records - report.records);
  return <span className="quiet">{t('trust.since', { count: later })}</span>;
}

const glyphs = { yes: 'M4.5 8.5 L7 11 L11.5 5.5', no: 'M5 5 L11 11 M11 5 L5 11', unknown: 'M5 8 H11' } as const;

/** Whether something holds, for who sees it and for who hears it. */
function Mark({ holds }: { readonly holds: Holds }): React.JSX.Element {
  return <svg viewBox="0 0 16 16" role="img" aria-label={t(`trust.holds.${holds}`)}><circle cx="8" cy="8" r="7" /><path d={glyphs[holds]} /></svg>;
}

function StatementCard({ statement: { holds, title, says, how } }: { readonly statement: Statement }): React.JSX.Element {
  return (
    <li className={`statement statement-${holds}`}>
      <Mark holds={holds} />
      <div>
        <h3>{title}</h3>
        <p>{says}</p>
        <details><summary>{t('trust.how')}</summary><p className="quiet">{how}</p></details>
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
