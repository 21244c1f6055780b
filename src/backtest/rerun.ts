/**
 * The past once more, and beside it what it would have been: all records before a day are taken as they were; from then on each is decided
 * once for each version that is tried, on a state of its own. Nothing but the version differs.
 */
import { isInForce, readAdoption } from '../kernel/adoption.ts';
import { foundingKinds, Kernel, type KernelPorts } from '../kernel/kernel.ts';
import { canonical } from '../log/canonical.ts';
import type { LogPart } from '../log/replay.ts';
import { applyShown } from '../views/apply.ts';
import { saidOf } from '../views/proposed.ts';
import type { TermChangeShown } from '../views/shown.ts';
import { viewOf, viewText } from '../views/snapshot.ts';
import type { View } from '../views/view.ts';
import type { Adoption } from '../vocabulary/changes.ts';
import type { Entry, EntryBody } from '../vocabulary/entries.ts';
import type { Outcome } from '../vocabulary/outcomes.ts';
import type { LogRecord } from '../vocabulary/records.ts';
import { InvariantError } from '../vocabulary/result.ts';
import { addDays, type Day, type Instant } from '../vocabulary/time.ts';
import { assumption, changedLater, type WhatIf } from './change.ts';
import { BacktestError, refused } from './errors.ts';
import { Past, unreadable, type PastPorts } from './past.ts';

/** A day, or so many days before the last record's. */
export type Since = { readonly day: Day } | { readonly days: number; readonly before: Instant };

/** One version on its past. */
export type Tried = {
  readonly whatIf: WhatIf;
  readonly kernel: Kernel;
  readonly view: View;
  /** The record as of which it is in force; null: it was in force anyway, or not yet. */
  inForce: number | null;
  /** What it changes in the terms that were in force. */
  terms: readonly TermChangeShown[];
  /** Whether there was something for it to change. */
  found: boolean;
};

/** Is told what comes, in the order of the log. */
export type RerunListener = {
  /** Before the first record that is decided anew. */
  readonly forked: (view: View, kernel: Kernel, tried: readonly Tried[], from: Day) => void;
  /** What a version brought about at a time of which there is no record: by coming into force, or because something fell due by it alone. */
  readonly between: (tried: Tried, record: LogRecord, outcome: Outcome) => void;
  /** What fell due before a version came into force; in the recorded past the next record brought it about. */
  readonly before: (tried: Tried, record: LogRecord, outcome: Outcome) => void;
  readonly turn: (record: LogRecord, was: Outcome, now: readonly Outcome[]) => void;
};

/** Times at which something falls due by a version alone, between two records: more than follow one another in any year. */
const clocksPerRecordMax = 10_000;

export class Rerun {
  readonly #ports: PastPorts;
  readonly #whatIfs: readonly WhatIf[];
  readonly #since: Since;
  readonly #listener: RerunListener;
  readonly #past: Past;
  #tried: readonly Tried[] | undefined;

  constructor(ports: PastPorts, whatIfs: readonly WhatIf[], since: Since, listener: RerunListener) {
    this.#ports = ports;
    this.#whatIfs = whatIfs;
    this.#since = since;
    this.#listener = listener;
    this.#past = new Past(ports);
  }

  /** As it was recorded. */
  get view(): View {
    return this.#past.view;
  }

