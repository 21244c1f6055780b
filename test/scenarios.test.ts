// Every scenario file of the kits and of test/scenarios holds, and gives the same root when it is played again.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createCodeSandbox } from '../src/host/codes.ts';
import { loadKits, loadKitsFrom, ownKits } from '../src/host/kits.ts';
import { playScenario } from '../src/host/play.ts';
import { readScenario, zoneNames } from '../src/host/scenarios.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const files = globSync(['kits/*/scenarios/*.yaml', 'test/scenarios/**/*.yaml'], { cwd: root }).sort();
/** With those that are only for scenarios of what kits can do. */
const kits = loadKitsFrom([ownKits, `${root}test/kits`]);
const known = { kits: new Map([...kits].map(([name, kit]) => [name, kit.manifest])), zones: zoneNames() };
const sandbox = await createCodeSandbox();

test('there are scenarios of every kit', () => {
  for (const name of loadKits().keys()) assert.ok(files.filter((file) => file.startsWith(`kits/${name}/`)).length >= 6, name);
});

for (const file of files) {
  test(file, () => {
    const text = readFileSync(root + file, 'utf8');
    const scenario = readScenario(text, known);
    assert.ok(scenario.ok, JSON.stringify(scenario));
    const played = playScenario(scenario.value, text, kits, sandbox);
    assert.deepEqual(played.failures, [], JSON.stringify(played.refused));
    assert.equal(playScenario(scenario.value, text.replaceAll('\n', '\r\n'), kits, sandbox).root, played.root);
  });
}
