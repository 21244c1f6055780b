// Members come and go, and agreements are stopped, resumed, amended, tried, ended and adopted anew, at random places of random timelines:
// nothing is made or lost, nothing throws, and what goes on from stored outcomes or from a snapshot is what lived through all of it.
// A failing seed is repeated alone with
//   SEED=12 node --test test/standing.test.ts
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { createHasher } from '../src/adapters/keys/node.ts';
import { createCodeSandbox } from '../src/host/codes.ts';
import { loadKits, type Kit } from '../src/host/kits.ts';
import { playScenario } from '../src/host/play.ts';
import { readScenario, zoneNames } from '../src/host/scenarios.ts';
import type { Journal } from '../src/journal/journal.ts';
import { Kernel, type KernelPorts } from '../src/kernel/kernel.ts';
import type { KernelState } from '../src/kernel/state.ts';
import { canonical } from '../src/log/canonical.ts';
import { formPorts } from '../src/log/kernel-ports.ts';
import { createRandom, type Random } from '../src/testing/random.ts';
import type { Adoption, Change } from '../src/vocabulary/changes.ts';
import type { Entry, EntryBody, SealedEntry } from '../src/vocabulary/entries.ts';
import type { Outcome } from '../src/vocabulary/outcomes.ts';
import type { LogRecord } from '../src/vocabulary/records.ts';
import type { CodeSandbox } from '../src/vocabulary/runner.ts';
import type { ZoneRules } from '../src/vocabulary/zones.ts';
import { generate } from './reference/generate.ts';
import { writeScenario } from './reference/scenario.ts';

const seeds = process.env['SEED'] === undefined ? [301, 302, 303, 304, 305, 306] : [Number(process.env['SEED'])];
const steps = 350;
/** Of a record, that somebody does something before it. */
const actChance = 0.4;

type Lived = { readonly sealed: SealedEntry; readonly recordedAt: number; readonly outcome: Outcome };

/** Kinds of facts over all seeds. */
const happened = new Set<string>();

let kits: ReadonlyMap<string, Kit>;
let sandbox: CodeSandbox;

before(async () => {
  kits = loadKits();
  sandbox = await createCodeSandbox();
});

for (const seed of seeds) {
  test(`seed ${seed}: stops, ends, trials and departures lose nothing, and are the same from outcomes and from snapshots`, () => {
    const { journal, ports } = timeline(seed);
    const random = createRandom(seed);
    const records = journal.read(0, journal.head()).map(({ record }) => JSON.parse(record) as LogRecord);
    const adoptions = records.flatMap(({ entry }) => (entry.kind === 'adopt' ? [entry.body] : []));
    const kernel = new Kernel(ports);
    const lived: Lived[] = [];
    const snapshots = new Map<number, string>();
    const take = (sealed: SealedEntry, recordedAt: number): void => {
      if (!kernel.gate(sealed, canonical(sealed.entry), recordedAt).pass) return;
      lived.push({ sealed, recordedAt, outcome: kernel.decide(sealed, recordedAt) });
      assertSound(kernel.state);
      assertWaits(kernel.state);
      if (random.chance(0.01)) snapshots.set(lived.length, canonical(kernel.snapshot()));
    };
    for (const { entry, seal, recordedAt } of records) {
      if (entry.kind !== 'found' && entry.kind !== 'adopt' && entry.kind !== 'consent' && random.chance(actChance)) {
        take(act(random, kernel.state, adoptions, recordedAt, lived.length), recordedAt);
      }
      take({ entry: entry.kind === 'found' ? together(entry) : entry, seal }, recordedAt);
    }
    for (const { outcome } of lived) for (const { fact } of outcome.facts) happened.add(fact);
    const restored = new Kernel(ports);
    for (const { sealed, recordedAt, outcome } of lived) restored.restore(sealed, recordedAt, outcome);
    assert.equal(restored.digest(), kernel.digest());
    assert.equal(restored.nextWake(), kernel.nextWake());
    for (const [count, text] of snapshots) {
      const resumed = Kernel.resume(ports, JSON.parse(text));
      for (const { sealed, recordedAt, outcome } of lived.slice(count)) assert.equal(canonical(resumed.decide(sealed, recordedAt)), canonical(outcome), `from a snapshot after ${count} records`);
      assert.equal(resumed.digest(), kernel.digest());
    }
  });
}

test('all of it has happened in one timeline or another', { skip: seeds.length === 1 }, () => {
  const rare = ['stopped', 'resumed', 'retiring', 'retired', 'left', 'pilot', 'pilot.volunteers', 'pilot.began', 'pilot.measured', 'pilot.ended', 'accepted', 'consent', 'attested', 'review.closed'];
  assert.deepEqual(rare.filter((fact) => !happened.has(fact)), []);
});

/** Whoever proposes it decides it, so that one entry does it. */
function together(founding: Entry & { kind: 'found' }): Entry {
  const changes = ['adopt', 'terms', 'retire', 'stop', 'resume', 'exclude', 'pilot'] as const;
  const charter = { ...founding.body.charter, matters: [{ name: 'any', changes, asked: 'all', rule: { rule: 'threshold', yes: { people: 1 } }, days: 1 }] as const };
  return { ...founding, body: { ...founding.body, charter } };
}

