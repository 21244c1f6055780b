/**
 * How much a stranger may have a node do: anybody who reaches its port can send it letters. Those that prove themselves by what they bring (a
 * writer's records under its key, proofs with enough acks) are taken as they come, since a busy writer sends hundreds a second; all others
 * count, by the address from which they come.
 */
import type { Message } from '../../log/nodes/messages.ts';

/**
 * Letters of one address in a minute that don't prove themselves. Honest nodes send a few with each candidacy, and what their members hand
 * in; what is refused as `busy` they say again. Each takes at the most a signature's check, so that these keep no machine from its work.
 */
export const strangeLettersPerMinuteMax = 600;
/** Addresses that are told apart in a minute; from then on new ones share one count. */
const addressesMax = 10_000;
const minuteMs = 60_000;

export type LetterLimit = {
  /** Whether nothing more is even read from there: its letters were too many, and all in vain. */
  isOver(address: string | undefined): boolean;
  /** Takes note of a letter and of what was answered. */
  note(address: string | undefined, message: Message | undefined, answer: Message | undefined): void;
};

/** @param now in ms, never going back */
export function createLetterLimit(now: () => number): LetterLimit {
  let minute = 0;
  const counts = new Map<string, number>();
  const placeOf = (address: string): string => (counts.has(address) || counts.size < addressesMax ? address : '');
  const begin = (): void => {
    const current = Math.floor(now() / minuteMs);
    if (current !== minute) counts.clear();
    minute = current;
  };
  return {
    isOver(address) {
      begin();
      return address !== undefined && (counts.get(placeOf(address)) ?? 0) >= strangeLettersPerMinuteMax;
    },
    note(address, message, answer) {
      begin();
      if (address === undefined || isProven(message, answer)) return;
      const place = placeOf(address);
      counts.set(place, (counts.get(place) ?? 0) + 1);
    },
  };
}

/** Records and proofs that the node took, or would have taken had it known what comes before them. */
function isProven(message: Message | undefined, answer: Message | undefined): boolean {
  if (message?.kind !== 'append' && message?.kind !== 'commit' && message?.kind !== 'catchup') return false;
  return answer?.kind === 'holding' && answer.why?.code !== 'not_the_writer' && answer.why?.code !== 'differs';
}
