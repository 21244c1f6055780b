/**
 * How a subcontract stands. In force; held (all that is pending waits, nothing is rewritten); ending (nothing new begins under it, what runs
 * is settled under its code); ended. A pilot is held until it begins.
 */
import { compareIds } from '../vocabulary/ids.ts';
import type { Obligation } from '../vocabulary/outcomes.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';
import type { Refusal } from '../vocabulary/result.ts';
import { isBound } from './bound.ts';
import { net } from './money.ts';
import { emptyPurses } from './purses.ts';
import { settleIncome } from './settlement.ts';
import { hasAlarm, type KernelState, type Subcontract } from './state.ts';
import type { Turn } from './turn-state.ts';

/** Why nothing is done under it at present, or null. */
export function heldRefusal(state: KernelState, id: string): Refusal | null {
  const why = state.stopped.get(id);
  if (why !== undefined) return no('suspended', why === 'decided' ? `${id} was stopped; it goes on when that is decided` : `a party of ${id} has left; it goes on with another one`);
  return state.pilots.get(id)?.began === null ? no('suspended', `${id} is to be tried, and waits for volunteers`) : null;
}

/** Why nothing new begins under it, or null; it may have ended since it was last looked at. */
export function beginsRefusal(state: KernelState, id: string): Refusal | null {
  if (!state.subcontracts.has(id)) return no('ending', `${id} has ended`);
  return heldRefusal(state, id) ?? endingRefusal(state, id);
}

export function endingRefusal(state: KernelState, id: string): Refusal | null {
  return state.retiring.has(id) ? no('ending', `${id} is ending`) : null;
}

/** Why the member can't consent to a part of the subcontract now, if they can't; a consent can be taken back at any time. */
export function consentRefusal(state: KernelState, subcontract: Subcontract, member: string): Refusal | null {
  if (!isBound(state, subcontract, member) && state.pilots.get(subcontract.id)?.volunteers.includes(member) !== true) {
    return no('not_permitted', `${member} is not bound by ${subcontract.id}: accept it first`);
  }
  return endingRefusal(state, subcontract.id);
}

export function stopRefusal(state: KernelState, id: string): Refusal | null {
  if (!state.subcontracts.has(id)) return no('unknown_subcontract', `there is no subcontract ${id}`);
  return state.stopped.has(id) ? no('already_so', `${id} is stopped already`) : null;
}

export function stop(turn: Turn, id: string): Refusal | null {
  const refusal = stopRefusal(turn.state, id);
  if (refusal === null) turn.emit({ fact: 'stopped', subcontract: id, why: 'decided' });
  return refusal;
}

export function resumeRefusal(state: KernelState, id: string): Refusal | null {
  const subcontract = state.subcontracts.get(id);
  if (subcontract === undefined) return no('unknown_subcontract', `there is no subcontract ${id}`);
  if (!state.stopped.has(id)) return no('already_so', `${id} is not stopped`);
  const gone = state.retiring.has(id) ? undefined : partyGone(state, subcontract);
  return gone === undefined ? null : no('not_permitted', `${gone} was a party of ${id} and has left: agree on another one, with a change of its terms`);
}

/** What waited goes on; debts that fell due meanwhile are collected. */
export function resume(turn: Turn, id: string): Refusal | null {
  const refusal = resumeRefusal(turn.state, id);
  if (refusal !== null) return refusal;
  turn.emit({ fact: 'resumed', subcontract: id });
  collectOwed(turn, id);
  return null;
}

export function retireRefusal(state: KernelState, id: string): Refusal | null {
  if (state.retired.has(id)) return no('already_so', `${id} has ended already`);
  if (!state.subcontracts.has(id)) return no('unknown_subcontract', `there is no subcontract ${id}`);
  return state.retiring.has(id) ? no('already_so', `${id} is ending already`) : null;
}

/**
 * Nothing new begins, and what is due is paid as far as there is money. What is only held because a party left goes on to its end; what was
 * stopped by decision waits until that is taken back.
 */
export function retire(turn: Turn, id: string): Refusal | null {
  const refusal = retireRefusal(turn.state, id);
  if (refusal !== null) return refusal;
  if (turn.state.pilots.has(id)) turn.emit({ fact: 'pilot.ended', subcontract: id, how: 'called_off' });
  turn.emit({ fact: 'retiring', subcontract: id });
  if (turn.state.stopped.get(id) === 'party_left') turn.emit({ fact: 'resumed', subcontract: id });
  collectOwed(turn, id);
  return null;
}

/** Ends each that is ending and under which nothing is open any more. */
export function endWhenSettled(turn: Turn): void {
  const { state } = turn;
  for (const id of [...state.retiring.keys()].sort(compareIds)) {
    if (state.open.has(id)) continue;
    turn.onItsOwn(() => { emptyPurses(turn, { subcontract: id }); });
    turn.emit({ fact: 'retired', subcontract: id });
    settleIncome(turn, -1);
  }
}

/** A party that has left, if one has. */
export function partyGone(state: KernelState, { parties }: Subcontract): string | undefined {
  return Object.values(parties).find((party) => state.members.get(party)?.left !== null);
}

/** Debts of the subcontract that are due are set off, and paid from what is there; what fell due while it was held is due by its alarm, which comes first. */
function collectOwed(turn: Turn, id: string): void {
  const { state } = turn;
  if (!state.open.has(id) || state.stopped.has(id)) return;
  const due = [...state.obligations.values()].filter((debt) => debt.because === id && debt.due <= state.recordedAt).sort(byDue);
  const waiting = new Set(due.filter((debt) => !state.fallen.has(debt.id) && hasAlarm(state, debt)).map(payer));
  const now = due.filter((debt) => !waiting.has(payer(debt)));
  turn.onItsOwn(() => {
    for (const debt of now) net(turn, { item: -1, because: id }, debt.id);
  });
  turn.income.push(...new Set(now.map(payer)));
  settleIncome(turn, -1);
}

function payer({ debtor, unit }: Obligation): string {
  return `${debtor} ${unit}`;
}

function byDue(a: Obligation, b: Obligation): number {
  return a.due - b.due || a.id - b.id;
}

function no(code: RefusalCode, detail: string): Refusal {
  return { code, detail };
}
