/**
 * Whether what sensing said can be come to again: each observation's commitment from the readings that are kept, and its probability after
 * calibration from what the log had decided by then. What rests on erased readings can't be recomputed, and is counted as such.
 */
import { hasReadings, openSqliteReadings } from '../adapters/readings-sqlite/readings.ts';
import { JournalError, type Journal } from '../journal/journal.ts';
import { parseRecord } from '../log/record.ts';
import { calibrated, type Calibrated, type Calibrator } from '../sensing/calibration/calibration.ts';
import { commitReadings } from '../sensing/commitment.ts';
import { rounded } from '../sensing/mathematics.ts';
import type { ReadingStore } from '../sensing/store.ts';
import { applyShown } from '../views/apply.ts';
import type { Shown } from '../views/shown.ts';
import { initialView } from '../views/view.ts';
import { deviceObservationId } from '../vocabulary/ids.ts';
import type { Outcome } from '../vocabulary/outcomes.ts';
import type { Hasher } from '../vocabulary/ports.ts';
import type { Calibration, Evidence } from '../vocabulary/sensing.ts';
import { fittedOn } from './sensing-rules.ts';

export type SensingChecked = {
  /** That were made from readings. */
  readonly observations: number;
  /** Of these, whose readings are kept and are those that the record commits to. */
  readonly kept: number;
  /** Whose readings are erased, or lie elsewhere. */
  readonly erased: number;
  /** Whose probability follows from what the log had decided by then. */
  readonly calibrated: number;
  readonly differ: readonly { readonly observation: string; readonly record: number; readonly what: 'readings' | 'probability'; readonly says: string }[];
};

export type CheckPorts = { readonly journal: Pick<Journal, 'read'>; readonly records: number; readonly hasher: Hasher; readonly folder: string };

type Made = { readonly id: string; readonly record: number; readonly binding: string; readonly event: string; readonly p: { readonly [Of in Calibrated]: number }; readonly from: Evidence };

/** Records read at a time. */
const rowsAtOnce = 500;

/** @throws JournalError */
export function checkSensing(ports: CheckPorts, progress: (part: number) => void = () => undefined): SensingChecked {
  const made = [...madeIn(ports, (done) => progress(done / 2))];
  const calibrators = calibratorsAt(ports, made, (done) => progress((1 + done) / 2));
  const differ: SensingChecked['differ'][number][] = [];
  let kept = 0;
  let erased = 0;
  let follows = 0;
  const store = hasReadings(ports.folder) ? openSqliteReadings(ports.folder, 'read') : undefined;
  try {
    for (const each of made) {
      const { id, record, from, p } = each;
      const rest = restOf(ports, store, each);
      if (rest === 'kept') kept += 1;
      else if (rest === 'erased') erased += 1;
      else differ.push({ observation: id, record, what: 'readings', says: 'the readings that are kept are not those that the record commits to' });
      const wrong = calibratedParts(from).flatMap(({ of, raw, calibration }) => {
        const expected = rounded(calibrated(calibrators.get(nameOf(each, of, calibration)) ?? null, raw));
        return expected === p[of] ? [] : [`it says ${p[of]}${of === 'event' ? '' : ' of who it was'}, and from ${raw} before calibration follows ${expected}`];
      });
      if (wrong.length === 0) follows += 1;
      for (const says of wrong) differ.push({ observation: id, record, what: 'probability', says });
    }
  } finally {
    store?.close();
  }
  return { observations: made.length, kept, erased, calibrated: follows, differ };
}

function restOf({ hasher }: CheckPorts, store: ReadingStore | undefined, { id, from }: Made): 'kept' | 'erased' | 'altered' {
  const rest = store?.restOf(id);
  if (rest === undefined) return 'erased';
  return commitReadings(hasher, rest.salt, rest.readings) === from.readings && rest.readings.length === from.count ? 'kept' : 'altered';
}

function* madeIn(ports: CheckPorts, progress: (part: number) => void): Generator<Made, void, undefined> {
  for (const { record: { seq, entry }, outcome } of recordsOf(ports, progress)) {
    if (entry.kind !== 'observe') continue;
    for (const [item, observation] of entry.body.observations.entries()) {
      const { id, device = entry.by, event, from, p } = observation;
      // What came twice is in the log twice, and was decided once.
      if (from === undefined || outcome.items[item]?.status === 'duplicate') continue;
      yield { id: id ?? deviceObservationId(device, observation.seq ?? 0), record: seq, binding: device, event, p: { event: Number(p?.event ?? 1), person: Number(p?.person ?? 1) }, from };
    }
  }
}

type Part = { readonly of: Calibrated; readonly raw: number; readonly calibration: Calibration | null };

/** Of who it was only where somebody is named. */
function calibratedParts({ raw, calibration, person_calibration: ofPerson }: Evidence): Part[] {
  return [{ of: 'event', raw: raw.event, calibration }, ...(raw.person === undefined ? [] : [{ of: 'person', raw: raw.person, calibration: ofPerson ?? null } as const])];
}

/** The calibrators that observations name, fitted anew on what the log had decided up to each of these records. */
function calibratorsAt(ports: CheckPorts, made: readonly Made[], progress: (part: number) => void): ReadonlyMap<string, Calibrator | null> {
  const wanted = new Map<number, Map<string, Made & { readonly of: Calibrated }>>();
  for (const each of made) {
    for (const { of, calibration } of calibratedParts(each.from)) {
      if (calibration === null) continue;
      const there = wanted.get(calibration.record) ?? new Map<string, Made & { readonly of: Calibrated }>();
      wanted.set(calibration.record, there.set(nameOf(each, of, calibration), { ...each, of }));
    }
  }
  const fitted = new Map<string, Calibrator | null>();
  if (wanted.size === 0) return fitted;
  // Words and days of this view are nobody's.
  const view = initialView({ zoneRules: () => undefined });
  for (const shown of recordsOf(ports, progress)) {
    applyShown(view, shown);
    for (const [name, { binding, event, of }] of wanted.get(shown.record.seq) ?? []) fitted.set(name, fittedOn(view, binding, event, of));
  }
  return fitted;
}

function nameOf({ binding, event }: Made, of: Calibrated, calibration: Calibration | null): string {
  return calibration === null ? '' : `${calibration.record} ${of} ${binding} ${event}`;
}

function* recordsOf({ journal, records }: CheckPorts, progress: (part: number) => void): Generator<Shown, void, undefined> {
  for (let from = 0; from < records; from += rowsAtOnce) {
    for (const row of journal.read(from, Math.min(rowsAtOnce, records - from))) {
      const record = parseRecord(row.record);
      if (!record.ok) throw new JournalError('corrupt', `record ${row.seq} of the journal can't be read`);
      yield { record: record.value, outcome: JSON.parse(row.outcome) as Outcome };
    }
    progress(Math.min(1, (from + rowsAtOnce) / records));
  }
}
