/** Mosquitto (Debian's package) on a free port of the loopback interface, for tests that need a broker of others'. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const path = '/usr/sbin/mosquitto';
const host = '127.0.0.1';

/** What to tell `test` as `skip`: false where it is there, and in CI, where it must be. */
export const withoutMosquitto: string | false = existsSync(path) || process.env['CI'] !== undefined ? false : `MOSQUITTO IS NOT INSTALLED (${path}): this was not tested`;

export type Mosquitto = {
  readonly port: number;
  readonly url: string;
  /** It listens when this resolves. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly remove: () => Promise<void>;
};

/** Not started yet. Sessions outlive a stop and a start. */
export async function prepareMosquitto(): Promise<Mosquitto> {
  const port = await freePort();
  const room = mkdtempSync(join(tmpdir(), 'frankpledge-mosquitto-'));
  const settings = join(room, 'mosquitto.conf');
  // As root it would give its rights away, and could then not write to the folder.
  writeFileSync(settings, [
    `listener ${port} ${host}`, 'allow_anonymous true', 'set_tcp_nodelay true', 'persistence true', `persistence_location ${room}/`,
    'log_dest stderr', 'log_type notice', 'log_type information', ...(process.getuid?.() === 0 ? ['user root'] : []), '',
  ].join('\n'));
  let child: ReturnType<typeof spawn> | undefined;
  const stop = async (): Promise<void> => {
    if (child === undefined) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    child = undefined;
    await ended;
  };
  return {
    port, url: `mqtt://${host}:${port}`, stop,
    async start() {
      const started = spawn(path, ['-c', settings], { stdio: ['ignore', 'ignore', 'pipe'] });
      child = started;
      let printed = '';
      await new Promise<void>((running, failed) => {
        started.on('error', failed);
        started.once('exit', () => failed(new Error(`mosquitto ended: ${printed}`)));
        started.stderr.on('data', (chunk: Buffer) => {
          printed += chunk.toString();
          if (/ running\n/.test(printed)) running();
        });
      });
    },
    async remove() {
      await stop();
      rmSync(room, { recursive: true, force: true });
    },
  };
}

/** Free a moment ago; Mosquitto can't say which port it took. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, host);
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((closed) => probe.close(closed));
  return port;
}
