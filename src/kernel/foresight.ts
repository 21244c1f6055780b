/** What an act would do, before anyone votes on it. */
import type { Asking } from '../vocabulary/changes.ts';
import type { Outcome } from '../vocabulary/outcomes.ts';
import type { ContractRunner } from '../vocabulary/runner.ts';
import { AlarmQueue } from './alarms.ts';
import { wakeOnItsOwn } from './chain.ts';
import { act, actRefusal } from './requests.ts';
import type { KernelState } from './state.ts';
import { Turn } from './turn-state.ts';

/** The event's id in the stead of a proposal's, which there needn't be yet. */
const foreseenId = 'foreseen';

/** What would come of it if it were asked now, as of the last record, with all that it wakes; all of it is taken back. */
export function foresee(state: KernelState, runner: ContractRunner, asking: Asking): Outcome {
  // What can't be taken back, the alarms, is beside the state; what is no map is its own.
  const turn = new Turn({ ...state, alarms: new AlarmQueue() });
  const point = turn.savepoint();
  const refusal = actRefusal(state, asking) ?? act(turn, runner, asking, foreseenId);
  if (refusal === null) wakeOnItsOwn(turn, runner);
  else turn.rollback(point);
  const outcome: Outcome = {
    items: [refusal === null ? { status: 'done' } : { status: 'refused', ...refusal }], facts: [...turn.facts], gas: turn.gas,
    ...(turn.faults.length === 0 ? {} : { faults: turn.faults.map(({ subcontract, refusal: { code, detail } }) => ({ subcontract, code, detail })) }),
  };
  turn.rollback(point);
  return outcome;
}
