/**
 * One collective, put together: kernel, sandbox, journal, log. Synchronous: whoever calls decides when time passes and what shares an append.
 */
import { canonical, canonicalHash } from '../log/canonical.ts';
import { toBase64, toHex } from '../log/bytes.ts';
import { formPorts } from '../log/kernel-ports.ts';
import { parseRecord } from '../log/record.ts';
import { JournalError, type Journal } from '../journal/journal.ts';
import { Kernel } from '../kernel/kernel.ts';
import type { KernelState } from '../kernel/state.ts';
import { LogTree } from './log-tree.ts';
import type { CodeSandbox } from '../vocabulary/runner.ts';
import { takeTurns, type Answer, type Shown } from '../turn.ts';
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
};

export type Listener = (shown: Shown) => void;

/** Records read at a time when a journal is taken up. */
const readRecords = 1000;

export class Collective {
  readonly #ports: CollectivePorts;
  readonly #kernel: Kernel;
  readonly #tree: LogTree;
  readonly #listeners = new Set<Listener>();

  /**
   * Takes up what the journal holds, by the recorded outcomes.
   * @param progress called now and then with the records taken up and their total
   * @throws JournalError `corrupt` when a stored record can't be read
   */
  constructor(ports: CollectivePorts, onShown: Listener = () => undefined, progress: (done: number, total: number) => void = () => undefined) {
    this.#ports = ports;
    this.#kernel = new Kernel({ ...formPorts(ports.hasher), verifier: ports.verifier, runner: ports.sandbox.runner, zoneRules: (hash) => this.#zoneRules(hash) });
    this.#tree = new LogTree(ports.hasher, ports.journal);
    this.#listeners.add(onShown);
    ports.sandbox.forget(); // what it keeps of terms may come from records that were never stored
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

  /** When a clock entry is needed next; undefined when nothing waits. */
  nextWake(): Instant | undefined {
    return this.#kernel.nextWake();
  }

  /** Takes entries through as one durable append. Time never goes back: an earlier `recordedAt` counts as the last record's. */
  take(entries: readonly SealedEntry[], recordedAt: Instant, messages: readonly (string | undefined)[] = []): Answer[] {
    const { journal, hasher } = this.#ports;
    const show = (shown: Shown): void => { for (const listener of this.#listeners) listener(shown); };
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

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #zoneRules(hash: string): ZoneRules | undefined {
    const text = this.#ports.journal.getBlob(hash);
    return text === undefined ? undefined : (JSON.parse(text) as ZoneRules);
  }

  #takeUp(progress: (done: number, total: number) => void): void {
    const { journal, sandbox } = this.#ports;
    for (const hash of journal.blobHashes()) sandbox.add(hash, journal.getBlob(hash) ?? '');
    const total = this.#tree.size; // a reader's journal may grow meanwhile
    for (let from = 0; from < total; from += readRecords) {
      for (const row of journal.read(from, readRecords)) {
        const record = parseRecord(row.record);
        if (!record.ok || record.value.seq !== row.seq) throw new JournalError('corrupt', `record ${row.seq} of the journal can't be read`);
        const outcome = JSON.parse(row.outcome) as Outcome;
        this.#kernel.restore(record.value, record.value.recordedAt, outcome);
        for (const listener of this.#listeners) listener({ record: record.value, outcome });
      }
      progress(Math.min(from + readRecords, total), total);
    }
  }
}
