/**
 * A home: a folder with several collectives, each in a data folder of its own under its name in addresses. `home.json` names the home;
 * `links.json` has the links by which others may found. What begins with a dot isn't whole, and is removed at the next start.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isAddressName } from '../vocabulary/base-path.ts';
import { isObject } from '../vocabulary/json.ts';
import { hasJournal } from './data-folder.ts';
import { writeDurably } from './durable-file.ts';
import { ServeError } from './open-served.ts';

/** What the door keeps of a collective, beside its log. */
export type HousedAbout = {
  /** Of the request that founded it, and the link by which it was allowed: the same one again is answered as before. */
  readonly request: string | null; readonly by: string | null;
  readonly place: string;
  /** Whom it asked to have as its first member; null: nobody has noted it. */
  readonly founder: string | null;
  /** What its device watches, and the link by which it reports; null: there is none. */
  readonly device: { readonly subject: string; readonly link: string } | null;
};

const unfinished = '.founding-';

/** Opens the home, or makes one of an empty folder; what a founding left unfinished goes. @throws ServeError when the folder is something else */
export function openHome(folder: string): { readonly id: string } {
  if (hasJournal(folder)) throw new ServeError(`${folder} is one collective's data folder: start it with --data, or move it into a folder of its own below the home`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(folder)) if (name.startsWith(unfinished)) rmSync(join(folder, name), { recursive: true, force: true });
  const path = join(folder, 'home.json');
  if (!existsSync(path)) writeDurably(path, `${JSON.stringify({ id: randomBytes(8).toString('hex') })}\n`);
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!isObject(value) || typeof value['id'] !== 'string' || !/^[0-9a-f]{16}$/.test(value['id'])) throw new ServeError(`${path} names no home: remove it, and another one is made`);
  return { id: value['id'] };
}

/** Names of the collectives in it, in order. */
export function housedIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => isAddressName(name) && hasJournal(join(folder, name))).sort();
}

/** Where one is put together before it gets its name. */
export function unfinishedIn(folder: string): string {
  return join(folder, `${unfinished}${randomBytes(8).toString('hex')}`);
}

export function writeAbout(folder: string, about: HousedAbout): void {
  writeDurably(join(folder, 'housed.json'), `${JSON.stringify(about)}\n`);
}

/** One that came otherwise, as by the command line, has none. */
export function readAbout(folder: string): HousedAbout {
  try {
    const value: unknown = JSON.parse(readFileSync(join(folder, 'housed.json'), 'utf8'));
    if (!isObject(value)) return none;
    const { place } = value;
    const [request, by, founder] = ['request', 'by', 'founder'].map((name) => (typeof value[name] === 'string' ? value[name] : null)) as [string | null, string | null, string | null];
    return { request, by, founder, place: typeof place === 'string' ? place : '', device: deviceIn(value['device']) };
  } catch {
    return none;
  }
}

function deviceIn(value: unknown): HousedAbout['device'] {
  if (!isObject(value)) return null;
  const { subject, link } = value;
  return typeof subject === 'string' && typeof link === 'string' ? { subject, link } : null;
}

const none: HousedAbout = { request: null, by: null, place: '', founder: null, device: null };
