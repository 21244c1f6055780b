/** The demonstration as people start it: its own process, at a free port. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** `link` opens the page; `url` is the server's address alone. */
export type RunningDemo = { readonly url: string; readonly link: string; readonly stop: () => Promise<void> };

/** @param speed how much faster than life it runs */
export async function startDemo(speed: number): Promise<RunningDemo> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/cli/main.ts', 'start', '--port', '0', '--speed', String(speed)], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => { said += chunk.toString(); });
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    if (child.exitCode === null) child.kill('SIGTERM');
    await ended;
  };
  const lines = createInterface({ input: child.stdout });
  const link = await Promise.race([
    (async () => { for await (const line of lines) if (line.startsWith('http')) return line.trim(); return undefined; })(),
    ended.then(() => undefined),
  ]);
  if (link === undefined) throw new Error(`the demonstration didn't start:\n${said}`);
  return { url: new URL(link).origin, link, stop };
}
