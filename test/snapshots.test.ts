// What goes on from a snapshot is what lived through all of it: over random timelines of every kit and over the demonstration's weeks with its
// devices' numbers and members' acts. A failing seed is repeated alone with
//   SEED=12 node --test test/snapshots.test.ts
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { openSqliteJournal } from '../src/adapters/journal-sqlite/journal.ts';
import { createHasher } from '../src/adapters/keys/node.ts';
import { createCodeSandbox } from '../src/host/codes.ts';
import { createDemo } from '../src/host/demo.ts';
import { loadKits, type Kit } from '../src/host/kits.ts';
import { playScenario } from '../src/host/play.ts';
import { readScenario, zoneNames } from '../src/host/scenarios.ts';
import type { Journal } from '../src/journal/journal.ts';
import { Kernel, type KernelPorts } from '../src/kernel/kernel.ts';
import type { KernelState } from '../src/kernel/state.ts';
import { canonical } from '../src/log/canonical.ts';
import { formPorts } from '../src/log/kernel-ports.ts';
import { createRandom } from '../src/testing/random.ts';
import type { Outcome } from '../src/vocabulary/outcomes.ts';
import type { LogRecord } from '../src/vocabulary/records.ts';
import type { CodeSandbox } from '../src/vocabulary/runner.ts';
import type { ZoneRules } from '../src/vocabulary/zones.ts';
import { generate, kits as choices } from './reference/generate.ts';
import { writeScenario } from './reference/scenario.ts';

const seeds = process.env['SEED'] === undefined ? [201, 202, 203, 204] : [Number(process.env['SEED'])];
const steps = 500;
/** Snapshots taken of one timeline; from each of them it goes on to the end. */
const points = 4;

type Stream = { readonly rows: readonly { readonly record: LogRecord; readonly outcome: Outcome }[]; readonly blobs: ReadonlyMap<string, string> };

let kits: ReadonlyMap<string, Kit>;
let sandbox: CodeSandbox;

before(async () => {
  kits = loadKits();
  sandbox = await createCodeSandbox();
});

for (const kit of choices) {
  for (const seed of seeds) {
    test(`${kit}, seed ${seed}: from a snapshot at any place on, the outcomes and digests are the same`, () => {
      const text = writeScenario(generate({ kit, seed, steps, doubtful: true }));
      const scenario = readScenario(text, { kits: new Map([...kits].map(([name, { manifest }]) => [name, manifest])), zones: zoneNames() });
      assert.ok(scenario.ok, scenario.ok ? '' : JSON.stringify(scenario.problems));
      let journal: Journal | undefined;
      playScenario(scenario.value, text, kits, sandbox, (collective) => { journal = collective.journal; });
      assert.ok(journal !== undefined);
      const written = check(streamOf(journal), seed);
      for (const part of ['accounts', 'cells', 'seen', 'spent', ...(kit === 'firewood' ? [] : ['obligations', 'alarms'])]) assert.ok(written.has(part), `some snapshot has ${part}`);
    });
  }
}

test('the demonstration\'s weeks: from a snapshot at any place on, the outcomes and digests are the same', async () => {
  const seed = seeds[0] as number;
  const demo = await createDemo(seed, Date.UTC(2026, 1, 9, 12));
  try {
    const journal = openSqliteJournal(demo.folder, 'read');
    const written = check(streamOf(journal), seed);
    journal.close();
    for (const part of ['accounts', 'alarms', 'attested', 'calendar', 'cells', 'charter', 'consents', 'keys', 'members', 'obligations', 'reviews', 'seen', 'spent', 'subcontracts', 'units']) {
      assert.ok(written.has(part), `some snapshot has ${part}`);
    }
  } finally {
    demo.remove();
  }
});

/** Lives through the stream, takes snapshots of it, and goes on from each. Returns the parts that they had. */
function check(stream: Stream, seed: number): ReadonlySet<string> {
  const random = createRandom(seed);
  const last = stream.rows.length;
  const at = new Set([last, ...Array.from({ length: points }, () => random.int(1, last - 1))]);
  const live = new Kernel(portsOf(stream));
  const restored = new Kernel(portsOf(stream));
  const digests = new Map<number, string>();
  const texts = new Map<number, string>();
  for (const { record, outcome } of stream.rows) {
    assert.equal(canonical(live.decide(record, record.recordedAt)), canonical(outcome));
    restored.restore(record, record.recordedAt, outcome);
    const { seq } = live.state;
    if (!at.has(seq)) continue;
    digests.set(seq, live.digest());
    texts.set(seq, canonical(live.snapshot()));
    assert.equal(restored.digest(), live.digest(), `restored after ${seq} records`);
  }
  for (const [seq, text] of texts) goOn(stream, seq, text, digests, live);
  return new Set([...texts.values()].flatMap((text) => Object.keys(JSON.parse(text) as object)));
}

function goOn(stream: Stream, from: number, text: string, digests: ReadonlyMap<number, string>, live: Kernel): void {
  const kernel = Kernel.resume(portsOf(stream), JSON.parse(text));
  assert.equal(kernel.digest(), digests.get(from), `the snapshot after ${from} records says what it was made of`);
  for (const { record, outcome } of stream.rows.slice(from)) {
    assert.equal(canonical(kernel.decide(record, record.recordedAt)), canonical(outcome), `record ${record.seq}, from a snapshot after ${from}`);
    const digest = digests.get(kernel.state.seq);
    if (digest !== undefined) assert.equal(kernel.digest(), digest, `the digest after ${kernel.state.seq}, from a snapshot after ${from}`);
  }
  assert.equal(kernel.nextWake(), live.nextWake());
  assert.deepEqual(indexes(kernel.state), indexes(live.state));
}

/** What isn't written; empty lists and zero sums say as much as nothing. */
function indexes(state: Readonly<KernelState>): unknown {
  const sorted = (map: ReadonlyMap<string, unknown>): unknown[] => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    publicKeys: sorted(state.publicKeys), keyedDevices: sorted(state.keyedDevices), routes: sorted(state.routes), wakes: sorted(state.wakes),
    consenting: sorted(new Map([...state.consenting].filter(([, members]) => members.length > 0))),
    owing: sorted(new Map([...state.owing].filter(([, sum]) => sum > 0))),
    debts: sorted(new Map([...state.debts].map(([key, ids]) => [key, [...ids].sort((a, b) => a - b)]))),
  };
}

function streamOf(journal: Journal): Stream {
  const rows = journal.read(0, journal.head()).map(({ record, outcome }) => ({ record: JSON.parse(record) as LogRecord, outcome: JSON.parse(outcome) as Outcome }));
  return { rows, blobs: new Map(journal.blobHashes().map((hash) => [hash, journal.getBlob(hash) ?? ''])) };
}

function portsOf({ blobs }: Stream): KernelPorts {
  for (const [hash, text] of blobs) sandbox.add(hash, text);
  return {
    ...formPorts(createHasher()), runner: sandbox.runner, verifier: { verify: () => true },
    zoneRules: (hash) => {
      const text = blobs.get(hash);
      return text === undefined ? undefined : (JSON.parse(text) as ZoneRules);
    },
  };
}
