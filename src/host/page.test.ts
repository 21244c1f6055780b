// Whether a page that is built counts as fresh: by all files that it is made of.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { pageSources } from './page.ts';

const root = join(import.meta.dirname, '..', '..');
/** Imports that stay when types are gone. */
const imports = /(?:^|\n)\s*(?:import|export)\s+(?!type\b)(?:[^'";]*?\sfrom\s+)?'(\.[^']+\.tsx?)'|import\('(\.[^']+\.tsx?)'\)/g;

/** All files of this repository that the app's code leads to. */
function filesOfPage(): readonly string[] {
  const found = new Set<string>();
  const ahead = globSync('web/src/**/*.{ts,tsx}', { cwd: root });
  for (let file = ahead.pop(); file !== undefined; file = ahead.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    for (const [, plain, late] of readFileSync(join(root, file), 'utf8').matchAll(imports)) ahead.push(relative(root, join(root, dirname(file), plain ?? late ?? '')));
  }
  return [...found];
}

test('a page is old when any file that it is made of is newer', () => {
  const files = filesOfPage();
  for (const known of ['web/src/main.tsx', 'src/kernel/kernel.ts', 'src/adapters/bank/read-statement.ts']) assert.ok(files.includes(known), `${known} is found`);
  assert.deepEqual(files.filter((file) => !pageSources.some((source) => file === source || file.startsWith(`${source}/`))), []);
});
