// Puts odd things to every edge, by a seed, for as long as it is told:
//   node scripts/campaign-fuzz.ts [--seconds 60] [--seed 1] [--edge http|mqtt|scenario|kit|settings|bank] [--cases N]
// What must hold lies with each edge's function in src/testing/fuzz; here stands what they are let loose on. A case that fails is
// printed with the command that repeats it. Only loopback, only folders of its own below the machine's temporary one.
import { readdirSync, readFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readStatements } from '../src/adapters/bank/read-statement.ts';
import { openSqliteJournal } from '../src/adapters/journal-sqlite/journal.ts';
import { runFile } from '../src/cli/run.ts';
import { systemClock } from '../src/host/clock.ts';
import { createCodeSandbox } from '../src/host/codes.ts';
import { foundInFolder, readKeys, signerOf } from '../src/host/data-folder.ts';
import { openDevices } from '../src/host/devices.ts';
import { FoundingRefused } from '../src/host/founding.ts';
import { checkKit, loadKits, ownKits, type Kit } from '../src/host/kits.ts';
import { playScenario } from '../src/host/play.ts';
import { isPublicKey, readScenario, readSettings, zoneNames, type Problem } from '../src/host/scenarios.ts';
import type { Signer } from '../src/host/sealing.ts';
import { serveCollective } from '../src/host/serve.ts';
import { readTextFile } from '../src/host/text-file.ts';
import { verifySource } from '../src/host/verify.ts';
import { parseRecord } from '../src/log/record.ts';
import { fuzzBank } from '../src/testing/fuzz/bank.ts';
import { fuzzFiles, type FileAnswer } from '../src/testing/fuzz/files.ts';
import type { FuzzReport } from '../src/testing/fuzz/fuzz.ts';
import { fuzzHttp, type FuzzSigner } from '../src/testing/fuzz/http.ts';
import { fuzzKits, type KitTexts } from '../src/testing/fuzz/kit.ts';
import { fuzzMqtt } from '../src/testing/fuzz/mqtt.ts';
import type { LogRecord } from '../src/vocabulary/records.ts';
import { observations, scaleSealer } from '../test/house.ts';

export const edges = ['http', 'mqtt', 'scenario', 'kit', 'settings', 'bank'] as const;
export type Edge = typeof edges[number];

/** Told how many cases were had, says whether there shall be another. */
export type GoOn = (cases: number) => boolean;

/** A server that says nothing more for so long is done. */
const quietMs = 150;

const settingsText = `
title: A house to be fuzzed
collective: { name: Small House, zone: Europe/Berlin, units: { crown: { decimals: 2 } }, issue_per_month: { crown: "100.00" } }
members:
  - { id: bunyan, opening: { crown: "1000.00" } }
  - { id: ana, name: Ana, opening: { crown: "500.00" }, means: { crown: "3000.00" } }
  - { id: bo, opening: { crown: "20.00" }, means: { crown: "800.00" } }
  - { id: cy, opening: { crown: "1000000.00" } }
subcontracts:
  - { id: wood, kit: firewood, parties: { provider: bunyan }, terms: { base_price: "1.50", houses: { house-a: ana, house-b: bo } } }
  - { id: box, kit: cash-box, parties: { owner: bunyan }, terms: {}, consents: all }
devices:
  - { id: scale, public_key: "${scaleSealer.publicKey}" }
`;

