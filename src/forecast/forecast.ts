/**
 * The future tense of the kernel: the same contracts go on from where the log ends, with what is assumed to be said, at its times, and with
 * nothing else. What comes of it is no promise: agreements may change, and people say other things.
 */
import type { Kernel } from '../kernel/kernel.ts';
import { applyShown } from '../views/apply.ts';
import { lineOf } from '../backtest/lines.ts';
import { refusedIn } from '../backtest/consequences.ts';
import { dayOf, nameOf, type Citing } from '../views/say.ts';
import type { AccountAhead, CoveredShown, ForecastShown, MonthAhead, MovementAhead, RefusedAhead, ToldAhead } from '../views/forecast-shown.ts';
import { decimalsOf, type View } from '../views/view.ts';
import type { Assumption } from '../vocabulary/assumptions.ts';
import { formatDecimal } from '../vocabulary/decimals.ts';
import type { Entry, EntryBody } from '../vocabulary/entries.ts';
import { isObject } from '../vocabulary/json.ts';
import type { Fact, Outcome } from '../vocabulary/outcomes.ts';
import { holderOf } from '../vocabulary/purses.ts';
import type { LogRecord } from '../vocabulary/records.ts';
import { InvariantError } from '../vocabulary/result.ts';
import { addMonths, isDay, type Day, type Instant } from '../vocabulary/time.ts';
import { unfold, type Assumed } from './assume.ts';
import { ForecastError } from './errors.ts';

/** Of each month so many movements are told, and so many messages: what is left out is still in the sums. */
export const movementsToldMax = 1000;
/** Records that may come of a forecast: far more than any collective makes in ten years. */
const recordsMax = 1_000_000;

export type ForecastAsked = {
  readonly months: number;
  /** Only what concerns this member. */
  readonly member: string | null;
  readonly assumption: Assumption;
};

export type ForecastProgress = (part: number) => void;

/** @param kernel as the log left it; it goes on, and is of no further use @param view of the same log */
export function forecast(kernel: Kernel, view: View, { months, member, assumption }: ForecastAsked, progress: ForecastProgress = () => undefined): ForecastShown {
  const { state: { calendar, recordedAt: from, members } } = kernel;
  if (member !== null && !members.has(member)) throw new ForecastError('unknown_member', `there is no member ${member}`, `Known: ${[...members.keys()].slice(0, 40).join(', ')}.`);
  const until = calendar.startOf(addMonths(calendar.dayOf(from), months));
  const assumed = unfold(assumption, calendar, from, until);
  const covered = member === null ? [] : coveredNow(kernel, member);
  const ahead = new Ahead(kernel, view, member);
  ahead.run(assumed, until, progress);
  return {
    origin: view.origin, name: view.charter?.name ?? '', zone: view.charter?.zone ?? '', from, until, member,
    assumed: { words: assumption.words, entries: assumed.length }, months: ahead.months(), refused: ahead.refused, covered,
  };
}

/** What agreements answer themselves, to a question `covered` without fields: a list of what, until which day. */
function coveredNow(kernel: Kernel, member: string): CoveredShown[] {
  const found: CoveredShown[] = [];
  for (const { id, manifest } of kernel.state.subcontracts.values()) {
    const question = manifest.questions?.['covered'];
    if (question === undefined || Object.keys(question.fields).length > 0) continue;
    const answer = kernel.ask(id, 'covered', member, {});
    const list = answer.ok && isObject(answer.value) ? answer.value['covered'] : undefined;
    for (const each of Array.isArray(list) ? list : []) {
      if (isObject(each) && typeof each['what'] === 'string' && isDay(each['until'])) found.push({ subcontract: id, what: each['what'], until: each['until'] });
    }
  }
  return found;
}

type Sums = { in: number; out: number };

class Month {
  readonly movements: MovementAhead[] = [];
  readonly told: ToldAhead[] = [];
  /** `account unit` → what moved. */
  readonly sums = new Map<string, Sums>();
  readonly ends = new Map<string, number>();
}

class Ahead {
  readonly refused: RefusedAhead[] = [];
  readonly #kernel: Kernel;
  readonly #view: View;
  readonly #member: string | null;
  readonly #months = new Map<string, Month>();
  #count = 0;

