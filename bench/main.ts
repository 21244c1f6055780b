// `npm run bench`: ours and the peers side by side in one run, round by round; figures and ratios as a table and as JSON.
//   npm run bench -- [--observations 2000] [--rounds 5] [--seed 1] [--only mqtt,sensing-join] [--json FILE] [--smoke]
import { spawnSync } from 'node:child_process';
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installPeers } from './peers/install.ts';
import { median, type Figure, type Measured, type PeerResult, type RunOptions, type ShownTable } from './peers/peer.ts';

type Budget = { readonly what: string; readonly ours: string; readonly peer: string; readonly atLeast?: number; readonly atMost?: number };

/** The budgets of the design, by the names of the rows that they compare. */
const budgets: readonly Budget[] = [
  { what: 'durable observations, signed batches of 100 ÷ EDR, one pre-signed transaction each', ours: 'Frankpledge, signed batches of 100', peer: 'EDR, signed, one observation a transaction', atLeast: 20 },
  { what: 'the same ÷ EDR with 100 observations in a transaction', ours: 'Frankpledge, signed batches of 100', peer: 'EDR, signed, 100 observations a transaction' },
  { what: 'durable observations, each signed by itself ÷ EDR with pre-signed transactions', ours: 'Frankpledge, each observation signed', peer: 'EDR, signed, one observation a transaction', atLeast: 4 },
  { what: 'MQTT QoS 1 in → durable ÷ Node-RED in → function → out, 1 in flight', ours: 'Frankpledge over MQTT, 1 in flight', peer: 'Node-RED over aedes, 1 in flight', atLeast: 1 },
  { what: 'MQTT QoS 1 in → durable ÷ Node-RED in → function → out, 100 in flight', ours: 'Frankpledge over MQTT, 100 in flight', peer: 'Node-RED over aedes, 100 in flight', atLeast: 1 },
  { what: 'cost of a turn at 10,000 members and 1,000 subcontracts ÷ at 10 and 1', ours: 'a turn at 10 members, 1 subcontracts', peer: 'a turn at 10000 members, 1000 subcontracts', atMost: 1.3 },
  { what: 'replay on the fast engine ÷ live', ours: 'replay, fast engine', peer: 'live, for the replay', atLeast: 3 },
  { what: 'replay on the engine of record ÷ live', ours: 'replay, engine of record', peer: 'live, for the replay' },
  { what: 'a past tried with other terms, on the fast engine ÷ live', ours: 'backtest, one version', peer: 'live, for the backtest' },
  { what: 'sensor readings over Mosquitto → fused, durable observations ÷ Node-RED with the same join in a function', ours: 'Frankpledge, sensors over mosquitto', peer: 'Node-RED, sensors over mosquitto' },
  { what: 'the same over the embedded broker ÷ Node-RED over aedes', ours: 'Frankpledge, sensors over embedded', peer: 'Node-RED, sensors over aedes' },
  { what: 'JavaScript of a first visit ÷ that of Actual', ours: 'Frankpledge, JavaScript over the line', peer: 'Actual, JavaScript over the line' },
  { what: 'first useful view on a slow phone, with a past behind it ÷ that of Actual, without one', ours: 'Frankpledge, first useful view', peer: 'Actual, first useful view' },
  { what: 'the same until it is interactive', ours: 'Frankpledge, interactive', peer: 'Actual, interactive' },
  { what: 'live with tiles, digests and cosigned heads ÷ without', ours: 'live, with tiles, digests, heads cosigned by 5 witnesses', peer: 'live, without tiles and signed heads', atLeast: 0.85 },
];

/** Each in a process of its own, so that none meets the other's heap. `peer` rows need the peers. */
const benches = [
  { file: 'durable.ts', peer: false }, { file: 'peers/edr.ts', peer: true }, { file: 'peers/ethereumjs.ts', peer: true },
  { file: 'mqtt.ts', peer: false }, { file: 'peers/node-red.ts', peer: true }, { file: 'turn-cost.ts', peer: false }, { file: 'log.ts', peer: false }, { file: 'replay.ts', peer: false }, { file: 'backtest.ts', peer: false }, { file: 'household.ts', peer: false }, { file: 'app.ts', peer: false }, { file: 'peers/actual.ts', peer: true },
  { file: 'sensing-join.ts', peer: false }, { file: 'sensing-memory.ts', peer: false }, { file: 'sensing-scale.ts', peer: false }, { file: 'sensing-learning.ts', peer: false }, { file: 'open-sets.ts', peer: false },
] as const;

const { values } = parseArgs({
  options: {
    observations: { type: 'string', default: '2000' }, rounds: { type: 'string', default: '5' }, seed: { type: 'string', default: '1' },
    only: { type: 'string' }, json: { type: 'string' }, smoke: { type: 'boolean', default: false },
  },
});
// A smoke run shows that every bench of ours runs and checks its end state; its figures mean nothing.
const options: RunOptions = values.smoke
  ? { observations: 200, rounds: 1, seed: 1 } : { observations: Number(values.observations), rounds: Number(values.rounds), seed: Number(values.seed) };

