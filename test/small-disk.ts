/** A file system that is soon full, for tests of what writes to disk. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** A folder on a file system of its own; undefined, and the test skipped, where it can't be mounted. */
export function smallDisk(t: TestContext, size: string): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=0700`, 'tmpfs', folder], { encoding: 'utf8' });
  t.after(() => {
    if (mounted.status === 0) execFileSync('umount', ['--lazy', folder]);
    rmSync(folder, { recursive: true });
  });
  if (mounted.status === 0) return folder;
  t.skip(`NOT TESTED: a full disk needs the right to mount a tmpfs (${mounted.error?.message ?? mounted.stderr.trim()})`);
  return undefined;
}
