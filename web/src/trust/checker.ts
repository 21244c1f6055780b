/** The page's side of the check: starts the worker when it is needed, and keeps what it told. */
import type { Asked, Failure, Progress, Report, Told, Watching } from './messages.ts';

export type Checker = {
  readonly current: () => CheckState;
  readonly subscribe: (changed: () => void) => () => void;
  readonly check: () => void;
  /** Ends a check that runs; what was found so far is dropped. */
  readonly stop: () => void;
  readonly watch: (on: boolean) => void;
};

export type CheckState = {
  readonly phase: 'idle' | 'running' | 'checked' | 'failed' | 'stopped';
  /** `since`: `performance.now()` when the step began. */
  readonly progress: (Progress & { readonly since: number }) | null;
  /** Of the last check that came to an end. */
  readonly report: Report | null;
  readonly failure: Failure | null;
  /** Null until a watch was asked for. */
  readonly watching: Watching | null;
};

/** What of a Worker is used. */
export type CheckWorker = Pick<Worker, 'postMessage' | 'terminate' | 'addEventListener'>;

export function createChecker(makeWorker: () => CheckWorker): Checker {
  let state: CheckState = { phase: 'idle', progress: null, report: null, failure: null, watching: null };
  let worker: CheckWorker | undefined;
  let watches = false;
  const subscribers = new Set<() => void>();

  const become = (change: Partial<CheckState>): void => {
    state = { ...state, ...change };
    for (const changed of subscribers) changed();
  };
  const hear = (told: Told): void => {
    switch (told.told) {
      case 'progress': {
        const since = state.progress?.step === told.progress.step ? state.progress.since : performance.now();
        return become({ progress: { ...told.progress, since } });
      }
      case 'checked': return become({ phase: 'checked', progress: null, report: told.report });
      case 'failed': return become({ phase: 'failed', progress: null, failure: told.failure });
      case 'watching': return become({ watching: told.watching });
    }
  };
  const ask = (asked: Asked): void => {
    if (worker === undefined) {
      const made = makeWorker();
      worker = made;
      made.addEventListener('message', ((event: MessageEvent<Told>) => { if (worker === made) hear(event.data); }) as EventListener);
      made.addEventListener('error', () => {
        worker = undefined;
        made.terminate();
        become({ phase: 'failed', progress: null, watching: null, failure: { code: 'failed', message: 'The checking worker stopped.', hint: 'Load the page anew and try again.' } });
      });
    }
    worker.postMessage(asked);
  };

  return {
    current: () => state,
    subscribe(changed) {
      subscribers.add(changed);
      return () => subscribers.delete(changed);
    },
    check() {
      if (state.phase === 'running') return;
      become({ phase: 'running', progress: null, failure: null });
      ask({ ask: 'check' });
    },
    stop() {
      if (state.phase !== 'running') return;
      worker?.terminate();
      worker = undefined;
      become({ phase: 'stopped', progress: null });
      if (watches) ask({ ask: 'watch', on: true });
    },
    watch(on) {
      watches = on;
      ask({ ask: 'watch', on });
    },
  };
}
