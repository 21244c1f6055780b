/** Who may found at a home, and look on: whoever has the link that the server prints at its start, or one made for founding. */
import type { AccessPort, Right } from '../adapters/http/access.ts';
import type { Instant } from '../vocabulary/time.ts';
import { openLinkBook, revokeLink } from './links.ts';
import { fitsHash, makeSecret } from './secrets.ts';

/** `start`: whoever started the server, or was told by them. `founding`: a link for one founding; `used`: a collective was founded by it. */
export type HomeHolder = { readonly kind: 'start' } | { readonly kind: 'founding'; readonly link: string; readonly open: boolean; readonly used: boolean };

export type HomeAccess = {
  readonly port: AccessPort;
  readonly startSecret: string;
  readonly holderOf: (secret: string | undefined) => HomeHolder | undefined;
  /** A founding link is good for one. @throws LinkError */
  readonly useUp: (link: string) => void;
};

export type HomeAccessParts = {
  readonly folder: string;
  /** The home's own. */
  readonly id: string;
  /** Whether a collective of the home was founded by a link: that counts, whatever the list of links says. */
  readonly isUsed: (link: string) => boolean;
  readonly now: () => Instant;
  readonly tell: (message: string) => void;
};

const nothing: ReadonlySet<Right> = new Set();

export function createHomeAccess({ folder, id, isUsed, now, tell }: HomeAccessParts): HomeAccess {
  const start = makeSecret('start');
  const links = openLinkBook(folder, now, tell);
  return {
    startSecret: start.secret,
    holderOf(secret) {
      if (secret === undefined) return undefined;
      if (fitsHash(secret, start.hash)) return { kind: 'start' };
      const link = links.find(secret);
      return link?.scope === 'found' ? { kind: 'founding', link: link.id, open: links.isOpen(link.id), used: isUsed(link.id) } : undefined;
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
  return holder?.kind === 'start' || (holder?.kind === 'founding' && holder.open && !holder.used);
}
