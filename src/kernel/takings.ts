/**
 * What goes from an account, counted once: towards what an agreement may take, and towards what a member pays without their passkey.
 * What was reserved counts when it is reserved, and what is owed when that begins, so that neither counts again when it is paid.
 */
import type { Fact, Obligation } from '../vocabulary/outcomes.ts';

/** Why of what a debtor owes to a guarantor who paid. */
export const guaranteed = 'guaranteed';
/** Why of what had been reserved and is posted. */
export const reservedWhy = 'reserved';
/** By these it is told what has counted already: no contract may call its own movements so. */
export const ownWhys: readonly string[] = [guaranteed, reservedWhy];

export type Taking = {
  readonly from: string;
  readonly to: string;
  readonly unit: string;
  readonly amount: number;
  /** The reservation that it is, if it is one: it may come to nothing. */
  readonly reserved?: string;
};

/** @param state as it is before the fact */
export function takingOf({ obligations }: { readonly obligations: ReadonlyMap<number, Obligation> }, fact: Fact): Taking | null {
  switch (fact.fact) {
    case 'posting': {
      const { from, to, unit, amount, pays, why } = fact;
      const paysOwn = pays !== undefined && obligations.get(pays)?.debtor === from;
      return why.code === reservedWhy || paysOwn ? null : { from, to, unit, amount };
    }
    case 'owed': {
      const { obligation: { debtor: from, creditor: to, unit, amount }, why } = fact;
      // What a guarantor may claim back was within the envelope when the loan began.
      return why.code === guaranteed ? null : { from, to, unit, amount };
    }
    case 'reserved': {
      const { from, to, unit, amount, id: reserved } = fact;
      return { from, to, unit, amount, reserved };
    }
    default: return null;
  }
}