  get #kernel(): Kernel {
    return this.#past.kernel;
  }

  /** @throws BacktestError */
  take(part: LogPart): void {
    if (part.part === 'blob') this.#past.blob(part.hash, part.text);
    if (part.part === 'unreadable') throw unreadable(part.message);
    if (part.part === 'record') this.#record(part.text, part.outcome);
  }

  /** The versions, after the last record. @throws BacktestError when nothing was tried */
  end(): readonly Tried[] {
    if (this.#tried === undefined) throw new BacktestError('nothing_to_try', `nothing was recorded on ${this.#day()} or later`, 'Choose an earlier day with --from.');
    const missing = this.#tried.find(({ found }) => !found)?.whatIf.subcontract;
    if (missing !== undefined) throw new BacktestError('unknown_subcontract', `there is no subcontract ${missing}`, `Known: ${[...this.view.subcontracts.keys()].join(', ')}. A new one needs its kit.`);
    return this.#tried;
  }

  #record(text: string, stored: string | undefined): void {
    const record = this.#past.read(text);
    if (this.#tried === undefined && this.#isDue(record)) this.#fork(record);
    for (const each of this.#tried ?? []) this.#elapse(each, record);
    // First: what is tried is held against what was in force as the record came.
    const now = this.#tried?.map(({ kernel, whatIf }) => guarded(whatIf, record, () => kernel.decide(record, record.recordedAt)));
    const was = this.#past.take(record, stored);
    if (this.#tried === undefined || now === undefined) return;
    for (const [place, { view }] of this.#tried.entries()) applyShown(view, { record, outcome: now[place] as Outcome });
    this.#listener.turn(record, was, now);
  }

  /** Before the first record of another kind there is no collective yet that could agree on something. */
  #isDue({ entry, recordedAt }: LogRecord): boolean {
    const { seq, founding, calendar } = this.#kernel.state;
    if (seq === 0 || (founding && foundingKinds.includes(entry.kind))) return false;
    return recordedAt >= calendar.startOf(this.#day());
  }

  #day(): Day {
    return 'day' in this.#since ? this.#since.day : addDays(this.#kernel.state.calendar.dayOf(this.#since.before), -this.#since.days);
  }

  #fork(record: LogRecord): void {
    const kernel = canonical(this.#kernel.snapshot());
    const view = viewText(this.view);
    const tried = this.#whatIfs.map((whatIf, place): Tried => {
      const own: Tried = { whatIf, view: viewOf(view, this.#past.viewPorts()), kernel: Kernel.resume(this.#past.kernelPorts(`now ${place}`, this.#tryingPorts(() => own)), JSON.parse(kernel)), inForce: null, terms: [], found: false };
      return own;
    });
    this.#tried = tried;
    this.#listener.forked(this.view, this.#kernel, tried, this.#day());
    for (const each of tried) this.#assume(each, record);
  }

  #assume(tried: Tried, next: LogRecord): void {
    const { whatIf, kernel, view } = tried;
    const { seq, recordedAt } = next;
    const read = assumption(kernel.state, view, whatIf);
    if (read === undefined) return;
    if (!read.ok) throw refused(whatIf.label, read.refusal, 'Try a version of the same kit, or another name.');
    const adoption = read.value;
    tried.found = true;
    const exact = readAdoption(kernel.state, this.#ports.sandbox.runner, adoption);
    if (exact.ok && isInForce(kernel.state, adoption, exact.value)) return;
    tried.terms = saidOf(view, { change: 'adopt', ...adoption }).terms;
    const begins = Math.max(kernel.state.recordedAt, Math.min(recordedAt, kernel.state.calendar.startOf(this.#day())));
    const isLate = (kernel.nextWake() ?? Infinity) <= begins;
    const at = isLate ? recordedAt : begins;
    // What is due by then is still by what was agreed before, as with any adoption; it happens when it did.
    if (isLate) this.#unrecorded(tried, next, at, { kind: 'clock', body: {} }, guarded(whatIf, next, () => kernel.elapse(at)), this.#listener.before);
    const outcome = guarded(whatIf, next, () => kernel.assume(adoption, at));
    const [item] = outcome.items;
    if (item?.status === 'refused') throw refused(whatIf.label, { code: item.code ?? 'malformed', detail: item.detail ?? '' }, 'Correct what is tried: the kit says which terms it has and what they may be.');
    tried.inForce = seq;
    this.#unrecorded(tried, next, at, { kind: 'adopt', body: adoption }, outcome, this.#listener.between);
  }

  /**
   * What falls due by the version alone happens at its time. What was due in the recorded past as well waits as it did then: until the next
   * record, or for as long as nobody was there to make one.
   */
  #elapse(tried: Tried, next: LogRecord): void {
    const { kernel, whatIf } = tried;
    for (let clocks = 0; clocks < clocksPerRecordMax; clocks++) {
      const wake = kernel.nextWake();
      if (wake === undefined || wake >= next.recordedAt || (this.#kernel.nextWake() ?? Infinity) <= wake) return;
      const at = Math.max(wake, kernel.state.recordedAt);
      this.#unrecorded(tried, next, at, { kind: 'clock', body: {} }, guarded(whatIf, next, () => kernel.elapse(at)), this.#listener.between);
    }
  }

  /** The view takes it in as if it were in the record that came next. */
  #unrecorded(tried: Tried, next: LogRecord, at: Instant, said: EntryBody, outcome: Outcome, tell: RerunListener['between']): void {
    const record: LogRecord = { ...next, recordedAt: at, entry: { ...said, origin: next.entry.origin, by: 'operator', at, id: 'backtest' } as Entry };
    applyShown(tried.view, { record, outcome });
    tell(tried, record, outcome);
  }

  #later(tried: Tried, adoption: Adoption): Adoption {
    if (adoption.subcontract !== tried.whatIf.subcontract) return adoption;
    const after = changedLater(tried.whatIf, tried.view, adoption);
    tried.found = true;
    if (canonical(after) === canonical(adoption) || tried.inForce !== null) return after;
    tried.inForce = tried.kernel.state.seq;
    tried.terms = saidOf(tried.view, { change: 'adopt', ...after }).terms;
    return after;
  }

  #tryingPorts(tried: () => Tried): Pick<KernelPorts, 'whatIf' | 'isTried'> {
    const isTried = (id: string): boolean => {
      const recorded = this.#kernel.state.subcontracts.get(id);
      return tried().whatIf.subcontract === id && (recorded === undefined || !isInForce(tried().kernel.state, { ...recorded, subcontract: id }, recorded));
    };
    return { whatIf: (adoption) => this.#later(tried(), adoption), isTried };
  }
}

/** A change may break what holds for every ledger, as an account that no number can hold; the past that was recorded didn't. */
function guarded<T>({ label }: WhatIf, { seq }: Pick<LogRecord, 'seq'>, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof InvariantError)) throw error;
    throw new BacktestError('rules_stop', `${label} stops the collective at record ${seq}: ${error.message}`, 'Such a version can\'t be in force: try other terms.');
  }
}