const nameOf = (file: string): string => file.replace(/^peers\/|\.ts$/g, '');
const only = values.only?.split(',');
const unknown = only?.find((name) => !benches.some(({ file }) => nameOf(file) === name));
if (unknown !== undefined) {
  console.error(`bench: there is no part ${unknown}; there are ${benches.map(({ file }) => nameOf(file)).join(', ')}`);
  process.exit(2);
}

if (!values.smoke) await installPeers();
const machine = machineLine();
const before = loadavg();
const results: PeerResult[] = [];
const figures: Figure[] = [];
const tables: ShownTable[] = [];
for (const { file, peer } of benches) {
  if (peer && values.smoke || only?.includes(nameOf(file)) === false) continue;
  console.error(`bench: ${file} (${options.rounds} rounds) …`);
  const measured = runOne(file);
  results.push(...measured.results ?? []);
  figures.push(...measured.figures ?? []);
  tables.push(...measured.tables ?? []);
}
const measuredOf = new Map([...results.map(({ name, perSecond }) => [name, perSecond] as const), ...figures.map(({ name, value }) => [name, value] as const)]);
const ratios = budgets.map((budget) => ratioOf(budget, measuredOf)).filter((ratio) => ratio !== undefined);
print(results, ratios);
printOthers(figures, tables);
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ options, machine, load: { before, after: loadavg() }, results, ratios, figures, tables }, null, 2)}\n`);

function runOne(file: string): Measured {
  const args = ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, file), '--observations', String(options.observations), '--rounds', String(options.rounds), '--seed', String(options.seed)];
  const child = spawnSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 64 * 1024 * 1024, timeout: 30 * 60_000 });
  if (child.status !== 0) throw new Error(`bench: ${file} failed (${child.status ?? child.signal ?? 'stopped'})`);
  return JSON.parse(child.stdout) as Measured;
}

type Ratio = { readonly what: string; readonly ratio: number; readonly budget: string; readonly kept: boolean | null };

/** @param measuredOf by the rows' names: how many a second, or another figure */
function ratioOf({ what, ours, peer, atLeast, atMost }: Budget, measuredOf: ReadonlyMap<string, number>): Ratio | undefined {
  const [mine, theirs] = [measuredOf.get(ours), measuredOf.get(peer)];
  if (mine === undefined || theirs === undefined) return undefined;
  const ratio = mine / theirs;
  const budget = atLeast !== undefined ? `≥ ${atLeast}` : atMost !== undefined ? `≤ ${atMost}` : '';
  return { what, ratio, budget, kept: atLeast !== undefined ? ratio >= atLeast : atMost !== undefined ? ratio <= atMost : null };
}

function print(rows: readonly PeerResult[], compared: readonly Ratio[]): void {
  console.log(`\n${machine}\nload before ${before[0]?.toFixed(1)}, after ${loadavg()[0]?.toFixed(1)}; ${options.observations} observations, medians of ${options.rounds} rounds, seed ${options.seed}\n`);
  console.log('| what | a second | rounds |\n| --- | ---: | --- |');
  for (const { name, perSecond, rounds } of rows) console.log(`| ${name} | ${format(perSecond)} | ${rounds.map(format).join(', ')} |`);
  console.log('\n| ratio | measured | budget | |\n| --- | ---: | --- | --- |');
  for (const { what, ratio, budget, kept } of compared) console.log(`| ${what} | ${ratio.toFixed(2)} | ${budget} | ${kept === null ? '' : kept ? 'kept' : 'missed'} |`);
  console.log('\nWhat each side does:');
  for (const { name, what } of rows) console.log(`- ${name}: ${what}.`);
}

/** What isn't a rate: the name says what of, and the text below what was done. */
function printOthers(others: readonly Figure[], shown: readonly ShownTable[]): void {
  if (others.length > 0) console.log('\n| what | measured | rounds |\n| --- | ---: | --- |');
  for (const { name, value, unit, digits, rounds = [] } of others) console.log(`| ${name} | ${value.toFixed(digits)} ${unit} | ${rounds.map((round) => round.toFixed(digits)).join(', ')} |`);
  for (const { name, what } of others) console.log(`${name === others[0]?.name ? '\n' : ''}- ${name}: ${what}.`);
  for (const { title, rows: [head = [], ...rows] } of shown) {
    console.log(`\n${title}:\n\n| ${head.join(' | ')} |\n|${' --- |'.repeat(head.length)}`);
    for (const row of rows) console.log(`| ${row.join(' | ')} |`);
  }
}

function format(perSecond: number): string {
  return Math.round(perSecond).toLocaleString('en');
}

/** Processor, memory, and what a durable write of 4 KiB takes here. */
function machineLine(): string {
  const times: number[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-bench-'));
  const file = openSync(join(folder, 'durable'), 'w');
  const block = Buffer.alloc(4096);
  for (let i = 0; i < 200; i++) {
    const startedMs = performance.now();
    writeSync(file, block);
    fsyncSync(file);
    times.push(performance.now() - startedMs);
  }
  closeSync(file);
  rmSync(folder, { recursive: true, force: true });
  const durableMs = median(times.map((time) => time * 1000)) / 1000;
  return `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, a durable write of 4 KiB: ${durableMs.toFixed(3)} ms`;
}
