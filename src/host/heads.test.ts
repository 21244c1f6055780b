import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createHasher, createSealer } from '../adapters/keys/node.ts';
import { signCheckpoint } from '../log/checkpoint.ts';
import { headsFolder, headsIn, keepShown, openHeads } from './heads.ts';

const origin = 'frankpledge/0123456789abcdef';

function head(size: number): string {
  return signCheckpoint(createHasher(), createSealer(new Uint8Array(32).fill(1)), { origin, size, root: new Uint8Array(32) });
}

test('the shown and the signed head lie there once each, and what a power cut left of the shown one is none', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-heads-'));
  t.after(() => rmSync(folder, { recursive: true }));
  assert.deepEqual(headsIn(folder, origin), []);
  const heads = openHeads(folder, origin);
  heads.compareAndSet(undefined, head(2));
  heads.close();
  assert.deepEqual(headsIn(folder, origin), [head(2)]);
  keepShown(folder, head(1));
  assert.deepEqual(headsIn(folder, origin), [head(2), head(1)]);
  keepShown(folder, head(2));
  assert.deepEqual(headsIn(folder, origin), [head(2)]);
  for (const left of ['', head(2).slice(0, 40)]) {
    writeFileSync(join(headsFolder(folder), 'shown'), left);
    assert.deepEqual(headsIn(folder, origin), [head(2)]);
  }
});
