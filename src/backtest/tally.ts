/** The sums of one past, from the day on which a change is tried: what each member paid, received, owes, and by month what that came to. */
import type { KernelState } from '../kernel/state.ts';
import { add, sub } from '../vocabulary/amounts.ts';
import { outside } from '../vocabulary/ids.ts';
import type { Obligation, Outcome, Posting } from '../vocabulary/outcomes.ts';
import { holderOf } from '../vocabulary/purses.ts';
import type { LogRecord } from '../vocabulary/records.ts';
import { refusedIn } from './consequences.ts';

/** Of one agent in one unit, in its smallest part. `net` is received less paid, with what became owed to them and by them. */
export type Sums = { paid: number; received: number; owedNew: number; owes: number; isOwed: number; net: number; readonly months: Map<string, number> };

/** Why something was paid or owed; `times` counts what is half paid, half owed once. */
export type ReasonSums = { readonly subcontract: string | null; readonly code: string; readonly unit: string; times: number; paid: number; owed: number };

export type RefusalSums = { readonly subcontract: string | null; readonly code: string; times: number };

type Moved = Pick<Posting, 'item' | 'because' | 'unit' | 'ref' | 'why'>;

export class Tally {
  /** Agent → unit. What lies in a purse is its holder's. */
  readonly agents = new Map<string, Map<string, Sums>>();
  readonly reasons = new Map<string, ReasonSums>();
  readonly refusals = new Map<string, RefusalSums>();
  /** Member → items that were refused or faulted. */
  readonly refused = new Map<string, number>();
  readonly #debts = new Map<number, Obligation>();

  /** @param debts those that are open when it begins */
  constructor(debts: KernelState['obligations']) {
    for (const debt of debts.values()) this.#open(debt);
  }

  /**
   * @param month the calendar month of the record in the collective's zone
   * @param isMember of those whom an item may name
   */
  take({ entry }: Pick<LogRecord, 'entry'>, outcome: Outcome, month: string, isMember: (id: string) => boolean): void {
    const counted = new Set<string>();
    for (const fact of outcome.facts) {
      if (fact.fact === 'posting') this.#posting(fact, month, counted);
      if (fact.fact === 'owed') {
        this.#open(fact.obligation);
        this.#owed(fact.obligation, month);
        const reason = this.#reason({ ...fact, unit: fact.obligation.unit, ref: fact.obligation.ref }, counted);
        reason.owed = add(reason.owed, fact.obligation.left);
      }
      if (fact.fact === 'owed.less') this.#less(fact.id, fact.left, month);
    }
    for (const { item, subcontract, code } of refusedIn(entry, outcome)) {
      const key = `${String(subcontract)} ${code}`;
      this.refusals.set(key, { subcontract, code, times: (this.refusals.get(key)?.times ?? 0) + 1 });
      if (item === null) continue;
      const values = entry.kind === 'observe' ? Object.values(entry.body.observations[item]?.values ?? {}) : [];
      for (const member of new Set([entry.by, ...values])) {
        if (typeof member === 'string' && isMember(member)) this.refused.set(member, (this.refused.get(member) ?? 0) + 1);
      }
    }
  }

  sums(account: string, unit: string): Sums {
    const agent = holderOf(account);
    let units = this.agents.get(agent);
    if (units === undefined) this.agents.set(agent, units = new Map());
    let sums = units.get(unit);
    if (sums === undefined) units.set(unit, sums = noSums());
    return sums;
  }

  #posting(posting: Posting, month: string, counted: Set<string>): void {
    const { from, to, unit, amount } = posting;
    const reason = this.#reason(posting, counted);
    reason.paid = add(reason.paid, amount);
    // From one of one's own accounts to another, nobody pays anything.
    if (holderOf(from) === holderOf(to)) return;
    const [payer, receiver] = [this.sums(from, unit), this.sums(to, unit)];
    payer.paid = add(payer.paid, amount);
    receiver.received = add(receiver.received, amount);
    gain(payer, month, -amount);
    gain(receiver, month, amount);
  }

  #open(debt: Obligation): void {
    this.#debts.set(debt.id, debt);
    const [debtor, creditor] = [this.sums(debt.debtor, debt.unit), this.sums(debt.creditor, debt.unit)];
    debtor.owes = add(debtor.owes, debt.left);
    creditor.isOwed = add(creditor.isOwed, debt.left);
  }

  #owed({ debtor, creditor, unit, left }: Obligation, month: string): void {
    const sums = this.sums(debtor, unit);
    sums.owedNew = add(sums.owedNew, left);
    gain(sums, month, -left);
    gain(this.sums(creditor, unit), month, left);
  }

  #less(id: number, left: number, month: string): void {
    const debt = this.#debts.get(id);
    if (debt === undefined) return;
    const [debtor, creditor] = [this.sums(debt.debtor, debt.unit), this.sums(debt.creditor, debt.unit)];
    const by = sub(debt.left, left);
    debtor.owes = sub(debtor.owes, by);
    creditor.isOwed = sub(creditor.isOwed, by);
    gain(debtor, month, by);
    gain(creditor, month, -by);
    if (left === 0) this.#debts.delete(id);
    else this.#debts.set(id, { ...debt, left });
  }

  #reason({ item, because, unit, ref, why: { code } }: Moved, counted: Set<string>): ReasonSums {
    const key = `${String(because)} ${code} ${unit}`;
    let reason = this.reasons.get(key);
    if (reason === undefined) this.reasons.set(key, reason = { subcontract: because, code, unit, times: 0, paid: 0, owed: 0 });
    const once = `${item} ${ref} ${key}`;
    if (!counted.has(once)) reason.times += 1;
    counted.add(once);
    return reason;
  }
}

export function noSums(): Sums {
  return { paid: 0, received: 0, owedNew: 0, owes: 0, isOwed: 0, net: 0, months: new Map() };
}

function gain(sums: Sums, month: string, by: number): void {
  sums.net = add(sums.net, by);
  sums.months.set(month, add(sums.months.get(month) ?? 0, by));
}

/** The world beyond the collective gains and loses nothing. */
export function isPerson(agent: string): boolean {
  return agent !== outside;
}
