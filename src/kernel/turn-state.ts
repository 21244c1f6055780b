/**
 * One turn's working place: facts are applied as they are decided, and everything since a savepoint can be taken back.
 */
import type { Fact, Lineage } from '../vocabulary/outcomes.ts';
import { apply, type Undo } from './apply.ts';
import type { KernelState } from './state.ts';

/** Where in the turn we are, for the lineage of what is decided. */
export type Place = Lineage;

export class Turn {
  readonly state: KernelState;
  readonly facts: Fact[] = [];
  readonly gas: { [subcontract: string]: number } = {};
  /** Accounts that received income within this item, in order, and must now pay what they owe. */
  income: string[] = [];
  /** Postings made by settling debts since the record began. */
  settled = 0;
  /** `agent unit` → how often it has paid debts since the record began. */
  readonly payments = new Map<string, number>();
  readonly #undo: Undo = [];

  constructor(state: KernelState) {
    this.state = state;
  }

  emit(fact: Fact): void {
    this.facts.push(fact);
    apply(this.state, fact, this.#undo);
  }

  savepoint(): { facts: number; undo: number; income: string[]; settled: number } {
    return { facts: this.facts.length, undo: this.#undo.length, income: [...this.income], settled: this.settled };
  }

  /** Takes back all that was emitted since `point`. */
  rollback(point: { facts: number; undo: number; income: string[]; settled: number }): void {
    while (this.#undo.length > point.undo) this.#undo.pop()?.();
    this.facts.length = point.facts;
    this.income = point.income;
    this.settled = point.settled;
  }

  burn(subcontract: string, gas: number): void {
    this.gas[subcontract] = (this.gas[subcontract] ?? 0) + gas;
  }
}
