/** Who may found at a home, and look on: whoever has the link that the server prints at its start, or one made for founding. */
import type { AccessPort, Right } from '../adapters/http/access.ts';
import type { Instant } from '../vocabulary/time.ts';
import { openLinkBook, revokeLink } from './links.ts';
import { fitsHash, makeSecret } from './secrets.ts';

/** `start`: whoever started the server, or was told by them. `founding`: a link for one founding. */
export type HomeHolder = { readonly kind: 'start' } | { readonly kind: 'founding'; readonly link: string; readonly open: boolean };

export type HomeAccess = {
  readonly port: AccessPort;
  readonly startSecret: string;
  readonly holderOf: (secret: string | undefined) => HomeHolder | undefined;
  /** A founding link is good for one. */
  readonly useUp: (link: string) => void;
};

const nothing: ReadonlySet<Right> = new Set();

export function createHomeAccess(folder: string, id: string, now: () => Instant, tell: (message: string) => void): HomeAccess {
  const start = makeSecret('start');
  const links = openLinkBook(folder, now, tell);
  return {
    startSecret: start.secret,
    holderOf(secret) {
      if (secret === undefined) return undefined;
      if (fitsHash(secret, start.hash)) return { kind: 'start' };
      const link = links.find(secret);
      return link?.scope === 'found' ? { kind: 'founding', link: link.id, open: links.isOpen(link.id) } : undefined;
    },
    useUp: (link) => void revokeLink(folder, link, now()),
    port: {
      origin: `home/${id}`, everyone: nothing,
      // The door needs no right to be looked at: what a secret opens is asked where it counts.
      holder(secret) {
        if (fitsHash(secret, start.hash)) return { rights: nothing, holds: () => true, secondsLeft: null };
        const link = links.find(secret);
        return link?.scope === 'found' ? { rights: nothing, holds: () => links.isOpen(link.id), secondsLeft: (link.expires - now()) / 1000 } : undefined;
      },
    },
  };
}

export function mayFound(holder: HomeHolder | undefined): boolean {
  return holder?.kind === 'start' || (holder?.kind === 'founding' && holder.open);
}
