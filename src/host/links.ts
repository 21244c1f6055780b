/**
 * Reading links: who was given a secret that opens the collective, in the data folder's `links.json`. The secrets themselves are nowhere:
 * whoever reads the file can't use a link. It is written whole or not at all, by one process at a time, and a running server notices.
 */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { syncFolder } from '../adapters/keys/files.ts';
import { isObject } from '../vocabulary/json.ts';
import { didYouMean } from '../vocabulary/nearest.ts';
import { dayMs, type Instant } from '../vocabulary/time.ts';
import { fitsHash, makeSecret, nameIn } from './secrets.ts';

/** Of a collective. `read`: all that a member sees. `log`: the log's files, for whoever checks it. `devices`: unsigned observations may be put in. */
export const linkScopes = ['read', 'log', 'devices'] as const;
export type LinkScope = (typeof linkScopes)[number];

export type Link = {
  readonly id: string;
  /** For whom it is, in the words of who made it. */
  readonly label: string;
  /** `found`: of a home, for one founding. */
  readonly scope: LinkScope | 'found';
  readonly created: Instant;
  readonly expires: Instant;
  readonly revoked: Instant | null;
  /** SHA-256 of the secret, in hex. */
  readonly hash: string;
};

export type LinkErrorCode = 'malformed' | 'unknown_link' | 'too_many' | 'busy' | 'io';

export class LinkError extends Error {
  override readonly name = 'LinkError';
  readonly code: LinkErrorCode;
  /** What a person can do. */
  readonly hint: string;
  constructor(code: LinkErrorCode, message: string, hint: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.hint = hint;
  }
}

/** Links in one file, with those that are over: it is read whole. */
const linksMax = 1000;
/** How long a link stays in the list after it is over. */
const keptMs = 90 * dayMs;
/** How long one waits for another who writes: that takes a moment. */
const waitMsMax = 2000;
const waitMs = 20;

export function linksPath(folder: string): string {
  return join(folder, 'links.json');
}

/** Whether the link opens anything now. */
export function isOpen({ expires, revoked }: Pick<Link, 'expires' | 'revoked'>, now: Instant): boolean {
  return revoked === null && now < expires;
}

/** Makes a link and keeps its hash; the secret is returned and not kept. @throws LinkError */
export function makeLink(folder: string, { label, scope, days }: Pick<Link, 'label' | 'scope'> & { readonly days: number }, now: Instant): { readonly link: Link; readonly secret: string } {
  const { id, secret, hash } = makeSecret();
  const link: Link = { id, label, scope, created: now, expires: now + days * dayMs, revoked: null, hash };
  changeLinks(folder, (links) => {
    const kept = links.filter(({ expires, revoked }) => Math.min(expires, revoked ?? expires) + keptMs > now);
    if (kept.length >= linksMax) throw new LinkError('too_many', `there are ${linksMax} links`, 'Revoke those that nobody needs; 90 days later they are forgotten.');
    return [...kept, link];
  });
  return { link, secret };
}

/** Gives a link another secret; the one before opens nothing any more. Undefined: the link is over, and stays so. @throws LinkError `unknown_link` and others */
export function renewLink(folder: string, id: string, now: Instant): string | undefined {
  const { secret, hash } = makeSecret(id);
  return isOpen(changeLink(folder, id, (link) => (isOpen(link, now) ? { ...link, hash } : link)), now) ? secret : undefined;
}

/** Puts a link out of force; one that is over stays as it is. @throws LinkError `unknown_link` and others */
export function revokeLink(folder: string, id: string, now: Instant): Link {
  return changeLink(folder, id, (link) => (isOpen(link, now) ? { ...link, revoked: now } : link));
}

function changeLink(folder: string, id: string, change: (link: Link) => Link): Link {
  let found: Link | undefined;
  changeLinks(folder, (links) => links.map((link) => {
    if (link.id !== id) return link;
    return (found = change(link));
  }));
  if (found === undefined) {
    const known = readLinks(folder).map((link) => link.id);
    throw new LinkError('unknown_link', `there is no link ${id}${didYouMean(id, known)}`, known.length === 0 ? 'There are no links yet.' : 'See them with: link list');
  }
  return found;
}

