// Whole collectives on both engines at once: each batch that the kernel hands over is run in both, and must give the same bytes.
// In a thread that is hardened, as the fast engine's is.  SEED=12 node --test test/engines.test.ts
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createCodeSandbox } from '../src/host/codes.ts';
import { createFastSandbox } from '../src/host/fast-sandbox.ts';
import { loadKits, loadKitsFrom, ownKits } from '../src/host/kits.ts';
import { playScenario } from '../src/host/play.ts';
import { readScenario, zoneNames } from '../src/host/scenarios.ts';
import type { CodeSandbox } from '../src/vocabulary/runner.ts';
import { generate, kits as choices } from './reference/generate.ts';
import { writeScenario } from './reference/scenario.ts';

const seeds = process.env['SEED'] === undefined ? [301, 302] : [Number(process.env['SEED'])];
const steps = 500;

const root = fileURLToPath(new URL('..', import.meta.url));
const kits = loadKitsFrom([ownKits, `${root}test/kits`]);
const known = { kits: new Map([...kits].map(([name, kit]) => [name, kit.manifest])), zones: zoneNames() };
const record = await createCodeSandbox();
const fast = await createFastSandbox();
const seen = { calls: 0, failed: 0 };

const both: CodeSandbox = {
  hash: record.hash,
  add(hash, code) {
    record.add(hash, code);
    fast.add(hash, code);
  },
  forget() {
    record.forget();
    fast.forget();
  },
  runner: {
    has: (code) => record.runner.has(code),
    run(batch) {
      assert.ok(fast.runner.isFast(batch.code), `${batch.setup} runs on the fast engine`);
      const before = JSON.stringify(batch);
      const quick = JSON.stringify(fast.runner.run(batch));
      assert.equal(JSON.stringify(batch), before, 'what was handed over stays as it was');
      const results = record.runner.run(batch);
      assert.equal(quick, JSON.stringify(results));
      seen.calls += results.length;
      seen.failed += results.filter(({ ok }) => !ok).length;
      return results;
    },
  },
};

for (const file of globSync(['kits/*/scenarios/*.yaml', 'test/scenarios/**/*.yaml'], { cwd: root }).sort()) {
  test(file, () => {
    const text = readFileSync(root + file, 'utf8');
    const scenario = readScenario(text, known);
    assert.ok(scenario.ok, JSON.stringify(scenario));
    assert.deepEqual(playScenario(scenario.value, text, kits, both).failures, []);
  });
}

for (const kit of choices) {
  for (const seed of seeds) {
    test(`${kit}, seed ${seed}: a random timeline`, () => {
      const text = writeScenario(generate({ kit, seed, steps, doubtful: true }));
      const scenario = readScenario(text, { kits: new Map([...loadKits()].map(([name, { manifest }]) => [name, manifest])), zones: zoneNames() });
      assert.ok(scenario.ok, scenario.ok ? '' : JSON.stringify(scenario.problems));
      playScenario(scenario.value, text, loadKits(), both);
    });
  }
}

test('there was something to compare', () => {
  assert.ok(seen.calls > 1000, `${seen.calls} calls`);
  assert.ok(seen.failed > 20, `${seen.failed} that failed`);
});
