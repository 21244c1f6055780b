import { gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Gzipped JavaScript of the first load: the budget of the design. */
const scriptMax = 200_000;

const server = process.env['FRANKPLEDGE_URL'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), budget()],
  build: {
    target: 'es2023',
    // The server's policy allows scripts and styles from files alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { proxy: { '/api': server } },
  preview: { proxy: { '/api': server } },
});

/** Prints what a first visit loads, and fails when the scripts outgrow the budget. */
function budget(): Plugin {
  return {
    name: 'frankpledge-budget',
    apply: 'build',
    writeBundle(_options, bundle) {
      let scripts = 0;
      for (const file of Object.values(bundle)) {
        if (file.type === 'chunk') scripts += gzipSync(file.code).length;
      }
      this.info(`first load: ${kb(scripts)} kB of gzipped JavaScript (at most ${kb(scriptMax)} kB)`);
      if (scripts > scriptMax) this.error(`the page's scripts outgrew their budget: ${kb(scripts)} of ${kb(scriptMax)} kB`);
    },
  };
}

function kb(bytes: number): string {
  return (bytes / 1000).toFixed(1);
}
