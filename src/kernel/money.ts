/**
 * Moving money: postings, taking up to what is there, debts and their netting. Every change of a balance goes through `move`.
 */
import type { Why } from '../vocabulary/effects.ts';
import type { ConsentBasis, Obligation } from '../vocabulary/outcomes.ts';
import type { Instant } from '../vocabulary/time.ts';
import { available, debtsOf, type KernelState } from './state.ts';
import type { Place, Turn } from './turn-state.ts';

export type Movement = {
  readonly from: string;
  readonly to: string;
  readonly unit: string;
  readonly amount: number;
  readonly ref: string;
  readonly why: Why;
  /** Record of the adoption and of the personal consent that it rests on. */
  readonly adopted: number | null;
  readonly consent: ConsentBasis | null;
};

/** Posts the whole amount; the caller has checked that it is there. Zero and one's own account move nothing. */
export function move(turn: Turn, place: Place, movement: Movement, pays?: number): void {
  if (movement.amount === 0 || movement.from === movement.to) return;
  turn.emit({ fact: 'posting', ...place, ...movement, ...(pays === undefined ? {} : { pays }) });
  turn.income.push(`${movement.to} ${movement.unit}`);
}

/**
 * Takes up to the amount: what the payee owes the payer is set off first, then what is there above the floor moves, the rest is owed,
 * due now. With `shared` nothing moves yet: the caller lets all debts of one instant share what is there.
 */
export function chargeUpTo(turn: Turn, place: Place, movement: Movement, shared = false): void {
  if (movement.from === movement.to || movement.amount === 0) return;
  if (shared || owesDue(turn.state, movement.to, movement.from, movement.unit)) {
    const id = openDebt(turn, place, movement, { since: turn.state.recordedAt, due: turn.state.recordedAt, guarantee: null });
    const debt = shared ? undefined : turn.state.obligations.get(id);
    if (debt !== undefined) payDebt(turn, place, movement, debt);
    return;
  }
  const paid = Math.min(movement.amount, available(turn.state, movement.from, movement.unit));
  move(turn, place, { ...movement, amount: paid });
  const rest = movement.amount - paid;
  if (rest > 0) openDebt(turn, place, { ...movement, amount: rest }, { since: turn.state.recordedAt, due: turn.state.recordedAt, guarantee: null });
}

/** Pays a debt that was just opened, from what is there. */
function payDebt(turn: Turn, place: Place, movement: Movement, debt: Obligation): void {
  const paid = Math.min(debt.left, available(turn.state, debt.debtor, debt.unit));
  move(turn, place, { ...movement, amount: paid }, debt.id);
  lessen(turn, place, debt, paid, 'paid');
}

function owesDue(state: KernelState, debtor: string, creditor: string, unit: string): boolean {
  return dueDebts(state, debtor, unit).some((debt) => debt.creditor === creditor);
}

export type DebtTerms = { readonly since: Instant; readonly due: Instant; readonly guarantee: Obligation['guarantee'] };

/** Opens an obligation; one that is due already is first netted with what the creditor owes the debtor. */
export function openDebt(turn: Turn, place: Place, movement: Movement, terms: DebtTerms): number {
  const id = turn.state.nextObligation;
  const obligation: Obligation = {
    id, debtor: movement.from, creditor: movement.to, unit: movement.unit, amount: movement.amount, left: movement.amount,
    since: terms.since, due: terms.due, because: place.because, ref: movement.ref, guarantee: terms.guarantee,
  };
  turn.emit({ fact: 'owed', ...place, obligation, why: movement.why, ...restingOn(movement) });
  if (terms.due <= turn.state.recordedAt && terms.guarantee === null) net(turn, place, id);
  return id;
}

/** As it stands with what counts before it is paid: a consent, where there is one. */
export function restingOn({ consent }: Pick<Movement, 'consent'>): { readonly consent?: ConsentBasis } {
  return consent === null ? {} : { consent };
}

/** Lowers what is left of a debt. */
export function lessen(turn: Turn, place: Place, debt: Obligation, by: number, how: 'paid' | 'netted' | 'forgiven' | 'in_kind'): void {
  if (by > 0) turn.emit({ fact: 'owed.less', ...place, id: debt.id, left: debt.left - by, how });
}

/** Sets a due debt off against due debts in the other direction, oldest first. */
export function net(turn: Turn, place: Place, id: number): void {
  const debt = turn.state.obligations.get(id);
  if (debt === undefined) return;
  const reverse = dueDebts(turn.state, debt.creditor, debt.unit).filter((other) => other.creditor === debt.debtor);
  for (const other of reverse) {
    const mine = turn.state.obligations.get(id);
    if (mine === undefined) return;
    const both = Math.min(mine.left, other.left);
    lessen(turn, place, mine, both, 'netted');
    lessen(turn, place, other, both, 'netted');
  }
}

/** Debts of `debtor` that are due, by the instant at which they fell due, then by age; those under a subcontract that is stopped wait. */
export function dueDebts(state: KernelState, debtor: string, unit: string): Obligation[] {
  const isHeld = ({ because }: Obligation): boolean => because !== null && state.stopped.has(because);
  return debtsOf(state, debtor, unit).filter((debt) => debt.due <= state.recordedAt && !isHeld(debt)).sort((a, b) => a.due - b.due || a.id - b.id);
}
