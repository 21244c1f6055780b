/**
 * Between devices and the writer: unsigned readings that wait are gathered into one `observe` entry, signed once by the gateway's key; what
 * devices signed themselves goes on as it is. Each message is answered when it is durable. A store that fails is waited for: until it
 * works again nothing is acknowledged, and nothing is lost.
 */
import type { Intake, Reading, RefusedItem, Taken } from '../adapters/mqtt/intake.ts';
import { NotJsonError } from '../log/canonical.ts';
import type { Answer } from '../turn.ts';
import { observationsPerEntryMax, recordBytesMax, type Observation, type SealedEntry } from '../vocabulary/entries.ts';
import type { Outcome } from '../vocabulary/outcomes.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';
import type { Refusal } from '../vocabulary/result.ts';
import type { Clock } from './clock.ts';
import { sealEntry, type Signer } from './sealing.ts';
import type { Writer } from './writer.ts';

/** Observations that may wait here; what comes beyond must be sent again. */
const waitingMax = 50_000;
/** What an entry with its seal takes besides its observations: names of at most 64 characters, times, signature, frame. */
const entryBytes = 1024;
/** How long a message waits that the store couldn't take. */
const retryMs = 1000;

type Pending = {
  readonly observations: readonly Observation[];
  readonly bytes: number;
  readonly answer: (taken: Taken) => void;
};

/** Refusals that are no fault of who sent it, and pass: of the place where it runs; and, of what the gateway signs, those of its own key. */
const theirs: ReadonlySet<RefusalCode> = new Set<RefusalCode>(['stopped', 'busy']);
const ours: ReadonlySet<RefusalCode> = new Set<RefusalCode>([...theirs, 'not_founded', 'wrong_origin', 'unknown_key', 'revoked_key', 'bad_seal', 'wrong_role']);

const sendAgain: Taken = { acknowledge: false };

export type GatewayPorts = {
  readonly writer: Pick<Writer, 'submit' | 'collective' | 'halted'>;
  readonly clock: Clock;
  /** The gateway's key, which vouches for devices that have none; asked for each time, since another may have followed it. */
  readonly signer: Signer;
  /** False: devices must sign for themselves. Where anyone can reach the broker, anyone could say anything. */
  readonly vouches?: boolean;
};

export type Gateway = Pick<Intake, 'sealed' | 'readings'> & {
  /** What bindings made of readings, numbered and under their names: whether the readings were vouched for or signed, each of them says. */
  readonly observed: (observations: readonly Observation[]) => Promise<Taken>;
  /** Takes nothing more; resolves when what it has is durable, or must be sent again. */
  readonly close: () => Promise<void>;
};