  constructor(kernel: Kernel, view: View, member: string | null) {
    this.#kernel = kernel;
    this.#view = view;
    this.#member = member;
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
        this.#say(at, next.by, this.#inItsTime(next), true);
      }
    }
    throw new ForecastError('too_much', `more than ${recordsMax} records would come of it`, 'Ask for fewer months.');
  }

  months(): MonthAhead[] {
    return [...this.#months].map(([month, { movements, told, sums, ends }]) => ({ month, movements, told, accounts: this.#accounts(sums, ends) }));
  }

  /** A bank's reference counts once, and what it booked it booked on a day. */
  #inItsTime({ said, day }: Assumed): EntryBody {
    if (said.kind !== 'income') return said;
    return { kind: 'income', body: { ...said.body, reference: `${said.body.reference.slice(0, 40)}.${this.#count}`, day } };
  }

  #say(at: Instant, by: string, said: EntryBody, assumed: boolean): void {
    this.#count += 1;
    const entry = { ...said, origin: this.#kernel.state.origin, by, at, id: `forecast-${this.#count}` } as Entry;
    const sealed = { entry, seal: { key: '', sig: '' } };
    const record: LogRecord = { seq: this.#kernel.state.seq, recordedAt: at, outcomeHash: '', ...sealed };
    const outcome = this.#decided(record);
    applyShown(this.#view, { record, outcome });
    this.#note(record, outcome, assumed);
  }

  #decided(record: LogRecord): Outcome {
    try {
      return this.#kernel.decide(record, record.recordedAt);
    } catch (error) {
      if (!(error instanceof InvariantError)) throw error;
      throw new ForecastError('rules_stop', `on ${dayOf(this.#view, record.recordedAt)} the collective would stop: ${error.message}`, 'Assume smaller amounts.');
    }
  }

  #note(record: LogRecord, outcome: Outcome, assumed: boolean): void {
    const view = this.#view;
    const day = dayOf(view, record.recordedAt);
    const { entry } = record;
    const month = this.#monthOf(day);
    const citing: Citing = { record: record.seq, recordedAt: record.recordedAt, observations: new Map() };
    // An entry's own facts come after those of what was due by then.
    for (const fact of outcome.facts) {
      if (fact.fact === 'posting') this.#sum(month, fact);
      if (fact.fact === 'notice' && this.#concerns(fact.to) && month.told.length < movementsToldMax) month.told.push({ day, to: fact.to, subcontract: fact.because, words: lineOf(view, citing, outcome, fact).words });
      const movement = this.#movement(fact, citing, outcome);
      if (movement !== undefined && month.movements.length < movementsToldMax) month.movements.push({ at: record.recordedAt, day, ...movement, assumed });
    }
    for (const { code, detail, about, subcontract } of refusedIn(entry, outcome)) {
      if (!assumed || !this.#concerns(entry.by === 'operator' && entry.kind === 'income' ? entry.body.to : entry.by)) continue;
      this.refused.push({ day, by: entry.by, what: entry.kind === 'request' ? `${entry.body.subcontract}: ${entry.body.action}` : entry.kind === 'pay' ? `pay ${entry.body.to}` : subcontract ?? about, code, detail });
    }
  }

  #movement(fact: Fact, citing: Citing, outcome: Outcome): Omit<MovementAhead, 'at' | 'day' | 'assumed'> | undefined {
    if (fact.fact !== 'posting' && !(fact.fact === 'owed' && this.#kernel.state.obligations.has(fact.obligation.id))) return undefined;
    const { from, to, unit, amount } = fact.fact === 'posting' ? fact : { from: fact.obligation.debtor, to: fact.obligation.creditor, unit: fact.obligation.unit, amount: fact.obligation.left };
    if (!this.#concerns(from) && !this.#concerns(to)) return undefined;
    const view = this.#view;
    return {
      what: fact.fact === 'posting' ? 'paid' : 'owed', from, fromName: nameOf(view, from), to, toName: nameOf(view, to), unit, amount: formatDecimal(amount, decimalsOf(view, unit)),
      subcontract: fact.because, code: fact.why.code, words: lineOf(view, citing, outcome, fact).words,
    };
  }

  #sum(month: Month, { from, to, unit, amount }: Fact & { fact: 'posting' }): void {
    for (const [account, side] of [[from, 'out'], [to, 'in']] as const) {
      if (!this.#concerns(account)) continue;
      const key = `${account} ${unit}`;
      const sums = month.sums.get(key) ?? { in: 0, out: 0 };
      sums[side] += amount;
      month.sums.set(key, sums);
      month.ends.set(key, this.#kernel.state.accounts.get(key)?.balance ?? 0);
    }
  }

  #accounts(sums: ReadonlyMap<string, Sums>, ends: ReadonlyMap<string, number>): AccountAhead[] {
    return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, { in: came, out }]) => {
      const [account, unit] = [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)];
      const amount = (value: number): string => formatDecimal(value, decimalsOf(this.#view, unit));
      return { account, name: nameOf(this.#view, account), unit, in: amount(came), out: amount(out), end: amount(ends.get(key) ?? 0) };
    });
  }

  #concerns(account: string): boolean {
    return this.#member === null || holderOf(account) === this.#member;
  }

  #monthOf(day: Day): Month {
    const name = day.slice(0, 7);
    let month = this.#months.get(name);
    if (month === undefined) this.#months.set(name, month = new Month());
    return month;
  }
}
