// Child processes of the bench: each ends when told to, when this process ends, and when its time is up.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export type Child = {
  readonly pid: number;
  /** The first line on its standard output. */
  firstLine(): Promise<string>;
  /** Ends this very process, and waits until it has ended. */
  stop(): Promise<void>;
  /** What it printed last, for an error message. */
  printed(): string;
  readonly ended: boolean;
};

const preload = join(import.meta.dirname, 'child-preload.cjs');
const startMsMax = 30_000;
const stopMsMax = 5_000;
const printedMax = 4_000;

/** Starts `node file args`, for at most `lifeMsMax`. */
export function startNode(file: string, args: readonly string[], options: { cwd?: string; lifeMsMax: number }): Child {
  const child = spawn(process.execPath, ['--require', preload, file, ...args], {
    cwd: options.cwd ?? import.meta.dirname,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'], HOME: process.env['HOME'], NODE_ENV: 'production',
      NODE_RED_DISABLE_TELEMETRY: '1', BENCH_CHILD_MS: String(options.lifeMsMax),
    },
  });
  let printed = '';
  let beginning = '';
  const keep = (chunk: Buffer) => { printed = (printed + chunk.toString()).slice(-printedMax); };
  child.stdout.on('data', (chunk: Buffer) => {
    keep(chunk);
    if (!beginning.includes('\n')) beginning += chunk.toString();
  });
  child.stderr.on('data', keep);
  child.stdin.on('error', () => {}); // a child that has ended reads no more
  const killNow = () => { child.kill('SIGKILL'); };
  process.on('exit', killNow);
  const ended = once(child, 'exit').finally(() => process.off('exit', killNow));
  ended.catch(() => {});

  return {
    pid: child.pid ?? -1,
    get ended() { return child.exitCode !== null || child.signalCode !== null; },
    printed: () => printed,
    async firstLine() {
      const givenUp = AbortSignal.timeout(startMsMax);
      while (!beginning.includes('\n')) {
        await Promise.race([once(child.stdout, 'data', { signal: givenUp }), ended]).catch(() => {});
        if (givenUp.aborted || this.ended) throw new Error(`${file} did not start: ${printed}`);
      }
      return beginning.slice(0, beginning.indexOf('\n'));
    },
    async stop() {
      if (this.ended) return;
      child.stdin.end();
      child.kill('SIGTERM');
      const impatience = setTimeout(killNow, stopMsMax);
      await ended;
      clearTimeout(impatience);
    },
  };
}
