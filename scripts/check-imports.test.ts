import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importViolations } from './check-imports.ts';

const violates = (path: string, source: string) => importViolations(path, source).length > 0;

test('data goes forward only', () => {
  assert.deepEqual(importViolations('src/vocabulary/ids.ts', `import { turn } from '../kernel/turn.ts';`), [
    `src/vocabulary/ids.ts: '../kernel/turn.ts' may not be imported here; src/vocabulary may import no other folder`,
  ]);
  assert.ok(!violates('src/log/replay.ts', `import { turn } from '../kernel/turn.ts';`));
});

test('a folder whose name starts like an allowed one is still another folder', () => {
  assert.ok(violates('src/views/a.ts', `import { b } from '../vocabulary-more/b.ts';`));
});

test('every form of import counts', () => {
  for (const form of [
    `import { a,\n  b } from '../kernel/x.ts';`,
    `import type { A } from '../kernel/x.ts';`,
    `export * from '../kernel/x.ts';`,
    `import '../kernel/x.ts';`,
    `const x = await import('../kernel/x.ts');`,
    `let a: import('../kernel/x.ts').A;`,
  ]) assert.ok(violates('src/views/a.ts', form), form);
});

test('pure folders import no node module and no package but their own', () => {
  assert.ok(violates('src/kernel/a.ts', `import { readFileSync } from 'node:fs';`));
  assert.ok(violates('src/kernel/a.ts', `import 'ses';`));
  assert.ok(!violates('src/sandbox/a.ts', `import 'ses';`));
  assert.ok(!violates('src/adapters/journal-sqlite/a.ts', `import { DatabaseSync } from 'node:sqlite';`));
});

test('a kit imports the contract package and its own files', () => {
  assert.ok(!violates('kits/firewood/contract.ts', `import { post } from 'frankpledge/contract';\nimport { a } from './a.ts';`));
  assert.ok(violates('kits/firewood/contract.ts', `import { post } from '../../src/contract/index.ts';`));
  assert.ok(violates('kits/firewood/contract.ts', `import { a } from '../laundry/a.ts';`));
});

test('adapters do not lean on one another', () => {
  assert.ok(violates('src/adapters/http/a.ts', `import { b } from '../mqtt/b.ts';`));
});

test('a relative import names its extension', () => {
  assert.ok(violates('src/kernel/a.ts', `import { b } from './b';`));
});

test('a source outside the table is refused, a test may import what it needs', () => {
  assert.ok(violates('src/misc/a.ts', ''));
  assert.ok(!violates('src/kernel/a.test.ts', `import { test } from 'node:test';`));
});