export async function runFuzz(edge: Edge, seed: number, goOn: GoOn): Promise<FuzzReport> {
  const folder = mkdtempSync(join(tmpdir(), `frankpledge-fuzz-${edge}-`));
  try {
    return await campaigns[edge](folder, seed, goOn);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const campaigns: { readonly [edge in Edge]: (folder: string, seed: number, goOn: GoOn) => Promise<FuzzReport> } = {
  http: httpCampaign, mqtt: mqttCampaign, scenario: scenarioCampaign, kit: kitCampaign, settings: settingsCampaign, bank: bankCampaign,
};

// The edges of a running server

async function httpCampaign(folder: string, seed: number, goOn: GoOn): Promise<FuzzReport> {
  const data = join(folder, 'data');
  const { signers, told, serving } = await serveHouse(data);
  const kit = loadKits().get('firewood');
  try {
    const port = Number(new URL(serving.url).port);
    const report = await fuzzHttp({
      url: serving.url, secret: serving.secret, origin: serving.writer.collective.state.origin, told, wire: (bytes) => wire(port, bytes),
      signers: signers.filter(({ owner }) => owner !== 'cy'), prober: named(signers, 'cy'), manifest: JSON.parse(JSON.stringify(kit?.manifest)), code: kit?.codeHash ?? '',
    }, seed, goOn);
    await serving.close();
    return { ...report, faults: [...report.faults, ...await journalFaults(data, seed, (records) => {
      const lost = [...report.recorded].filter(([seq, id]) => records[seq]?.entry.id !== id);
      return lost.map(([seq, id]) => `${id} was recorded as ${seq} and is lost`);
    })] };
  } finally {
    await serving.close();
  }
}

async function mqttCampaign(folder: string, seed: number, goOn: GoOn): Promise<FuzzReport> {
  const data = join(folder, 'data');
  const { signers, told, serving } = await serveHouse(data);
  const devices = await openDevices({ writer: serving.writer, clock: systemClock, folder: data, broker: { host: '127.0.0.1', port: 0 }, things: serving.sensing.things, tell: (line) => told.push(line) });
  try {
    const { writer } = serving;
    const report = await fuzzMqtt({
      url: devices.url, collective: devices.collective, origin: writer.collective.state.origin, told, scale: named(signers, 'scale'),
      taken: (device, seq) => writer.collective.state.seen.sequence(device, seq) === 'seen', wire: (bytes) => wire(Number(new URL(devices.url).port), bytes),
    }, seed, goOn);
    await devices.close();
    await serving.close();
    return { ...report, faults: [...report.faults, ...await journalFaults(data, seed, () => {
      const journal = openSqliteJournal(data, 'read');
      const { device, seqs } = report.probes;
      const done = observations(journal).filter((each) => each.device === device && each.status === 'done').map(({ observation }) => observation.seq);
      journal.close();
      return [...seqs].filter((seq) => done.filter((each) => each === seq).length !== 1).map((seq) => `${device}:${seq} was acknowledged and is not there once`);
    })] };
  } finally {
    await devices.close();
    await serving.close();
  }
}

async function serveHouse(data: string): Promise<{ readonly signers: readonly FuzzSigner[]; readonly told: string[]; readonly serving: Awaited<ReturnType<typeof serveCollective>> }> {
  const kits = loadKits();
  const settings = readSettings(settingsText, known(kits));
  if (!settings.ok) throw new Error(JSON.stringify(settings.problems));
  await foundInFolder(data, settings.value, kits, Date.now());
  const told: string[] = [];
  const serving = await serveCollective({ place: { folder: data }, clock: systemClock, port: 0, tell: (line) => told.push(line) });
  const scale: Signer = { grant: { id: 'device-scale', role: 'device', owner: 'scale', public_key: scaleSealer.publicKey }, sealer: scaleSealer };
  const signers = [...readKeys(data).map(signerOf), scale].map(({ grant, sealer }): FuzzSigner => ({ key: grant.id, role: grant.role, owner: grant.owner, sign: (message) => sealer.sign(message) }));
  return { signers, told, serving };
}

function named(signers: readonly FuzzSigner[], owner: string): FuzzSigner {
  const found = signers.find((signer) => signer.owner === owner);
  if (found === undefined) throw new Error(`there is no key of ${owner}`);
  return found;
}

/** What is wrong with the log that is left: it must be as the rules have it, and hold what was acknowledged. */
async function journalFaults(data: string, seed: number, lost: (records: readonly LogRecord[]) => readonly string[]): Promise<FuzzReport['faults']> {
  const verdict = await verifySource(data);
  const journal = openSqliteJournal(data, 'read');
  const records = journal.read(0, journal.head()).map((row) => {
    const record = parseRecord(row.record);
    if (!record.ok) throw new Error(`record ${row.seq} can't be read`);
    return record.value;
  });
  journal.close();
  const faults = [...(verdict.ok ? [] : [`verify: ${JSON.stringify(verdict)}`]), ...lost(records)];
  return faults.map((fault) => ({ seed, fault }));
}

function wire(port: number, bytes: Uint8Array): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let text = '';
    socket.setTimeout(quietMs, () => socket.destroy());
    socket.on('data', (part) => { text += part.toString('latin1'); }).on('error', () => undefined).on('close', () => resolve(text));
  });
}

// Files

async function scenarioCampaign(folder: string, seed: number, goOn: GoOn): Promise<FuzzReport> {
  const kits = loadKits();
  const file = join(folder, 'scenario.yaml');
  let sandbox = await createCodeSandbox();
  let files = 0;
  return fuzzFiles({
    corpus: scenarioTexts(),
    take: async (content) => {
      writeFileSync(file, content);
      if (++files % filesPerSandbox === 0) sandbox = await createCodeSandbox();
      return listening((out) => {
        const status = runFile(file, kits, sandbox, true);
        const { error = [] } = JSON.parse(out[0] ?? '{}') as { error?: Problem[] };
        return { status, problems: error };
      });
    },
  }, seed, goOn);
}

/** A sandbox keeps the code that it was given. */
const filesPerSandbox = 500;

function scenarioTexts(kit?: string): string[] {
  return (kit === undefined ? ['cash-box', 'firewood'] : [kit]).flatMap((name) => {
    const scenarios = join(ownKits, name, 'scenarios');
    return readdirSync(scenarios).map((each) => readFileSync(join(scenarios, each), 'utf8'));
  });
}

/** What is printed meanwhile goes into the answer. */
function listening(work: (out: readonly string[]) => Omit<FileAnswer, 'said'>): FileAnswer {
  const [out, err]: [string[], string[]] = [[], []];
  const { log, error } = console;
  console.log = (line: string) => void out.push(line);
  console.error = (line: string) => void err.push(line);
  try {
    return { ...work(out), said: [...out, ...err].join('\n') };
  } finally {
    console.log = log;
    console.error = error;
  }
}

