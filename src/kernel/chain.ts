/**
 * Subcontracts wake on what the kernel does: a posting, a debt that falls due, a mark, an adopted decision. What they do then may wake others.
 *
 * Two kinds are kept apart. What an entry, a timer or a contract brings about is one chain with what it wakes, done as a whole or not at all:
 * a refusal anywhere in it refuses what began it. What the kernel does on its own (debts that fall due, money that pays them, a decision)
 * stands whatever those say whom it wakes; each of these wakings begins a chain of its own, and its refusal is that subcontract's fault.
 *
 * A waking's depth is the number of wakings that led to it, so that nothing can wake itself for ever.
 */
import type { Deed } from '../vocabulary/outcomes.ts';
import type { Refusal } from '../vocabulary/result.ts';
import type { ContractRunner } from '../vocabulary/runner.ts';
import { applyResult, makeCall, occasion, runCalls } from './calls.ts';
import { isOver, tellingOf } from './deeds.ts';
import { waitingFor } from './routes.ts';
import { heldRefusal } from './standing.ts';
import type { KernelState, Waiting } from './state.ts';
import type { Turn } from './turn-state.ts';

/** Wakings that lead to one another; what would be the next is refused with all before it. */
export const wakingDepthMax = 4;
/** Wakings in one chain: two for each effect that one contract may have at a time. */
export const wakingsPerChainMax = 512;
/** Wakings by what the kernel does on its own, for each record; the rest follow in the next one. */
export const wakingsPerRecordMax = 256;
/** Marks that wait for one agreement that is held, of which it is told in sixteen records when it goes on; of more it doesn't hear. */
export const marksUntoldMax = 4096;

/**
 * Wakes those who wait for what was done in the chain in hand, in the order in which it was done, and for each deed in order of subcontract id.
 * @returns the first refusal, its detail naming the chain; the caller then takes back all of it
 */
export function wakeChain(turn: Turn, runner: ContractRunner, item: number): Refusal | null {
  let wakings = 0;
  for (let deed = turn.deeds.shift(); deed !== undefined; deed = turn.deeds.shift()) {
    for (const waiting of waitingFor(turn.state, deed)) {
      wakings += 1;
      const refusal = wakings > wakingsPerChainMax
        ? named(deed, waiting, { code: 'limit_reached', detail: `more than ${wakingsPerChainMax} wakings in one chain` })
        : wake(turn, runner, item, deed, waiting);
      if (refusal !== null) return refusal;
    }
  }
  return null;
}

/** Wakes those who wait for what the kernel did on its own; what is too much for this record is kept for the next. */
export function wakeOnItsOwn(turn: Turn, runner: ContractRunner): void {
  while (turn.ownDeeds.length > 0) {
    if (turn.wokenOnItsOwn >= wakingsPerRecordMax) {
      turn.emit({ fact: 'untold', deeds: [...turn.state.untold, ...turn.ownDeeds] });
      turn.ownDeeds = [];
      return;
    }
    const deed = turn.ownDeeds.shift() as Deed;
    for (const waiting of waitingFor(turn.state, deed)) {
      turn.wokenOnItsOwn += 1;
      const point = turn.savepoint();
      const refusal = wake(turn, runner, -1, deed, waiting) ?? wakeChain(turn, runner, -1);
      if (refusal === null) continue;
      turn.rollback(point);
      turn.faults.push({ subcontract: waiting.subcontract, refusal });
    }
  }
}

/** Goes on with what an earlier record had to leave, and tells of what was done while those who wait for it were held. */
export function resumeWaking(turn: Turn, runner: ContractRunner): void {
  if (!hasToTell(turn.state) || turn.wokenOnItsOwn >= wakingsPerRecordMax) return;
  const { untold } = turn.state;
  turn.ownDeeds = [...untold.filter((deed) => !waits(turn.state, deed) && isStillSo(turn.state, deed)), ...turn.ownDeeds];
  turn.emit({ fact: 'untold', deeds: untold.filter((deed) => waits(turn.state, deed)) });
  wakeOnItsOwn(turn, runner);
}

/** Whether there is something that an earlier record had to leave, and that needn't wait for longer. */
export function hasToTell(state: KernelState): boolean {
  return state.untold.some((deed) => !waits(state, deed));
}

