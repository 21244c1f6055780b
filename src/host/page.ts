/** The page's files: built when they are missing or older than their sources. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** What the page is made of: its own sources, and those that it shares with the server. */
export const pageSources = [
  'web/src', 'web/public', 'messages', 'web/index.html', 'web/package.json', 'web/vite.config.ts', 'web/service-worker.ts', 'src/vocabulary', 'src/decisions', 'src/kernel', 'src/sensing', 'src/log', 'src/views', 'src/notices',
  'src/ledger', 'src/bank', 'src/sandbox', 'src/adapters/bank', 'src/adapters/keys', 'src/host/log-client.ts', 'src/host/log-records.ts',
];
/** The end of what the build printed, for the message when it fails. */
const printedMax = 2000;

export const pageFolder = join(root, 'web', 'dist');

/** The page can't be built. */
export class PageError extends Error {
  override readonly name = 'PageError';
  readonly code = 'page';
  readonly hint: string;
  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

export function isPageFresh(): boolean {
  const built = newest(join(pageFolder, 'index.html'));
  return built > 0 && pageSources.every((source) => newest(join(root, source)) <= built);
}

/** @throws PageError */
export async function buildPage(): Promise<void> {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  if (!existsSync(vite)) throw new PageError('the page isn\'t built, and what builds it isn\'t installed', 'Run `npm ci` in the folder of the sources.');
  const child = spawn(process.execPath, [vite, 'build'], { cwd: join(root, 'web'), stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { printed = (printed + chunk.toString()).slice(-printedMax); });
  const status = await new Promise((ended) => { child.on('error', (error) => { printed += error.message; ended(-1); }).on('close', ended); });
  if (status !== 0) throw new PageError(`the page can't be built:\n${printed.trim()}`, 'Run `npm run build:web` to see all of it.');
}

/** The time of the newest file at or below `path`; 0 when there is none. */
function newest(path: string): number {
  const about = statSync(path, { throwIfNoEntry: false });
  if (about === undefined) return 0;
  if (!about.isDirectory()) return isTest(path) ? 0 : about.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function isTest(path: string): boolean {
  return /(\.test\.tsx?|conformance\.ts)$/.test(path);
}