export function createGateway(ports: GatewayPorts): Gateway {
  const { writer, clock, vouches = true } = ports;
  let pending: Pending[] = [];
  let waiting = 0;
  let scheduled = false;
  let closed = false;
  let entries = 0;
  const open = new Set<Promise<unknown>>();
  /** Who waits for the store, and how to tell them that it won't come. */
  const retries = new Map<NodeJS.Timeout, () => void>();
  const keyed = keyedDevices(writer);

  /** Keeps an eye on what isn't answered yet, for the close. */
  const watched = <T>(work: Promise<T>): Promise<T> => {
    open.add(work);
    void work.finally(() => open.delete(work));
    return work;
  };
  /**
   * Tries until the writer takes it or refuses it for a reason that won't pass; `undefined` when the gateway closes before. What is tried again
   * goes before whatever was handed in later: else what one device observed would reach the log in another order.
   */
  const inOrder = (): Submit => {
    const retried = new Map<number, Promise<void>>();
    let handed = 0;
    return async (seal, passes) => {
      const place = handed += 1;
      let done = (): void => undefined;
      try {
        for (;;) {
          for (let earlier = before(retried, place); earlier !== undefined; earlier = before(retried, place)) {
            await earlier;
            if (closed) return undefined;
          }
          const answer = await writer.submit(seal());
          if (answer.status !== 'refused' || !passes(answer.refusal.code)) return answer;
          if (!retried.has(place)) retried.set(place, new Promise((resolve) => { done = resolve; }));
          if (closed || !(await pause())) return undefined;
        }
      } finally {
        retried.delete(place);
        done();
      }
    };
  };
  const pause = (): Promise<boolean> => new Promise((resolve) => {
    const timer = setTimeout(() => { retries.delete(timer); resolve(!closed); }, retryMs);
    retries.set(timer, () => resolve(false));
  });

  // What the gateway's own key signs may wait for that key; who signs for themselves doesn't wait with it.
  const [submitGathered, submitSealed] = [inOrder(), inOrder()];

  const flush = (): void => {
    scheduled = false;
    const batch = pending;
    pending = [];
    for (const group of groups(batch)) void watched(send(group));
  };
  const offer = async (observations: readonly Observation[]): Promise<Answer | undefined> => {
    entries += 1;
    const { origin, seq } = writer.collective.state;
    const id = `gathered-${seq}-${entries}`;
    // A device that has got a key while its reading waited speaks for itself by now: no key of the gateway's will do.
    const passes = (code: RefusalCode): boolean => ours.has(code) && !(code === 'wrong_role' && observations.some(({ device = '' }) => keyed(device)));
    try {
      return await submitGathered(() => sealEntry(ports.signer, { kind: 'observe', body: { observations } }, origin, clock.now(), id), passes);
    } catch (error) {
      if (!(error instanceof NotJsonError)) throw error;
      return { status: 'refused', refusal: { code: 'malformed', detail: error.message } };
    }
  };
  const send = async (group: readonly Pending[]): Promise<void> => {
    const answer = await offer(group.flatMap((each) => each.observations));
    // One message that the kernel won't have in a record mustn't take the others with it.
    if (answer?.status === 'refused' && group.length > 1) {
      const middle = group.length >> 1;
      await Promise.all([send(group.slice(0, middle)), send(group.slice(middle))]);
      return;
    }
    let item = 0;
    for (const each of group) {
      waiting -= each.observations.length;
      each.answer(takenOf(answer, each.observations, item));
      item += each.observations.length;
    }
  };

  const enqueue = (observations: readonly Observation[]): Promise<Taken> => {
    if (closed || waiting + observations.length > waitingMax) return Promise.resolve(sendAgain);
    const bytes = observations.reduce((sum, each) => sum + Buffer.byteLength(JSON.stringify(each)) + 1, 0);
    if (bytes + entryBytes > recordBytesMax) return Promise.resolve(refuseAll(observations, { code: 'too_large', detail: `the message's observations have ${bytes} bytes` }));
    waiting += observations.length;
    return new Promise((answer) => {
      pending.push({ observations, bytes, answer });
      if (scheduled) return;
      scheduled = true;
      setImmediate(flush);
    });
  };

  return {
    observed: enqueue,
    async sealed(entry) {
      if (closed) return sendAgain;
      const { observations } = entry.entry.body as { observations: readonly Observation[] };
      if (waiting + observations.length > waitingMax) return sendAgain;
      waiting += observations.length;
      const answer = await watched(submitSealed(() => entry, (code) => theirs.has(code)));
      waiting -= observations.length;
      return takenOf(answer, observations, 0);
    },
    readings(device, readings) {
      if (closed || waiting + readings.length > waitingMax) return Promise.resolve(sendAgain);
      if (!vouches) return Promise.resolve(refuseAll(readings, { code: 'not_permitted', detail: 'this server vouches for no devices, because others than this machine can reach it: they must sign for themselves' }));
      if (keyed(device)) return Promise.resolve(refuseAll(readings, { code: 'wrong_role', detail: `${device} has a key of its own: it signs its batches and sends them to observe` }));
      if (writer.collective.state.bindings.has(device)) return Promise.resolve(refuseAll(readings, { code: 'wrong_role', detail: `${device} is a binding: only what is made from readings comes under its name` }));
      if (writer.halted === null && readings.every(({ seq }) => writer.collective.state.seen.sequence(device, seq) === 'seen')) {
        return Promise.resolve({ acknowledge: true, refused: [], duplicates: readings.length });
      }
      const now = clock.now();
      return enqueue(readings.map(({ at, ...said }): Observation => ({ ...said, device, at: at ?? now })));
    },
    async close() {
      closed = true;
      for (const [timer, giveUp] of retries) {
        clearTimeout(timer);
        giveUp();
      }
      retries.clear();
      if (scheduled) flush();
      while (open.size > 0) await Promise.allSettled(open);
    },
  };
}

type Submit = (seal: () => SealedEntry, passes: (code: RefusalCode) => boolean) => Promise<Answer | undefined>;

function before(retried: ReadonlyMap<number, Promise<void>>, place: number): Promise<void> | undefined {
  for (const [earlier, done] of retried) if (earlier < place) return done;
  return undefined;
}

/** As many messages per entry as a record holds, in order. */
function groups(batch: readonly Pending[]): Pending[][] {
  const grouped: Pending[][] = [];
  let group: Pending[] = [];
  let count = 0;
  let bytes = entryBytes;
  for (const each of batch) {
    if (group.length > 0 && (count + each.observations.length > observationsPerEntryMax || bytes + each.bytes > recordBytesMax)) {
      grouped.push(group);
      group = [];
      count = 0;
      bytes = entryBytes;
    }
    group.push(each);
    count += each.observations.length;
    bytes += each.bytes;
  }
  if (group.length > 0) grouped.push(group);
  return grouped;
}

function takenOf(answer: Answer | undefined, observations: readonly Observation[], firstItem: number): Taken {
  if (answer === undefined) return sendAgain;
  if (answer.status === 'duplicate') return { acknowledge: true, refused: [], duplicates: observations.length };
  if (answer.status === 'refused') return refuseAll(observations, answer.refusal);
  return takenItems(answer.outcome, observations, firstItem);
}

function takenItems({ items }: Outcome, observations: readonly Observation[], firstItem: number): Taken {
  const refused: RefusedItem[] = [];
  let duplicates = 0;
  for (const [place, { seq }] of observations.entries()) {
    const item = items[firstItem + place];
    if (item?.status === 'duplicate') duplicates += 1;
    if (item?.status === 'refused') refused.push({ refusal: { code: item.code ?? 'malformed', detail: item.detail ?? '' }, ...(seq === undefined ? {} : { seq }) });
  }
  return { acknowledge: true, refused, duplicates };
}

/** One answer for the whole message, with its number when it has one. */
function refuseAll(said: readonly (Reading | Observation)[], refusal: Refusal): Taken {
  const [only] = said;
  const seq = said.length === 1 ? only?.seq : undefined;
  return { acknowledge: true, refused: [{ refusal, ...(seq === undefined ? {} : { seq }) }], duplicates: 0 };
}

/** Who signs by itself can't be vouched for: else anyone at the broker could speak in its name, and use up its numbers. */
function keyedDevices(writer: GatewayPorts['writer']): (device: string) => boolean {
  return (device) => writer.collective.state.keyedDevices.has(device);
}
