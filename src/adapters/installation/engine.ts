/** The engine's Wasm file and loader on Node: the sandbox itself reads no file. A browser hands in its own. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { EngineFiles } from '../../sandbox/engine.ts';

export function readEngine(): EngineFiles {
  const require = createRequire(import.meta.url);
  const wasm = readFileSync(require.resolve('@jitl/quickjs-wasmfile-release-sync/wasm'));
  return {
    wasm,
    sha256: createHash('sha256').update(wasm).digest('hex'),
    // The CommonJS build: the one for Node's `import` awaits before it instantiates.
    load: require('@jitl/quickjs-wasmfile-release-sync/emscripten-module') as EngineFiles['load'],
  };
}
