// The command line as a person calls it: in a process of its own, or in this one, which is faster.
import { spawn, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { call } from '../src/cli/call.ts';

const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
/** Reading the sources is most of a short command's time. */
const cache = { NODE_COMPILE_CACHE: join(tmpdir(), 'frankpledge-test-compile-cache') };
const flags = ['--disable-warning=ExperimentalWarning'];

export type Ran = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

export function frankpledge(args: readonly string[], env: NodeJS.ProcessEnv = {}, node: string = process.execPath): Ran {
  const done: SpawnSyncReturns<string> = spawnSync(node, [...flags, main, ...args], { encoding: 'utf8', env: { ...process.env, ...cache, ...env }, maxBuffer: 1 << 28 });
  return { status: done.status, stdout: done.stdout, stderr: done.stderr };
}

/** Several at the same time. */
export function frankpledgeLater(args: readonly string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...flags, main, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...cache } });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data: Buffer) => { stdout += data.toString(); });
    child.stderr.on('data', (data: Buffer) => { stderr += data.toString(); });
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
}

/** In this process: one after the other. */
export async function frankpledgeHere(args: readonly string[]): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const { log, error } = console;
  console.log = (line: string) => void out.push(`${line}\n`);
  console.error = (line: string) => void err.push(`${line}\n`);
  try {
    return { status: await call(args), stdout: out.join(''), stderr: err.join('') };
  } finally {
    console.log = log;
    console.error = error;
  }
}
