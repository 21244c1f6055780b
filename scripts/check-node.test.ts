// The guard is only worth something if it also runs on nodes that are too old,
// so the tests run it with a pretended version.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

const guard = new URL('./check-node.cjs', import.meta.url).pathname;

function runGuardAs(version: string) {
  const pretend = `Object.defineProperty(process.versions, 'node', { value: '${version}' }); require('${guard}');`;
  return spawnSync(process.execPath, ['-e', pretend], { encoding: 'utf8' });
}

test('a node that is new enough passes without a word', () => {
  const run = runGuardAs('24.0.0');
  assert.equal(run.status, 0);
  assert.equal(run.stdout + run.stderr, '');
});

test('an older node is refused in one line that says what to do', () => {
  const run = runGuardAs('20.19.0');
  assert.equal(run.status, 1);
  assert.equal(run.stderr.trim().split('\n').length, 1);
  assert.match(run.stderr, /npm ci/);
});
