/** Applies facts about who belongs, what binds them, and how a subcontract stands: in force, held, on trial, ending. */
import type { Fact, PilotState } from '../vocabulary/outcomes.ts';
import { invariant } from '../vocabulary/result.ts';
import { routesOf, wakesOf } from './routes.ts';
import { hasAlarm, type KernelState, type Subcontract } from './state.ts';
import { remove, set, type Undo } from './undo.ts';

const kinds = [
  'founding', 'signed', 'constituted', 'accepted', 'left', 'consent.held', 'retiring', 'retired', 'stopped', 'resumed', 'pilot', 'pilot.volunteers', 'pilot.began', 'pilot.measured', 'pilot.ended',
] as const satisfies readonly Fact['fact'][];

export type StandingFact = Extract<Fact, { fact: (typeof kinds)[number] }>;

export function isStanding(fact: Fact): fact is StandingFact {
  return (kinds as readonly string[]).includes(fact.fact);
}

export function applyStanding(state: KernelState, fact: StandingFact, undo: Undo | null): void {
  switch (fact.fact) {
    case 'founding': {
      const before = state.foundingHash;
      undo?.push(() => { state.foundingHash = before; });
      state.foundingHash = fact.hash;
      return;
    }
    case 'signed': return set(state.signed, fact.founder, true, undo);
    case 'constituted': {
      undo?.push(() => { state.founding = true; });
      state.founding = false;
      return;
    }
    case 'accepted': {
      const key = `${fact.subcontract} ${fact.member}`;
      const record = fact.given ? state.seq : (state.accepted.get(key)?.record ?? state.seq);
      return set(state.accepted, key, { record, until: fact.given ? null : state.seq }, undo);
    }
    case 'left': {
      const member = state.members.get(fact.member);
      invariant(member !== undefined, `who isn't a member left: ${fact.member}`);
      return set(state.members, fact.member, { ...member, left: state.seq }, undo);
    }
    case 'consent.held': return set(state.heldConsents, `${fact.subcontract} ${fact.part} ${fact.member}`, fact.limits, undo);
    case 'retiring': return set(state.retiring, fact.subcontract, true, undo);
    case 'retired': return retired(state, fact.subcontract, undo);
    case 'stopped': return set(state.stopped, fact.subcontract, fact.why, undo);
    case 'resumed': return resumed(state, fact.subcontract, undo);
    case 'pilot': return pilotAt(state, fact.pilot, undo);
    case 'pilot.volunteers': return set(state.pilots, fact.subcontract, { ...pilotOf(state, fact.subcontract), volunteers: fact.volunteers }, undo);
    case 'pilot.began': return pilotAt(state, { ...pilotOf(state, fact.subcontract), began: state.recordedAt, ends: fact.ends }, undo);
    case 'pilot.measured': return set(state.pilots, fact.subcontract, { ...pilotOf(state, fact.subcontract), measured: fact.measured }, undo);
    case 'pilot.ended': return remove(state.pilots, fact.subcontract, undo);
  }
}

function pilotAt(state: KernelState, pilot: PilotState, undo: Undo | null): void {
  set(state.pilots, pilot.subcontract, pilot, undo);
  state.alarms.push({ at: pilot.ends, kind: 'pilot', id: pilot.subcontract, of: pilot });
}

function pilotOf(state: KernelState, subcontract: string): PilotState {
  const pilot = state.pilots.get(subcontract);
  invariant(pilot !== undefined, `a pilot that isn't there went on: ${subcontract}`);
  return pilot;
}

/** It ends with all that it still kept: cells, timers, consents. Debts are none any more. */
function retired(state: KernelState, id: string, undo: Undo | null): void {
  const subcontract = state.subcontracts.get(id);
  invariant(subcontract !== undefined, `a subcontract that isn't there ended: ${id}`);
  const own = `${id} `;
  const drop = <V>(map: Map<string, V>): void => { for (const key of map.keys()) if (key.startsWith(own)) remove(map, key, undo); };
  for (const map of [state.timers, state.cells, state.consents, state.consenting, state.attested, state.accepted, state.heldConsents, state.spent] as Map<string, unknown>[]) drop(map);
  unlisten(state, subcontract, undo);
  remove(state.subcontracts, id, undo);
  for (const map of [state.versions, state.retiring, state.stopped] as Map<string, unknown>[]) remove(map, id, undo);
  set(state.retired, id, state.seq, undo);
}

/** What waited goes on: alarms that came meanwhile were let go by, and are set again. */
function resumed(state: KernelState, id: string, undo: Undo | null): void {
  remove(state.stopped, id, undo);
  for (const [key, timer] of state.timers) if (timer.subcontract === id) state.alarms.push({ at: timer.at, kind: 'timer', id: key, of: timer });
  for (const [key, review] of state.reviews) if (review.subcontract === id) state.alarms.push({ at: review.expires, kind: 'review', id: key, of: review });
  for (const [key, reserved] of state.reserved) if (reserved.because === id && reserved.expires !== null) state.alarms.push({ at: reserved.expires, kind: 'reserved', id: key, of: reserved });
  for (const debt of state.obligations.values()) {
    if (debt.because === id && !state.fallen.has(debt.id) && hasAlarm(state, debt)) {
      state.alarms.push({ at: debt.due, kind: 'due', id: String(debt.id).padStart(16, '0'), of: debt });
    }
  }
}

/** Nothing wakes it any more. */
export function unlisten(state: KernelState, subcontract: Subcontract, undo: Undo | null): void {
  for (const route of routesOf(subcontract)) {
    set(state.routes, route, (state.routes.get(route) ?? []).filter((listener) => listener !== subcontract.id), undo);
  }
  for (const { key } of wakesOf(subcontract)) {
    const others = (state.wakes.get(key) ?? []).filter((waiting) => waiting.subcontract !== subcontract.id);
    if (others.length > 0) set(state.wakes, key, others, undo);
    else remove(state.wakes, key, undo);
  }
}
