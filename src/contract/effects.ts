/** Makers of effects, one for each thing that a contract can propose. */
import type { Effect, ReviewOffer, When, Why } from '../vocabulary/effects.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import type { Instant } from '../vocabulary/time.ts';

type Money = { from: string; to: string; unit: string; amount: number; ref: string; why: Why; part?: string };

/** Moves all of it, or the item is refused. */
export function transfer(money: Money): Effect {
  return { do: 'transfer', ...money };
}

/** Takes what is there above the payer's floor and leaves an obligation, due now, for the rest. */
export function charge(money: Money): Effect {
  return { do: 'charge', ...money };
}

/** Gives back: what `to` still owes `from` under `ref` shrinks first, the rest is charged from `from` to `to`. */
export function refund(money: Money): Effect {
  return { do: 'refund', ...money };
}

/** A loan: `from` owes `to` from `since` on, due later, guaranteed by those who took up the part. */
export function owe(money: Money & { since: Instant; due: When; guarantee?: { part: string; max: number } }): Effect {
  return { do: 'owe', ...money };
}

/** Given back in kind: counted against what `from` owes `to` here, oldest first; more than that goes to review. */
export function discharge(money: Money & { review: ReviewOffer }): Effect {
  return { do: 'discharge', ...money };
}

/** Pays now against what `from` owes `to` here, oldest first. */
export function repay(money: Money): Effect {
  return { do: 'repay', ...money };
}

/** Reserves an amount until `post`, `voidTransfer` or its expiry. */
export function reserve(pending: { id: string; from: string; to: string; unit: string; amount: number; expires: When; why: Why }): Effect {
  return { do: 'reserve', ...pending };
}

export function post(id: string): Effect {
  return { do: 'post', id };
}

export function voidTransfer(id: string): Effect {
  return { do: 'void', id };
}

/** A message to a member, or to whose purse it is, in the kit's `words`. */
export function notice(to: string, code: string, data: JsonObject): Effect {
  return { do: 'notice', to, code, data };
}

/** Waits for a person, who is neither `by` nor one of `parties`. */
export function review(id: string, offer: ReviewOffer): Effect {
  return { do: 'review', id, ...offer };
}

/** Wakes `woke[name]`. `key` tells several timers of one name apart. */
export function timer(name: string, when: When, data: JsonObject = {}, key: string = name): Effect {
  return { do: 'timer', name, key, when, data };
}

export function cancel(key: string): Effect {
  return { do: 'cancel', key };
}

/** Something that counts for or against a member. */
export function mark(on: string, code: string, ref: string): Effect {
  return { do: 'mark', on, code, ref };
}