function settingsCampaign(folder: string, seed: number, goOn: GoOn): Promise<FuzzReport> {
  const kits = loadKits();
  const file = join(folder, 'settings.yaml');
  const data = join(folder, 'data');
  const refused = (problems: readonly Problem[]): FileAnswer => ({ status: 2, problems, said: JSON.stringify(problems) });
  const examples = scenarioTexts().map((text) => text.slice(0, text.indexOf('\ntimeline:') + 1)).filter((text) => text !== '');
  return fuzzFiles({
    corpus: [settingsText, settingsText, ...examples],
    take: async (content) => { // as src/cli/found.ts does
      writeFileSync(file, content);
      const read = readTextFile(file);
      if ('problem' in read) return refused([read.problem]);
      const settings = readSettings(read.text, { ...known(kits), isPublicKey });
      if (!settings.ok) return refused(settings.problems);
      rmSync(data, { recursive: true, force: true });
      try {
        await foundInFolder(data, settings.value, kits, Date.now());
      } catch (error) {
        if (error instanceof FoundingRefused) return refused([{ line: error.line ?? 1, path: error.path, message: error.message }]);
        throw error;
      }
      const verdict = await verifySource(data);
      if (!verdict.ok) throw new Error(`founded, but not as the rules have it: ${JSON.stringify(verdict)}`);
      return { status: 0, problems: [], said: '' };
    },
  }, seed, goOn);
}

function bankCampaign(_folder: string, seed: number, goOn: GoOn): Promise<FuzzReport> {
  const files = join(import.meta.dirname, '..', 'test', 'bank');
  return fuzzBank({ corpus: readdirSync(files).sort().map((each) => readFileSync(join(files, each), 'utf8')), take: (file) => readStatements(file, { columns: {} }) }, seed, goOn);
}

async function kitCampaign(folder: string, seed: number, goOn: GoOn): Promise<FuzzReport> {
  const kits = loadKits();
  const corpus = [...kits.values()].map((kit): KitTexts => ({ manifest: readFileSync(join(kit.folder, 'kit.yaml'), 'utf8'), contract: readFileSync(join(kit.folder, 'contract.ts'), 'utf8') }));
  let sandbox = await createCodeSandbox();
  let last: Kit | undefined;
  let checked = 0;
  return fuzzKits({
    corpus,
    check: async (texts) => {
      if (++checked % filesPerSandbox === 0) sandbox = await createCodeSandbox();
      const place = join(folder, /^name: cash-box$/m.test(texts.manifest) ? 'cash-box' : 'firewood');
      mkdirSync(place, { recursive: true });
      writeFileSync(join(place, 'kit.yaml'), texts.manifest);
      writeFileSync(join(place, 'contract.ts'), texts.contract);
      const { manifest, compiled, problems } = checkKit(place);
      last = manifest !== undefined && compiled?.ok === true ? { folder: place, manifest, code: compiled.code, codeHash: compiled.hash } : undefined;
      return { problems, compiled: compiled?.ok === true ? compiled : undefined };
    },
    runner: { has: (hash) => sandbox.runner.has(hash), run: (batch) => sandbox.runner.run(batch), add: (hash, code) => sandbox.add(hash, code) },
    play: () => {
      if (last === undefined) return;
      const own = new Map([...kits, [last.manifest.name, last] as const]);
      const texts = scenarioTexts(last.manifest.name);
      const text = texts[checked % texts.length] ?? '';
      const scenario = readScenario(text, known(own));
      if (!scenario.ok) return; // its terms or events are called otherwise now
      try {
        playScenario(scenario.value, text, own, sandbox);
      } catch (error) {
        if (!(error instanceof FoundingRefused)) throw error;
      }
    },
  }, seed, goOn);
}

function known(kits: ReadonlyMap<string, Kit>): Parameters<typeof readSettings>[1] {
  return { kits: new Map([...kits].map(([name, kit]) => [name, kit.manifest])), zones: zoneNames() };
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { seconds: { type: 'string', default: '60' }, seed: { type: 'string', default: '1' }, edge: { type: 'string' }, cases: { type: 'string', default: 'Infinity' } },
  });
  const chosen = edges.filter((edge) => values.edge === undefined || edge === values.edge);
  if (chosen.length === 0) throw new Error(`there is no edge ${String(values.edge)}: ${edges.join(', ')}`);
  const eachMs = (Number(values.seconds) * 1000) / chosen.length;
  for (const edge of chosen) {
    const began = performance.now();
    const { cases, tally, faults } = await runFuzz(edge, Number(values.seed), (had) => had < Number(values.cases) && performance.now() - began < eachMs);
    console.log(JSON.stringify({ edge, cases, seconds: Math.round((performance.now() - began) / 1000), tally, faults: faults.length }));
    for (const { seed, fault } of faults) console.error(`${edge}: ${fault}\nagain with: npm run campaign:fuzz -- --edge ${edge} --seed ${seed}${['http', 'mqtt'].includes(edge) ? '' : ' --cases 1'}\n`);
    if (faults.length > 0) process.exitCode = 1;
  }
}
