import { test } from 'node:test';
import { journalConformance } from './conformance.ts';
import { createMemoryJournal, createMemoryStore } from './journal.ts';

journalConformance({
  name: 'in memory',
  test,
  secondWriter: 'notices',
  createStore() {
    const store = createMemoryStore();
    return { open: (mode) => createMemoryJournal(store, mode) };
  },
});
