/**
 * How much a stranger may have a node do: anybody who reaches its port can send it letters. Those that prove themselves by what they bring (a
 * writer's records under its key, proofs with enough acks) are taken as they come, since a busy writer sends hundreds a second; all others
 * count, by the address from which they come.
 */
import type { Message } from '../../log/nodes/messages.ts';
import { createMinuteCounts } from './minute-counts.ts';

/**
 * Letters of one address in a minute that don't prove themselves. Honest nodes send a few with each candidacy, and what their members hand
 * in; what is refused as `busy` they say again. Each takes at the most a signature's check, so that these keep no machine from its work.
 */
export const strangeLettersPerMinuteMax = 600;
export type LetterLimit = {
  /** Whether nothing more is even read from there: its letters were too many, and all in vain. */
  isOver(address: string | undefined): boolean;
  /** Takes note of a letter and of what was answered. */
  note(address: string | undefined, message: Message | undefined, answer: Message | undefined): void;
};

/** @param now in ms, never going back */
export function createLetterLimit(now: () => number): LetterLimit {
  const counts = createMinuteCounts(now);
  return {
    isOver: (address) => address !== undefined && counts.of(address) >= strangeLettersPerMinuteMax,
    note(address, message, answer) {
      if (address !== undefined && !isProven(message, answer)) counts.add(address);
    },
  };
}

/** Records and proofs that the node took, or would have taken had it known what comes before them. */
function isProven(message: Message | undefined, answer: Message | undefined): boolean {
  if (message?.kind !== 'append' && message?.kind !== 'commit' && message?.kind !== 'catchup') return false;
  return answer?.kind === 'holding' && answer.why?.code !== 'not_the_writer' && answer.why?.code !== 'differs';
}
