/**
 * A backtest: what a change would have done, said before anyone votes on it. The recorded past is decided again with the change in force
 * from a day on, and held against what was recorded. Several changes at once are rivals: each has a past of its own.
 */
import { caveatWords, turnsShownMax, type BacktestShown, type CaveatCode, type CaveatShown, type TurnTried, type VersionTried } from '../views/backtest-shown.ts';
import { labelsOf } from '../views/labels.ts';
import { dayOf, type Citing } from '../views/say.ts';
import type { View } from '../views/view.ts';
import type { LogPart } from '../log/replay.ts';
import { OverflowError } from '../vocabulary/amounts.ts';
import type { Outcome } from '../vocabulary/outcomes.ts';
import type { LogRecord } from '../vocabulary/records.ts';
import type { Day, Instant } from '../vocabulary/time.ts';
import type { WhatIf } from './change.ts';
import { membersTried, reasonsTried, refusalsTried, unitsTried } from './compare.ts';
import { consequencesOf, differing, type Consequence } from './consequences.ts';
import { BacktestError } from './errors.ts';
import { linesOf } from './lines.ts';
import type { PastPorts } from './past.ts';
import { Rerun, type Since, type Tried } from './rerun.ts';
import { Tally } from './tally.ts';

/** Rivals at once: each takes the time and the memory of a past. */
export const versionsMax = 4;

/** Is told of each record that was decided again, with what was recorded and what each version makes of it. */
export type TurnListener = (record: LogRecord, was: Outcome, now: readonly Outcome[]) => void;

export class Backtest {
  readonly #rerun: Rerun;
  readonly #turned: TurnListener;
  readonly #sides: Side[] = [];
  #was = new Tally(new Map());
  #records = 0;
  #from: { readonly day: Day; readonly at: Instant } | undefined;

  /** @throws BacktestError when there is nothing, or too much, to try */
  constructor(ports: PastPorts, whatIfs: readonly WhatIf[], since: Since, turned: TurnListener = () => undefined) {
    if (whatIfs.length === 0 || whatIfs.length > versionsMax) throw new BacktestError('too_many_versions', `${whatIfs.length} versions can't be tried at once`, `Try 1 to ${versionsMax} at a time.`);
    this.#turned = turned;
    this.#rerun = new Rerun(ports, whatIfs, since, {
      forked: (_, kernel, tried, day) => {
        this.#was = new Tally(kernel.state.obligations);
        this.#from = { day, at: kernel.state.calendar.startOf(day) };
        for (const each of tried) this.#sides.push(new Side(each, new Tally(kernel.state.obligations)));
      },
      between: (tried, record, outcome) => this.#sideOf(tried)?.between(record, outcome),
      before: (tried, record, outcome) => this.#sideOf(tried)?.before(record, outcome),
      turn: (record, was, now) => this.#turn(record, was, now),
    });
  }

  /** The log's parts, in their order. @throws BacktestError */
  take(part: LogPart): void {
    try {
      this.#rerun.take(part);
    } catch (error) {
      if (!(error instanceof OverflowError)) throw error;
      throw new BacktestError('too_much', 'what was paid since that day is together more than can be summed exactly', 'Choose a later day with --from.');
    }
  }

  /** @throws BacktestError when no record came after the day, or what is to be changed was never there */
  end(): BacktestShown {
    this.#rerun.end();
    const { view } = this.#rerun;
    const { day, at } = this.#from ?? { day: '', at: 0 };
    return {
      origin: view.origin, name: view.charter?.name ?? '', zone: view.charter?.zone ?? '', from: day, since: at, until: view.recordedAt, records: this.#records,
      versions: this.#sides.map((side) => side.shown(this.#was, this.#records)),
      caveats: this.#caveats(),
    };
  }

  #sideOf(tried: Tried): Side | undefined {
    return this.#sides.find((side) => side.tried === tried);
  }

  #caveats(): CaveatShown[] {
    const consented = this.#sides.some(({ tried: { view, whatIf } }) => Object.keys(view.subcontracts.get(whatIf.subcontract)?.manifest.parts ?? {}).length > 0);
    const codes = (Object.keys(caveatWords) as CaveatCode[]).filter((code) => code !== 'consent_assumed' || consented);
    return codes.map((code) => ({ code, words: caveatWords[code] }));
  }

  #turn(record: LogRecord, was: Outcome, now: readonly Outcome[]): void {
    const { view } = this.#rerun;
    this.#records += 1;
    this.#was.take(record, was, monthIn(view, record), (id) => view.members.has(id));
    const before = consequencesOf(record.entry, was);
    for (const [place, side] of this.#sides.entries()) side.turn(record, view, was, before, now[place] as Outcome);
    this.#turned(record, was, now);
  }
}

/** One version's past, and how it differs from the recorded one. */
class Side {
  readonly tried: Tried;
  readonly #tally: Tally;
  readonly #turns: TurnTried[] = [];
  /** What happened before its time, in the next record, on the other side. */
  readonly #ahead: Consequence[] = [];
  #differing = 0;

  constructor(tried: Tried, tally: Tally) {
    this.tried = tried;
    this.#tally = tally;
  }

  between(record: LogRecord, outcome: Outcome): void {
    const now = this.#taken(record, outcome);
    const { view } = this.tried;
    if (now.length > 0) this.#note(record, null, view, { items: [], facts: [], gas: {} }, outcome, { was: [], now });
  }

  before(record: LogRecord, outcome: Outcome): void {
    this.#ahead.push(...this.#taken(record, outcome));
  }

  /** @param recorded the view of the recorded past, with `was` in it */
  turn(record: LogRecord, recorded: View, was: Outcome, before: readonly Consequence[], now: Outcome): void {
    const differ = differing(before, [...this.#ahead.splice(0), ...this.#taken(record, now)]);
    if (differ.was.length + differ.now.length > 0) this.#note(record, record.seq, recorded, was, now, differ);
  }

  #taken(record: LogRecord, outcome: Outcome): Consequence[] {
    const { view } = this.tried;
    this.#tally.take(record, outcome, monthIn(view, record), (id) => view.members.has(id));
    return consequencesOf(record.entry, outcome);
  }

  shown(was: Tally, rerun: number): VersionTried {
    const { whatIf, view, inForce, terms } = this.tried;
    const { label, subcontract } = whatIf;
    const tried = view.subcontracts.get(subcontract);
    const { name = '', version = '' } = tried?.manifest ?? {};
    const tallies = { was, now: this.#tally };
    return {
      label, subcontract, kit: name, version, inForce, terms, labels: tried === undefined ? {} : labelsOf(tried.manifest, tried.unit),
      totals: unitsTried(view, tallies), members: membersTried(view, tallies), reasons: reasonsTried(view, tallies), refusals: refusalsTried(tallies),
      turns: { rerun, differing: this.#differing, shown: this.#turns },
    };
  }

  #note({ seq, recordedAt, entry }: LogRecord, record: number | null, recorded: View, was: Outcome, now: Outcome, differ: ReturnType<typeof differing>): void {
    this.#differing += 1;
    if (this.#turns.length === turnsShownMax) return;
    const { view } = this.tried;
    const citing: Citing = { record: seq, recordedAt, observations: new Map() };
    this.#turns.push({
      record, recordedAt, day: dayOf(view, recordedAt), kind: entry.kind, by: entry.by,
      was: linesOf(recorded, citing, was, differ.was), now: linesOf(view, citing, now, differ.now),
    });
  }
}

function monthIn(view: View, { recordedAt }: LogRecord): string {
  return dayOf(view, recordedAt).slice(0, 7);
}
