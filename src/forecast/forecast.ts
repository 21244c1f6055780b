/**
 * The future tense of the kernel: the same contracts go on from where the log ends, with what is assumed to be said, at its times, and with
 * nothing else. What comes of it is no promise: agreements may change, and people say other things.
 */
import { assumption, type WhatIf } from '../backtest/change.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { applyShown } from '../views/apply.ts';
import { dayOf } from '../views/say.ts';
import type { CoveredShown, ForecastShown } from '../views/forecast-shown.ts';
import type { View } from '../views/view.ts';
import type { Assumption } from '../vocabulary/assumptions.ts';
import type { Entry, EntryBody } from '../vocabulary/entries.ts';
import { isObject } from '../vocabulary/json.ts';
import type { Outcome } from '../vocabulary/outcomes.ts';
import type { LogRecord } from '../vocabulary/records.ts';
import { InvariantError } from '../vocabulary/result.ts';
import { addMonths, isDay, type Instant } from '../vocabulary/time.ts';
import { bookkeeperOf, unfold, type Assumed } from './assume.ts';
import { ForecastError } from './errors.ts';
import type { Months } from './months.ts';

/** Records that may come of a forecast: far more than any collective makes in ten years. */
const recordsMax = 1_000_000;

export type ForecastAsked = {
  readonly months: number;
  /** Only what concerns this member. */
  readonly member: string | null;
  readonly assumption: Assumption;
  /** In force from now on; null: what is in force. */
  readonly whatIf: WhatIf | null;
};

export type ForecastProgress = (part: number) => void;

/**
 * @param kernel as the log left it; it goes on, and is of no further use
 * @param view of the same log
 * @param behind what moved before, to which the months ahead are added
 */
export function forecast(kernel: Kernel, view: View, behind: Months, { months, member, assumption: assumes, whatIf }: ForecastAsked, progress: ForecastProgress = () => undefined): ForecastShown {
  const { state: { calendar, recordedAt: from, members } } = kernel;
  if (member !== null && !members.has(member)) throw new ForecastError('unknown_member', `there is no member ${member}`, `Known: ${[...members.keys()].slice(0, 40).join(', ')}.`);
  if (whatIf !== null) assumeVersion(kernel, view, whatIf);
  const until = calendar.startOf(addMonths(calendar.dayOf(from), months));
  const assumed = unfold(assumes, calendar, from, until);
  const covered = member === null ? [] : coveredNow(kernel, member);
  new Ahead(kernel, view, behind).run(assumed, until, progress);
  return {
    origin: view.origin, name: view.charter?.name ?? '', zone: view.charter?.zone ?? '', from, until, member,
    assumed: { words: assumes.words, entries: assumed.length }, months: behind.shown(), refused: behind.refused, covered,
  };
}

/** As if it had just been agreed on. */
function assumeVersion(kernel: Kernel, view: View, whatIf: WhatIf): void {
  const { recordedAt: at, seq, origin } = kernel.state;
  const read = assumption(kernel.state, view, whatIf);
  if (read === undefined) throw new ForecastError('unknown_subcontract', `there is no subcontract ${whatIf.subcontract}`, `Known: ${[...view.subcontracts.keys()].join(', ')}.`);
  if (!read.ok) throw new ForecastError(read.refusal.code, read.refusal.detail, 'Try a version of the same kit, or another name.');
  const outcome = kernel.assume(read.value, at);
  const [item] = outcome.items;
  if (item?.status === 'refused') throw new ForecastError(item.code ?? 'malformed', `${whatIf.label} can't come into force: ${item.detail ?? ''}`, 'Correct the terms: the kit says which there are and what they may be.');
  const entry: Entry = { kind: 'adopt', body: read.value, origin, by: 'operator', at, id: 'forecast' };
  applyShown(view, { record: { seq, recordedAt: at, outcomeHash: '', entry, seal: { key: '', sig: '' } }, outcome });
}

