// Scripts of this repository run on the node that npm installed, whatever the
// machine's own node is: docs/decisions/0001-node-from-npm.md.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { test } from 'node:test';

const root = new URL('..', import.meta.url).pathname;

interface LockedPackage {
  version?: string;
  os?: string | string[];
  cpu?: string | string[];
  resolved?: string;
  link?: boolean;
}

const locked: Record<string, LockedPackage> =
  JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8')).packages;

test('tests run on the node from npm where there is one for the platform', () => {
  const own = `${root}node_modules/.bin/node`;
  if (!existsSync(own)) return;
  assert.equal(realpathSync(process.execPath), realpathSync(own));
});

test('the lockfile holds a node of version 24 or later for each platform', () => {
  const platforms = Object.entries(locked)
    .filter(([path]) => /^node_modules\/node-(bin-)?(linux|darwin)-/.test(path))
    .map(([, entry]) => {
      assert.ok(Number(entry.version?.split('.')[0]) >= 24);
      return `${String(entry.os)}-${String(entry.cpu)}`;
    });
  assert.deepEqual(platforms.toSorted(), ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64']);
});

test('the lockfile names no registry host', () => {
  const named = Object.entries(locked).filter(([, entry]) => entry.resolved !== undefined && entry.link !== true);
  assert.deepEqual(named, []);
});
