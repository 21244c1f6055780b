import { base } from '../api/base.ts';
import { useSyncExternalStore } from 'react';
import { createChecker, type CheckState } from './checker.ts';

/** Of the page: it goes on whatever part of it is looked at. */
export const checker = createChecker(() => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: base }));

/** Whether this browser's tabs watch: kept over visits. */
const watchesKey = 'frankpledge-watches';

if (remembered()) checker.watch(true);

export function setWatches(on: boolean): void {
  try {
    if (on) localStorage.setItem(watchesKey, 'yes');
    else localStorage.removeItem(watchesKey);
  } catch {
    // It then counts for this visit.
  }
  // What a witness has seen mustn't be thrown away to make room.
  if (on) void navigator.storage?.persist?.();
  checker.watch(on);
}

export function useChecker(): CheckState {
  return useSyncExternalStore(checker.subscribe, checker.current);
}

function remembered(): boolean {
  try {
    return localStorage.getItem(watchesKey) === 'yes';
  } catch {
    return false;
  }
}
