/**
 * The one writer of a collective: takes entries from everywhere, shares one durable append among all that wait, answers each only when it
 * is durable, and lets time pass. When the store fails nothing is acknowledged; it goes on by opening the store anew.
 */
import { sealAhead, type AheadVerifier } from '../adapters/keys/findings.ts';
import { JournalError } from '../journal/journal.ts';
import { sealMessage } from '../log/record.ts';
import type { Answer } from '../turn.ts';
import type { SealedEntry } from '../vocabulary/entries.ts';
import { InvariantError, type Refusal } from '../vocabulary/result.ts';
import type { Clock } from './clock.ts';
import type { Collective } from './collective.ts';
import { sealEntry, type Signer } from './sealing.ts';
import { Digests } from './snapshots.ts';

/** Entries that may wait; more are refused as `busy`, so that a flood fills no memory. */
export const waitingMax = 10_000;
/** Entries that share one append. */
export const appendEntriesMax = 512;
/** How long a failed store is left alone before the next entry tries it again. */
const retryMs = 1000;

type Waiting = { readonly sealed: SealedEntry; readonly answer: (answer: Answer) => void; ready: boolean; message?: string };

export type WriterPorts = {
  readonly clock: Clock;
  readonly operator: Signer;
  /** Opens the store and takes up what it holds; called again after a failure. */
  readonly open: () => Collective;
  /** Checks a seal on another thread, so that the kernel needn't; see adapters/keys/ahead.ts. */
  readonly ahead?: AheadVerifier['ahead'];
  /** For whoever runs it: failures and recoveries, as one line each. */
  readonly tell: (message: string) => void;
  /** Records from one digest of the state in the log to the next, where that isn't as usual. */
  readonly digestRecords?: number;
};

export class Writer {
  readonly #ports: WriterPorts;
  #collective: Collective;
  #waiting: Waiting[] = [];
  #scheduled = false;
  #cancelWake: (() => void) | null = null;
  #halt: { readonly refusal: Refusal; readonly retryAt: number } | null = null;
  #closed = false;
  #clockEntries = 0;
  readonly #digests: Digests;

  constructor(ports: WriterPorts) {
    this.#ports = ports;
    this.#digests = new Digests(ports.tell, ports.digestRecords);
    this.#collective = ports.open();
    this.#scheduleWake();
  }

  /** The collective as it is now. A failure replaces it: don't keep it. */
  get collective(): Collective {
    return this.#collective;
  }

  /** Why it is stopped, or null. */
  get halted(): Refusal | null {
    return this.#halt?.refusal ?? null;
  }

  /** Resolves when the entry is durable, or will never be. Never rejects. */
  submit(sealed: SealedEntry): Promise<Answer> {
    if (this.#closed) return refused({ code: 'stopped', detail: 'the server is shutting down' });
    if (this.#waiting.length >= waitingMax) return refused({ code: 'busy', detail: `${waitingMax} entries are waiting` });
    return new Promise((answer) => {
      const waiting: Waiting = { sealed, answer, ready: false };
      this.#waiting.push(waiting);
      const checked = this.#checkAhead(waiting);
      const ready = (): void => {
        waiting.ready = true;
        this.#schedule();
      };
      if (checked === undefined) ready();
      else void checked.then(ready);
    });
  }

  /** Entries keep their order: the first that is still being checked holds back those after it. */
  #checkAhead(waiting: Waiting): Promise<void> | undefined {
    const { entry, seal } = waiting.sealed;
    const { ahead } = this.#ports;
    const key = this.#halt === null ? this.#collective.state.keys.get(seal.key) : undefined;
    if (key === undefined || ahead === undefined) return undefined;
    try {
      waiting.message = sealMessage(entry);
      return sealAhead({ ahead }, key.grant, waiting.message, seal);
    } catch {
      return undefined; // what JSON can't carry is refused at its turn
    }
  }

  /** Takes nothing more, for good. What is there can still be read. */
  stop(detail: string): void {
    this.#halt = { refusal: { code: 'stopped', detail }, retryAt: Infinity };
    this.#ports.tell(`stopped: ${detail}`);
    this.#scheduleWake();
  }

  /** Takes what still waits, and releases the store. */
  close(): void {
    for (const each of this.#waiting) each.ready = true;
    while (this.#waiting.length > 0) this.#drain();
    this.#closed = true;
    this.#cancelWake?.();
    this.#collective.journal.close();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (!this.#closed) this.#drain();
    });
  }

  #drain(): void {
    const unready = this.#waiting.findIndex((each) => !each.ready);
    const batch = this.#waiting.splice(0, Math.min(appendEntriesMax, unready < 0 ? appendEntriesMax : unready));
    if (batch.length === 0) return;
    const refusal = this.#recovered();
    const answers = refusal === null ? this.#take(batch.map((each) => each.sealed), batch.map((each) => each.message)) : batch.map((): Answer => ({ status: 'refused', refusal }));
    for (const [index, each] of batch.entries()) each.answer(answers[index] as Answer);
    this.#scheduleWake();
    if (this.#waiting[0]?.ready === true) this.#schedule();
  }

  #take(entries: readonly SealedEntry[], messages: readonly (string | undefined)[] = []): readonly Answer[] {
    try {
      return this.#digests.take(this.#collective, this.#ports.operator, entries, this.#ports.clock.now(), messages);
    } catch (error) {
      const refusal = this.#halted(error);
      // One entry that the program can't take must not cost those that came with it.
      if (entries.length > 1 && !(error instanceof JournalError) && this.#reopened() === null) return entries.map((entry) => this.#takeAlone(entry));
      return entries.map(() => ({ status: 'refused', refusal }));
    }
  }

  #takeAlone(entry: SealedEntry): Answer {
    const refusal = this.#halt === null ? null : this.#reopened();
    const [answer] = refusal === null ? this.#take([entry]) : [];
    return answer ?? { status: 'refused', refusal: refusal ?? { code: 'stopped', detail: 'nothing was decided' } };
  }

