/**
 * A subcontract's calls within an entry. One batch goes over for all items; as soon as the kernel refuses what one item proposed, or something
 * else changed the subcontract's cells, the rest is run one call at a time, so that the result depends on the log alone.
 */
import type { RefusalCode } from '../vocabulary/refusals.ts';
import type { Refusal } from '../vocabulary/result.ts';
import type { Call, CallResult, ContractRunner } from '../vocabulary/runner.ts';
import { applyResult, runCalls } from './calls.ts';
import { wakeChain } from './chain.ts';
import type { Subcontract } from './state.ts';
import type { Turn } from './turn-state.ts';

export type CallRules = {
  /** Something else changes its cells between the items: another version of it. */
  readonly oneByOne?: boolean;
  /** The record as of which it is asked whom the subcontract binds; left out: now. */
  readonly asOf?: number;
};

/** Calls of one version of a subcontract within an entry, in order; answers are asked for item by item. */
export class ContractCalls {
  readonly #turn: Turn;
  readonly #runner: ContractRunner;
  readonly #subcontract: Subcontract;
  readonly #calls = new Map<number, Call>();
  #results: Map<number, CallResult> | null = null;
  /** How often wakings had changed the subcontract's cells when the results were computed. */
  #writes = 0;
  readonly #asOf: number | undefined;

  constructor(turn: Turn, runner: ContractRunner, subcontract: Subcontract, { oneByOne = false, asOf }: CallRules = {}) {
    if (oneByOne) this.#results = new Map();
    this.#asOf = asOf;
    this.#turn = turn;
    this.#runner = runner;
    this.#subcontract = subcontract;
  }

  add(item: number, call: Call): void {
    this.#calls.set(item, call);
  }

  /** Runs one item's call (or takes its result from the batch) and applies it with all that it wakes: all of it, or nothing and the refusal. */
  apply(item: number): Refusal | null {
    const call = this.#calls.get(item);
    if (call === undefined) return null;
    const result = this.#result(item, call);
    this.#turn.burn(this.#subcontract.id, result.gas);
    if (!result.ok) return { code: result.code, detail: isFault(result.code) ? `${call.group}${call.name === '' ? '' : `.${call.name}`}: ${result.detail}` : result.detail };
    const point = this.#turn.savepoint();
    const refusal = applyResult(this.#turn, this.#subcontract, item, call, result, this.#asOf) ?? this.#wakeOthers(item);
    if (refusal === null) return null;
    this.#turn.rollback(point);
    this.#results = new Map(); // what follows was computed on a state that didn't come to be
    return refusal;
  }

  #wakeOthers(item: number): Refusal | null {
    const refusal = wakeChain(this.#turn, this.#runner, item);
    return refusal === null ? null : { code: refusal.code, detail: `${this.#subcontract.id} → ${refusal.detail}` };
  }

  #result(item: number, call: Call): CallResult {
    const writes = this.#turn.cellWrites(this.#subcontract.id);
    if (this.#results !== null && this.#writes !== writes) this.#results = new Map();
    if (this.#results === null) {
      this.#writes = writes;
      const results = runCalls(this.#turn.state, this.#runner, this.#subcontract, [...this.#calls.values()]);
      this.#results = new Map([...this.#calls.keys()].map((key, index) => [key, results[index] as CallResult]));
    }
    return this.#results.get(item) ?? (runCalls(this.#turn.state, this.#runner, this.#subcontract, [call])[0] as CallResult);
  }
}

/** Failures of the code rather than answers of the rule: they name the handler, for the kit's author. */
function isFault(code: RefusalCode): boolean {
  return code === 'contract_fault' || code === 'out_of_gas' || code === 'bad_effect';
}
