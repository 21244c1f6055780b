/** The thread's side of thread.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import type { ThreadReport } from './thread.ts';

/** Between two words about how far it is. */
const quietMs = 100;

/** Does the task that the thread was given and reports on it. @param more of an error, besides its code, message and hint */
export async function reportOf<Task, Progress, Done>(run: (task: Task, say: (progress: Progress) => void) => Promise<Done>, more: (error: unknown) => unknown = () => undefined): Promise<void> {
  const post = (report: ThreadReport<Progress, Done>): void => parentPort?.postMessage(report);
  let last = performance.now();
  try {
    const done = await run(workerData as Task, (progress) => {
      if (performance.now() - last < quietMs) return;
      last = performance.now();
      post({ progress });
    });
    post({ done });
  } catch (error) {
    const { code, hint } = error as { code?: unknown; hint?: unknown };
    const message = error instanceof Error ? error.message : String(error);
    post({ failed: { code: typeof code === 'string' ? code : 'error', message, hint: typeof hint === 'string' ? hint : '', more: more(error) } });
  }
}
