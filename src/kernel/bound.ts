/** Whom a subcontract binds. To its code, whoever isn't bound is like a stranger, and the kernel debits nobody as a member who isn't. */
import { compareIds } from '../vocabulary/ids.ts';
import type { Refusal } from '../vocabulary/result.ts';
import type { KernelState, Subcontract } from './state.ts';

/**
 * Bound are its parties; those who were members when it was first adopted, and those who have accepted it since; of a pilot, its volunteers
 * alone, from its beginning on. Not bound are those who have left, and what all hold in common but as a party.
 * @param asOf the record as of which it is asked, where that isn't the one in hand: whoever has accepted or left since then is taken as before
 */
export function isBound(state: KernelState, subcontract: Subcontract, agent: string, asOf: number = state.seq): boolean {
  const member = state.members.get(agent);
  if (member === undefined || (member.left !== null && member.left <= asOf)) return false;
  if (Object.values(subcontract.parties).includes(agent)) return true;
  if (member.commons) return false;
  const { record = Infinity, until = null } = state.accepted.get(`${subcontract.id} ${agent}`) ?? {};
  const hasAccepted = record <= asOf && (until === null || until > asOf);
  if (subcontract.pilot) return hasAccepted && state.pilots.get(subcontract.id)?.began !== null;
  return hasAccepted || member.since <= subcontract.since;
}

/** Whether an adoption under this name would be a new one, which binds those who are members by then: what is only tried, or is ending, isn't gone on with. */
export function beginsAnew({ subcontracts, retiring }: KernelState, id: string): boolean {
  return subcontracts.get(id)?.pilot !== false || retiring.has(id);
}

/** All members whom it binds, by id. */
export function boundTo(state: KernelState, subcontract: Subcontract): string[] {
  return [...state.members.keys()].filter((member) => isBound(state, subcontract, member)).sort(compareIds);
}

/** Why the agent may ask nothing of it: never bound by it, nor concerned by what is still open under it. Null when they may. */
export function strangerRefusal(state: KernelState, subcontract: Subcontract, agent: string): Refusal | null {
  const { id, pilot } = subcontract;
  const left = state.members.get(agent)?.left ?? null;
  const until = Math.min(left ?? Infinity, state.accepted.get(`${id} ${agent}`)?.until ?? Infinity);
  if (isBound(state, subcontract, agent, Math.min(until - 1, state.seq)) || isConcerned(state, id, agent)) return null;
  if (left !== null) return no(`${agent} has left, and was not bound by ${id}`);
  return no(pilot ? `${agent} is not one of those who try ${id}: accept it first` : `${agent} came after ${id} was adopted, and has yet to accept it`);
}

/** Whether a debt or a review of the subcontract that is still open names the agent. */
function isConcerned(state: KernelState, id: string, agent: string): boolean {
  for (const { because, debtor, creditor } of state.obligations.values()) if (because === id && (debtor === agent || creditor === agent)) return true;
  for (const { subcontract, by, parties } of state.reviews.values()) if (subcontract === id && (by === agent || parties.includes(agent))) return true;
  return false;
}

function no(detail: string): Refusal {
  return { code: 'not_permitted', detail };
}
