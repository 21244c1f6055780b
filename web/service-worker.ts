/** Builds the service worker behind the app: one file at the top, which knows all of the app's files by their content. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin, type ResolvedConfig } from 'vite';

type Bundle = Parameters<Extract<Plugin['writeBundle'], (...args: never) => unknown>>[1];
type AppFile = { readonly url: string; readonly revision: string | null };

/** What only the checking of the whole log needs: it asks the server for that log anyway. */
const withConnection = /\.(wasm|map)$|\/worker-[\w-]+\.js$/;

export function serviceWorker(): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'frankpledge-service-worker',
    apply: 'build',
    configResolved(resolved) { config = resolved; },
    async writeBundle(_options, bundle) {
      const files = [...filesOf(bundle), ...publicFiles(config.publicDir)];
      await build({
        root: config.root, configFile: false, publicDir: false, logLevel: 'warn',
        define: { 'appFiles': JSON.stringify(files), 'process.env.NODE_ENV': '"production"' },
        build: {
          outDir: config.build.outDir, emptyOutDir: false, target: config.build.target || 'es2023', reportCompressedSize: false,
          rolldownOptions: { input: join(config.root, 'src/service-worker/sw.ts'), output: { format: 'iife', entryFileNames: 'sw.js' } },
        },
      });
    },
  };
}

/** What lies in assets/ is named by its content; the page isn't, and lies beside the service worker, wherever that is. */
function filesOf(bundle: Bundle): AppFile[] {
  return Object.values(bundle).filter(({ fileName }) => !withConnection.test(fileName)).map((file) => (file.fileName.startsWith('assets/')
    ? { url: `/${file.fileName}`, revision: null }
    : { url: file.fileName, revision: hashOf(file.type === 'chunk' ? file.code : file.source) }));
}

function publicFiles(folder: string): AppFile[] {
  return readdirSync(folder).map((name) => ({ url: `/${name}`, revision: hashOf(readFileSync(join(folder, name))) }));
}

function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}
