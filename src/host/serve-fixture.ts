/** A served collective in memory for tests: Tombsboro with firewood and a box of cash. */
import { createHash } from 'node:crypto';
import { createHasher, createSealer, createSealVerifier } from '../adapters/keys/node.ts';
import { createMemoryJournal, createMemoryStore, type MemoryStore } from '../journal/journal.ts';
import { readSettings, zoneNames } from './scenarios.ts';
import type { EntryBody, SealedEntry } from '../vocabulary/entries.ts';
import type { KeyRole } from '../vocabulary/grants.ts';
import type { Instant } from '../vocabulary/time.ts';
import { zoneRules } from '../zones/zones.ts';
import type { Clock } from './clock.ts';
import { createCodeSandbox } from './codes.ts';
import { Collective } from './collective.ts';
import { foundCollective } from './founding.ts';
import { loadKits } from './kits.ts';
import { makeSigner, sealEntry, type Signer } from './sealing.ts';

export const foundedAt = Date.parse('2026-01-05T12:00:00-05:00');

export const settingsText = `
title: Tombsboro
collective:
  name: Tombsboro
  zone: America/New_York
  units: { crown: { decimals: 2 } }
members:
  - { id: bunyan, name: Bunyan, opening: { crown: "100.00" } }
  - { id: ana, name: Ana, opening: { crown: "500.00" }, means: { crown: "3000.00" } }
  - { id: bo, opening: { crown: "20.00" }, means: { crown: "800.00" } }
  - { id: cy, opening: { crown: "50.00" } }
subcontracts:
  - { id: wood, kit: firewood, parties: { provider: bunyan }, terms: { base_price: "1.50", houses: { house-a: ana, house-b: bo } } }
  - { id: box, kit: cash-box, parties: { owner: bunyan }, terms: {}, consents: all }
`;

export type Founded = {
  readonly store: MemoryStore; readonly origin: string; readonly operator: Signer; readonly log: Signer; readonly gateway: Signer; readonly device: Signer;
  readonly members: ReadonlyMap<string, Signer>;
  /** Seals an entry. */
  readonly seal: (signer: Signer, said: EntryBody, at: Instant, id: string) => SealedEntry;
};

/** @param text other settings in the same zone */
export async function foundTombsboro(text: string = settingsText): Promise<Founded> {
  const kits = loadKits();
  const settings = readSettings(text, { kits: new Map([...kits].map(([name, kit]) => [name, kit.manifest])), zones: zoneNames() });
  const zone = zoneRules('America/New_York');
  if (!settings.ok || zone === undefined) throw new Error(JSON.stringify(settings));
  const origin = 'frankpledge/0123456789abcdef';
  const signer = (id: string, role: KeyRole, owner: string): Signer => makeSigner(id, role, owner, createSealer(createHash('sha256').update(id).digest()));
  const operator = signer('operator-1', 'operator', 'operator');
  const log = signer('log-1', 'log', 'operator');
  const gateway = signer('gateway-1', 'gateway', 'gateway');
  const device = signer('device-scale', 'device', 'signing-scale');
  const members = new Map(settings.value.members.filter(({ commons }) => commons !== true).map(({ id }) => [id, signer(`member-${id}`, 'member', id)]));
  const store = createMemoryStore();
  const sandbox = await createCodeSandbox();
  const collective = new Collective({ journal: createMemoryJournal(store), hasher: createHasher(), verifier: createSealVerifier(), sandbox });
  foundCollective(collective, {
    settings: settings.value, kits, zone, origin, at: foundedAt, operator, log: log.grant, members, devices: [gateway.grant, device.grant], sandbox: sandbox.hash,
    salt: (member) => createHash('sha256').update(member).digest('hex').slice(0, 32),
  });
  return { store, origin, operator, log, gateway, device, members, seal: (by, said, at, id) => sealEntry(by, said, origin, at, id) };
}

/** A clock that a test moves by hand; nothing wakes by itself. */
export function handClock(start: Instant): Clock & { set: (at: Instant) => void } {
  let now = start;
  return { now: () => now, at: () => () => undefined, set: (at) => { now = at; } };
}
