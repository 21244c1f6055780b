// The purity rules in .oxlintrc.json, held against sources that break them.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..');

/** The names of the rules that a source breaks when it lies at `path`. */
function rulesBroken(path: string, source: string): string[] {
  const room = mkdtempSync(join(tmpdir(), 'lint-'));
  try {
    copyFileSync(join(root, '.oxlintrc.json'), join(room, '.oxlintrc.json'));
    mkdirSync(dirname(join(room, path)), { recursive: true });
    writeFileSync(join(room, path), source);
    const run = spawnSync(join(root, 'node_modules/.bin/oxlint'), ['--format=json'], { cwd: room, encoding: 'utf8' });
    const found: { diagnostics: { code: string }[] } = JSON.parse(run.stdout);
    return found.diagnostics.map(({ code }) => code);
  } finally {
    rmSync(room, { recursive: true, force: true });
  }
}

const impure: readonly (readonly [source: string, rule: string])[] = [
  ['export const now = () => Date.now();', 'no-restricted-globals'],
  ['export const form = () => new Intl.NumberFormat();', 'no-restricted-globals'],
  ['export const home = () => process.env;', 'no-restricted-globals'],
  ['export const say = () => console.log(1);', 'no-restricted-globals'],
  ['export const dice = () => Math.random();', 'no-restricted-properties'],
  ["export const order = (a: string, b: string) => a.localeCompare(b);", 'no-restricted-properties'],
  ['export async function wait() { return 1; }', 'no-async-await'],
  ["import { readFileSync } from 'node:fs';\nexport const read = readFileSync;", 'no-restricted-imports'],
];

for (const [source, rule] of impure) {
  test(`pure code is refused: ${source.split('\n')[0]}`, () => {
    for (const path of ['src/kernel/a.ts', 'src/views/a.ts', 'kits/firewood/a.ts']) {
      assert.ok(rulesBroken(path, source).some((code) => code.includes(rule)), path);
    }
  });
}

test('replayed code is refused what changes between engines', () => {
  assert.ok(rulesBroken('src/kernel/a.ts', 'export const p = (a: number) => Math.pow(a, 3);').length > 0);
});

test('the same is fine in an adapter and in a test', () => {
  const source = "import { readFileSync } from 'node:fs';\nexport async function read() { console.log(Date.now()); return readFileSync('a'); }";
  assert.deepEqual(rulesBroken('src/adapters/notify/a.ts', source), []);
  assert.deepEqual(rulesBroken('src/kernel/a.test.ts', source), []);
});

test('no any, no default export but a kit\'s contract', () => {
  assert.equal(rulesBroken('src/host/a.ts', 'export const a = (b: any) => b;').length, 1);
  assert.equal(rulesBroken('src/host/a.ts', 'export default 1;').length, 1);
  assert.deepEqual(rulesBroken('kits/firewood/contract.ts', 'export default 1;'), []);
});
