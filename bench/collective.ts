// Our side of the bench: a real collective with the firewood kit, over SQLite in a fresh folder or in memory.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAheadVerifier } from '../src/adapters/keys/ahead.ts';
import type { AheadVerifier } from '../src/adapters/keys/findings.ts';
import { openSqliteJournal } from '../src/adapters/journal-sqlite/journal.ts';
import { createHasher, createSealer } from '../src/adapters/keys/node.ts';
import { Collective } from '../src/host/collective.ts';
import { createCodeSandbox } from '../src/host/codes.ts';
import { foundCollective, type Founding } from '../src/host/founding.ts';
import { loadKits } from '../src/host/kits.ts';
import { makeSigner, sealEntry, type Signer } from '../src/host/sealing.ts';
import { createMemoryJournal } from '../src/journal/journal.ts';
import type { Settings } from '../src/scenario/scenario.ts';
import type { Observation as Entry, SealedEntry } from '../src/vocabulary/entries.ts';
import { formatDecimal } from '../src/vocabulary/decimals.ts';
import { zoneRules } from '../src/zones/zones.ts';
import type { Member, Observation } from './peers/load.ts';

export type BenchCollective = {
  readonly collective: Collective;
  /** Of its data; undefined when all of it is in memory. */
  readonly folder: string | undefined;
  readonly device: Signer;
  readonly operator: Signer;
  readonly verifier: AheadVerifier;
  close(): void;
};

export type BenchSize = {
  readonly members: readonly Member[];
  /** Subcontracts, each with a pile of its own. */
  readonly piles: number;
  readonly durable: boolean;
  readonly startMs: number;
};

const origin = 'bench';
export const provider = 'provider';

export async function openBenchCollective({ members, piles, durable, startMs }: BenchSize): Promise<BenchCollective> {
  const folder = durable ? mkdtempSync(join(tmpdir(), 'frankpledge-bench-')) : undefined;
  const journal = folder === undefined ? createMemoryJournal() : openSqliteJournal(folder, 'write');
  const sandbox = await createCodeSandbox();
  const verifier = createAheadVerifier();
  const operator = signer('operator', 'operator', 1);
  const collective = new Collective({ journal, sandbox, hasher: createHasher(), verifier });
  const device = signer('device', 'scale-1', 2);
  foundBench(collective, { members, piles, startMs }, { operator, members: new Map(), devices: [device.grant] }, sandbox.hash);
  return {
    collective, folder, device, operator, verifier,
    close() {
      journal.close();
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function foundBench(
  collective: Collective, { members, piles, startMs }: Omit<BenchSize, 'durable'>, keys: Pick<Founding, 'operator' | 'members' | 'devices'>, sandboxHash: string,
): void {
  const zone = zoneRules('America/New_York');
  if (zone === undefined) throw new Error('the zone table lacks America/New_York');
  foundCollective(collective, { ...keys, settings: settingsOf(members, piles), kits: loadKits(), zone, origin, at: startMs, sandbox: sandboxHash, salt: () => '00' });
}

/** Observations as entries of `batch` each, signed by the device beforehand; `pile` tells which pile an observation is about. */
export function signedEntries(device: Signer, observations: readonly Observation[], batch: number, pile: (place: number) => string = () => 'pile-0'): SealedEntry[] {
  const entries: SealedEntry[] = [];
  for (let from = 0; from < observations.length; from += batch) {
    const part = observations.slice(from, from + batch).map((seen, i) => observationOf(seen, pile(from + i)));
    entries.push(sealEntry(device, { kind: 'observe', body: { observations: part } }, origin, (part.at(-1) as Entry).at, `entry-${from}`));
  }
  return entries;
}

function observationOf({ id, by, count, massG, at, pEvent, pPerson }: Observation, subject: string): Entry {
  // The same observation comes again under the same number.
  const seq = Number(id.slice(id.indexOf(':') + 1)) + 1;
  return { seq, subject, event: 'taken', at: at * 1000, p: { event: pEvent / 1e9, person: pPerson / 1e9 }, values: { by, count, mass_g: massG } };
}

export function settingsOf(members: readonly Member[], piles: number): Settings {
  return {
    title: 'bench',
    collective: {
      name: 'Bench', zone: 'America/New_York', units: [{ id: 'crown', decimals: 2 }], reviewers: [], admit: [], issue: [], attest: [], bind: [], bank: [],
      issuePerMonth: {}, lateDays: 30, clockAheadS: 120,
      // One yes is enough, so that a bench can agree on witnesses.
      deciding: { decide: { more_than: { numerator: 0, denominator: 1 }, days: 30 } },
    },
    members: [
      { id: provider, opening: {}, means: {}, floor: {} },
      ...members.map(({ id, means, balance }) => ({ id, opening: { crown: formatDecimal(balance, 2) }, means: { crown: formatDecimal(means, 2) }, floor: {} })),
    ],
    // As the rule that the peers have: a hundred people take more in a bench's few days than anybody is charged for in a month.
    subcontracts: Array.from({ length: piles }, (_, i) => ({ id: `wood-${i}`, kit: 'firewood', parties: { provider }, terms: { pile: `pile-${i}`, pieces_per_period: 1_000_000 }, consents: [] })),
    devices: [], bindings: [],
  } as unknown as Settings;
}

function signer(role: 'operator' | 'device', owner: string, seed: number): Signer {
  return makeSigner(`${role}-1`, role, owner, createSealer(new Uint8Array(32).fill(seed)));
}
