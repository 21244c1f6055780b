/** The fast engine on Node, with its code at hand. Loading this file changes nothing; its sandbox hardens the thread for good, so it has one of its own. */
import { readEngine } from '../adapters/installation/engine.ts';
import { readLibrary } from '../adapters/installation/library.ts';
import { isCompilersOwn } from '../compiler/emitted.ts';
import { createFastRunner, hardenThread, type FastRunner } from '../sandbox/fast.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import type { CodeSandbox } from '../vocabulary/runner.ts';

export type FastSandbox = CodeSandbox & { readonly runner: FastRunner };

/** Once a thread. */
export async function createFastSandbox(): Promise<FastSandbox> {
  const codes = new Map<string, string>();
  const record = await createSandbox((hash) => codes.get(hash), readEngine());
  const library = readLibrary();
  hardenThread();
  const runner = createFastRunner({ codes: (hash) => codes.get(hash), proven: (code) => isCompilersOwn(code, library), record });
  return {
    runner, hash: record.sandboxHash, add: (hash, code) => void codes.set(hash, code),
    forget() {
      runner.forget();
      record.forget();
    },
  };
}
