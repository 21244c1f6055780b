/**
 * The contract runner of record: contract code in QuickJS compiled to Wasm, one instance for each code, made anew after a trap.
 * A batch goes over as one text and comes back as one.
 */
import { gasPerCallMax, type Batch, type Call, type CallResult, type ContractRunner } from '../vocabulary/runner.ts';
import type { Json } from '../vocabulary/json.ts';
import { compileEngine, type EngineFiles } from './engine.ts';
import { createInstances, readAnswer, Trap } from './instances.ts';

export type Sandbox = ContractRunner & {
  /** SHA-256 in hex of the engine's Wasm file. */
  readonly sandboxHash: string;
  /** Engine's words for the last failure, for a kit's author; never in the log, because engines differ in them. */
  lastFailure(): string | undefined;
  /** Instances made so far: after a trap there is one more. */
  instancesMade(): number;
  /** Drops all instances, and with them the terms that they keep. */
  forget(): void;
};

/** @param codes compiled code by its hash; whoever hands it in has compiled it, and so checked it and its hash */
export async function createSandbox(codes: (hash: string) => string | undefined, files: EngineFiles): Promise<Sandbox> {
  const make = await compileEngine(files);
  const instances = createInstances(codes, (code) => {
    const { serve, dispose } = make(code);
    return { serve: (input) => readAnswer(serve(JSON.stringify(input))), dispose };
  });
  let trap: string | undefined;

  function runApart(batch: Batch): readonly CallResult[] {
    const state: { [key: string]: Json } = { ...batch.state };
    return batch.calls.map((call) => {
      const result = runOne(batch, call, state);
      if (result.ok) for (const [key, value] of Object.entries(result.state)) Object.defineProperty(state, key, { value, writable: true, enumerable: true, configurable: true });
      return result;
    });
  }

  function runOne(batch: Batch, call: Call, state: { readonly [key: string]: Json }): CallResult {
    try {
      return crossed(batch, [call], state)[0] as CallResult;
    } catch (error) {
      if (!(error instanceof Trap)) throw error;
      instances.drop(batch.code);
      trap = error.message;
      return error.kind === 'time'
        ? { ok: false, code: 'out_of_gas', detail: 'the code did not end and was stopped', gas: gasPerCallMax }
        : { ok: false, code: 'contract_fault', detail: 'the engine stopped the code', gas: gasPerCallMax };
    }
  }

  function crossed(batch: Batch, calls: readonly Call[], state: Batch['state']): readonly CallResult[] {
    const results = instances.cross(batch, calls, state);
    if (results.some(({ ok }) => !ok)) trap = undefined;
    return results;
  }

  return {
    sandboxHash: files.sha256,
    lastFailure: () => trap ?? instances.failure(),
    instancesMade: () => instances.made(),
    forget: () => instances.forget(),
    has: (hash) => instances.has(hash),
    run(batch) {
      if (batch.calls.length === 0) return [];
      try {
        return crossed(batch, batch.calls, batch.state);
      } catch (error) {
        if (!(error instanceof Trap)) throw error;
        instances.drop(batch.code);
        return runApart(batch); // only the call that traps shall fail
      }
    },
  };
}
