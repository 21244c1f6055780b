/**
 * Starting where the log is, and not at its founding: every {@link digestRecords} records the log gets the digest of the kernel's state, and the
 * store the state itself with the view. At a start the newest stored state is taken up whose hash is the digest that the log has in its place;
 * only what was recorded later is then read. What doesn't fit is left alone: an older one serves, or the log from the founding on.
 */
import { canonical } from '../log/canonical.ts';
import { toHex } from '../log/bytes.ts';
import { parseRecord, sealMessage } from '../log/record.ts';
import { snapshotCharsMax, type Journal, type SnapshotName, type StoredSnapshot } from '../journal/journal.ts';
import { Kernel, type KernelPorts } from '../kernel/kernel.ts';
import type { Answer, Shown } from '../turn.ts';
import type { SealedEntry } from '../vocabulary/entries.ts';
import type { Hasher } from '../vocabulary/ports.ts';
import type { Instant } from '../vocabulary/time.ts';
import type { Collective } from './collective.ts';
import { sealEntry, type Signer } from './sealing.ts';

/** Records from one digest to the next: a start reads at most so many, and a digest's cost is spread over them. Anyone can check any of them. */
export const digestRecords = 10_000;

/** What is folded from the records beside the kernel, and starts where it starts. */
export type Fold = {
  /** Goes on from an earlier {@link text}; as it was before when that can't be read. @throws whatever is wrong with the text */
  readonly resume: (text: string) => void;
  readonly take: (shown: Shown) => void;
  /** As of the last record. @throws when it can't vouch for what it shows */
  readonly text: () => string;
};

export type ResumePorts = { readonly journal: Journal; readonly hasher: Hasher; readonly fold: Fold; readonly tell: (message: string) => void };

/** The kernel of the newest stored snapshot that stands, with the fold at the same place; undefined when none does. */
export function resumeNewest(ports: ResumePorts, kernelPorts: KernelPorts): Kernel | undefined {
  for (const name of ports.journal.snapshots()) {
    try {
      const stored = ports.journal.getSnapshot(name.records);
      if (stored === undefined) throw new Error('it is gone');
      const kernel = vouched(ports, kernelPorts, stored);
      ports.fold.resume(stored.view);
      return kernel;
    } catch (error) {
      ports.tell(`the snapshot after ${name.records} records isn't used: ${wordsOf(error)}`);
    }
  }
  return undefined;
}

/** The gate of the kernel that it makes checks place, seal and digest of the record in the log, as a replay does. */
function vouched({ journal, hasher }: ResumePorts, kernelPorts: KernelPorts, { records, digest, kernel: text }: StoredSnapshot): Kernel {
  const [row] = journal.read(records, 1);
  if (row === undefined) throw new Error('the log ends before it');
  const record = parseRecord(row.record);
  if (!record.ok || record.value.entry.kind !== 'digest') throw new Error(`record ${records} holds no digest`);
  const { entry } = record.value;
  if (toHex(hasher.sha256(text)) !== digest || entry.body.state !== digest) throw new Error(`it isn't the state that record ${records} names`);
  const kernel = Kernel.resume(kernelPorts, JSON.parse(text));
  const gate = kernel.gate(record.value, sealMessage(entry), record.value.recordedAt);
  if (!gate.pass) throw new Error(gate.duplicate ? `record ${records} repeats another` : gate.refusal.detail);
  return kernel;
}

/** Where the last digest stands, or was tried in vain: the next is due so many records later. */
export class Digests {
  readonly #every: number;
  readonly #tell: (message: string) => void;
  #last = 0;

  constructor(tell: (message: string) => void, every: number = digestRecords) {
    this.#tell = tell;
    this.#every = every;
  }

  /** Takes entries through, behind a digest of the state before them when one is due; keeps that state once the digest is durable. */
  take(collective: Collective, operator: Signer, entries: readonly SealedEntry[], now: Instant, messages: readonly (string | undefined)[]): readonly Answer[] {
    const { seq, origin, recordedAt } = collective.state;
    this.#last = Math.max(this.#last, collective.digested);
    if (seq - this.#last < this.#every) return collective.take(entries, now, messages);
    this.#last = seq; // whatever comes of it: what waits must not wait for a digest that can't be made
    const state = this.#tried('digest', () => collective.digest());
    if (state === undefined) return collective.take(entries, now, messages);
    const snapshot = this.#tried('snapshot', () => collective.snapshot());
    const digest = sealEntry(operator, { kind: 'digest', body: { records: seq, state } }, origin, Math.max(now, recordedAt), `digest-${seq}`);
    const [first, ...answers] = collective.take([digest, ...entries], now, [undefined, ...messages]);
    if (first?.status === 'refused') this.#tell(`the digest of ${seq} records was refused: ${first.refusal.detail} [${first.refusal.code}]`);
    if (first?.status === 'recorded' && snapshot !== undefined) this.#tried('snapshot', () => collective.journal.putSnapshot(snapshot));
    return answers;
  }

  #tried<T>(what: 'digest' | 'snapshot', act: () => T): T | undefined {
    try {
      return act();
    } catch (error) {
      this.#tell(`no ${what} was kept: ${wordsOf(error)}. Nothing is lost; the next start takes longer.`);
      return undefined;
    }
  }
}

/** @throws RangeError when the texts are longer than the store takes, or than the engine can make */
export function snapshotText(name: SnapshotName, kernel: Kernel, fold: Fold): StoredSnapshot {
  const snapshot = { ...name, kernel: canonical(kernel.snapshot()), view: fold.text() };
  const length = snapshot.kernel.length + snapshot.view.length;
  if (length > snapshotCharsMax) throw new RangeError(`it has ${length} characters, and the store keeps at most ${snapshotCharsMax}`);
  return snapshot;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