/** All links, the oldest first. @throws LinkError */
export function readLinks(folder: string): readonly Link[] {
  const path = linksPath(folder);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw new LinkError('io', `can't read ${path}: ${textOf(error)}`, 'Check that you may read it.', error);
  }
  const links = parseLinks(text);
  if (links === undefined) throw new LinkError('malformed', `${path} is no list of links, or was changed`, 'Move it away and make new links: until then none opens anything.');
  return links;
}

/** Finds links by their secrets, as they are in the file now. */
export type LinkBook = { readonly find: (secret: string) => Link | undefined; readonly isOpen: (id: string) => boolean };

/** @param tell is told once, when the file can't be read: then no link opens anything */
export function openLinkBook(folder: string, now: () => Instant, tell: (message: string) => void): LinkBook {
  let read: { readonly version: string; readonly links: ReadonlyMap<string, Link> } = { version: '', links: new Map() };
  /** The file is looked at once in a turn of the event loop: a stream asks for each record that it sends. */
  let looked = false;
  const links = (): ReadonlyMap<string, Link> => {
    if (looked) return read.links;
    looked = true;
    setImmediate(() => { looked = false; }).unref();
    const version = versionOf(linksPath(folder));
    if (version !== read.version) read = { version, links: readOrNone(folder, tell) };
    return read.links;
  };
  return {
    find: (secret) => {
      const link = links().get(nameIn(secret));
      return link !== undefined && fitsHash(secret, link.hash) ? link : undefined;
    },
    isOpen: (id) => {
      const link = links().get(id);
      return link !== undefined && isOpen(link, now());
    },
  };
}

function readOrNone(folder: string, tell: (message: string) => void): ReadonlyMap<string, Link> {
  try {
    return new Map(readLinks(folder).map((link) => [link.id, link]));
  } catch (error) {
    if (!(error instanceof LinkError)) throw error;
    tell(`${error.message}. ${error.hint}`);
    return new Map();
  }
}

/** Each writing makes a new file, which has another inode or another time. */
function versionOf(path: string): string {
  const about = statSync(path, { bigint: true, throwIfNoEntry: false });
  return about === undefined ? 'none' : `${about.ino} ${about.mtimeNs} ${about.size}`;
}

function changeLinks(folder: string, change: (links: readonly Link[]) => readonly Link[]): void {
  const path = linksPath(folder);
  const unfinished = `${path}.unfinished`;
  const file = openAlone(unfinished);
  try {
    const links = change(readLinks(folder));
    writeFileSync(file, `${JSON.stringify({ links }, undefined, 2)}\n`); // writeSync may write a part, on a disk that fills up
    fsyncSync(file);
    renameSync(unfinished, path);
    syncFolder(dirname(path));
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error instanceof LinkError ? error : new LinkError('io', `can't write ${path}: ${textOf(error)}`, 'Check that the folder may be written and has space.', error);
  } finally {
    closeSync(file);
  }
}

/** The unfinished file is the lock too: who can make it writes, and its renaming frees the place. */
function openAlone(path: string): number {
  const until = performance.now() + waitMsMax;
  for (;;) {
    try {
      return openSync(path, 'wx', 0o600);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw new LinkError('io', `can't write ${path}: ${textOf(error)}`, 'Check that the folder exists and may be written.', error);
      if (performance.now() >= until) throw new LinkError('busy', `another command has been writing ${path} for long`, 'If none is, it broke off: remove that file and run the command again.', error);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, waitMs);
    }
  }
}

function parseLinks(text: string): readonly Link[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const links: unknown = isObject(value) ? value['links'] : undefined;
  return Array.isArray(links) && links.every(isLink) ? links : undefined;
}

function isLink(value: unknown): value is Link {
  if (!isObject(value)) return false;
  const { id, label, scope, created, expires, revoked, hash } = value;
  return typeof id === 'string' && typeof label === 'string' && [...linkScopes, 'found'].some((each) => each === scope) && Number.isSafeInteger(created) && Number.isSafeInteger(expires)
    && (revoked === null || Number.isSafeInteger(revoked)) && typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