/**
 * What somebody agreed to, or no longer does, and what counts for or against them a subcontract that is held must know when it goes on; of all
 * else that happens meanwhile it hears nothing.
 */
function waits(state: KernelState, deed: Deed): boolean {
  const to = deed.on === 'consented' ? deed.subcontract : deed.on === 'marked' ? deed.to : undefined;
  return to !== undefined && heldRefusal(state, to) !== null;
}

function isStillSo({ consents }: KernelState, deed: Deed): boolean {
  return deed.on !== 'consented' || consents.has(`${deed.subcontract} ${deed.part} ${deed.member}`) === deed.given;
}

function tellLater(turn: Turn, deed: Deed, { subcontract }: Waiting): void {
  if (deed.on === 'marked') return tellMarkLater(turn, { ...deed, to: subcontract });
  if (waits(turn.state, deed)) tellConsentLater(turn, deed);
}

/** Each of them, once, whatever is told of it. One that was to be tried and never began wasn't in force as it was made. */
function tellMarkLater(turn: Turn, deed: Deed & { readonly on: 'marked'; readonly to: string }): void {
  const { untold, stopped } = turn.state;
  const marks = untold.filter((other) => other.on === 'marked' && other.to === deed.to);
  if (!stopped.has(deed.to) || marks.some((other) => other.on === 'marked' && other.mark === deed.mark)) return;
  if (marks.length < marksUntoldMax) turn.emit({ fact: 'untold.more', deed });
  else missed(turn, deed.to);
}

/** Once in a record: how many more it misses in that the marks themselves tell. */
function missed({ faults }: Turn, subcontract: string): void {
  const detail = `${subcontract} is held, and ${marksUntoldMax} marks wait for it already: of further ones it won't hear`;
  if (!faults.some(({ refusal }) => refusal.detail === detail)) faults.push({ subcontract, refusal: { code: 'limit_reached', detail } });
}

/** Of each consent only the last word is kept. */
function tellConsentLater(turn: Turn, deed: Deed): void {
  const isSame = (other: Deed): boolean => other.on === 'consented' && deed.on === 'consented' && other.subcontract === deed.subcontract && other.part === deed.part && other.member === deed.member;
  turn.emit({ fact: 'untold', deeds: [...turn.state.untold.filter((other) => !isSame(other)), deed] });
}

function wake(turn: Turn, runner: ContractRunner, item: number, deed: Deed, waiting: Waiting): Refusal | null {
  if (isOver(turn.state, deed)) return null;
  if (heldRefusal(turn.state, waiting.subcontract) !== null) {
    tellLater(turn, deed, waiting);
    return null;
  }
  if (deed.via.length >= wakingDepthMax) return named(deed, waiting, { code: 'limit_reached', detail: `more than ${wakingDepthMax} wakings that lead to one another` });
  const refusal = callWoken(turn, runner, item, deed, waiting);
  return refusal === null ? null : named(deed, waiting, refusal);
}

function callWoken(turn: Turn, runner: ContractRunner, item: number, deed: Deed, waiting: Waiting): Refusal | null {
  const { state } = turn;
  const subcontract = state.subcontracts.get(waiting.subcontract);
  if (subcontract === undefined) return null;
  const { event, agents, at } = tellingOf(state, deed);
  const call = makeCall(state, subcontract, deed.on, waiting.name, { ...event, ...occasion(state, at) }, {}, waiting.cells, agents);
  if (!call.ok) return call.refusal;
  const [result] = runCalls(state, runner, subcontract, [call.value]);
  if (result === undefined) return { code: 'contract_fault', detail: 'no answer' };
  turn.burn(subcontract.id, result.gas);
  if (!result.ok) return { code: result.code, detail: result.detail };
  if (Object.keys(result.state).length > 0) turn.wroteCells(subcontract.id);
  return turn.inChain([...deed.via, nameOf(deed, waiting)], () => applyResult(turn, subcontract, item, call.value, result));
}

function named(deed: Deed, waiting: Waiting, { code, detail }: Refusal): Refusal {
  return { code, detail: `${[...deed.via, nameOf(deed, waiting)].join(' → ')}: ${detail}` };
}

function nameOf(deed: Deed, { subcontract, name }: Waiting): string {
  return `${subcontract} (${deed.on}.${name})`;
}
