/**
 * The fast engine: compiled contract code in the engine that runs this program (V8 on Node), in a compartment of hardened JavaScript.
 * For a thread of its own, because hardening changes the thread's own objects for good.
 *
 * It has no caps of its own on memory, stack and time: it runs only code that the compiler wrote, which gas ends. What isn't proven to be
 * such goes to the engine of record, and so does what ends its instance here, and what takes so much that the other's caps might end it.
 */
import 'ses';
import type { ServeInput } from '../contract/crossing.ts';
import { isObject } from '../vocabulary/json.ts';
import type { Batch, CallResult, ContractRunner } from '../vocabulary/runner.ts';
import { createInstances, readAnswer, Trap, type Instance } from './instances.ts';

/**
 * Gas of one call up to which the engine of record has surely not interrupted it: 4,000,000 branches and calls are its cap, and the most that
 * a unit of gas buys is some 32 of them (counting a cell's bytes, eight for a letter of which four cost one).
 */
const gasTrustedMax = 100_000;

/** Freezes what all code of this thread shares. Once, before anything else runs in it. */
export function hardenThread(): void {
  lockdown({ errorTaming: 'unsafe', consoleTaming: 'unsafe', localeTaming: 'unsafe', overrideTaming: 'moderate', reporting: 'none', errorTrapping: 'none', unhandledRejectionTrapping: 'none' });
}

export type FastPorts = {
  readonly codes: (hash: string) => string | undefined;
  /** Whether code is the compiler's own, word for word but for the size of charges. */
  readonly proven: (code: string) => boolean;
  /** For what isn't. */
  readonly record: ContractRunner;
};

export type FastRunner = ContractRunner & {
  /** Drops all instances, and with them the terms that they keep. */
  forget(): void;
  /** Whether the code runs here and not in the engine of record. */
  isFast(code: string): boolean;
};

/** @throws Error on a thread that isn't hardened */
export function createFastRunner({ codes, proven, record }: FastPorts): FastRunner {
  if (!Object.isFrozen(Array.prototype)) throw new Error('the fast engine needs a hardened thread');
  const instances = createInstances(codes, makeInstance);
  const fast = new Map<string, boolean>();

  function isFast(hash: string): boolean {
    let known = fast.get(hash);
    if (known === undefined) {
      const code = codes(hash);
      known = code !== undefined && proven(code);
      fast.set(hash, known);
    }
    return known;
  }

  /** Undefined where the engine of record has the word. */
  function runHere(batch: Batch): readonly CallResult[] | undefined {
    try {
      const results = instances.cross(batch, batch.calls, batch.state);
      return results.every(({ gas }) => gas <= gasTrustedMax) ? results : undefined;
    } catch (error) {
      if (!(error instanceof Trap)) throw error;
      instances.drop(batch.code);
      fast.set(batch.code, false);
      return undefined;
    }
  }

  return {
    isFast,
    forget: () => instances.forget(),
    has: (hash) => codes(hash) !== undefined && record.has(hash),
    run(batch) {
      if (batch.calls.length === 0) return [];
      return (isFast(batch.code) ? runHere(batch) : undefined) ?? record.run(batch);
    },
  };
}

/** @throws Trap for what the engine can't read */
function makeInstance(code: string): Instance {
  let serve: (input: unknown) => string;
  try {
    serve = instantiate(code);
  } catch (error) {
    throw new Trap('other', wordsOf(error));
  }
  return {
    serve(input) {
      let answer: string;
      try {
        answer = serve(input);
      } catch (error) {
        throw new Trap('other', wordsOf(error));
      }
      return readAnswer(answer);
    },
    dispose: () => undefined,
  };
}

/**
 * The compartment's global object is empty when the contract itself is read, as in the engine of record. `undefined` is a name of the
 * global object too: as a parameter it is found at once, and not through the compartment's scope at each use.
 */
function instantiate(code: string): (input: unknown) => string {
  const compartment = new Compartment({ __options__: true, globals: { JSON: { parse: readInput, stringify: JSON.stringify } } });
  const make = compartment.evaluate(`(undefined)=>(\n${code}\n)`, {
    // Both look for words that a contract's texts may hold; the code is proven to hold nothing but texts of that kind.
    __evadeHtmlCommentTest__: true, __evadeImportExpressionTest__: true, __rejectSomeDirectEvalExpressions__: false,
  }) as (nothing: undefined) => () => (input: unknown) => string;
  const library = make(undefined);
  for (const name of Reflect.ownKeys(compartment.globalThis)) Reflect.deleteProperty(compartment.globalThis, name);
  return library();
}

/** What the code takes for `JSON.parse`: its input comes as it is, and is copied as if it had been written and read. */
function readInput(input: string | ServeInput): unknown {
  if (typeof input === 'string') return JSON.parse(input);
  const { agreed, calls } = input;
  return {
    ...input, calls: calls.map(([head, event, view]) => [head, copied(event), copied(view)]),
    ...(agreed === undefined ? {} : { agreed: copied(agreed) }),
  };
}

/** The value that `JSON.parse(JSON.stringify(value))` gives. */
function copied(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null; // -0 is written as 0
  if (Array.isArray(value)) return value.map((one: unknown) => (one === undefined ? null : copied(one)));
  if (!isObject(value)) return value;
  const copy: { [name: string]: unknown } = { ...value };
  // What is written below is the copy's own already, so that no name reaches what objects inherit.
  for (const name of Object.keys(copy)) {
    const one = copy[name];
    if (one === undefined) Reflect.deleteProperty(copy, name);
    else if (typeof one !== 'string') copy[name] = copied(one);
  }
  return copy;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : 'the engine stopped';
}
