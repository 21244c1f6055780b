/** A forecast on this thread, with a sandbox that is given: reads the log to its end, and goes on from there. */
import { Past, type PastPorts } from '../backtest/past.ts';
import { Behind } from '../forecast/assume.ts';
import { ForecastError } from '../forecast/errors.ts';
import { forecast } from '../forecast/forecast.ts';
import type { LogPart } from '../log/replay.ts';
import { readAssumptions } from '../scenario/assumptions.ts';
import type { ForecastShown } from '../views/forecast-shown.ts';
import { nothingAssumed, type Assumption } from '../vocabulary/assumptions.ts';
import { withLogPath } from './any-source.ts';
import { TermsFileError } from './backtest.ts';
import type { ForecastStep, ForecastTask } from './forecast.ts';
import { openLogSource } from './log-source.ts';

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
      return forecastParts(parts(), task, ports, (part) => progress({ part, what: 'going ahead' }));
    } finally {
      opened.close();
    }
  });
}

/** @throws as {@link forecastSource} */
export function forecastParts(parts: Iterable<LogPart>, { months, member, assume }: Pick<ForecastTask, 'months' | 'member' | 'assume'>, ports: PastPorts, progress?: (part: number) => void): ForecastShown {
  const past = new Past(ports);
  const behind = new Behind();
  for (const part of parts) {
    if (part.part === 'unreadable') throw new ForecastError('nothing_recorded', part.message, 'Hold the log against the rules with the command `verify`.');
    if (part.part === 'blob') past.blob(part.hash, part.text);
    if (part.part !== 'record') continue;
    const record = past.read(part.text);
    behind.take(record, past.take(record, part.outcome));
  }
  if (past.kernel.state.seq === 0) throw new ForecastError('nothing_recorded', 'there is no record: nothing was founded', 'Give a log in which something was recorded.');
  return forecast(past.kernel, past.view, { months, member, assumption: assumptionOf(past, behind, assume) }, progress);
}

function assumptionOf({ kernel: { state } }: Past, behind: Behind, assume: ForecastTask['assume']): Assumption {
  if (assume === 'nothing') return nothingAssumed;
  if (assume === 'as_lately') return behind.assumption(state.calendar, state.recordedAt);
  const units = [...state.units.keys()];
  const read = readAssumptions(assume.text, {
    members: [...state.members.keys()], subcontracts: [...state.subcontracts.keys()], units, firstUnit: units[0] ?? '', bookkeeper: state.charter?.rights.bank?.[0] ?? 'operator',
  });
  if (!read.ok) throw new TermsFileError({ file: assume.file, problems: read.problems });
  return read.value;
}
