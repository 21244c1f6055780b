// Node-RED in a process of its own, with a flow over a broker: no editor, no HTTP, no telemetry.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNode, type Child } from './children.ts';
import { peerFile } from './peer.ts';

const settings = {
  flowFile: 'flows.json',
  httpAdminRoot: false,
  httpNodeRoot: false,
  credentialSecret: false,
  telemetry: { enabled: false },
  logging: { console: { level: 'warn', metrics: false, audit: false } },
};

/** @throws PeersMissing when Node-RED isn't installed */
export function startNodeRed(flows: readonly object[], lifeMsMax: number): Pick<Child, 'stop' | 'printed' | 'pid'> {
  const red = peerFile('node-red/red.js');
  const room = mkdtempSync(join(tmpdir(), 'bench-node-red-'));
  writeFileSync(join(room, 'settings.cjs'), `module.exports = ${JSON.stringify(settings)};`);
  writeFileSync(join(room, 'flows.json'), JSON.stringify(flows));
  const child = startNode(red, ['--userDir', room, '--settings', join(room, 'settings.cjs')], { cwd: room, lifeMsMax });
  return {
    pid: child.pid, printed: () => child.printed(),
    async stop() {
      await child.stop();
      rmSync(room, { recursive: true, force: true });
    },
  };
}

/** Nodes of one tab, beside the broker that they use. */
export function flowNodes(tab: string) {
  const common = { z: tab };
  return {
    beginning: (label: string, port: number): object[] => [
      { id: tab, type: 'tab', label, disabled: false },
      {
        id: 'broker', type: 'mqtt-broker', broker: '127.0.0.1', port: String(port), clientid: '', autoConnect: true, usetls: false,
        protocolVersion: '4', keepalive: '60', cleansession: true, autoUnsubscribe: true,
      },
    ],
    mqttIn: (id: string, topic: string, next: string, datatype: 'json' | 'utf8' = 'json'): object =>
      ({ id, type: 'mqtt in', ...common, topic, qos: '1', datatype, broker: 'broker', inputs: 0, wires: [[next]] }),
    mqttOut: (id: string, topic: string): object =>
      ({ id, type: 'mqtt out', ...common, topic, qos: '1', retain: 'false', broker: 'broker', wires: [] }),
    code: (id: string, func: string, next: string): object =>
      ({ id, type: 'function', ...common, func, outputs: 1, timeout: 0, noerr: 0, initialize: '', finalize: '', libs: [], wires: [[next]] }),
  };
}
