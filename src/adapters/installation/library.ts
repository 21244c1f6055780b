/** The library's sources and the type stripper from this installation: the compiler itself reads no file. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { libraryFiles, type LibrarySources } from '../../compiler/bundle.ts';

/** Reads `src/` once; hand the result to `compile`. */
export function readLibrary(): LibrarySources {
  const files: { [path: string]: string } = {};
  for (const path of [...libraryFiles, 'contract/index.ts']) {
    files[path] = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8').replaceAll('\r\n', '\n');
  }
  return { files, strip, sha256: (text) => createHash('sha256').update(text, 'utf8').digest('hex') };
}

type Amaro = { transformSync(source: string, options: { readonly mode: 'strip-only' }): { readonly code: string } };

const require = createRequire(import.meta.url);
let amaro: Amaro | undefined;

/**
 * The pinned amaro, never Node's own copy of it, so that the bytes are the same on every version. When nesting overflows its stack, its
 * Wasm memory is spoilt for whatever comes next: then it is loaded anew.
 */
function strip(source: string): string {
  amaro ??= require('amaro') as Amaro;
  try {
    return amaro.transformSync(source, { mode: 'strip-only' }).code;
  } catch (error) {
    if (error instanceof Error) {
      amaro = undefined;
      for (const path of Object.keys(require.cache)) if (/[\\/]amaro[\\/]/.test(path)) Reflect.deleteProperty(require.cache, path);
    }
    throw error;
  }
}
