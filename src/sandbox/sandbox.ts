/**
 * The contract runner of record: contract code in QuickJS compiled to Wasm, one instance for each code, made anew after a trap.
 * A batch goes over as one text and comes back as one; results never depend on how calls are batched.
 */
import type { ServeHead, ServeInput } from '../contract/crossing.ts';
import { isRefusalCode } from '../vocabulary/refusals.ts';
import { gasPerCallMax, type Batch, type Call, type CallResult, type ContractRunner } from '../vocabulary/runner.ts';
import { isObject, type Json } from '../vocabulary/json.ts';
import { compileEngine, Trap, type EngineFiles } from './engine.ts';

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

/** Instances at a time: each takes some megabytes. The one that was used longest ago goes first. */
const instancesMax = 64;
/** Setups that an instance keeps. */
const setupsMax = 4096;

type Instance = ReturnType<Awaited<ReturnType<typeof compileEngine>>>;
type Kept = { readonly instance: Instance; readonly setups: Set<string> };

/** @param codes compiled code by its hash; whoever hands it in has compiled it, and so checked it and its hash */
export async function createSandbox(codes: (hash: string) => string | undefined, files: EngineFiles): Promise<Sandbox> {
  const make = await compileEngine(files);
  const instances = new Map<string, Kept>(); // in order of last use
  let failure: string | undefined;
  let made = 0;

  function instanceOf(hash: string): Kept {
    let kept = instances.get(hash);
    if (kept !== undefined) instances.delete(hash);
    else {
      const code = codes(hash);
      if (code === undefined) throw new Error(`the sandbox was asked for code that it has not: ${hash}`);
      made += 1;
      kept = { instance: make(code), setups: new Set() };
    }
    instances.set(hash, kept);
    const [oldest] = instances.keys();
    if (instances.size > instancesMax && oldest !== undefined) drop(oldest);
    return kept;
  }

  function drop(hash: string): void {
    instances.get(hash)?.instance.dispose();
    instances.delete(hash);
  }

  /** @throws Trap */
  function cross(batch: Batch, calls: readonly Call[], state: { readonly [key: string]: Json }): readonly CallResult[] {
    const kept = instanceOf(batch.code);
    const answer = kept.instance.serve(inputOf(batch, calls, state, kept.setups));
    const results = parseResults(answer, calls.length);
    for (const one of results) if (!one.ok) failure = wordsOf(one);
    return results.map(knownCode);
  }

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
      return cross(batch, [call], state)[0] as CallResult;
    } catch (error) {
      return trapped(batch.code, error);
    }
  }

  function trapped(hash: string, error: unknown): CallResult {
    if (!(error instanceof Trap)) throw error;
    drop(hash);
    failure = error.message;
    return error.kind === 'time'
      ? { ok: false, code: 'out_of_gas', detail: 'the code did not end and was stopped', gas: gasPerCallMax }
      : { ok: false, code: 'contract_fault', detail: 'the engine stopped the code', gas: gasPerCallMax };
  }

  return {
    sandboxHash: files.sha256,
    lastFailure: () => failure,
    instancesMade: () => made,
    forget: () => { for (const hash of instances.keys()) drop(hash); },
    has: (hash) => instances.has(hash) || codes(hash) !== undefined,
    run(batch) {
      if (batch.calls.length === 0) return [];
      try {
        return cross(batch, batch.calls, batch.state);
      } catch (error) {
        if (!(error instanceof Trap)) throw error;
        drop(batch.code);
        return runApart(batch); // only the call that traps shall fail
      }
    },
  };
}

function inputOf(batch: Batch, calls: readonly Call[], state: { readonly [key: string]: Json }, setups: Set<string>): string {
  const texts: { [key: string]: string } = {};
  for (const key of Object.keys(state)) {
    const text = JSON.stringify(state[key]);
    if (key === '__proto__') Object.defineProperty(texts, key, { value: text, enumerable: true });
    else texts[key] = text;
  }
  const forget = setups.size >= setupsMax && !setups.has(batch.setup);
  if (forget) setups.clear();
  const input: ServeInput = {
    setup: batch.setup, state: texts, ...headed(calls),
    ...(forget ? { forget } : {}),
    ...(setups.has(batch.setup) ? {} : { agreed: { terms: batch.terms, parties: batch.parties } }),
  };
  setups.add(batch.setup);
  return JSON.stringify(input);
}

function headed(calls: readonly Call[]): Pick<ServeInput, 'heads' | 'calls'> {
  const heads: ServeHead[] = [];
  const places = new Map<string, number>();
  return { heads, calls: calls.map(({ group, name, cells, event, view }) => {
    const text = JSON.stringify([group, name, cells]);
    let place = places.get(text);
    if (place === undefined) {
      place = heads.push({ group, name, cells }) - 1;
      places.set(text, place);
    }
    return [place, event, view];
  }) };
}

/** The shape alone; the kernel checks each effect. @throws Trap for what only code that by-passed the checker can give */
function parseResults(answer: string, count: number): readonly CallResult[] {
  let results: unknown;
  try {
    results = JSON.parse(answer);
  } catch {
    throw new Trap('other', 'the engine gave no JSON');
  }
  if (!Array.isArray(results) || results.length !== count || !results.every(isResult)) throw new Trap('other', 'the engine gave something else than results');
  return results as readonly CallResult[];
}

function isResult(one: unknown): one is CallResult {
  if (!isObject(one) || !Number.isSafeInteger(one['gas'])) return false;
  if (one['ok'] === true) return isObject(one['state']) && Array.isArray(one['effects']);
  return one['ok'] === false && typeof one['detail'] === 'string' && typeof one['code'] === 'string';
}

/** The checker knows the codes that are written out; one that is computed may be none. */
function knownCode(result: CallResult): CallResult {
  if (result.ok || isRefusalCode(result.code)) return result;
  return { ok: false, code: 'contract_fault', detail: `the contract refuses with an unknown code: ${String(result.code).slice(0, 100)}`, gas: result.gas };
}

/** Takes the engine's own words out of a failed result. */
function wordsOf(result: CallResult & { ok: false }): string {
  const own = result as { debug?: string };
  const words = own.debug ?? result.detail;
  delete own.debug;
  return words;
}
