/** What the log says of streams, worked out once until it says something else; and the calibrators that its decided cases give. */
import { keepDaysOf, mayUse } from '../kernel/permits.ts';
import { measuredBy } from '../kernel/sensing.ts';
import type { KernelState } from '../kernel/state.ts';
import { calibratorOf, type Calibrated, type Calibrator, type DecidedCase } from '../sensing/calibration/calibration.ts';
import { driftOf, type Drift } from '../sensing/calibration/drift.ts';
import { casesOf } from '../views/cases.ts';
import { closedStreams } from '../views/closed-streams.ts';
import type { Shown } from '../views/shown.ts';
import type { View } from '../views/view.ts';
import type { StreamName } from '../vocabulary/sensing.ts';
import { dayMs } from '../vocabulary/time.ts';
import type { SensingRules } from './sensing.ts';

export type LogRules = SensingRules & {
  /** Takes note of a record. @returns whether what is bound or permitted is another now */
  readonly note: (shown: Shown) => boolean;
  /** Forgets what was worked out: the log was taken up anew. */
  readonly begin: () => void;
};

/** Facts after which other streams are bound, or other uses of them allowed. */
const ruling: ReadonlySet<string> = new Set(['binding', 'binding.gone', 'permitted', 'left', 'charter']);

export function createRules(state: () => Readonly<KernelState>, view: () => View): LogRules {
  const known = new Map<StreamName, { readonly mayUse: boolean; readonly days: number }>();
  let closed: ReturnType<typeof closedStreams> | undefined;
  const forget = (): void => {
    known.clear();
    closed = undefined;
  };
  const of = (stream: StreamName): { readonly mayUse: boolean; readonly days: number } => {
    let there = known.get(stream);
    if (there === undefined) known.set(stream, there = { mayUse: mayUse(state(), stream), days: keepDaysOf(state(), stream) });
    return there;
  };
  return {
    bindings: () => state().bindings.values(),
    isBound: (stream) => measuredBy(state(), stream) !== undefined,
    mayUse: (stream) => of(stream).mayUse,
    keepDaysOf: (stream) => of(stream).days,
    closedUntil: (stream) => (closed ??= closedStreams(view())).get(stream) ?? 0,
    highest: (binding) => state().seen.highest(binding),
    note({ outcome }) {
      const isOther = outcome.facts.some(({ fact }) => ruling.has(fact));
      if (isOther) forget();
      return isOther;
    },
    begin: forget,
  };
}

export type Calibrators = {
  readonly of: (binding: string, event: string, of?: Calibrated) => Calibrator | null;
  readonly drift: (binding: string, event: string) => Drift;
  /** A record may have decided a case, or time may have. */
  readonly note: (shown: Shown) => void;
  readonly begin: () => void;
};

const deciding: ReadonlySet<string> = new Set(['review.closed', 'judged']);

/** Fitted when first asked for after a case was decided, and on each new day, on which cases become uncontested. */
export function createCalibrators(view: () => View): Calibrators {
  const fitted = new Map<string, Calibrator | null>();
  let day = 0;
  return {
    of(binding, event, of = 'event') {
      const name = `${binding} ${event} ${of}`;
      let there = fitted.get(name);
      if (there === undefined) fitted.set(name, there = fittedOn(view(), binding, event, of));
      return there;
    },
    drift: (binding, event) => driftOf(decidedCases(view(), binding, event, 'event').map(({ p, truth }) => ({ p, truth }))),
    note({ record, outcome }) {
      const today = Math.floor(record.recordedAt / dayMs);
      if (today !== day || outcome.facts.some(({ fact }) => deciding.has(fact))) fitted.clear();
      day = today;
    },
    begin: () => fitted.clear(),
  };
}

/** Over what the log had decided up to its last record: anyone with the log comes to the same. */
export function fittedOn(view: View, binding: string, event: string, of: Calibrated): Calibrator | null {
  return calibratorOf(decidedCases(view, binding, event, of), Math.max(0, view.records - 1));
}

function decidedCases(view: View, binding: string, event: string, of: Calibrated): DecidedCase[] {
  return casesOf(view, binding).flatMap((each): DecidedCase[] => {
    const truth = of === 'event' ? each.truth : each.person;
    const raw = each.raw[of];
    return each.event !== event || truth === null || raw === undefined ? [] : [{ at: each.at, raw, p: each.p[of], truth }];
  });
}
