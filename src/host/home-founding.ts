/** Founds a collective at a home from what somebody fills in on the page: whole, or not at all. */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { FoundingAsked } from '../adapters/http/home-schemas.ts';
import { syncFolder } from '../adapters/keys/files.ts';
import { isAddressName } from '../vocabulary/base-path.ts';
import { isId } from '../vocabulary/ids.ts';
import { ok, refuse, type Result } from '../vocabulary/result.ts';
import type { Instant } from '../vocabulary/time.ts';
import { foundInFolder } from './data-folder.ts';
import { FoundingRefused } from './founding.ts';
import { unfinishedIn, writeAbout, type HousedAbout } from './home-folder.ts';
import type { Kit } from './kits.ts';
import { makeLink } from './links.ts';
import { isPublicKey, readSettings, zoneNames, type Settings } from './scenarios.ts';
import { writeSimulated } from './simulated.ts';

/** What a founder may give out in a month until the members agree on something else, in whole units. */
const issuePerMonth = 1000;
/** A device of a collective that was founded on the page. */
export const foundingDevice = 'scale';
/** A device isn't visited often. */
const deviceLinkDays = 3650;

export type FoundingParts = {
  readonly home: string;
  readonly kits: ReadonlyMap<string, Kit>;
  /** The link by which it is allowed; null: the home's own. */
  readonly by: string | null;
  readonly now: Instant;
};

/** Everything is put together under another name; renaming makes it there. @throws JournalError, KeyFileError, LinkError, and the file system's errors */
export async function foundAtHome(asked: FoundingAsked, { home, kits, by, now }: FoundingParts): Promise<Result<true>> {
  const settings = settingsOf(asked, kits);
  if (!settings.ok) return settings;
  const folder = join(home, asked.address);
  if (existsSync(folder)) return refuse('already_so', `a collective at this server has the address ${asked.address} already: choose another one`);
  const unfinished = unfinishedIn(home);
  try {
    await foundInFolder(unfinished, settings.value, kits, now);
    writeAbout(unfinished, { request: asked.request, by, place: asked.place, founder: asked.founder.id, device: deviceOf(asked, unfinished, now) });
    if (asked.device === 'simulated' && asked.subject !== undefined) writeSimulated(unfinished, [{ device: foundingDevice, subject: asked.subject }]);
    syncFolder(unfinished);
    renameSync(unfinished, folder);
    syncFolder(home);
    return ok(true);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (error instanceof FoundingRefused) return refuse(error.refusal.code, error.message);
    throw error;
  }
}

/** Its secret is made where it is told: a link is given another one for that. */
function deviceOf({ device, subject }: FoundingAsked, folder: string, now: Instant): HousedAbout['device'] {
  if (device !== 'real' || subject === undefined) return null;
  return { subject, link: makeLink(folder, { label: foundingDevice, scope: 'devices', days: deviceLinkDays }, now).link.id };
}

/** As a settings file would say it, and read as one: so that page and file can't differ in what they allow. */
function settingsOf(asked: FoundingAsked, kits: ReadonlyMap<string, Kit>): Result<Settings> {
  const { address, name, zone, unit, founder, common, subject, device } = asked;
  if (!isAddressName(address)) return refuse('invalid_value', `"${address}" can't be an address: it has small letters, digits and dashes, and begins and ends with a letter or digit`);
  if (device !== 'none' && !isId(subject)) return refuse('missing_value', 'a device needs what it watches: `subject`');
  const house = founder.id === 'house' ? 'common' : 'house';
  const rights = Object.fromEntries(['admit', 'issue', 'attest', 'bind', 'bank'].map((right) => [right, [founder.id]]));
  const text = JSON.stringify({
    title: name,
    collective: { name, zone, units: { [unit.id]: { decimals: unit.decimals, name: unit.name } }, ...rights, issue_per_month: { [unit.id]: String(issuePerMonth) } },
    members: [
      { id: founder.id, name: founder.name, public_key: founder.public_key, ...(isNothing(founder.opening) ? {} : { opening: { [unit.id]: founder.opening } }) },
      { id: house, name: common, commons: true },
    ],
    subcontracts: asked.kits.map(({ kit, id, terms }) => ({ kit, id, terms, parties: Object.fromEntries(Object.keys(kits.get(kit)?.manifest.parties ?? {}).map((party) => [party, house])) })),
  });
  const read = readSettings(text, { kits: new Map([...kits].map(([each, kit]) => [each, kit.manifest])), zones: zoneNames(), isPublicKey });
  if (read.ok) return ok(read.value);
  const [problem] = read.problems;
  return refuse('invalid_value', `${problem?.path ?? ''}: ${problem?.message ?? 'it can\'t be founded so'}`);
}

function isNothing(amount: string): boolean {
  return /^0*(\.0*)?$/.test(amount);
}
