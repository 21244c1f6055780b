import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Cleanup } from '../../journal/expect.conformance.ts';
import { headConformance } from '../../journal/head.conformance.ts';
import { openHeadFile } from './head-file.ts';

const origin = 'frankpledge/8aa331ad1854f0d4';

function folderFor(t: Cleanup): string {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-head-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

headConformance({
  name: 'in a file',
  test,
  createStore(t) {
    const folder = join(folderFor(t), 'a', 'heads');
    return {
      open() {
        const store = openHeadFile({ folder, origin });
        t.after(() => store.close());
        return store;
      },
    };
  },
});
