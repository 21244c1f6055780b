/**
 * QuickJS compiled to Wasm, one instance for each contract, made synchronously: the kernel that calls is synchronous, so instances must be
 * made anew in the middle of a call. Emscripten's loader is asynchronous, but reaches the point where its module is usable before its first
 * `await`, when `instantiateWasm` answers at once.
 */
import { QuickJSFFI } from '@jitl/quickjs-wasmfile-release-sync/ffi';
import { QuickJSWASMModule, type QuickJSContext, type QuickJSHandle, type QuickJSRuntime } from 'quickjs-emscripten-core';
import { hardenScript, instantiateScript } from './harden.ts';
import { Trap } from './instances.ts';

// The part of the platform's WebAssembly that is used: neither Node's types nor the language's declare it.
type WasmModule = { readonly wasm: true };
type WasmExports = { readonly [name: string]: unknown };
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<WasmModule>;
  Instance: new (compiled: WasmModule, imports: object) => { readonly exports: WasmExports };
};

export type EngineFiles = {
  readonly wasm: Uint8Array;
  /** In hex; goes into the log. */
  readonly sha256: string;
  /** The Emscripten loader: a build that doesn't await before it calls `instantiateWasm`. */
  readonly load: (options: object) => Promise<unknown>;
};

/** Above what gas lets checked code take, so that gas ends it first. */
const memoryMax = 64 * 1024 * 1024;
/** The engine's own stack: some five times what checked code can need, and ended well before the host's stack is. */
const stackBytesMax = 192 * 1024;
/** Interrupts come once in 10,000 backward jumps and function entries: this many for one crossing. Gas ends checked code far earlier. */
const interruptsMax = 400;

type Instance = {
  /** JSON text in and out. @throws Trap; the instance is then of no more use */
  serve(input: string): string;
  dispose(): void;
};

/** Compiles the Wasm file once; what it returns makes an instance for compiled code, synchronously. */
export async function compileEngine(files: EngineFiles): Promise<(code: string) => Instance> {
  const compiled = await WebAssembly.compile(files.wasm);
  return (code) => makeInstance(instantiate(compiled, files.load), code);
}

type Emscripten = {
  HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  _QTS_NewString(context: number, text: number): number;
};

function instantiate(compiled: WasmModule, load: EngineFiles['load']): Emscripten {
  let ready = false;
  const options = {
    // A trap is reported as a Trap; the engine writes nothing.
    print: () => undefined,
    printErr: () => undefined,
    instantiateWasm(imports: object, use: (instance: { exports: WasmExports }) => void): object {
      const { exports } = new WebAssembly.Instance(compiled, imports);
      const construct = exports[constructors] as () => void;
      let constructed = false;
      const once = { ...exports, [constructors]: () => {
        if (!constructed) construct();
        constructed = true;
      } };
      use({ exports: once });
      once[constructors]();
      ready = true;
      return once;
    },
  };
  void load(options); // settles later, with nothing left to do
  if (!ready) throw new Error('this build of the engine awaits before it instantiates; load the CommonJS or the browser build');
  return options as unknown as Emscripten;
}

/** Emscripten's `__wasm_call_ctors` in the pinned build. */
const constructors = 'u';

function makeInstance(module: Emscripten, code: string): Instance {
  const quickjs = new QuickJSWASMModule(module as never, new QuickJSFFI(module as never) as never);
  let interrupts = 0;
  const runtime: QuickJSRuntime = quickjs.newRuntime({
    memoryLimitBytes: memoryMax, maxStackSizeBytes: stackBytesMax, interruptHandler: () => ++interrupts > interruptsMax,
  });
  const context: QuickJSContext = runtime.newContext({
    intrinsics: {
      BaseObjects: true, Eval: true, JSON: true, MapSet: true,
      Date: false, StringNormalize: false, RegExp: false, RegExpCompiler: false, Proxy: false, TypedArrays: false, Promise: true,
    } as never,
  });
  const evaluate = (text: string, name: string): QuickJSHandle => take(context, () => context.evalCode(text, name, { type: 'global' }));
  evaluate(hardenScript, 'harden.js').dispose();
  const instantiateIt = evaluate(instantiateScript, 'instantiate.js');
  const make = evaluate(code, 'contract.js');
  const run = take(context, () => context.callFunction(instantiateIt, context.undefined, make));
  return {
    serve(input) {
      interrupts = 0;
      const text = context.newString(input);
      const answer = take(context, () => context.callFunction(run, context.undefined, text));
      text.dispose();
      const output = context.getString(answer);
      answer.dispose();
      return output;
    },
    // The instance's memory goes as a whole with the last reference to the module: a trapped engine isn't taken apart.
    dispose() { runtime.removeInterruptHandler(); },
  };
}

function take(context: QuickJSContext, work: () => ReturnType<QuickJSContext['evalCode']>): QuickJSHandle {
  let result: ReturnType<QuickJSContext['evalCode']>;
  try {
    result = work();
  } catch (error) {
    throw new Trap('other', error instanceof Error ? error.message : 'the engine stopped'); // a trap of the Wasm itself
  }
  if (result.error === undefined) return result.value;
  const message = describe(context, result.error);
  throw new Trap(message.includes('interrupted') ? 'time' : message.includes('out of memory') ? 'memory' : 'other', message);
}

function describe(context: QuickJSContext, error: QuickJSHandle): string {
  try {
    const thrown = context.getProp(error, 'message');
    const message = context.typeof(thrown) === 'string' ? context.getString(thrown) : 'the code threw';
    thrown.dispose();
    error.dispose();
    return message;
  } catch {
    return 'the engine stopped';
  }
}
