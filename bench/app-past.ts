// A collective with 50 members and a past, in memory: of ten records one takes wood, three pay, six are thermometers; each truly sealed.
import { createHasher, createSealer } from '../src/adapters/keys/node.ts';
import { createAheadVerifier } from '../src/adapters/keys/ahead.ts';
import { createCodeSandbox } from '../src/host/codes.ts';
import { Collective } from '../src/host/collective.ts';
import { makeSigner, sealEntry, type Signer } from '../src/host/sealing.ts';
import { createMemoryJournal, createMemoryStore, type MemoryStore } from '../src/journal/journal.ts';
import { createRandom } from '../src/testing/random.ts';
import type { EntryBody, SealedEntry } from '../src/vocabulary/entries.ts';
import type { KeyRole } from '../src/vocabulary/grants.ts';
import { foundBench, provider } from './collective.ts';

const members = 50;
const piles = 4;
const thermometers = 12;
/** A record each quarter of an hour: 20,000 are seven months. */
const stepMs = 15 * 60_000;
const entriesPerAppend = 500;

export type AppPast = {
  readonly store: MemoryStore;
  readonly operator: Signer;
  readonly gateway: Signer;
  readonly origin: string;
  /** What comes next, at this instant. */
  readonly next: (at: number) => SealedEntry;
  /** A payment by a member that nobody made before, at this instant. */
  readonly payment: (at: number) => SealedEntry;
};

/** @param end the instant of its last record, or a little before */
export async function makeAppPast(records: number, seed: number, end: number): Promise<AppPast> {
  const startMs = end - records * stepMs;
  const store = createMemoryStore();
  const sandbox = await createCodeSandbox();
  const collective = new Collective({ journal: createMemoryJournal(store), sandbox, hasher: createHasher(), verifier: createAheadVerifier() });
  const ids = Array.from({ length: members }, (_, i) => `member-${i}`);
  const [operator, gateway] = [signer('operator', 'operator', 0), signer('gateway', 'gateway', members + 1)];
  const own = new Map(ids.map((id, i) => [id, signer('member', id, i + 1)]));
  foundBench(collective, { members: ids.map((id) => ({ id, means: 250_000, balance: 100_000_000 })), piles, startMs }, { operator, members: own, devices: [gateway.grant] }, sandbox.hash);
  const { origin } = collective.state;
  const random = createRandom(seed);
  const numbers = new Map<string, number>();
  let count = 0;
  const sealed = (by: Signer, said: EntryBody, at: number): SealedEntry => sealEntry(by, said, origin, at, `entry-${++count}`);
  const member = (): string => `member-${random.int(0, members - 1)}`;
  const pays = (at: number): SealedEntry => sealed(own.get(member()) as Signer, { kind: 'pay', body: { to: provider, unit: 'crown', amount: '0.25' } }, at);
  const reads = (device: string, subject: string, event: string, values: { [name: string]: string | number }, at: number): SealedEntry => {
    const seq = (numbers.get(device) ?? 0) + 1;
    numbers.set(device, seq);
    return sealed(gateway, { kind: 'observe', body: { observations: [{ device, seq, subject, event, at, values }] } }, at);
  };
  const next = (at: number): SealedEntry => {
    const dice = random.int(1, 10);
    if (dice === 1) return reads('scale-1', `pile-${random.int(0, piles - 1)}`, 'taken', { by: member(), count: random.int(1, 4), mass_g: 8000 }, at);
    if (dice <= 4) return pays(at);
    const house = random.int(1, thermometers);
    return reads(`thermometer-${house}`, `house-${house}`, 'temperature', { celsius: random.int(150, 230) / 10 }, at);
  };
  let now = startMs;
  while (collective.state.seq < records) {
    const entries = Array.from({ length: Math.min(entriesPerAppend, records - collective.state.seq) }, () => next(now += stepMs));
    const other = collective.take(entries, now).find(({ status }) => status !== 'recorded');
    if (other !== undefined) throw new Error(`bench: ${JSON.stringify(other)}`);
  }
  return { store, operator, gateway, origin, next, payment: pays };
}

function signer(role: KeyRole, owner: string, seed: number): Signer {
  return makeSigner(`key-${owner}`, role, owner, createSealer(Buffer.alloc(32, `app ${seed}`)));
}
