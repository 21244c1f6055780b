import { follower } from './follow.ts';
import { getJson } from './get.ts';

/** Long enough for a slow connection; then it is reckoned from what is known. */
const answerMaxMs = 8000;

/** The collective's clock: this machine's may be off by hours, and a demonstration's runs ahead of every one. */
export async function timeThere(): Promise<number> {
  const collective = await getJson<{ readonly now: number }>('/api/collective', AbortSignal.timeout(answerMaxMs));
  return Math.floor(collective.ok ? collective.value.now : timeKnown());
}

/** Goes on from the last time that the collective told, by how long ago that was here; only where it never told one is this machine's taken. */
function timeKnown(): number {
  const { overview, receivedAt } = follower.current();
  return overview === null ? Date.now() : overview.now + Math.max(0, performance.now() - receivedAt) * overview.factor;
}
