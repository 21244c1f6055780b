import { gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { serviceWorker } from './service-worker.ts';

type Bundle = Parameters<Extract<Plugin['writeBundle'], (...args: never) => unknown>>[1];
type Chunk = Extract<Bundle[string], { type: 'chunk' }>;

/** Gzipped JavaScript of the first load: the budget of the design. */
const scriptMax = 200_000;

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
  },
  worker: { format: 'es' },
  server: { proxy: { '/api': server, '/log': server } },
  preview: { proxy: { '/api': server, '/log': server } },
});

/** Prints what a first visit loads, and fails when the scripts outgrow the budget. */
function budget(): Plugin {
  return {
    name: 'frankpledge-budget',
    apply: 'build',
    writeBundle(_options, bundle) {
      const scripts = [...firstLoad(bundle)].reduce((sum, file) => sum + gzipSync(file.code).length, 0);
      this.info(`first load: ${kb(scripts)} kB of gzipped JavaScript (at most ${kb(scriptMax)} kB)`);
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
