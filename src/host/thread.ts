/** A task in a thread of its own, which says how far it is, and at the end what came of it or why nothing did. */
import { Worker } from 'node:worker_threads';

export type Failed = { readonly code: string; readonly message: string; readonly hint: string; readonly more?: unknown };
export type ThreadReport<Progress, Done> = { readonly progress: Progress } | { readonly done: Done } | { readonly failed: Failed };

export type ThreadRules<Progress> = {
  readonly progress: (progress: Progress) => void;
  readonly errorOf: (failed: Failed) => Error;
  /** What it rejects with when the thread ends without a word, and when it is given up. */
  readonly ended: () => Error;
  readonly givenUp: () => Error;
  /** Ends the thread when it aborts. */
  readonly signal?: AbortSignal | undefined;
};

/** @param worker a module that hands its task to {@link reportOf} */
export function inThread<Task, Progress, Done>(worker: URL, task: Task, { progress, errorOf, ended, givenUp, signal }: ThreadRules<Progress>): Promise<Done> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(worker, { workerData: task });
    const abort = (): void => {
      reject(givenUp());
      void thread.terminate();
    };
    signal?.addEventListener('abort', abort, { once: true });
    thread.on('message', (report: ThreadReport<Progress, Done>) => {
      if ('done' in report) resolve(report.done);
      else if ('failed' in report) reject(errorOf(report.failed));
      else progress(report.progress);
    });
    thread.on('error', reject);
    thread.on('exit', () => {
      signal?.removeEventListener('abort', abort);
      reject(ended()); // after an answer this changes nothing
    });
  });
}
