/** What moved in each month, with whom it concerns: of the months behind as of those ahead. */
import { refusedIn } from '../backtest/consequences.ts';
import { lineOf } from '../backtest/lines.ts';
import type { KernelState } from '../kernel/state.ts';
import type { AccountAhead, MonthAhead, MovementAhead, RefusedAhead, ToldAhead } from '../views/forecast-shown.ts';
import { dayOf, nameOf, type Citing } from '../views/say.ts';
import { decimalsOf, type View } from '../views/view.ts';
import { formatDecimal } from '../vocabulary/decimals.ts';
import type { Entry } from '../vocabulary/entries.ts';
import type { Fact, Outcome } from '../vocabulary/outcomes.ts';
import { holderOf } from '../vocabulary/purses.ts';
import type { LogRecord } from '../vocabulary/records.ts';
import type { Day } from '../vocabulary/time.ts';
import { ForecastError } from './errors.ts';

/** Of each month so many movements are told, and so many messages: what is left out is still in the sums. */
export const movementsToldMax = 1000;

type Sums = { in: number; out: number };

type Month = {
  readonly ahead: boolean;
  readonly movements: MovementAhead[];
  readonly told: ToldAhead[];
  /** `account unit` → what moved, and where it ended. */
  readonly sums: Map<string, Sums>;
  readonly ends: Map<string, number>;
};

/** @throws ForecastError */
function added(sum: number, amount: number): number {
  const both = sum + amount;
  if (Number.isSafeInteger(both)) return both;
  throw new ForecastError('too_much', 'what moves in a month is together more than can be summed exactly', 'Ask for fewer months, or for one member.');
}

export class Months {
  readonly refused: RefusedAhead[] = [];
  readonly #view: View;
  readonly #state: Readonly<KernelState>;
  readonly #member: string | null;
  readonly #months = new Map<string, Month>();

  /** @param state and view go on with each record before it is noted here */
  constructor(state: Readonly<KernelState>, view: View, member: string | null) {
    this.#state = state;
    this.#view = view;
    this.#member = member;
  }

  /** @param said whether somebody says it, or is assumed to; else it comes by itself @param ahead whether it is yet to come */
  note(record: LogRecord, outcome: Outcome, said: boolean, ahead: boolean): void {
    const view = this.#view;
    const day = dayOf(view, record.recordedAt);
    const month = this.#monthOf(day, ahead);
    const citing: Citing = { record: record.seq, recordedAt: record.recordedAt, observations: new Map() };
    for (const fact of outcome.facts) {
      if (fact.fact === 'posting') this.#sum(month, fact);
      if (fact.fact === 'notice' && this.#concerns(fact.to) && month.told.length < movementsToldMax) month.told.push({ day, to: fact.to, subcontract: fact.because, words: lineOf(view, citing, outcome, fact).words });
      const movement = this.#movement(fact, citing, outcome);
      if (movement !== undefined && month.movements.length < movementsToldMax) month.movements.push({ at: record.recordedAt, day, ...movement, assumed: said });
    }
    if (ahead && said) this.#noteRefused(record, outcome, day);
  }

  shown(): MonthAhead[] {
    return [...this.#months].map(([name, month]) => ({ month: name.slice(0, 7), ahead: month.ahead, movements: month.movements, told: month.told, accounts: this.#accounts(month) }));
  }

  #noteRefused({ entry }: LogRecord, outcome: Outcome, day: Day): void {
    for (const { code, detail, about, subcontract } of refusedIn(entry, outcome)) {
      if (!this.#concerns(entry.kind === 'income' ? entry.body.to : entry.by)) continue;
      this.refused.push({ day, by: entry.by, what: askedFor(entry) ?? subcontract ?? about, code, detail });
    }
  }

  #movement(fact: Fact, citing: Citing, outcome: Outcome): Omit<MovementAhead, 'at' | 'day' | 'assumed'> | undefined {
    if (fact.fact !== 'posting' && !(fact.fact === 'owed' && this.#state.obligations.has(fact.obligation.id))) return undefined;
    const { from, to, unit, amount } = fact.fact === 'posting' ? fact : { from: fact.obligation.debtor, to: fact.obligation.creditor, unit: fact.obligation.unit, amount: fact.obligation.left };
    if (!this.#concerns(from) && !this.#concerns(to)) return undefined;
    const view = this.#view;
    return {
      what: fact.fact === 'posting' ? 'paid' : 'owed', from, fromName: nameOf(view, from), to, toName: nameOf(view, to), unit, amount: formatDecimal(amount, decimalsOf(view, unit)),
      subcontract: fact.because, code: fact.why.code, words: lineOf(view, citing, outcome, fact).words,
    };
  }

  #sum({ sums, ends }: Month, { from, to, unit, amount }: Fact & { fact: 'posting' }): void {
    for (const [account, side] of [[from, 'out'], [to, 'in']] as const) {
      if (!this.#concerns(account)) continue;
      const key = `${account} ${unit}`;
      const sum = sums.get(key) ?? { in: 0, out: 0 };
      sum[side] = added(sum[side], amount);
      sums.set(key, sum);
      ends.set(key, this.#state.accounts.get(key)?.balance ?? 0);
    }
  }

  #accounts({ sums, ends }: Month): AccountAhead[] {
    return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, { in: came, out }]) => {
      const [account, unit] = [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)];
      const amount = (value: number): string => formatDecimal(value, decimalsOf(this.#view, unit));
      return { account, name: nameOf(this.#view, account), unit, in: amount(came), out: amount(out), end: amount(ends.get(key) ?? 0) };
    });
  }

  #concerns(account: string): boolean {
    return this.#member === null || holderOf(account) === this.#member;
  }

  /** The present month is two: what has been, and what is to come. */
  #monthOf(day: Day, ahead: boolean): Month {
    const name = `${day.slice(0, 7)} ${ahead ? 'ahead' : 'behind'}`;
    let month = this.#months.get(name);
    if (month === undefined) this.#months.set(name, month = { ahead, movements: [], told: [], sums: new Map(), ends: new Map() });
    return month;
  }
}

/** What somebody is assumed to ask for, as the forecast's list of refusals says it. */
function askedFor(entry: Entry): string | undefined {
  switch (entry.kind) {
    case 'request': return `${entry.body.subcontract}: ${entry.body.action}`;
    case 'pay': return `pay ${entry.body.to}`;
    case 'payout': return `payout of ${entry.body.amount} ${entry.body.unit}`;
    case 'consent': {
      const { subcontract, given, part } = entry.body;
      return given ? `${subcontract}: consent to ${part}` : `${subcontract}: withdraw from ${part}`;
    }
    default: return undefined;
  }
}
