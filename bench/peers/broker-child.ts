// The broker's process: `node broker-child.ts aedes|mosquitto`. Prints its port once it listens. Started by broker.ts.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { mosquittoPath } from './broker.ts';
import { peerPackage } from './peer.ts';

const host = '127.0.0.1';
const startTriesMax = 100;

const kind = process.argv[2];
console.log(kind === 'mosquitto' ? await startMosquitto() : await startAedes());

async function startAedes(): Promise<number> {
  const { Aedes } = await peerPackage<{ Aedes: { createBroker(): Promise<{ handle(socket: Socket): void }> } }>('aedes');
  const broker = await Aedes.createBroker();
  return listen(createServer({ noDelay: true }, (socket) => broker.handle(socket)));
}

/** Mosquitto can't say which port it took, so it gets one that was free a moment ago. */
async function startMosquitto(): Promise<number> {
  const probe = createServer();
  const port = await listen(probe);
  await new Promise((closed) => probe.close(closed));

  const room = mkdtempSync(join(tmpdir(), 'bench-mosquitto-'));
  const settings = join(room, 'mosquitto.conf');
  writeFileSync(settings, `listener ${port} ${host}\nallow_anonymous true\nset_tcp_nodelay true\npersistence false\nlog_type error\n`);
  const mosquitto = spawn(mosquittoPath, ['-c', settings], { stdio: 'inherit' });
  process.on('SIGTERM', () => mosquitto.kill());
  process.on('exit', () => {
    mosquitto.kill('SIGKILL');
    rmSync(room, { recursive: true, force: true });
  });
  mosquitto.on('exit', (code) => process.exit(code ?? 1));
  for (let tries = 0; tries < startTriesMax; tries++) {
    if (await answers(port)) return port;
    await pause(50);
  }
  throw new Error('mosquitto does not listen');
}

async function listen(server: Server): Promise<number> {
  server.listen(0, host);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, host);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
