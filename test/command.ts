// The command line as a person calls it, in a process of its own.
import { spawn, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const flags = ['--disable-warning=ExperimentalWarning'];

export type Ran = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

export function frankpledge(args: readonly string[], env: NodeJS.ProcessEnv = {}, node: string = process.execPath): Ran {
  const done: SpawnSyncReturns<string> = spawnSync(node, [...flags, main, ...args], { encoding: 'utf8', env: { ...process.env, ...env }, maxBuffer: 1 << 28 });
  return { status: done.status, stdout: done.stdout, stderr: done.stderr };
}

/** Several at the same time. */
export function frankpledgeLater(args: readonly string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...flags, main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data: Buffer) => { stdout += data.toString(); });
    child.stderr.on('data', (data: Buffer) => { stderr += data.toString(); });
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
}