function act(random: Random, state: Readonly<KernelState>, adoptions: readonly Adoption[], at: number, count: number): SealedEntry {
  const adoption = random.pick(adoptions as [Adoption, ...Adoption[]]);
  const { subcontract } = adoption;
  const [first = '', ...others] = [...state.members.values()].filter(({ left }) => left === null).map(({ id }) => id);
  const by = random.pick([first, ...others]);
  const propose = (change: Change): EntryBody => ({ kind: 'propose', body: { change, reason: 'it is time' } });
  const isTried = state.subcontracts.has('trial');
  const mayEnd = random.chance(0.3);
  const acts: readonly (readonly [possible: boolean, said: EntryBody])[] = [
    [true, propose({ change: 'stop', subcontract })],
    ...[1, 2].map((): [boolean, EntryBody] => [state.stopped.has(subcontract), propose({ change: 'resume', subcontract })]),
    [true, propose({ change: 'adopt', ...adoption })],
    [true, propose({ change: 'adopt', ...adoption, parties: party(adoption, by) })],
    [true, propose({ change: 'terms', subcontract, terms: adoption.manifest.name === 'firewood' ? { base_price: `${random.int(1, 4)}.00` } : { loan_days: random.int(2, 20) } })],
    [!isTried, propose({ change: 'pilot', ...adoption, subcontract: 'trial', days: random.int(1, 9), volunteers_min: random.int(1, 2), stop: [{ measure: 'postings', above: String(random.int(0, 9)) }] })],
    ...[1, 2, 3].map((): [boolean, EntryBody] => [isTried, { kind: 'accept', body: { subcontract: 'trial' } }]),
    [isTried, { kind: 'accept', body: { subcontract: 'trial', given: false } }],
    [isTried && mayEnd, propose({ change: 'stop', subcontract: 'trial' })],
    [state.stopped.has('trial'), propose({ change: 'resume', subcontract: 'trial' })],
    [true, { kind: 'consent', body: { subcontract: 'cash', part: 'guarantee', given: random.chance(0.7) } }],
    [mayEnd, propose({ change: 'retire', subcontract: isTried ? 'trial' : subcontract })],
    // A few go; most stay, so that there is still something to happen.
    [others.length > 2 && mayEnd, { kind: 'leave', body: {} }],
    [others.length > 2 && mayEnd, propose({ change: 'exclude', member: by })],
  ];
  const said = random.pick(acts.filter(([possible]) => possible).map(([, each]) => each) as [EntryBody, ...EntryBody[]]);
  const key = [...state.keys.values()].find(({ grant, revokedAt }) => grant.role === 'member' && grant.owner === by && revokedAt === null)?.grant.id ?? '';
  const entry = { ...said, origin: state.origin, by, at, id: `act-${count}` } as Entry;
  return { entry, seal: { key, sig: `act-${count}` } };
}

function party({ manifest }: Adoption, by: string): Adoption['parties'] {
  return Object.fromEntries(Object.keys(manifest.parties).map((name) => [name, by]));
}

function assertSound(state: Readonly<KernelState>): void {
  const sums = new Map<string, number>();
  for (const [key, { balance, held, floor }] of state.accounts) {
    const [agent = '', unit = ''] = key.split(' ');
    sums.set(unit, (sums.get(unit) ?? 0) + balance);
    if (agent !== 'outside') assert.ok(balance - held >= floor, `${key} at record ${state.seq}`);
  }
  for (const [unit, sum] of sums) assert.equal(sum, 0, `${unit} at record ${state.seq}`);
  for (const id of state.retiring.keys()) assert.ok(state.open.has(id), `${id} is ending, and nothing is open under it, at record ${state.seq}`);
  for (const { because } of state.obligations.values()) assert.ok(because === null || state.subcontracts.has(because), `a debt under ${because}, which has ended, at record ${state.seq}`);
  for (const id of state.retired.keys()) assert.ok(!state.subcontracts.has(id), `${id} has ended and is there, at record ${state.seq}`);
  for (const key of [...state.timers.keys(), ...state.cells.keys(), ...state.spent.keys()]) assert.ok(state.subcontracts.has(key.split(' ')[0] ?? ''), `${key} is of nobody's, at record ${state.seq}`);
}

/** Nothing is done under a trial before it begins. */
function assertWaits({ pilots, timers, cells, seq }: Readonly<KernelState>): void {
  if (pilots.get('trial')?.began !== null) return;
  for (const key of [...timers.keys(), ...cells.keys()]) assert.ok(!key.startsWith('trial '), `${key} at record ${seq}, before the trial begins`);
}

function timeline(seed: number): { readonly journal: Journal; readonly ports: KernelPorts } {
  const text = writeScenario(generate({ kit: 'both', seed, steps, doubtful: true }));
  const scenario = readScenario(text, { kits: new Map([...kits].map(([name, { manifest }]) => [name, manifest])), zones: zoneNames() });
  assert.ok(scenario.ok, scenario.ok ? '' : JSON.stringify(scenario.problems));
  let played: Journal | undefined;
  playScenario(scenario.value, text, kits, sandbox, (collective) => { played = collective.journal; });
  assert.ok(played !== undefined);
  const journal: Journal = played;
  return {
    journal,
    ports: {
      ...formPorts(createHasher()), runner: sandbox.runner, verifier: { verify: () => true },
      zoneRules: (hash) => JSON.parse(journal.getBlob(hash) ?? 'null') as ZoneRules | undefined,
    },
  };
}
