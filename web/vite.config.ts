import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { serviceWorker } from './service-worker.ts';

type Bundle = Parameters<Extract<Plugin['writeBundle'], (...args: never) => unknown>>[1];
type Chunk = Extract<Bundle[string], { type: 'chunk' }>;

type Modules = { getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null };

/** Gzipped JavaScript of the first load: the budget of the design. */
const scriptMax = 200_000;
/** The entry, what it imports, and the bundler's own few lines. */
const scriptFilesMax = 3;

const entry = join(import.meta.dirname, 'src/main.tsx');
/** The entry's modules, by their paths. */
const atOnce = new Set<string>();

const server = process.env['FRANKPLEDGE_URL'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), budget(), serviceWorker()],
  build: {
    target: 'es2023',
    // The server's policy allows scripts and styles from files alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: firstChunk }] } } },
  },
  worker: { format: 'es' },
  server: { proxy: { '/api': server, '/log': server } },
  preview: { proxy: { '/api': server, '/log': server } },
});

/**
 * What the entry imports at once is one file: on a phone's line thirty small ones take longer than all that is in them. The entry itself stays
 * out of it: what is loaded later imports from that file, and the entry isn't done before some of that is there.
 */
function firstChunk(id: string, modules: Modules): string | null {
  if (atOnce.size === 0) addImported(entry, modules);
  return id !== entry && atOnce.has(id) ? 'first' : null;
}

function addImported(id: string, modules: Modules): void {
  if (atOnce.has(id)) return;
  atOnce.add(id);
  for (const imported of modules.getModuleInfo(id)?.importedIds ?? []) addImported(imported, modules);
}

/** Prints what a first visit loads, and fails when the scripts outgrow the budget. */
function budget(): Plugin {
  return {
    name: 'frankpledge-budget',
    apply: 'build',
    writeBundle(_options, bundle) {
      const files = [...firstLoad(bundle)];
      const scripts = files.reduce((sum, file) => sum + gzipSync(file.code).length, 0);
      this.info(`first load: ${kb(scripts)} kB of gzipped JavaScript in ${files.length} files (at most ${kb(scriptMax)} kB in ${scriptFilesMax})`);
      if (files.length > scriptFilesMax) this.error(`the page's scripts are in ${files.length} files, where ${scriptFilesMax} are enough`);
      if (scripts > scriptMax) this.error(`the page's scripts outgrew their budget: ${kb(scripts)} of ${kb(scriptMax)} kB`);
    },
  };
}

/** The entry, and what it imports at once; what is loaded later, and workers, aren't in it. */
function firstLoad(bundle: Bundle): Set<Chunk> {
  const chunks = new Set<Chunk>();
  const add = (file: Bundle[string] | undefined): void => {
    if (file?.type !== 'chunk' || chunks.has(file)) return;
    chunks.add(file);
    for (const name of file.imports) add(bundle[name]);
  };
  for (const file of Object.values(bundle)) if (file.type === 'chunk' && file.isEntry) add(file);
  return chunks;
}

function kb(bytes: number): string {
  return (bytes / 1000).toFixed(1);
}
