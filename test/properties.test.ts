// What must hold whatever happens: over random timelines by seed, after every step. A failing seed is repeated alone with
//   SEED=12 node --test test/properties.test.ts
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { Collective } from '../src/host/collective.ts';
import { createCodeSandbox } from '../src/host/codes.ts';
import type { CodeSandbox } from '../src/vocabulary/runner.ts';
import { loadKits, type Kit } from '../src/host/kits.ts';
import { playScenario } from '../src/host/play.ts';
import { readScenario, zoneNames } from '../src/host/scenarios.ts';
import { createHasher, createSealVerifier } from '../src/adapters/keys/node.ts';
import type { KernelState } from '../src/kernel/state.ts';
import { generate, kits as choices, type Choice } from './reference/generate.ts';
import { writeScenario } from './reference/scenario.ts';

const seeds = process.env['SEED'] === undefined ? [101, 102, 103, 104] : [Number(process.env['SEED'])];
const steps = 700;

let kits: ReadonlyMap<string, Kit>;
let sandbox: CodeSandbox;

before(async () => {
  kits = loadKits();
  sandbox = await createCodeSandbox();
});

for (const kit of choices) {
  for (const seed of seeds) {
    test(`${kit}, seed ${seed}: units sum to zero, floors hold, what was taken up equals what was lived`, () => {
      const collective = play(kit, seed, (state) => {
        assertZeroSums(state);
        assertFloors(state);
        assertDebtsIndexed(state);
      });
      const again = new Collective({ journal: collective.journal, hasher: createHasher(), verifier: createSealVerifier(), sandbox });
      assert.deepEqual(again.head(), collective.head());
      assert.deepEqual(dump(again.state), dump(collective.state));
      assert.equal(again.nextWake(), collective.nextWake());
    });
  }
}

test('the same file gives the same root twice in a row', () => {
  assert.equal(play('both', 7, () => undefined).head().root, play('both', 7, () => undefined).head().root);
});

function play(kit: Choice, seed: number, look: (state: Readonly<KernelState>) => void): Collective {
  const text = writeScenario(generate({ kit, seed, steps, doubtful: true }));
  const scenario = readScenario(text, { kits: new Map([...kits].map(([name, { manifest }]) => [name, manifest])), zones: zoneNames() });
  assert.ok(scenario.ok, scenario.ok ? '' : JSON.stringify(scenario.problems));
  let played: Collective | undefined;
  playScenario(scenario.value, text, kits, sandbox, (collective) => {
    played = collective;
    look(collective.state);
  });
  assert.ok(played !== undefined);
  return played;
}

function assertZeroSums(state: Readonly<KernelState>): void {
  for (const unit of state.units.keys()) {
    let sum = 0;
    for (const [key, account] of state.accounts) if (key.endsWith(` ${unit}`)) sum += account.balance;
    assert.equal(sum, 0, `${unit} at record ${state.seq}`);
  }
}

function assertFloors(state: Readonly<KernelState>): void {
  for (const [key, { balance, held, floor }] of state.accounts) {
    if (!key.startsWith('outside ')) assert.ok(balance - held >= floor, `${key}: ${balance} - ${held} < ${floor} at record ${state.seq}`);
  }
}

/** Every open debt is found from its debtor, and none is without an amount. */
function assertDebtsIndexed(state: Readonly<KernelState>): void {
  const indexed = [...state.debts.values()].flatMap((ids) => [...ids]).sort((a, b) => a - b);
  assert.deepEqual(indexed, [...state.obligations.keys()].sort((a, b) => a - b));
  for (const debt of state.obligations.values()) assert.ok(debt.left > 0 && debt.left <= debt.amount);
}

function dump(state: Readonly<KernelState>): unknown {
  const maps = ['units', 'members', 'keys', 'accounts', 'subcontracts', 'routes', 'consents', 'consenting', 'attested', 'obligations', 'fallen', 'reviews', 'reserved', 'timers', 'cells', 'spent', 'issued', 'marks'] as const;
  return {
    ...Object.fromEntries(maps.map((name) => [name, Object.fromEntries([...(state[name] as ReadonlyMap<string | number, unknown>)].sort())])),
    debts: Object.fromEntries([...state.debts].map(([key, ids]) => [key, [...ids].sort((a, b) => a - b)])),
    seq: state.seq, recordedAt: state.recordedAt, nextObligation: state.nextObligation, settling: state.settling,
  };
}
