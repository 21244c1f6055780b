/** The engine of record on Node, with its code at hand. */
import { readEngine } from '../adapters/installation/engine.ts';
import { codeSandboxOver } from '../sandbox/code-sandbox.ts';
import type { CodeSandbox } from '../vocabulary/runner.ts';

export function createCodeSandbox(): Promise<CodeSandbox> {
  return codeSandboxOver(readEngine());
}
