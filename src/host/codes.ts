/** The sandbox with its code at hand: compiled contracts by hash, added as kits are adopted or a log is taken up. */
import { createSandbox } from '../sandbox/sandbox.ts';
import { readEngine } from '../adapters/installation/engine.ts';
import type { ContractRunner } from '../vocabulary/runner.ts';

export type CodeSandbox = {
  readonly runner: ContractRunner;
  /** SHA-256 in hex of the engine's Wasm file. */
  readonly hash: string;
  add(codeHash: string, code: string): void;
  /** Drops what instances keep of agreed terms. */
  forget(): void;
};

export async function createCodeSandbox(): Promise<CodeSandbox> {
  const codes = new Map<string, string>();
  const sandbox = await createSandbox((hash) => codes.get(hash), readEngine());
  return { runner: sandbox, hash: sandbox.sandboxHash, add: (hash, code) => void codes.set(hash, code), forget: () => sandbox.forget() };
}
