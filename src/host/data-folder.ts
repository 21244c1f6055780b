/**
 * A collective's data folder: `journal.sqlite`, and `keys/` with one file for each private key that this machine holds.
 * Members' keys are made at the founding so that they can be handed out, but for those who made their own; whoever has taken theirs away deletes it here.
 */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { openSqliteJournal } from '../adapters/journal-sqlite/journal.ts';
import { hasJournal } from '../adapters/journal-sqlite/database.ts';
import { grantOf, newKeyFile, readKeyFile, sealerOf, writeKeyFile, type KeyFile } from '../adapters/keys/files.ts';
import { createHasher, createSealVerifier } from '../adapters/keys/node.ts';
import { JournalError } from '../journal/journal.ts';
import type { KernelState } from '../kernel/state.ts';
import type { Settings } from '../scenario/scenario.ts';
import type { KeyGrant, KeyRole } from '../vocabulary/grants.ts';
import type { Instant } from '../vocabulary/time.ts';
import { zoneRules } from '../zones/zones.ts';
import { Collective, type CollectivePorts, type Listener } from './collective.ts';
import { createCodeSandbox } from './codes.ts';
import { FoundingRefused, foundCollective } from './founding.ts';
import { headsFolder, openHeads } from './heads.ts';
import type { Kit } from './kits.ts';
import type { Signer } from './sealing.ts';
import { signFirst } from './signed-head.ts';
import { isUnused } from './unused-keys.ts';

export { hasJournal };

/** The gateway that vouches for devices without keys of their own. */
export const gatewayId = 'gateway';

export function keysFolder(folder: string): string {
  return join(folder, 'keys');
}

export function keyPath(folder: string, keyId: string): string {
  return join(keysFolder(folder), `${keyId}.json`);
}

/** All keys that the folder holds. @throws KeyFileError */
export function readKeys(folder: string): KeyFile[] {
  const keys = keysFolder(folder);
  if (!existsSync(keys)) return [];
  return readdirSync(keys).filter((name) => name.endsWith('.json')).sort().map((name) => readKeyFile(join(keys, name)));
}

export function signerOf(file: KeyFile): Signer {
  return { grant: grantOf(file), sealer: sealerOf(file) };
}

/** The folder's key of a role (and owner), of those that `fits` lets through; undefined when there is none. */
export function findSigner(folder: string, role: KeyRole, owner?: string, fits: (grant: KeyGrant) => boolean = () => true): Signer | undefined {
  const file = readKeys(folder).find((key) => key.role === role && (owner === undefined || key.owner === owner) && fits(key));
  return file === undefined ? undefined : signerOf(file);
}

/** Whether a key is known to the log, not revoked and not over by the last record: an operator's key may have been followed by the next one. */
export function isInForce(state: Readonly<KernelState>, grant: KeyGrant): boolean {
  const key = state.keys.get(grant.id);
  return key !== undefined && key.revokedAt === null && key.grant.public_key === grant.public_key && (key.grant.expires ?? Infinity) > state.recordedAt;
}

/** The log's key in force that was made in this folder and has never signed. */
export function unusedLogKey(folder: string, state: Readonly<KernelState>): Signer | undefined {
  return findSigner(folder, 'log', undefined, (grant) => isInForce(state, grant) && isUnused(keyPath(folder, grant.id)));
}

/** Makes a key and keeps it in the folder. @throws KeyFileError */
export function makeKey(folder: string, id: string, role: KeyRole, owner: string): Signer {
  mkdirSync(keysFolder(folder), { recursive: true, mode: 0o700 });
  const file = newKeyFile(id, role, owner);
  writeKeyFile(keyPath(folder, id), file);
  return signerOf(file);
}

/** Makes a key and keeps it in a file of its own, for whoever is to hold it; the log learns of it when it is added. @throws KeyFileError */
export function makeKeyFile(path: string, id: string, role: KeyRole, owner: string): KeyGrant {
  const file = newKeyFile(id, role, owner);
  writeKeyFile(path, file);
  return grantOf(file);
}

/**
 * Founds a collective in a folder that holds none.
 * @throws JournalError `in_use` when it holds one already; FoundingRefused; KeyFileError
 */
export async function foundInFolder(folder: string, settings: Settings, kits: ReadonlyMap<string, Kit>, at: Instant): Promise<void> {
  if (hasJournal(folder)) throw new JournalError('in_use', `${folder} holds a collective already`, { hint: 'Choose another folder: nothing is overwritten.' });
  if (existsSync(keysFolder(folder)) && readdirSync(keysFolder(folder)).length > 0) {
    throw new JournalError('in_use', `${keysFolder(folder)} holds keys of another collective`, { hint: 'Choose another folder: nothing is overwritten.' });
  }
  const zone = zoneRules(settings.collective.zone);
  if (zone === undefined) throw new FoundingRefused('the zone', { code: 'unknown_value', detail: `there is no zone ${settings.collective.zone}` });
  const sandbox = await createCodeSandbox();
  const fresh = !existsSync(folder);
  const journal = openSqliteJournal(folder, 'write');
  try {
    const operator = makeKey(folder, 'operator-1', 'operator', 'operator');
    const log = makeKey(folder, 'log-1', 'log', 'operator');
    const gateway = makeKey(folder, 'gateway-1', 'gateway', gatewayId);
    const keyless = settings.members.filter(({ publicKey, commons }) => publicKey === undefined && commons !== true);
    const members = new Map(keyless.map(({ id }) => [id, makeKey(folder, `member-${id}`, 'member', id)]));
    const devices: KeyGrant[] = settings.devices.map(({ id, publicKey }) => ({ id: `device-${id}`, role: 'device', owner: id, public_key: publicKey }));
    const collective = openCollective({ journal, sandbox });
    foundCollective(collective, {
      settings, kits, zone, at, operator, log: log.grant, members, devices: [gateway.grant, ...devices], sandbox: sandbox.hash,
      origin: `frankpledge/${randomBytes(8).toString('hex')}`, salt: () => randomBytes(16).toString('hex'),
    });
    const heads = openHeads(folder, collective.state.origin);
    signFirst(heads, collective, log);
    heads.close();
  } catch (error) {
    journal.close();
    if (fresh) rmSync(folder, { recursive: true, force: true });
    else unmake(folder);
    throw error;
  }
  journal.close();
}

/** Puts a collective together over an open journal. */
export function openCollective(
  parts: Omit<CollectivePorts, 'hasher' | 'verifier'>, onShown?: Listener, progress?: (done: number, total: number) => void,
): Collective {
  return new Collective({ ...parts, hasher: createHasher(), verifier: createSealVerifier() }, onShown, progress);
}

/** A founding that failed leaves nothing: neither a journal without a charter nor keys that nobody knows. */
function unmake(folder: string): void {
  for (const part of [keysFolder(folder), headsFolder(folder)]) rmSync(part, { recursive: true, force: true });
  for (const name of readdirSync(folder)) if (name.startsWith('journal.sqlite') || name.startsWith('writer.')) rmSync(join(folder, name), { force: true });
}
