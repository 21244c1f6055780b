// Witnesses in a process of their own, for log.ts: prints their policy lines, and ends with its standard input.
//   node bench/witnesses.ts COUNT ORIGIN LOG-KEY FOLDER
import { join } from 'node:path';
import { createLogClient } from '../src/host/log-client.ts';
import { runWitness } from '../src/host/run-witness.ts';

const [count = '5', origin = '', logKey = '', folder = ''] = process.argv.slice(2);
const witnesses = await Promise.all(Array.from({ length: Number(count) }, (_, i) => runWitness({
  folder: join(folder, `witness-${i}`), name: `witness-${i}`, origin, logKeys: [logKey], client: createLogClient('http://127.0.0.1:9'), listen: { host: '127.0.0.1', port: 0 }, tell: console.error,
})));
console.log(JSON.stringify(witnesses.map(({ policyLine }) => policyLine)));
process.stdin.on('end', () => void Promise.all(witnesses.map((witness) => witness.close())).then(() => process.exit(0))).resume();
