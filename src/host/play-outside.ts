/** A scenario's money from outside and to outside: what its steps say to the collective, and what became of each payout. */
import type { ActOf } from '../scenario/acts.ts';
import type { PayoutState } from '../scenario/scenario.ts';
import type { Shown } from '../turn.ts';
import type { EntryBody } from '../vocabulary/entries.ts';
import { outside } from '../vocabulary/ids.ts';
import type { Fact } from '../vocabulary/outcomes.ts';
import type { Day } from '../vocabulary/time.ts';

/** What a step may leave to be found out: its day, and the kernel's name of a payout. */
export type OutsideWorld = { readonly day: Day; readonly idOf: (payout: string) => string };

export function outsideBody(act: ActOf<'income' | 'payout' | 'cancel' | 'settle' | 'reverse'>, { day, idOf }: OutsideWorld): EntryBody {
  switch (act.kind) {
    case 'income': return { kind: 'income', body: { to: act.to, unit: act.unit, amount: act.amount, from: act.from, reference: act.reference, day: act.day ?? day } };
    case 'payout': return { kind: 'payout', body: { unit: act.unit, amount: act.amount, ...(act.reason === undefined ? {} : { reason: act.reason }) } };
    case 'cancel': return { kind: 'payout.cancel', body: { payout: idOf(act.payout) } };
    case 'settle': return { kind: 'settle', body: { payout: idOf(act.payout), ...act.settled } };
    case 'reverse': return { kind: 'reverse', body: { unit: act.unit, reference: act.reference, reason: act.reason, ...(act.returning === undefined ? {} : { return_reference: act.returning }) } };
  }
}

export class PlayPayouts {
  /** The file's name → the kernel's. */
  readonly #ids = new Map<string, string>();
  /** By the kernel's name. */
  readonly #how = new Map<string, PayoutState>();

  /** Gives the payout of this outcome its name in the file. */
  ask(name: string, facts: readonly Fact[]): void {
    for (const fact of facts) if (fact.fact === 'reserved' && fact.to === outside) this.#ids.set(name, fact.id);
  }

  /** The kernel's name; the file's where it never came to be. */
  idOf(name: string): string {
    return this.#ids.get(name) ?? name;
  }

  how(name: string): PayoutState | null {
    return this.#how.get(this.idOf(name)) ?? null;
  }

  take({ record: { entry }, outcome }: Shown): void {
    for (const fact of outcome.facts) {
      if (fact.fact === 'reserved' && fact.to === outside) this.#how.set(fact.id, 'pending');
      else if (fact.fact === 'payout.sent') this.#how.set(fact.payout, 'sent');
      else if (fact.fact === 'released' && this.#how.has(fact.id)) this.#how.set(fact.id, fact.how === 'posted' ? 'paid' : entry.kind === 'settle' ? 'returned' : 'withdrawn');
    }
  }
}
