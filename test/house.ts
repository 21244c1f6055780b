/** A small house for tests of what stands around the kernel: founded in a folder, with a woodpile, a thermometer and a device with a key. */
import { openSqliteJournal } from '../src/adapters/journal-sqlite/journal.ts';
import { createSealer } from '../src/adapters/keys/node.ts';
import { topicsOf, type Topics } from '../src/adapters/mqtt/messages.ts';
import { systemClock, type Clock } from '../src/host/clock.ts';
import { createCodeSandbox } from '../src/host/codes.ts';
import { findSigner, foundInFolder, openCollective } from '../src/host/data-folder.ts';
import { createGateway, type Gateway, type GatewayPorts } from '../src/host/gateway.ts';
import { loadKits } from '../src/host/kits.ts';
import { readSettings, zoneNames } from '../src/host/scenarios.ts';
import type { Signer } from '../src/host/sealing.ts';
import { Writer } from '../src/host/writer.ts';
import type { Journal } from '../src/journal/journal.ts';
import type { DeviceKey } from '../src/testing/device.ts';
import type { Observation } from '../src/vocabulary/entries.ts';
import type { LogRecord } from '../src/vocabulary/records.ts';
import type { Outcome } from '../src/vocabulary/outcomes.ts';

/** The seed of the key of the device `scale`. */
export const scaleSealer = createSealer(new Uint8Array(32).fill(7));

/** @param folder fresh; nothing in it; @param collective further settings of the collective, as `founders: [ana], ` */
export async function foundHouse(folder: string, collective = ''): Promise<void> {
  const kits = loadKits();
  const settings = readSettings(settingsText.replace('collective: { ', `collective: { ${collective}`), { kits: new Map([...kits].map(([name, kit]) => [name, kit.manifest])), zones: zoneNames() });
  if (!settings.ok) throw new Error(JSON.stringify(settings.problems));
  await foundInFolder(folder, settings.value, kits, Date.now());
}

export type House = {
  readonly writer: Writer;
  readonly gateway: Gateway;
  readonly topics: Topics;
  readonly scale: DeviceKey;
  /** What the writer told. */
  readonly told: string[];
};

export type OpenHouseOptions = {
  readonly clock?: Clock;
  readonly wrapJournal?: (journal: Journal) => Journal;
  readonly wrapWriter?: (writer: Writer) => GatewayPorts['writer'];
};

export async function openHouse(folder: string, { clock = systemClock, wrapJournal = (journal) => journal, wrapWriter = (writer) => writer }: OpenHouseOptions = {}): Promise<House> {
  const sandbox = await createCodeSandbox();
  const told: string[] = [];
  const writer = new Writer({
    clock, operator: required(findSigner(folder, 'operator')), tell: (message) => told.push(message),
    open: () => openCollective({ journal: wrapJournal(openSqliteJournal(folder, 'write')), sandbox }),
  });
  const gateway = createGateway({ writer: wrapWriter(writer), clock, signer: required(findSigner(folder, 'gateway')) });
  const { state } = writer.collective;
  return {
    writer, gateway, told, topics: topicsOf(state.origin, state.charter?.name ?? ''),
    scale: { id: 'device-scale', origin: state.origin, sealer: scaleSealer },
  };
}

/** Every observation of the log with what became of it. */
export function observations(journal: Journal): { readonly device: string; readonly observation: Observation; readonly status: string; readonly by: string }[] {
  return journal.read(0, journal.head()).flatMap((row) => {
    const { entry } = JSON.parse(row.record) as LogRecord;
    const { items } = JSON.parse(row.outcome) as Outcome;
    if (entry.kind !== 'observe') return [];
    return entry.body.observations.map((observation, item) =>
      ({ device: observation.device ?? entry.by, observation, status: items[item]?.status ?? 'none', by: entry.by }));
  });
}

function required(signer: Signer | undefined): Signer {
  if (signer === undefined) throw new Error('the folder has no such key');
  return signer;
}

const settingsText = `
title: A small house
collective: { name: Small House, zone: Europe/Berlin, units: { crown: { decimals: 2 } } }
members:
  - { id: bunyan, opening: { crown: "1000.00" } }
  - { id: ana, opening: { crown: "1000000.00" } }
subcontracts:
  - { id: wood, kit: firewood, parties: { provider: bunyan }, terms: { houses: { house-a: ana }, pieces_per_period: 1000000 } }
devices:
  - { id: scale, public_key: "${scaleSealer.publicKey}" }
`;

