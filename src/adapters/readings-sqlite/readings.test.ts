import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readingStoreConformance } from '../../sensing/store.conformance.ts';
import type { ReadingStore } from '../../sensing/store.ts';
import { openSqliteReadings } from './readings.ts';

readingStoreConformance('SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-readings-'));
  const opened: ReadingStore[] = [];
  return {
    open: () => {
      const store = openSqliteReadings(folder, 'write');
      assert.equal(store.durable, true);
      opened.push(store);
      return store;
    },
    remove: () => {
      for (const store of opened) store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
});
