/**
 * Instances of contract code in one engine, whichever it is: how a batch goes over and how its results come back. One instance for each
 * code; results never depend on how calls are batched.
 */
import type { ServeHead, ServeInput } from '../contract/crossing.ts';
import { isObject, type Json } from '../vocabulary/json.ts';
import { isRefusalCode } from '../vocabulary/refusals.ts';
import type { Batch, Call, CallResult } from '../vocabulary/runner.ts';

/** Why an instance ended. */
export class Trap extends Error {
  override readonly name = 'Trap';
  readonly kind: 'time' | 'memory' | 'other';
  constructor(kind: Trap['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

export type Instance = {
  /** The code's answer, read from its JSON text. @throws Trap; the instance is then of no more use */
  serve(input: ServeInput): unknown;
  dispose(): void;
};

export type Instances = {
  has(code: string): boolean;
  /** Runs calls of a batch on `state`, one result each. @throws Trap; the instance is then still to be dropped */
  cross(batch: Batch, calls: readonly Call[], state: Batch['state']): readonly CallResult[];
  drop(code: string): void;
  /** Drops all instances, and with them the terms that they keep. */
  forget(): void;
  /** Instances made so far: after a trap there is one more. */
  made(): number;
  /** Engine's words for the last failed call, for a kit's author; never in the log, because engines differ in them. */
  failure(): string | undefined;
};

/** Instances at a time: each takes some megabytes. The one that was used longest ago goes first. */
const instancesMax = 64;
/** Setups that an instance keeps. */
const setupsMax = 4096;

type Kept = { readonly instance: Instance; readonly setups: Set<string> };

/** @param codes compiled code by its hash */
export function createInstances(codes: (hash: string) => string | undefined, make: (code: string) => Instance): Instances {
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

  return {
    has: (hash) => instances.has(hash) || codes(hash) !== undefined,
    cross(batch, calls, state) {
      const kept = instanceOf(batch.code);
      const results = readResults(kept.instance.serve(inputOf(batch, calls, state, kept.setups)), calls.length);
      for (const one of results) if (!one.ok) failure = wordsOf(one);
      return results.map(knownCode);
    },
    drop,
    forget: () => { for (const hash of instances.keys()) drop(hash); },
    made: () => made,
    failure: () => failure,
  };
}

function inputOf(batch: Batch, calls: readonly Call[], state: { readonly [key: string]: Json }, setups: Set<string>): ServeInput {
  const texts: { [key: string]: string } = {};
  for (const key of Object.keys(state)) {
    const text = JSON.stringify(state[key]);
    // A plain write would reach what objects inherit.
    if (key in texts) Object.defineProperty(texts, key, { value: text, enumerable: true });
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
  return input;
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
function readResults(results: unknown, count: number): readonly CallResult[] {
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

/** What an engine gave as text. @throws Trap when it is no JSON */
export function readAnswer(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Trap('other', 'the engine gave no JSON');
  }
}
