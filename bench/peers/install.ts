// Installs the peers at the bench's first use: `node bench/peers/install.ts`, or called by the bench.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

const folder = import.meta.dirname;
const installMsMax = 15 * 60_000;

/**
 * Does nothing when what the lockfile names is there already.
 * @throws Error when npm fails
 */
export async function installPeers(say: (line: string) => void = (line) => console.error(line)): Promise<void> {
  if (isInstalled()) return;
  say('bench: installing the peers (npm ci --prefix bench/peers: Hardhat, solc, @ethereumjs/vm, Node-RED; Actual; 270 MB, once) …');
  const startedMs = performance.now();
  // npm leaves EDR's binary out when it runs on an older node than this one.
  const path = [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
  const npm = spawn('npm', ['ci', '--prefix', folder, '--loglevel=error'], {
    stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, PATH: path }, timeout: installMsMax,
  });
  const [code] = await once(npm, 'exit') as [number | null];
  if (code !== 0 || !isInstalled()) throw new Error(`bench: \`npm ci --prefix bench/peers\` failed (${code ?? 'stopped'})`);
  say(`bench: peers installed in ${Math.round((performance.now() - startedMs) / 1000)} s`);
}

type Locked = { packages: Record<string, { version?: string; optional?: boolean }> };

/** npm notes what it installed in a lockfile of the same form inside `node_modules`. */
function isInstalled(): boolean {
  const wanted = lockfile('package-lock.json');
  const found = lockfile(join('node_modules', '.package-lock.json'));
  if (wanted === undefined || found === undefined) return false;
  return Object.entries(wanted.packages).every(([path, { version, optional }]) =>
    path === '' || optional === true || found.packages[path]?.version === version);
}

function lockfile(path: string): Locked | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, path), 'utf8')) as Locked;
  } catch {
    return undefined;
  }
}

if (import.meta.main) await installPeers();
