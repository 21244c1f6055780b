/** Who may read this collective: everyone's rights, links, members' sessions, and the two secrets that a server makes for itself at its start. */
import { hostname, networkInterfaces } from 'node:os';
import type { AccessPort, Holder, Right } from '../adapters/http/access.ts';
import type { KernelState } from '../kernel/state.ts';
import type { SealVerifier } from '../vocabulary/ports.ts';
import type { Instant } from '../vocabulary/time.ts';
import { openLinkBook, type LinkBook, type LinkScope } from './links.ts';
import { fitsHash, makeSecret, nameIn } from './secrets.ts';
import { createSessions, type Sessions } from './sessions.ts';

export type AccessParts = {
  readonly state: () => Readonly<KernelState>;
  readonly verifier: SealVerifier;
  /** The data folder with its links; undefined for a collective in memory, which has none. */
  readonly folder: string | undefined;
  /** Rights of whoever brings no secret. */
  readonly everyone: readonly Right[];
  /** Hosts by which members reach the server. */
  readonly audiences: () => ReadonlySet<string>;
  readonly now: () => Instant;
  readonly tell: (message: string) => void;
};

export type Access = {
  readonly port: AccessPort;
  readonly sessions: Sessions;
  /** Opens the page for whoever started the server, until it stops. */
  readonly startSecret: string;
  /** May do everything: for this machine's own commands, until the server stops. */
  readonly localSecret: string;
};

const everything: ReadonlySet<Right> = new Set<Right>(['read', 'own', 'log', 'devices', 'texts', 'erase']);
const reading: ReadonlySet<Right> = new Set<Right>(['read', 'own', 'log']);
/** A member reads, and may have texts kept that their entries name. */
const membership: ReadonlySet<Right> = new Set<Right>(['read', 'own', 'log', 'texts']);
/** Whoever has left: that one can take along what is one's own, no vote takes away. */
const ownAlone: ReadonlySet<Right> = new Set<Right>(['own']);
const scopes: { readonly [scope in LinkScope]: ReadonlySet<Right> } = { read: reading, log: new Set<Right>(['log']), devices: new Set<Right>(['devices']) };

/** A home's link is no collective's. */
const none: ReadonlySet<Right> = new Set();

const noLinks: LinkBook = { find: () => undefined, isOpen: () => false };

export function createAccess({ state, verifier, folder, everyone, audiences, now, tell }: AccessParts): Access {
  const links = folder === undefined ? noLinks : openLinkBook(folder, now, tell);
  const sessions = createSessions({ state, verifier, now, audiences });
  const own = [{ ...makeSecret('start'), rights: reading }, { ...makeSecret('local'), rights: everything }];
  const holder = (secret: string): Holder | undefined => {
    const ours = own.find(({ id }) => id === nameIn(secret));
    if (ours !== undefined) return fitsHash(secret, ours.hash) ? { rights: ours.rights, holds: () => true, secondsLeft: null, reader: 'this machine' } : undefined;
    const link = links.find(secret);
    if (link !== undefined) return { rights: link.scope === 'found' ? none : scopes[link.scope], holds: () => links.isOpen(link.id), secondsLeft: (link.expires - now()) / 1000, reader: `link ${link.id}` };
    const begun = sessions.find(secret);
    return begun === undefined ? undefined : {
      // Asked each time: a stream that is open ends with the record that makes its reader leave.
      get rights() { return sessions.isMembers(begun) ? membership : ownAlone; },
      holds: () => sessions.isOpen(begun), secondsLeft: (begun.expires - now()) / 1000, reader: `member ${begun.member}`,
    };
  };
  const [startSecret = '', localSecret = ''] = own.map(({ secret }) => secret);
  return { port: { origin: state().origin, everyone: new Set(everyone), holder }, sessions, startSecret, localSecret };
}

/**
 * The hosts that a server answers to, as addresses have them: this machine's names and numbers with the port, and the public one.
 * @param publicHost by which a proxy in front, or a name, is reached
 */
export function hostsOf(port: number, loopback: boolean, publicHost: string | undefined): ReadonlySet<string> {
  const own = ['localhost', '127.0.0.1', '[::1]'];
  const others = loopback ? [] : [hostname(), `${hostname()}.local`, ...Object.values(networkInterfaces()).flatMap((each = []) => each.map(({ address, family }) => (family === 'IPv6' ? `[${address}]` : address)))];
  const named = [...own, ...others].map((name) => `${name.toLowerCase()}${port === 80 ? '' : `:${port}`}`);
  return new Set(publicHost === undefined ? named : [...named, publicHost]);
}
