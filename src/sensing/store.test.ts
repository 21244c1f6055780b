import { createMemoryReadings, createReadingMemory } from './store.ts';
import { readingStoreConformance } from './store.conformance.ts';

readingStoreConformance('in memory', () => {
  const memory = createReadingMemory();
  return { open: () => createMemoryReadings(memory), remove: () => undefined };
});