  /** The kernel has moved on to what isn't stored: it is dropped with the collective, and taken up anew from the store. */
  #halted(error: unknown): Refusal {
    const forever = error instanceof InvariantError || (error instanceof JournalError && error.code === 'sequence_taken');
    const hint = error instanceof JournalError ? error.hint : `This is a fault of the program: ${forever ? 'the collective stays stopped, others go on' : 'what was being taken in is dropped'}.`;
    const refusal: Refusal = { code: 'stopped', detail: `${error instanceof Error ? error.message : String(error)}. ${hint}` };
    this.#halt = { refusal, retryAt: forever ? Infinity : performance.now() + retryMs };
    this.#ports.tell(`stopped: ${refusal.detail}`);
    this.#collective.journal.close();
    return refusal;
  }

  #recovered(): Refusal | null {
    if (this.#halt === null) return null;
    return performance.now() < this.#halt.retryAt ? this.#halt.refusal : this.#reopened();
  }

  #reopened(): Refusal | null {
    if (this.#halt !== null && this.#halt.retryAt === Infinity) return this.#halt.refusal;
    try {
      this.#collective = this.#ports.open();
      this.#halt = null;
      this.#ports.tell('going on: the store works again');
      return null;
    } catch (error) {
      const hint = error instanceof JournalError ? error.hint : 'This is a fault of the program.';
      const refusal: Refusal = { code: 'stopped', detail: `${error instanceof Error ? error.message : String(error)}. ${hint}` };
      this.#halt = { refusal, retryAt: performance.now() + retryMs };
      return refusal;
    }
  }

  /** Has a clock entry put in when the next timer is due, if nothing else comes before. */
  #scheduleWake(): void {
    this.#cancelWake?.();
    this.#cancelWake = null;
    if (this.#closed) return;
    if (this.#halt !== null) return this.#scheduleRecovery();
    const wake = this.#collective.nextWake();
    if (wake === undefined) return;
    this.#cancelWake = this.#ports.clock.at(wake, () => {
      if (this.#waiting.length > 0) return; // whatever waits lets time pass as well
      this.#clockEntries += 1;
      const now = this.#ports.clock.now();
      const { origin, seq } = this.#collective.state;
      void this.submit(sealEntry(this.#ports.operator, { kind: 'clock', body: {} }, origin, now, `clock-${seq}-${this.#clockEntries}`));
    });
  }

  /** Time goes on even if nobody sends anything: the store is tried again by itself. */
  #scheduleRecovery(): void {
    if (this.#halt === null || this.#halt.retryAt === Infinity) return;
    const timer = setTimeout(() => {
      if (this.#closed || this.#halt === null) return;
      this.#recovered();
      this.#scheduleWake();
    }, Math.max(1, this.#halt.retryAt - performance.now()));
    this.#cancelWake = () => clearTimeout(timer);
  }
}

function refused(refusal: Refusal): Promise<Answer> {
  return Promise.resolve({ status: 'refused', refusal });
}
