/** A collective over an in-memory journal, with a contract that charges its price to whoever is seen, for timelines of deciding together. */
import { createHasher } from '../../src/adapters/keys/node.ts';
import { Collective, type CollectivePorts } from '../../src/host/collective.ts';
import { createMemoryJournal, type Journal } from '../../src/journal/journal.ts';
import { canonicalHash } from '../../src/log/canonical.ts';
import { toHex } from '../../src/log/bytes.ts';
import { sealMessage } from '../../src/log/record.ts';
import { pot } from '../../src/testing/deciding-founding.ts';
import type { World } from '../../src/testing/deciding-timeline.ts';
import type { Effect } from '../../src/vocabulary/effects.ts';
import type { Entry } from '../../src/vocabulary/entries.ts';
import type { Outcome } from '../../src/vocabulary/outcomes.ts';
import type { LogRecord } from '../../src/vocabulary/records.ts';
import type { Call, CodeSandbox } from '../../src/vocabulary/runner.ts';

export type Lived = { readonly record: LogRecord; readonly outcome: Outcome };
export type House = { readonly collective: Collective; readonly lived: Lived[]; readonly world: World };

const origin = 'frankpledge/00112233aabbccdd';
const hasher = createHasher();

/** @param journal what another one has lived through, to take it up */
export function decidedHouse(journal: Journal = createMemoryJournal()): House {
  const collective = new Collective(portsOver(journal));
  const lived: Lived[] = [];
  const zoneRules = collective.handInZone({ name: 'UTC', initial: 0, changes: [] });
  const code = collective.handInCode('charges its price');
  let count = 0;
  const say: World['say'] = (key, said, at) => {
    count += 1;
    const recordedAt = Math.max(at, collective.state.recordedAt);
    const entry = { ...said, origin, at: recordedAt, id: `e${count}` } as Entry;
    const [answer] = collective.take([{ entry, seal: { key, sig: `sig-${count}` } }], recordedAt, [sealMessage(entry)]);
    if (answer?.status !== 'recorded') return null;
    lived.push(answer);
    return answer.outcome;
  };
  return { collective, lived, world: { say, state: () => collective.state, nextWake: () => collective.nextWake(), zoneRules, sandbox: plainSandbox.hash, code } };
}

export function portsOver(journal: Journal): CollectivePorts {
  return { journal, hasher, verifier: { verify: () => true }, sandbox: plainSandbox };
}

/** SHA-256 in hex of a text, and of the canonical JSON of a value. */
export const hashes = { ofText: (text: string) => toHex(hasher.sha256(text)), ofValue: (value: unknown) => canonicalHash(hasher, value) };

const plainSandbox: CodeSandbox = {
  hash: toHex(hasher.sha256('no engine')), add: () => undefined, forget: () => undefined,
  runner: {
    has: () => true,
    run: ({ terms, calls }) => calls.map((call) => ({ ok: true, state: {}, effects: call.group === 'observed' ? [charged(call, terms['price'] as number)] : [], gas: 1 })),
  },
};

function charged({ event }: Call, amount: number): Effect {
  return { do: 'transfer', from: event['by'] as string, to: pot, unit: 'crown', amount, ref: event['id'] as string, why: { code: 'test' } };
}
