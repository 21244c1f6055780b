/** Backtests of a collective that is served: one at a time, in a thread of its own, of what lies on the disk. */
import type { BacktestAsked, BacktestWire } from '../adapters/http/backtest-schemas.ts';
import { ok, refuse, type Result } from '../vocabulary/result.ts';
import { isRefusalCode, type RefusalCode } from '../vocabulary/refusals.ts';
import { BacktestError } from '../backtest/errors.ts';
import { runBacktest, type ChangeGiven } from './backtest.ts';
import { longestMs, oneAtATime } from './one-at-a-time.ts';

/**
 * @param folder undefined: in memory there is no past that another thread could read
 * @param proposed what an open proposal would change
 */
export function backtestsOf(folder: string | undefined, proposed: (id: string) => Result<readonly ChangeGiven[]>): (asked: BacktestAsked) => Promise<Result<BacktestWire>> {
  return oneAtATime('backtest', folder, async (asked: BacktestAsked, source) => {
    const changes = 'proposal' in asked ? proposed(asked.proposal) : ok(asked.changes.map(changeOf));
    if (!changes.ok) return changes;
    try {
      return ok(await runBacktest({ source, changes: changes.value, from: asked.from }, undefined, AbortSignal.timeout(longestMs)));
    } catch (error) {
      if (error instanceof BacktestError) return refuse(codeOf(error), `${error.message}. ${error.hint}`);
      throw error;
    }
  });
}

type Asked = Extract<BacktestAsked, { changes: unknown }>['changes'][number];

function changeOf({ subcontract, label, terms, parties }: Asked, place: number): ChangeGiven {
  return { subcontract, label: label ?? String(place + 1), ...(terms === undefined ? {} : { terms: terms as NonNullable<ChangeGiven['terms']> }), ...(parties === undefined ? {} : { parties }) };
}

function codeOf({ code }: BacktestError): RefusalCode {
  if (isRefusalCode(code)) return code;
  return code === 'unreadable_log' ? 'stopped' : 'invalid_value';
}
