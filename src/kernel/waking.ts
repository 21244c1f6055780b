/** What is due: alarms fire in their fixed order, each as an item of its own. */
import type { Timer } from '../vocabulary/outcomes.ts';
import type { ContractRunner } from '../vocabulary/runner.ts';
import type { Instant } from '../vocabulary/time.ts';
import type { Alarm } from './alarms.ts';
import { makeCall, occasion } from './calls.ts';
import { hasToTell, resumeWaking, wakeOnItsOwn, wakingsPerRecordMax } from './chain.ts';
import { ContractCalls } from './contracts.ts';
import { amendmentDue } from './amendments.ts';
import { proposalOfAlarm } from './apply-deciding.ts';
import type { ChangePorts } from './changes.ts';
import { endItem } from './item-end.ts';
import { expireDispute } from './disputes.ts';
import { openFollowUp } from './opening.ts';
import { expirePermit } from './permits.ts';
import { pilotDue } from './pilots.ts';
import { proposalDue } from './proposals.ts';
import { setFree } from './purses.ts';
import { expire } from './requests.ts';
import { unsigned } from './founding.ts';
import { collectDue, resumeSettling, settleIncome, settlePostingsMax } from './settlement.ts';
import type { KernelState } from './state.ts';
import type { Fault, Turn } from './turn-state.ts';

/** Alarms that one record fires before its entry, and again after it; the rest follow in the next record. */
export const alarmsPerRecordMax = 256;

/** Fires what is due by the record's time, each with all that it wakes; who fails at it is noted among the turn's faults. */
export function fireDue(turn: Turn, ports: ChangePorts): void {
  // Nothing begins to live before its last founder has signed.
  if (unsigned(turn.state).length > 0) return;
  resumeWaking(turn, ports.runner);
  resumeSettling(turn);
  wakeOnItsOwn(turn, ports.runner);
  for (let fired = 0; fired < alarmsPerRecordMax && turn.settled < settlePostingsMax && turn.wokenOnItsOwn < wakingsPerRecordMax; fired++) {
    const alarm = nextAlarm(turn.state);
    if (alarm === undefined || alarm.at > turn.state.recordedAt) break;
    const fault = fire(turn, ports, alarm);
    if (fault !== null) turn.faults.push(fault);
    wakeOnItsOwn(turn, ports.runner);
    // What goes on hears what it missed before it does what was due meanwhile.
    resumeWaking(turn, ports.runner);
    endItem(turn, ports, []);
  }
}

/** When the next record is needed, if nothing else happens before; undefined when nothing waits. */
export function nextWake(state: KernelState): Instant | undefined {
  if (unsigned(state).length > 0) return undefined;
  return state.settling.length > 0 || hasToTell(state) ? state.recordedAt : nextAlarm(state)?.at;
}

function nextAlarm(state: KernelState): Alarm | undefined {
  return state.alarms.peek((alarm) => holds(state, alarm));
}

/** Whether what the alarm was set for is still as it was then. */
export function holds(state: KernelState, alarm: Alarm): boolean {
  switch (alarm.kind) {
    case 'reserved': return state.reserved.get(alarm.id) === alarm.of && !isHeld(state, state.reserved.get(alarm.id)?.because);
    case 'review': return state.reviews.get(alarm.id) === alarm.of && !isHeld(state, state.reviews.get(alarm.id)?.subcontract);
    case 'timer': return state.timers.get(alarm.id) === alarm.of && !isHeld(state, state.timers.get(alarm.id)?.subcontract);
    case 'proposal': return proposalHolds(state, alarm);
    case 'amendment': return state.amendments.get(alarm.id)?.closes === alarm.at;
    case 'pilot': return state.pilots.get(alarm.id)?.ends === alarm.at;
    case 'permit': return state.permits.get(alarm.id) === alarm.of;
    case 'dispute': return state.disputes.get(alarm.id) === alarm.of;
    case 'due': {
      const debt = state.obligations.get(Number(alarm.id));
      return debt?.due === alarm.at && !state.fallen.has(debt.id) && !isHeld(state, debt.because);
    }
  }
}

/** What is pending under a subcontract that was stopped waits until it goes on; its alarms are then set again. */
function isHeld({ stopped }: KernelState, subcontract: string | null | undefined): boolean {
  return stopped.size > 0 && typeof subcontract === 'string' && stopped.has(subcontract);
}

/** Ballots make it another object; what counts is the time for which it was set. */
function proposalHolds(state: KernelState, { id, at }: Alarm): boolean {
  const proposal = state.proposals.get(proposalOfAlarm(id));
  return proposal !== undefined && at === (proposal.waits ?? proposal.closes);
}

function fire(turn: Turn, ports: ChangePorts, alarm: Alarm): Fault | null {
  const { state } = turn;
  const { runner } = ports;
  state.alarms.pop();
  if (alarm.kind === 'proposal' || alarm.kind === 'amendment' || alarm.kind === 'pilot') {
    if (alarm.kind === 'proposal') proposalDue(turn, ports, proposalOfAlarm(alarm.id));
    else if (alarm.kind === 'amendment') amendmentDue(turn, ports, alarm.id);
    else {
      const followUp = pilotDue(turn, alarm.id);
      if (followUp !== null) openFollowUp(turn, ports, followUp);
    }
    return null;
  }
  if (alarm.kind === 'permit' || alarm.kind === 'dispute') {
    if (alarm.kind === 'permit') expirePermit(turn, alarm.id);
    else expireDispute(turn, alarm.id);
    return null;
  }
  if (alarm.kind === 'due') {
    const debt = state.obligations.get(Number(alarm.id));
    if (debt !== undefined) collectDue(turn, debt);
    return null;
  }
  if (alarm.kind === 'reserved') {
    const reserved = state.reserved.get(alarm.id);
    turn.emit({ fact: 'released', item: -1, because: reserved?.because ?? null, id: alarm.id, how: 'expired' });
    if (reserved !== undefined) setFree(turn, reserved);
    settleIncome(turn, -1);
    return null;
  }
  if (alarm.kind === 'review') {
    const review = state.reviews.get(alarm.id);
    const refusal = review === undefined ? null : expire(turn, runner, review);
    return refusal === null || review === undefined ? null : { subcontract: review.subcontract, refusal };
  }
  const timer = state.timers.get(alarm.id);
  return timer === undefined ? null : wake(turn, runner, timer);
}

/** The timer is gone before its contract wakes, so that a fault can't fire it for ever. */
function wake(turn: Turn, runner: ContractRunner, timer: Timer): Fault | null {
  turn.emit({ fact: 'timer.gone', subcontract: timer.subcontract, key: timer.key });
  const subcontract = turn.state.subcontracts.get(timer.subcontract);
  if (subcontract === undefined) return null;
  const event = { ...timer.data, ...occasion(turn.state, timer.at), key: timer.key, data: timer.data };
  const named = Object.keys(timer.data).filter((name) => typeof timer.data[name] === 'string');
  const call = makeCall(turn.state, subcontract, 'woke', timer.name, event, {}, subcontract.manifest.timers?.[timer.name]?.cells ?? [], named);
  if (!call.ok) return { subcontract: subcontract.id, refusal: call.refusal };
  const calls = new ContractCalls(turn, runner, subcontract);
  calls.add(-1, call.value);
  const refusal = calls.apply(-1);
  return refusal === null ? null : { subcontract: subcontract.id, refusal };
}
