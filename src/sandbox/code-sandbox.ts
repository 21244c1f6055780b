/** The engine of record with its code at hand, for whoever hands in the engine's files: Node reads them from its packages, a browser fetches them. */
import type { CodeSandbox } from '../vocabulary/runner.ts';
import type { EngineFiles } from './engine.ts';
import { createSandbox } from './sandbox.ts';

export async function codeSandboxOver(files: EngineFiles): Promise<CodeSandbox> {
  const codes = new Map<string, string>();
  const sandbox = await createSandbox((hash) => codes.get(hash), files);
  return { runner: sandbox, hash: sandbox.sandboxHash, add: (hash, code) => void codes.set(hash, code), forget: () => sandbox.forget() };
}
