// What wakes subcontracts, and what was made from readings that are gone by now, is in the log: whoever takes a copy through the rules again, or takes up the recorded outcomes, comes to the same.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createHasher, createSealVerifier } from '../src/adapters/keys/node.ts';
import { createCodeSandbox } from '../src/host/codes.ts';
import { Collective } from '../src/host/collective.ts';
import { loadKitsFrom, ownKits } from '../src/host/kits.ts';
import { journalParts } from '../src/host/log-source.ts';
import { playScenario } from '../src/host/play.ts';
import { readScenario, zoneNames } from '../src/host/scenarios.ts';
import { replay } from '../src/log/replay.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const kits = loadKitsFrom([ownKits, `${root}test/kits`]);
const known = { kits: new Map([...kits].map(([name, kit]) => [name, kit.manifest])), zones: zoneNames() };
const sandbox = await createCodeSandbox();
const ports = { hasher: createHasher(), verifier: createSealVerifier(), sandbox };

function play(file: string): Collective {
  const text = readFileSync(root + file, 'utf8');
  const scenario = readScenario(text, known);
  assert.ok(scenario.ok, JSON.stringify(scenario));
  let played: Collective | undefined;
  playScenario(scenario.value, text, kits, sandbox, (collective) => { played = collective; });
  assert.ok(played !== undefined);
  return played;
}

const files = globSync(['test/scenarios/waking/*.yaml', 'test/scenarios/sensing/*.yaml'], { cwd: root }).sort();
assert.ok(files.length >= 10);

for (const file of files) {
  test(`${basename(file)}: replayed, and taken up again, it is as it was lived`, () => {
    const collective = play(file);
    const { journal } = collective;
    const verdict = replay(journalParts(journal, { records: 0, total: journal.head() }), ports);
    assert.ok(verdict.ok, JSON.stringify(verdict));
    assert.deepEqual({ records: verdict.records, root: verdict.root }, collective.head());
    assert.equal(new Collective({ journal, ...ports }).digest(), collective.digest());
  });
}

test('what a waking kept in its cells can be asked for, and what was taken back was never kept', () => {
  // Of the wage nothing was passed on; of 80.00 a tenth.
  const collective = play('test/scenarios/waking/as-a-whole-or-not-at-all.yaml');
  assert.deepEqual(collective.ask('tithe', 'passed', 'ana', { from: 'ana' }), { ok: true, value: { amount: 800 } });
});
