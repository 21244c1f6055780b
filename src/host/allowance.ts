/** How much of something is allowed within a minute, whoever asks for it. */

const minuteMs = 60_000;

/** @returns whether one more is allowed now, and counts it. @param now in ms, never going back */
export function allowance(perMinuteMax: number, now: () => number = () => performance.now()): () => boolean {
  let [minute, used] = [0, 0];
  return () => {
    const current = Math.floor(now() / minuteMs);
    if (current !== minute) [minute, used] = [current, 0];
    used += 1;
    return used <= perMinuteMax;
  };
}
