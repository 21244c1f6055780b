/**
 * How often somebody may knock in vain: secrets and keys can't be guessed, having 256 bits, but each try costs the server a signature's check,
 * and whoever reaches the port can try. What is let in doesn't count, but where a collective is founded: that writes each time.
 */
import { isLoopback } from './guard.ts';
import { createMinuteCounts } from './minute-counts.ts';

/** Of one address in a minute: more than a house behind one address mistypes, less than keeps a machine from its work. */
export const knocksPerMinuteMax = 60;

const founding = 'POST /api/collectives';
/** Where a session begins, an invitation or a recovery is shown, or a collective is founded; and opening a link, anywhere. */
const doors: ReadonlySet<string> = new Set(['POST /api/session', 'POST /api/invitation', 'POST /api/recovery', founding]);

export type KnockLimit = {
  /** Whether nothing more is even looked at from there, for the rest of the minute. */
  readonly isOver: (request: Request, path: string, from: string | undefined) => boolean;
  readonly note: (request: Request, path: string, from: string | undefined, status: number) => void;
};

export type KnockOptions = {
  /** Whether a proxy of whoever runs the server is there. One on this machine need not be named. */
  readonly isProxy?: (address: string) => boolean;
  /** In ms, never going back. */
  readonly now?: () => number;
};

export function createKnockLimit({ isProxy = () => false, now = () => performance.now() }: KnockOptions = {}): KnockLimit {
  const counts = createMinuteCounts(now);
  /** Undefined: nobody's that could be told from everybody else's. */
  const knocker = (request: Request, from = ''): string | undefined => {
    const address = from.replace(/^::ffff:/, '');
    return isLoopback(address) || isProxy(address) ? forwardedFor(request) : address;
  };
  return {
    isOver(request, path, from) {
      const by = isKnock(request, path) ? knocker(request, from) : undefined;
      return by !== undefined && counts.of(by) >= knocksPerMinuteMax;
    },
    note(request, path, from, status) {
      const isInVain = status >= 400 && status < 500;
      const by = isKnock(request, path) && (isInVain || isFounding(request, path)) ? knocker(request, from) : undefined;
      if (by !== undefined) counts.add(by);
    },
  };
}

function isKnock(request: Request, path: string): boolean {
  return doors.has(`${request.method} ${path}`) || new URL(request.url).searchParams.has('link');
}

function isFounding(request: Request, path: string): boolean {
  return `${request.method} ${path}` === founding;
}

/** A proxy brings everyone's requests, and says last whose each is; what stands before that anybody may have made up. */
function forwardedFor(request: Request): string | undefined {
  const last = request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '';
  return last === '' ? undefined : last.slice(0, 64);
}
