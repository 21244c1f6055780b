/** Where time comes from: the machine's clock, or one that runs faster for demonstrations. The kernel itself has none. */
import type { Instant } from '../vocabulary/time.ts';

export type Clock = {
  now(): Instant;
  /** Calls back once `now()` has reached `at`; returns what cancels it. */
  at(at: Instant, callback: () => void): () => void;
};

/** Longest wait of a Node timer. */
const timerMaxMs = 2_147_483_647;

export const systemClock: Clock = acceleratedClock(1, Date.now());

/** Begins at `start` and runs `factor` times as fast as the machine's clock. */
export function acceleratedClock(factor: number, start: Instant): Clock {
  const began = performance.now();
  const now = (): Instant => Math.floor(start + (performance.now() - began) * factor);
  return {
    now: factor === 1 ? () => Date.now() : now,
    at(at, callback) {
      let timer: NodeJS.Timeout | undefined;
      const wait = (): void => {
        const left = (at - (factor === 1 ? Date.now() : now())) / factor;
        if (left <= 0) return callback();
        timer = setTimeout(wait, Math.min(Math.ceil(left), timerMaxMs));
      };
      timer = setTimeout(wait, 0);
      return () => clearTimeout(timer);
    },
  };
}
