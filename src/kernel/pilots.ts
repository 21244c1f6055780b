/**
 * Trying a subcontract with those who volunteer. It waits for enough of them, runs for its days, and ends by itself, early when one of its
 * stop rules is passed; then nothing new begins under it, and the vote on the whole is opened with what was measured. Where that can't be put to
 * the vote as it was tried, as without a party who has left, those concerned are told why instead, with the same figures (opening.ts).
 */
import { pilotMeasures, type Adoption, type Change, type Pilot, type PilotMeasure, type StopRule } from '../vocabulary/changes.ts';
import { parseDecimal } from '../vocabulary/decimals.ts';
import { compareIds } from '../vocabulary/ids.ts';
import type { Fact, Measured, PilotState } from '../vocabulary/outcomes.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';
import { invariant, type Refusal, type Result } from '../vocabulary/result.ts';
import { dayMs } from '../vocabulary/time.ts';
import { adoptOnTrial, readAdoption, tellAdopted, type AdoptionPorts } from './adoption.ts';
import { unitOf } from './envelope.ts';
import { retire } from './standing.ts';
import { decimalsOf, type KernelState } from './state.ts';
import type { Turn } from './turn-state.ts';

/** Longer is no trial any more. */
export const pilotDaysMax = 366;
/** Stop rules: one of a kind is enough. */
const stopRulesMax = pilotMeasures.length;

const nothingYet: Measured = { postings: 0, paid: 0, owed: 0, reviews: 0, refused: 0, marks: 0 };

/** The vote that a trial opens; `pilot` is the proposal that it was decided by. */
export type FollowUp = {
  readonly pilot: string; readonly by: string; readonly change: Change & { change: 'adopt' }; readonly reason: string; readonly measured: Measured;
  /** Who is told where there can be no vote: who tried it, its parties and who proposed it, of those who are there. */
  readonly concerned: readonly string[];
};

export function pilotRefusal(state: KernelState, { runner }: AdoptionPorts, pilot: Pilot): Refusal | null {
  const { subcontract: id, days, volunteers_min, stop } = pilot;
  if (state.subcontracts.has(id)) return no('already_adopted', `there is a subcontract ${id} already: try the other version under another id`);
  const read = readAdoption(state, runner, adoptionOf(pilot));
  if (!read.ok) return read.refusal;
  if (!isWhole(days, 1, pilotDaysMax)) return no('invalid_value', `a trial runs for 1 to ${pilotDaysMax} days`);
  const people = [...state.members.values()].filter(({ left, commons }) => left === null && !commons).length;
  if (!isWhole(volunteers_min, 1, people)) return no('invalid_value', `a trial begins with 1 to ${people} volunteers, as many as there are members`);
  if (stop.length > stopRulesMax) return no('limit_reached', `at most ${stopRulesMax} stop rules`);
  const decimals = decimalsOf(state, unitOf(state, read.value.terms));
  for (const rule of stop) {
    if (!pilotMeasures.includes(rule.measure)) return no('unknown_value', `a trial doesn't measure ${JSON.stringify(rule.measure)}, but ${pilotMeasures.join(', ')}`);
    const above = readAbove(rule, decimals);
    if (!above.ok) return no(above.refusal.code, `stop at ${rule.measure}: ${above.refusal.detail}`);
    if (above.value < 0) return no('invalid_value', `stop at ${rule.measure}: what it may come to at the most can't be below zero`);
  }
  return null;
}

/** From here on it takes volunteers. */
export function beginPilot(turn: Turn, ports: AdoptionPorts, pilot: Pilot, proposal: string, by: string): Refusal | null {
  const refusal = pilotRefusal(turn.state, ports, pilot) ?? adoptOnTrial(turn, ports, adoptionOf(pilot));
  if (refusal !== null) return refusal;
  const { subcontract, days } = pilot;
  turn.emit({ fact: 'pilot', pilot: { subcontract, proposal, by, pilot, volunteers: [], began: null, ends: turn.state.recordedAt + days * dayMs, measured: nothingYet } });
  return null;
}

/** One more who tries it; with enough of them it begins. */
export function volunteer(turn: Turn, ports: AdoptionPorts, id: string, member: string): Refusal | null {
  const { volunteers, began, pilot } = stateOf(turn.state, id);
  const more = [...volunteers, member].sort(compareIds);
  turn.emit({ fact: 'pilot.volunteers', subcontract: id, volunteers: more });
  if (began !== null || more.length < pilot.volunteers_min) return null;
  turn.emit({ fact: 'pilot.began', subcontract: id, ends: turn.state.recordedAt + pilot.days * dayMs });
  return tellAdopted(turn, ports, id);
}

