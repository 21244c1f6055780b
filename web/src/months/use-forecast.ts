/** The months of a member, behind and ahead, asked for when somebody looks and when what is assumed changes. */
import { useCallback, useEffect, useState } from 'react';
import type { ForecastShown } from '../../../src/views/forecast-shown.ts';
import type { JsonObject } from '../../../src/vocabulary/json.ts';
import { postJson, type Posted } from '../api/post.ts';

export type Ask = {
  readonly member: string;
  readonly assume: 'as_lately' | 'nothing';
  readonly change: { readonly subcontract: string; readonly terms: JsonObject } | null;
};

export const monthsAhead = 6;
export const monthsBehind = 24;

/** Another one may be running: it is asked for again a few times. */
const busyTries = 6;
const busyMs = 1500;

export type Forecasted = { readonly answer: Posted<ForecastShown> | null; readonly running: boolean; readonly again: () => void };

/** The last answer stays until the next is there. */
export function useForecast({ member, assume, change }: Ask): Forecasted {
  const [answer, setAnswer] = useState<{ readonly of: string; readonly posted: Posted<ForecastShown> } | null>(null);
  const [asked, setAsked] = useState(0);
  const [running, setRunning] = useState(true);
  const body = JSON.stringify({ member, months: monthsAhead, months_behind: monthsBehind, assume, ...(change === null ? {} : { change }) });
  useEffect(() => {
    const own = new AbortController();
    setRunning(true);
    void forecasted(body, own.signal).then((posted) => {
      if (own.signal.aborted) return;
      setAnswer({ of: member, posted });
      setRunning(false);
    });
    return () => own.abort();
  }, [body, member, asked]);
  return { answer: answer?.of === member ? answer.posted : null, running, again: useCallback(() => setAsked((count) => count + 1), []) };
}

async function forecasted(body: string, signal: AbortSignal): Promise<Posted<ForecastShown>> {
  for (let tries = 1; ; tries += 1) {
    const posted = await postJson<ForecastShown>('/api/forecasts', JSON.parse(body), signal);
    if (posted.ok || posted.refused.code !== 'busy' || tries === busyTries || signal.aborted) return posted;
    await new Promise((resolve) => { setTimeout(resolve, busyMs); });
  }
}
