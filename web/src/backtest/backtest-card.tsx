import { at } from '../api/base.ts';
import { useRef, useState } from 'react';
import type { BacktestShown } from '../../../src/views/backtest-shown.ts';
import type { ProposalDetail } from '../../../src/views/deciding-shown.ts';
import type { MemberShown } from '../../../src/views/shown.ts';
import type { JsonObject } from '../../../src/vocabulary/json.ts';
import { RefusedNote } from '../acting/refused.tsx';
import { postJson, type Posted } from '../api/post.ts';
import { t } from '../messages/t.ts';
import { Card } from '../sections/card.tsx';
import { BacktestPicture } from './backtest-picture.tsx';

/** What can be tried: an open proposal, or terms. */
export type BacktestAsk = { readonly proposal: string } | { readonly changes: readonly { readonly subcontract: string; readonly terms: JsonObject; readonly label?: string }[] };

/** Changes that the past can tell something about. */
const tried: readonly ProposalDetail['change'][] = ['terms', 'adopt', 'choice'];

/** Of an open proposal about terms or a version, or a choice between such. */
export function BacktestCard({ proposal, members }: { readonly proposal: ProposalDetail; readonly members: readonly MemberShown[] }): React.JSX.Element | null {
  const { id, change, open, options, revision } = proposal;
  const isTried = open !== null && tried.includes(change) && (change !== 'choice' || options.some(({ changes }) => changes.length > 0));
  return isTried ? <Card id="backtest" title={t('backtest.title')}><BacktestPanel key={revision.digest} ask={{ proposal: id }} members={members} /></Card> : null;
}

type PanelProps = { readonly ask: BacktestAsk; readonly members: readonly MemberShown[] };

/** Days to choose from; the server's own is 30. */
const spans = [7, 14, 30, 90] as const;

/** Asks for it, waits, and shows it. What was asked stays on the screen until something else is. */
export function BacktestPanel({ ask, members }: PanelProps): React.JSX.Element {
  const [days, setDays] = useState<number>(30);
  const [running, setRunning] = useState(false);
  const [answer, setAnswer] = useState<Posted<BacktestShown> | null>(null);
  const waiting = useRef<AbortController | null>(null);
  const run = async (): Promise<void> => {
    waiting.current?.abort();
    const own = new AbortController();
    waiting.current = own;
    setRunning(true);
    const from = await dayBefore(days);
    const got = await postJson<BacktestShown>('/api/backtests', { ...ask, ...(from === null ? {} : { from }) }, own.signal);
    if (own.signal.aborted) return;
    setAnswer(got);
    setRunning(false);
  };
  const stop = (): void => {
    waiting.current?.abort();
    setRunning(false);
  };
  return (
    <div className="backtest">
      <p>{t('backtest.says')}</p>
      <p className="row-of-buttons">
        <label>{t('backtest.the_last')} <select value={days} onChange={({ target }) => setDays(Number(target.value))}>{spans.map((each) => <option key={each} value={each}>{t('backtest.days', { count: each })}</option>)}</select></label>
        {running ? <button type="button" className="small-button" onClick={stop}>{t('backtest.stop')}</button> : <button type="button" className="act act-small" onClick={() => void run()}>{t(answer === null ? 'backtest.try' : 'backtest.try_again')}</button>}
      </p>
      {running ? <p className="backtest-running" role="status"><progress aria-label={t('backtest.running')} /> {t('backtest.running_how')}</p> : null}
      {answer === null || running ? null : answer.ok ? <BacktestPicture backtest={answer.value} members={members} /> : <RefusedNote refused={answer.refused} />}
    </div>
  );
}

/** So many days before the collective's today, in its zone; null where it can't be told: then the server's own stands. */
async function dayBefore(days: number): Promise<string | null> {
  try {
    const { now, zone } = await (await fetch(at('/api/collective'))).json() as { readonly now: number; readonly zone: string };
    return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now - days * 86_400_000);
  } catch {
    return null;
  }
}