/** What agreements answer themselves, to a question `covered` without fields: a list of what, until which day, if an end is known. */
function coveredNow(kernel: Kernel, member: string): CoveredShown[] {
  const found: CoveredShown[] = [];
  for (const { id, manifest } of kernel.state.subcontracts.values()) {
    const question = manifest.questions?.['covered'];
    if (question === undefined || Object.keys(question.fields).length > 0) continue;
    const answer = kernel.ask(id, 'covered', member, {});
    const list = answer.ok && isObject(answer.value) ? answer.value['covered'] : undefined;
    for (const each of Array.isArray(list) ? list : []) {
      if (!isObject(each) || typeof each['what'] !== 'string') continue;
      const { until } = each;
      if (until === undefined || until === null || isDay(until)) found.push({ subcontract: id, what: each['what'], until: until ?? null });
    }
  }
  return found;
}

class Ahead {
  readonly #kernel: Kernel;
  readonly #view: View;
  readonly #months: Months;
  #count = 0;

  constructor(kernel: Kernel, view: View, months: Months) {
    this.#kernel = kernel;
    this.#view = view;
    this.#months = months;
  }

  run(assumed: readonly Assumed[], until: Instant, progress: ForecastProgress): void {
    const { recordedAt: from } = this.#kernel.state;
    const left = [...assumed].reverse();
    while (this.#count < recordsMax) {
      const next = left.at(-1);
      const wake = this.#kernel.nextWake() ?? Infinity;
      const at = Math.max(this.#kernel.state.recordedAt, Math.min(wake, next?.at ?? Infinity));
      if (at > until || at === Infinity) return;
      progress((at - from) / Math.max(1, until - from));
      // What is due by the time of an entry comes before it, as with any record.
      if (next === undefined || wake < next.at) this.#say(at, 'operator', { kind: 'clock', body: {} }, false);
      else {
        left.pop();
        const payout = `payout-${this.#kernel.state.seq}`;
        this.#say(at, next.by, this.#inItsTime(next), true);
        if (next.said.kind === 'payout') this.#paidOut(at, payout);
      }
    }
    throw new ForecastError('too_much', `more than ${recordsMax} records would come of it`, 'Ask for fewer months.');
  }

  /** A bank's reference counts once, and what it booked it booked on a day. */
  #inItsTime({ said, day }: Assumed): EntryBody {
    if (said.kind !== 'income') return said;
    return { kind: 'income', body: { ...said.body, reference: `${said.body.reference.slice(0, 40)}.${this.#count}`, day } };
  }

  /** The bank is taken to pay at once; what was refused isn't there to be paid. */
  #paidOut(at: Instant, payout: string): void {
    const { state } = this.#kernel;
    if (state.reserved.has(payout)) this.#say(at, bookkeeperOf(state), { kind: 'settle', body: { payout, how: 'paid', reference: `assumed.${this.#count}` } }, true);
  }

  #say(at: Instant, by: string, said: EntryBody, assumed: boolean): void {
    this.#count += 1;
    const entry = { ...said, origin: this.#kernel.state.origin, by, at, id: `forecast-${this.#count}` } as Entry;
    const sealed = { entry, seal: { key: '', sig: '' } };
    const record: LogRecord = { seq: this.#kernel.state.seq, recordedAt: at, outcomeHash: '', ...sealed };
    const outcome = this.#decided(record);
    applyShown(this.#view, { record, outcome });
    this.#months.note(record, outcome, assumed, true);
  }

  #decided(record: LogRecord): Outcome {
    try {
      return this.#kernel.decide(record, record.recordedAt);
    } catch (error) {
      if (!(error instanceof InvariantError)) throw error;
      throw new ForecastError('rules_stop', `on ${dayOf(this.#view, record.recordedAt)} the collective would stop: ${error.message}`, 'Assume smaller amounts.');
    }
  }
}
