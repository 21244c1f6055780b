/**
 * One collective, put together: kernel, sandbox, journal, log. Synchronous: whoever calls decides when time passes and what shares an append.
 */
import { canonical, canonicalHash } from '../log/canonical.ts';
import { toBase64, toHex } from '../log/bytes.ts';
import { formPorts } from '../log/kernel-ports.ts';
import { parseRecord } from '../log/record.ts';
import { requireOwnRules } from '../log/rules.ts';
import { JournalError, type Journal, type StoredSnapshot } from '../journal/journal.ts';
import { Kernel, type KernelPorts } from '../kernel/kernel.ts';
import type { Gate } from '../kernel/authority.ts';
import type { KernelState } from '../kernel/state.ts';
import { LogTree } from './log-tree.ts';
import { resumeNewest, snapshotText, type Fold } from './snapshots.ts';
import type { CodeSandbox } from '../vocabulary/runner.ts';
import { takeTurns, type Answer, type Shown } from '../turn.ts';
import type { Asking } from '../vocabulary/changes.ts';
import type { SealedEntry } from '../vocabulary/entries.ts';
import type { Json } from '../vocabulary/json.ts';
import type { Outcome } from '../vocabulary/outcomes.ts';
import type { Hasher, SealVerifier } from '../vocabulary/ports.ts';
import type { Result } from '../vocabulary/result.ts';
import type { Instant } from '../vocabulary/time.ts';
import type { ZoneRules } from '../vocabulary/zones.ts';

export type CollectivePorts = {
  readonly journal: Journal;
  readonly hasher: Hasher;
  readonly verifier: SealVerifier;
  readonly sandbox: CodeSandbox;
  /** What is folded beside the kernel. With one, the collective starts from stored snapshots; without, from the founding. */
  readonly fold?: Fold;
  /** For whoever runs it: why a stored snapshot wasn't used. */
  readonly tell?: (message: string) => void;
};

export type Listener = (shown: Shown) => void;

/** Records read at a time when a journal is taken up. */
const readRecords = 1000;

export class Collective {
  readonly #ports: CollectivePorts;
  readonly #kernel: Kernel;
  readonly #tree: LogTree;
  readonly #listeners = new Set<Listener>();
  #digested = 0;

