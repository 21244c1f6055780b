/**
 * One turn's working place: facts are applied as they are decided, and everything since a savepoint can be taken back.
 */
import type { Deed, Fact, Lineage } from '../vocabulary/outcomes.ts';
import type { Refusal } from '../vocabulary/result.ts';
import { apply } from './apply.ts';
import { deedOf } from './deeds.ts';
import type { KernelState } from './state.ts';
import { takingOf, type Taking } from './takings.ts';
import type { Undo } from './undo.ts';

/** Nobody can refuse that a consent is taken back. */
function isWithdrawn(deed: Deed): boolean {
  return deed.on === 'consented' && !deed.given;
}

/** Where in the turn we are, for the lineage of what is decided. */
export type Place = Lineage;

/** What can be taken back is what came after it. */
export type Savepoint = {
  readonly facts: number; readonly faults: number; readonly undo: number; readonly takings: number; readonly income: readonly string[]; readonly settled: number;
  readonly deeds: readonly Deed[]; readonly ownDeeds: readonly Deed[];
};

export type Fault = { readonly subcontract: string; readonly refusal: Refusal };

export class Turn {
  readonly state: KernelState;
  readonly facts: Fact[] = [];
  readonly gas: { [subcontract: string]: number } = {};
  /** What went from accounts, in order. */
  readonly takings: Taking[] = [];
  /** Faults of subcontracts that belong to no item: what was due and what the kernel did on its own woke them, or they can't be told of what was done. */
  readonly faults: Fault[] = [];
  /** Accounts that received income within this item, in order, and must now pay what they owe. */
  income: string[] = [];
  /** Postings made by settling debts since the record began. */
  settled = 0;
  /** `agent unit` → how often it has paid debts since the record began. */
  readonly payments = new Map<string, number>();
  /** What was done in the chain in hand, and has yet to wake those who wait for it; see chain.ts. */
  deeds: Deed[] = [];
  /** The same for what the kernel did on its own. */
  ownDeeds: Deed[] = [];
  /** Calls made for {@link ownDeeds} since the record began. */
  wokenOnItsOwn = 0;
  readonly #undo: Undo = [];
  readonly #cellWrites = new Map<string, number>();
  #measured = { facts: 0, faults: 0 };
  #via: readonly string[] = [];
  #onItsOwn = false;

  constructor(state: KernelState) {
    this.state = state;
  }

  emit(fact: Fact): void {
    const deed = this.state.wakes.size === 0 ? null : deedOf(this.state, fact, this.#via);
    const taking = takingOf(this.state, fact);
    this.facts.push(fact);
    apply(this.state, fact, this.#undo);
    if (deed !== null) (this.#onItsOwn || isWithdrawn(deed) ? this.ownDeeds : this.deeds).push(deed);
    if (taking !== null) this.takings.push(taking);
  }

  savepoint(): Savepoint {
    return { facts: this.facts.length, faults: this.faults.length, undo: this.#undo.length, takings: this.takings.length, income: [...this.income], settled: this.settled, deeds: [...this.deeds], ownDeeds: [...this.ownDeeds] };
  }

  /** Takes back all that was emitted since `point`. */
  rollback(point: Savepoint): void {
    while (this.#undo.length > point.undo) this.#undo.pop()?.();
    this.facts.length = point.facts;
    this.faults.length = point.faults;
    this.takings.length = point.takings;
    this.income = [...point.income];
    this.settled = point.settled;
    this.deeds = [...point.deeds];
    this.ownDeeds = [...point.ownDeeds];
  }

  /** What came since it was last asked, for those who measure: they ask when it can't be taken back any more. */
  unmeasured(): { readonly facts: readonly Fact[]; readonly faults: readonly Fault[] } {
    const since = this.#measured;
    this.#measured = { facts: this.facts.length, faults: this.faults.length };
    return { facts: this.facts.slice(since.facts), faults: this.faults.slice(since.faults) };
  }

  burn(subcontract: string, gas: number): void {
    this.gas[subcontract] = (this.gas[subcontract] ?? 0) + gas;
  }

  /** The wakings that led here, the first one first; empty in what an entry or a timer itself brought about. */
  get via(): readonly string[] {
    return this.#via;
  }

  /** Does what a waking leads to. */
  inChain<T>(via: readonly string[], act: () => T): T {
    const before = this.#via;
    this.#via = via;
    const result = act();
    this.#via = before;
    return result;
  }

  /** Does what nobody may stop: what follows wakes others afterwards, and their refusals are only faults. */
  onItsOwn<T>(act: () => T): T {
    const before = this.#onItsOwn;
    this.#onItsOwn = true;
    const result = act();
    this.#onItsOwn = before;
    return result;
  }

  /** Notes that cells of the subcontract were changed by a waking, so that what was computed before for it no longer counts. */
  wroteCells(subcontract: string): void {
    this.#cellWrites.set(subcontract, this.cellWrites(subcontract) + 1);
  }

  cellWrites(subcontract: string): number {
    return this.#cellWrites.get(subcontract) ?? 0;
  }
}
