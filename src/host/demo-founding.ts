/** The demonstration's founding: demo/tombsboro.yaml, in a folder, two years ago. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createMemoryJournal, type Journal } from '../journal/journal.ts';
import type { Settings } from '../scenario/scenario.ts';
import { addMonths, hourMs, type Instant } from '../vocabulary/time.ts';
import { localDay, startOfDay } from '../vocabulary/zones.ts';
import { zoneRules } from '../zones/zones.ts';
import { findSigner, foundInFolder } from './data-folder.ts';
import type { PlayedKeys } from './demo-past.ts';
import { loadKits } from './kits.ts';
import { readSettings, zoneNames } from './scenarios.ts';
import type { Signer } from './sealing.ts';

/** Since the founding. */
export const pastMonths = 24;

export type DemoKeys = PlayedKeys & { readonly gateway: Signer };

const settingsPath = fileURLToPath(new URL('../../demo/tombsboro.yaml', import.meta.url));

/** @throws Error when the settings or the keys aren't as they were made */
export async function foundVillage(folder: string, now: Instant): Promise<{ readonly keys: DemoKeys; readonly founded: Instant }> {
  const kits = loadKits();
  const settings = readSettings(readFileSync(settingsPath, 'utf8'), { kits: new Map([...kits].map(([name, kit]) => [name, kit.manifest])), zones: zoneNames() });
  if (!settings.ok) throw new Error(`demo/tombsboro.yaml: ${settings.problems.map(({ line, message }) => `line ${line}: ${message}`).join('; ')}`);
  const founded = foundedBefore(now, settings.value.collective.zone);
  await foundInFolder(folder, settings.value, kits, founded);
  return { keys: keysIn(folder, settings.value), founded };
}

/** What a journal holds, where appending waits for no disk. */
export function inMemory(stored: Journal): Journal {
  const memory = createMemoryJournal();
  for (const hash of stored.blobHashes()) memory.putBlob(hash, stored.getBlob(hash) ?? '');
  memory.append(stored.read(0, stored.head()), 0);
  return memory;
}

/** In the morning of the day that lies so many months back. */
function foundedBefore(now: Instant, zone: string): Instant {
  const rules = zoneRules(zone);
  if (rules === undefined) throw new Error(`demo/tombsboro.yaml: there is no zone ${zone}`);
  return startOfDay(rules, addMonths(localDay(rules, now), -pastMonths)) + 9 * hourMs;
}

function keysIn(folder: string, settings: Settings): DemoKeys {
  const key = (signer: Signer | undefined): Signer => {
    if (signer === undefined) throw new Error('the demonstration lost its keys');
    return signer;
  };
  return {
    operator: key(findSigner(folder, 'operator')), gateway: key(findSigner(folder, 'gateway')),
    members: new Map(settings.members.filter(({ commons }) => commons !== true).map(({ id }) => [id, key(findSigner(folder, 'member', id))])),
  };
}
