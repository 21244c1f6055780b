/** A forecast on this thread, with a sandbox that is given: reads the log to its end, and goes on from there. */
import { Past, type PastPorts } from '../backtest/past.ts';
import { Behind, bookkeeperOf } from '../forecast/assume.ts';
import { ForecastError } from '../forecast/errors.ts';
import { Months } from '../forecast/months.ts';
import { forecast } from '../forecast/forecast.ts';
import type { LogPart } from '../log/replay.ts';
import { readAssumptions } from '../scenario/assumptions.ts';
import type { ForecastShown } from '../views/forecast-shown.ts';
import { nothingAssumed, type Assumption } from '../vocabulary/assumptions.ts';
import { addMonths, dayInMonth, dayMs, dayOfNumber, type Day } from '../vocabulary/time.ts';
import { withLogPath } from './any-source.ts';
import { whatIfOf } from './backtest-run.ts';
import { TermsFileError } from './backtest.ts';
import type { ForecastStep, ForecastTask } from './forecast.ts';
import { lastRecordedAt, openLogSource } from './log-source.ts';

/** @throws ForecastError; TermsFileError; what reading the source throws */
export function forecastSource(task: ForecastTask, ports: PastPorts, progress: (step: ForecastStep) => void = () => undefined): Promise<ForecastShown> {
  return withLogPath(task.source, ports.hasher, (part) => progress({ part, what: 'fetching' }), (path) => {
    const opened = openLogSource(path, ports.hasher);
    try {
      const parts = function* (): Generator<LogPart, void, undefined> {
        for (const part of opened.parts) {
          yield part;
          progress({ part: opened.progress(), what: 'reading' });
        }
      };
      return forecastParts(parts(), task, ports, { since: sinceOf(path, task.behind, ports), progress: (part) => progress({ part, what: 'going ahead' }) });
    } finally {
      opened.close();
    }
  });
}

/** Days are told as they were from `since` on; left out: none. */
type Told = { readonly since?: Day; readonly progress?: (part: number) => void };

/** The zone isn't known before the log is read: UTC's month, which is the collective's but for some hours at its end. */
function sinceOf(path: string, behind: number | undefined, { hasher }: PastPorts): Day {
  const last = behind === undefined ? undefined : lastRecordedAt(path, hasher);
  return last === undefined ? '9999-12-31' : addMonths(dayInMonth(dayOfNumber(Math.floor(last / dayMs)), 1), -(behind ?? 0));
}

/** @throws as {@link forecastSource} */
export function forecastParts(parts: Iterable<LogPart>, { months, member, assume, change }: Omit<ForecastTask, 'source' | 'behind'>, ports: PastPorts, told: Told = {}): ForecastShown {
  if (change?.kit?.code !== undefined) ports.sandbox.add(change.kit.codeHash, change.kit.code);
  const past = new Past(ports);
  const behind = new Behind();
  const moved = new Months(past.kernel.state, past.view, member);
  const since = told.since ?? '9999-12-31';
  for (const part of parts) {
    if (part.part === 'unreadable') throw new ForecastError('nothing_recorded', part.message, 'Hold the log against the rules with the command `verify`.');
    if (part.part === 'blob') past.blob(part.hash, part.text);
    if (part.part !== 'record') continue;
    const record = past.read(part.text);
    const outcome = past.take(record, part.outcome);
    behind.take(record, outcome);
    if (past.kernel.state.calendar.dayOf(record.recordedAt) >= since) moved.note(record, outcome, record.entry.kind !== 'clock', false);
  }
  if (past.kernel.state.seq === 0) throw new ForecastError('nothing_recorded', 'there is no record: nothing was founded', 'Give a log in which something was recorded.');
  return forecast(past.kernel, past.view, moved, { months, member, assumption: assumptionOf(past, behind, assume), whatIf: change === undefined ? null : whatIfOf(change) }, told.progress);
}

function assumptionOf({ kernel: { state } }: Past, behind: Behind, assume: ForecastTask['assume']): Assumption {
  if (assume === 'nothing') return nothingAssumed;
  if (assume === 'as_lately') return behind.assumption(state.calendar, state.recordedAt);
  const units = [...state.units.keys()];
  const read = readAssumptions(assume.text, {
    members: [...state.members.keys()], subcontracts: new Map([...state.subcontracts].map(([id, { manifest }]) => [id, Object.keys(manifest.parts ?? {})])), units, firstUnit: units[0] ?? '', bookkeeper: bookkeeperOf(state),
  });
  if (!read.ok) throw new TermsFileError({ file: assume.file, problems: read.problems });
  return read.value;
}