/** One who tries it no longer; what has begun goes on with the others. */
export function withdraw(turn: Turn, id: string, member: string): null {
  const volunteers = stateOf(turn.state, id).volunteers.filter((other) => other !== member);
  turn.emit({ fact: 'pilot.volunteers', subcontract: id, volunteers });
  return null;
}

/** Its days are over. @returns the vote to open; null when it never began */
export function pilotDue(turn: Turn, id: string): FollowUp | null {
  const trial = turn.state.pilots.get(id);
  if (trial === undefined) return null;
  turn.emit({ fact: 'pilot.ended', subcontract: id, how: trial.began === null ? 'short' : 'ended' });
  retire(turn, id);
  return trial.began === null ? null : followUp(turn.state, trial, 'it was tried to its end');
}

/**
 * Adds up what trials caused since it was last asked, and ends those whose stop rule is passed by it.
 * @param refused the subcontracts whose own effects were refused in an item of the entry meanwhile
 * @returns the votes to open
 */
export function measure(turn: Turn, refused: readonly string[]): FollowUp[] {
  const { state } = turn;
  const { facts, faults } = turn.unmeasured();
  const refusals = [...refused, ...faults.map(({ subcontract }) => subcontract)];
  const ended: FollowUp[] = [];
  for (const id of [...state.pilots.keys()].sort(compareIds)) {
    const before = stateOf(state, id);
    const measured = before.began === null ? before.measured : added(before.measured, id, facts, refusals);
    if (pilotMeasures.every((each) => measured[each] === before.measured[each])) continue;
    turn.emit({ fact: 'pilot.measured', subcontract: id, measured });
    const trial = stateOf(state, id);
    const passed = passedRule(state, trial);
    if (passed === undefined) continue;
    turn.emit({ fact: 'pilot.ended', subcontract: id, how: 'stopped', measure: passed.measure });
    retire(turn, id);
    ended.push(followUp(state, trial, `its trial ended early: ${passed.measure} above ${passed.above}`));
  }
  return ended;
}

function added(before: Measured, id: string, facts: readonly Fact[], refused: readonly string[]): Measured {
  const sums = { ...before };
  const add = (name: PilotMeasure, more: number): void => { sums[name] = Math.min(Number.MAX_SAFE_INTEGER, sums[name] + more); };
  for (const fact of facts) {
    if (!('because' in fact) || fact.because !== id) continue;
    if (fact.fact === 'posting') {
      add('postings', 1);
      add('paid', fact.amount);
    }
    if (fact.fact === 'owed') add('owed', fact.obligation.amount);
    if (fact.fact === 'review') add('reviews', 1);
    if (fact.fact === 'mark') add('marks', 1);
  }
  add('refused', refused.filter((each) => each === id).length);
  return sums;
}

function passedRule(state: KernelState, { subcontract, pilot, measured }: PilotState): StopRule | undefined {
  const decimals = decimalsOf(state, state.subcontracts.get(subcontract)?.unit ?? '');
  return pilot.stop.find((rule) => {
    const above = readAbove(rule, decimals);
    return above.ok && measured[rule.measure] > above.value;
  });
}

/** A count, or an amount in the subcontract's unit. */
function readAbove({ measure: name, above }: StopRule, decimals: number): Result<number> {
  return parseDecimal(above, name === 'paid' || name === 'owed' ? decimals : 0);
}

function followUp({ members }: KernelState, { proposal, by, pilot, volunteers, measured }: PilotState, reason: string): FollowUp {
  const concerned = [...new Set([...volunteers, ...Object.values(pilot.parties), by])].filter((each) => members.get(each)?.left === null && members.get(each)?.commons === false).sort(compareIds);
  return { pilot: proposal, by, change: { change: 'adopt', ...adoptionOf(pilot) }, reason, measured, concerned };
}

function adoptionOf({ subcontract, manifest, code, parties, terms }: Pilot): Adoption {
  return { subcontract, manifest, code, parties, terms };
}

function stateOf(state: KernelState, id: string): PilotState {
  const trial = state.pilots.get(id);
  invariant(trial !== undefined, `there is no trial of ${id}`);
  return trial;
}

function isWhole(value: unknown, min: number, max: number): boolean {
  return Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max;
}

function no(code: RefusalCode, detail: string): Refusal {
  return { code, detail };
}