  /**
   * Takes up what the journal holds, by the recorded outcomes: from the newest snapshot on that the log vouches for, or all of it.
   * @param onShown hears of every record that is read
   * @param progress called now and then with the records taken up and their total
   * @throws JournalError `corrupt` when a stored record can't be read; OtherRulesError when this release would decide by other rules
   */
  constructor(ports: CollectivePorts, onShown: Listener = () => undefined, progress: (done: number, total: number) => void = () => undefined) {
    this.#ports = ports;
    const { journal, hasher, verifier, sandbox, fold, tell = () => undefined } = ports;
    const kernelPorts: KernelPorts = { ...formPorts(hasher), verifier, runner: sandbox.runner, zoneRules: (hash) => this.#zoneRules(hash) };
    sandbox.forget(); // what it keeps of terms may come from records that were never stored
    for (const hash of journal.blobHashes()) sandbox.add(hash, journal.getBlob(hash) ?? '');
    requireRulesOf(journal, sandbox.hash);
    this.#kernel = (fold === undefined ? undefined : resumeNewest({ journal, hasher, fold, tell }, kernelPorts)) ?? new Kernel(kernelPorts);
    this.#tree = new LogTree(hasher, journal);
    if (fold !== undefined) this.#listeners.add((shown) => fold.take(shown));
    this.#listeners.add(onShown);
    this.#takeUp(progress);
  }

  get state(): Readonly<KernelState> {
    return this.#kernel.state;
  }

  get journal(): Journal {
    return this.#ports.journal;
  }

  get hasher(): Hasher {
    return this.#ports.hasher;
  }

  /** Number of records and the base64 of the log's root hash. */
  head(): { readonly records: number; readonly root: string } {
    return { records: this.#tree.size, root: toBase64(this.#tree.root()) };
  }

  /** The log's tree, for whoever signs its heads or reads it in tiles. */
  get tree(): LogTree {
    return this.#tree;
  }

  /** Records before the last digest in the log: 0 when there is none yet. */
  get digested(): number {
    return this.#digested;
  }

  /** SHA-256 in hex of all that the kernel knows now. */
  digest(): string {
    return this.#kernel.digest();
  }

  /** What the next start can begin with, as of the last record; undefined without a fold. @throws RangeError when it is too large to be kept */
  snapshot(): StoredSnapshot | undefined {
    const { fold } = this.#ports;
    return fold === undefined ? undefined : snapshotText({ records: this.state.seq, digest: this.digest() }, this.#kernel, fold);
  }

  /** When a clock entry is needed next; undefined when nothing waits. */
  nextWake(): Instant | undefined {
    return this.#kernel.nextWake();
  }

  /** Whether an entry would be recorded now; `message` is its canonical JSON. */
  gate(sealed: SealedEntry, message: string, recordedAt: Instant): Gate {
    return this.#kernel.gate(sealed, message, Math.max(recordedAt, this.state.recordedAt));
  }

  /** Takes entries through as one durable append. Time never goes back: an earlier `recordedAt` counts as the last record's. */
  take(entries: readonly SealedEntry[], recordedAt: Instant, messages: readonly (string | undefined)[] = []): Answer[] {
    const { journal, hasher } = this.#ports;
    const show = (shown: Shown): void => this.#show(shown);
    const answers = takeTurns({ kernel: this.#kernel, journal, tree: this.#tree, hasher, show }, entries, Math.max(recordedAt, this.state.recordedAt), messages);
    this.#tree.store();
    return answers;
  }

  /** Keeps code that an entry is about to name; returns its hash. */
  handInCode(code: string): string {
    const hash = toHex(this.#ports.hasher.sha256(code));
    this.#ports.journal.putBlob(hash, code);
    this.#ports.sandbox.add(hash, code);
    return hash;
  }

  /** Keeps zone rules that an entry is about to name; returns their hash. */
  handInZone(rules: ZoneRules): string {
    const hash = canonicalHash(this.#ports.hasher, rules);
    this.#ports.journal.putBlob(hash, canonical(rules)); // the text that has this hash, as an archive's reader checks
    return hash;
  }

  ask(subcontract: string, question: string, by: string, values: unknown): Result<Json> {
    return this.#kernel.ask(subcontract, question, by, values);
  }

  /** What an act would do if it were decided now; nothing of it stays. */
  foresee(asking: Asking): Outcome {
    return this.#kernel.foresee(asking);
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #zoneRules(hash: string): ZoneRules | undefined {
    const text = this.#ports.journal.getBlob(hash);
    return text === undefined ? undefined : (JSON.parse(text) as ZoneRules);
  }

  #show(shown: Shown): void {
    if (shown.record.entry.kind === 'digest') this.#digested = shown.record.seq;
    for (const listener of this.#listeners) listener(shown);
  }

  #takeUp(progress: (done: number, total: number) => void): void {
    const { journal } = this.#ports;
    const total = this.#tree.size; // a reader's journal may grow meanwhile
    for (let from = this.#kernel.state.seq; from < total; from += readRecords) {
      for (const row of journal.read(from, Math.min(readRecords, total - from))) {
        const record = parseRecord(row.record);
        if (!record.ok || record.value.seq !== row.seq) throw new JournalError('corrupt', `record ${row.seq} of the journal can't be read`);
        const outcome = JSON.parse(row.outcome) as Outcome;
        this.#kernel.restore(record.value, record.value.recordedAt, outcome);
        this.#show({ record: record.value, outcome });
      }
      progress(Math.min(from + readRecords, total), total);
    }
  }
}

/** A journal without a founding has no rules yet. */
function requireRulesOf(journal: Journal, sandboxHash: string): void {
  const [row] = journal.read(0, 1);
  const record = row === undefined ? undefined : parseRecord(row.record);
  if (record?.ok === true && record.value.entry.kind === 'found') requireOwnRules(record.value.entry, sandboxHash);
}
