/**
 * How often somebody may knock in vain: secrets and keys can't be guessed, having 256 bits, but each try costs the server a signature's check,
 * and whoever reaches the port can try. What is let in doesn't count.
 */
import { isLoopback } from './guard.ts';
import { createMinuteCounts } from './minute-counts.ts';

/** Of one address in a minute: more than a house behind one address mistypes, less than keeps a machine from its work. */
export const knocksPerMinuteMax = 60;

/** Where a session begins, an invitation is shown, a collective is founded, or a link is opened. */
const doors: ReadonlySet<string> = new Set(['POST /api/session', 'POST /api/invitation', 'POST /api/collectives']);

export type KnockLimit = {
  /** Whether nothing more is even looked at from there, for the rest of the minute. */
  readonly isOver: (request: Request, path: string, from: string | undefined) => boolean;
  readonly note: (request: Request, path: string, from: string | undefined, status: number) => void;
};

/** @param now in ms, never going back */
export function createKnockLimit(now: () => number = () => performance.now()): KnockLimit {
  const counts = createMinuteCounts(now);
  return {
    isOver: (request, path, from) => isKnock(request, path) && counts.of(knocker(request, from)) >= knocksPerMinuteMax,
    note(request, path, from, status) {
      if (status >= 400 && status < 500 && isKnock(request, path)) counts.add(knocker(request, from));
    },
  };
}

function isKnock(request: Request, path: string): boolean {
  return doors.has(`${request.method} ${path}`) || new URL(request.url).searchParams.has('link');
}

/** A proxy on this machine brings everyone's requests, and says last whose each is; what stands before that anybody may have made up. */
function knocker(request: Request, from: string | undefined): string {
  const address = (from ?? '').replace(/^::ffff:/, '');
  const forwarded = request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '';
  return isLoopback(address) && forwarded !== '' ? forwarded.slice(0, 64) : address;
}
