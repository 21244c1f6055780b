/** Forecasts of a collective that is served: one at a time, in a thread of its own, from what lies on the disk. */
import type { ForecastAsked, ForecastWire } from '../adapters/http/forecast-schemas.ts';
import { ForecastError } from '../forecast/errors.ts';
import { BacktestError } from '../backtest/errors.ts';
import { isRefusalCode, type RefusalCode } from '../vocabulary/refusals.ts';
import { ok, refuse, type Result } from '../vocabulary/result.ts';
import type { ChangeGiven } from './backtest.ts';
import { runForecast } from './forecast.ts';
import { longestMs, oneAtATime } from './one-at-a-time.ts';

/** @param folder undefined: in memory there is no past that another thread could go on from */
export function forecastsOf(folder: string | undefined): (asked: ForecastAsked) => Promise<Result<ForecastWire>> {
  return oneAtATime('forecast', folder, async ({ member, months, months_behind: behind, assume = 'as_lately', change }: ForecastAsked, source) => {
    try {
      return ok(await runForecast({ source, months, member: member ?? null, assume, ...(behind === undefined ? {} : { behind }), ...(change === undefined ? {} : { change: changeOf(change) }) }, undefined, AbortSignal.timeout(longestMs)));
    } catch (error) {
      if (error instanceof ForecastError || error instanceof BacktestError) return refuse(codeOf(error.code), `${error.message}. ${error.hint}`);
      throw error;
    }
  });
}

function changeOf({ subcontract, terms }: NonNullable<ForecastAsked['change']>): ChangeGiven {
  return { label: Object.keys(terms).join(', '), subcontract, terms: terms as NonNullable<ChangeGiven['terms']> };
}

function codeOf(code: string): RefusalCode {
  if (isRefusalCode(code)) return code;
  return code === 'nothing_recorded' || code === 'unreadable_log' ? 'stopped' : 'invalid_value';
}
