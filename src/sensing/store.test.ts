import { createMemoryReadings, createReadingMemory } from './store.ts';
import { readingStoreConformance } from '../testing/reading-store.conformance.ts';

readingStoreConformance('in memory', () => {
  const memory = createReadingMemory();
  return { open: () => createMemoryReadings(memory), remove: () => undefined };
});
