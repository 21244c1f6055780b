/**
 * A member's node while it runs: a full copy of the log, its word on each head, and the place of the writer when that withholds. What is
 * decided here is decided in log/nodes; here lie the disk, the clock and the wire.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { createHasher, createSealVerifier } from '../adapters/keys/node.ts';
import { openHeadFile } from '../adapters/head-file/head-file.ts';
import { postEntry, postToNode } from '../adapters/http/node-post.ts';
import type { Letter } from '../adapters/http/node-messages.ts';
import { JournalError } from '../journal/journal.ts';
import { toBase64 } from '../log/bytes.ts';
import { emptyRoot } from '../log/merkle.ts';
import { ed25519Key, signatureTypes, verifierKey, type KnownKey } from '../log/note.ts';
import type { AskAnswer } from '../log/nodes/asked.ts';
import type { NodePorts, Step } from '../log/nodes/desk.ts';
import { writerName, type Message } from '../log/nodes/messages.ts';
import { NodeCore, type NodeStatus } from '../log/nodes/node.ts';
import type { Tenure } from '../log/nodes/stored.ts';
import { openAddCheckpoint, textContentType, type WitnessAnswer } from '../log/witness.ts';
import { parseRecord } from '../log/record.ts';
import type { SealedEntry } from '../vocabulary/entries.ts';
import type { Outcome } from '../vocabulary/outcomes.ts';
import type { SealVerifier } from '../vocabulary/ports.ts';
import type { CodeSandbox } from '../vocabulary/runner.ts';
import { formatInstant } from '../vocabulary/time.ts';
import { adoptedPolicy } from './adopted-policy.ts';
import { appearMsOf } from './chain.ts';
import type { Clock } from './clock.ts';
import { wordsOfEntry } from './entry-words.ts';
import type { LiveView } from './live-view.ts';
import { blobsFor } from './node-blobs.ts';
import { NodeLog, textOfEntry } from './node-log.ts';
import { NodeStore } from './node-store.ts';
import { createVoice } from './node-voice.ts';
import type { Signer } from './sealing.ts';
import type { WitnessKey } from './witness-key.ts';
import { keptIn, Witness } from './witness.ts';

export type NodeParts = {
  /** Its data folder, filled with a copy of the log. */
  readonly folder: string;
  readonly key: WitnessKey;
  /** Of the member who runs it: seals the proposal and the ballots. */
  readonly member: Signer;
  readonly takeover: boolean;
  /** Where the writer of the founding takes entries. */
  readonly writerUrl: string;
  readonly sandbox: CodeSandbox;
  readonly live: LiveView;
  readonly verifier: SealVerifier;
  readonly clock: Clock;
  readonly random: () => number;
  /** From here on this node is the writer; called again after each start as long as it is. */
  readonly won: (tenure: Tenure) => void;
  /** Another has followed it. */
  readonly lost: () => void;
  readonly tell: (message: string) => void;
};

export type Recorded = { readonly seq: number; readonly recordedAt: number; readonly items: Outcome['items'] };

/** So many times within the time in which an entry must appear. */
const ticksPerAppear = 8;
const hasher = createHasher();

export class Node {
  readonly #parts: NodeParts;
  readonly log: NodeLog;
  #store!: NodeStore;
  #core!: NodeCore;
  readonly #witness: Witness;
  readonly #closing = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #writes = false;
  #told = '';
  /** Clients that wait, by the seal of their entry. */
  readonly #awaited = new Map<string, (recorded: Recorded) => void>();
  /** Why it does nothing any more: its disk failed, and opening it anew did too. */
  #stopped: string | undefined;

  /** @throws JournalError */
  constructor(parts: NodeParts) {
    this.#parts = parts;
    this.log = new NodeLog({ ...parts });
    this.#open();
    const { origin } = this.log.collective.state;
    this.#witness = new Witness({
      hasher, cosigners: [parts.key], tell: parts.tell, seconds: () => Math.floor(Date.now() / 1000),
      // Who may sign is asked each time: the log's keys change.
      logs: { get: (name: string) => (name === origin ? this.#logKeys() : undefined), has: (name: string) => name === origin } as ReadonlyMap<string, readonly KnownKey[]>,
      headsOf: (name) => openHeadFile({ folder: `${parts.folder}/cosigned`, origin: name }), keep: keptIn(parts.folder),
    });
    this.#schedule();
  }

  get name(): string {
    const { policy } = this.log.collective.state;
    const own = this.#parts.key.sealer.publicKey;
    return Object.entries(policy?.witnesses ?? {}).find(([, publicKey]) => publicKey === own)?.[0] ?? '';
  }

  get core(): NodeCore {
    return this.#core;
  }

  status(): NodeStatus & { readonly name: string; readonly stopped: string | undefined } {
    return { name: this.name, ...this.#core.status(this.#now()), stopped: this.#stopped };
  }

  /** A message of another node or the writer; resolves with the answer to it. */
  take({ from, message, blobs }: Letter): Message | undefined {
    if (blobs !== undefined) this.log.keepBlobs(blobs);
    return this.#guarded(() => this.#carryOut(this.#core.receive(from, message, this.#now()), from));
  }

  /** An entry that a client hands to this node. */
  ask(sealed: SealedEntry): AskAnswer {
    return this.#guarded(() => {
      const { answer, step } = this.#core.ask(textOfEntry(sealed), this.#now());
      this.#carryOut(step);
      return answer;
    }) ?? { is: 'busy' };
  }

  /** Resolves with the entry's record once it is committed here, or with undefined when its time is over. */
  async recorded(sealed: SealedEntry): Promise<Recorded | undefined> {
    const { sig } = sealed.seal;
    const found = await Promise.race([
      new Promise<Recorded>((resolve) => { this.#awaited.set(sig, resolve); }),
      pause(2 * this.#waitMs(), undefined, { ref: false, signal: this.#closing.signal }).catch(() => undefined),
    ]);
    this.#awaited.delete(sig);
    return found;
  }

  /** The owner's own decision to stand. */
  stand(): void {
    this.#guarded(() => this.#carryOut(this.#core.stand(this.#now())));
  }

  /** The standard's add-checkpoint, behind what a node asks for besides. */
  addCheckpoint(body: string): WitnessAnswer {
    const origin = this.log.collective.state.origin;
    const opened = openAddCheckpoint(new Map([[origin, this.#logKeys()]]), body);
    if (!opened.opened) return opened.answer;
    const { checkpoint } = opened.request;
    const [key = ''] = this.#core.stored.committed >= 0 ? this.log.replica.logKeys() : [];
    const fault = this.#stopped ?? this.#core.cosignFault({ size: checkpoint.size, root: toBase64(checkpoint.root) }, key, this.#now());
    return fault === undefined ? this.#witness.decide(opened.request) : { status: 422, contentType: textContentType, body: `${fault}\n` };
  }

  newest(): string | undefined {
    return this.#witness.newest(this.log.collective.state.origin);
  }

  /** As the writer: everything that is appended is held here too, durably, before the append returns. */
  setWriting(writes: boolean): void {
    this.#writes = writes;
    this.log.journal.onAppend = (records) => this.#appended(records);
  }

  /** Sends to a node by its name, to this one too. */
  async send(to: string, message: Message, signal: AbortSignal): Promise<Message | undefined> {
    if (to === this.name) return this.take({ from: this.name, message });
    const url = this.urlOf(to);
    if (url === undefined) throw new Error('the policy names no address for it');
    return await postToNode(url, this.#letter(message), this.#waitMs(), signal);
  }

  /** Where a node is, by the policy. */
  urlOf(name: string): string | undefined {
    return adoptedPolicy(this.log.collective)?.policy.witnesses.find((witness) => witness.name === name)?.url;
  }

  close(): void {
    this.#closing.abort();
    clearTimeout(this.#timer);
    this.#witness.close();
    this.#store.close();
    this.log.close();
  }

  #open(): void {
    this.#store = new NodeStore(this.#parts.folder, this.log.journal, toBase64(emptyRoot(hasher)));
    const name = (): string => this.name;
    const { folder, key, member, takeover, random, clock } = this.#parts;
    const ports: NodePorts = {
      origin: this.log.collective.state.origin, sealer: key.sealer, hasher, verifier: createSealVerifier(), replica: this.log.replica, takeover, random,
      get name() { return name(); },
      voice: createVoice(folder, member, () => this.log.collective, () => clock.now()),
    };
    this.#core = new NodeCore(ports, this.#store.stored, this.#now());
    this.setWriting(false);
    const { tenure, term } = this.#store.stored;
    if (tenure.election !== null && tenure.election.candidate === this.name && tenure.term === term) setImmediate(() => this.#isClosed || this.#parts.won(tenure));
  }

  get #isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  #appended(records: readonly string[]): void {
    if (!this.#writes) return;
    const { persist } = this.#core.wrote(records);
    if (persist.length === 0) throw new JournalError('sequence_taken', 'this node is the writer no more', { hint: 'See `node status`: another has taken over.' });
    this.#store.persist(persist);
  }

  /** First to the disk, then to the others. @returns what answers `from` */
  #carryOut(step: Step, from?: string): Message | undefined {
    const { committed } = this.#store.stored;
    this.#store.persist(step.persist);
    if (this.#awaited.size > 0) this.#tellRecorded(committed);
    if (step.twoFaces !== undefined) this.#parts.tell(`TWO FACES: the writer gave this node another chain before. Keep this and show it to the other members: ${JSON.stringify(step.twoFaces)}`);
    if (step.won !== undefined) this.#parts.won(step.won);
    this.#checkWriting();
    let answer: Message | undefined;
    for (const { to, message } of step.send) {
      if (to === from && answer === undefined) answer = message;
      else void this.#post(to, message);
    }
    return answer;
  }

  #tellRecorded(from: number): void {
    for (const row of this.log.journal.read(from, this.#store.stored.committed - from)) {
      const record = parseRecord(row.record);
      if (!record.ok) continue;
      const { recordedAt, seal } = record.value;
      this.#awaited.get(seal.sig)?.({ seq: row.seq, recordedAt, items: (JSON.parse(row.outcome) as Outcome).items });
    }
  }

  #checkWriting(): void {
    const { isWriter } = this.#core.status(this.#now());
    if (this.#writes && !isWriter) {
      this.setWriting(false);
      this.#parts.lost();
    }
  }

  async #post(to: string, message: Message): Promise<void> {
    try {
      if (message.kind === 'entry') return await this.#handOn(to, message.entry);
      const answer = await this.send(to, message, this.#closing.signal);
      if (answer !== undefined && !this.#isClosed) this.take({ from: to, message: answer });
    } catch {
      // It is said again as long as it matters: entries at their deadline, candidacies with the next round.
    }
  }

  async #handOn(to: string, entry: string): Promise<void> {
    const sealed = JSON.parse(entry) as SealedEntry;
    if (to === writerName) return await postEntry(this.#writerUrl(), sealed, this.#waitMs(), this.#closing.signal);
    await this.send(to, { kind: 'entry', entry }, this.#closing.signal);
  }

  #writerUrl(): string {
    const { election } = this.#core.stored.tenure;
    return (election === null ? undefined : this.urlOf(election.candidate)) ?? this.#parts.writerUrl;
  }

  #letter(message: Message): Letter {
    const blobs = blobsFor(message, (hash) => this.log.journal.getBlob(hash));
    return { from: this.name, message, ...(blobs === undefined ? {} : { blobs }) };
  }

  #logKeys(): readonly KnownKey[] {
    const { origin } = this.log.collective.state;
    return this.log.replica.logKeys().map((publicKey) => ed25519Key(createSealVerifier(), verifierKey(hasher, origin, signatureTypes.ed25519, publicKey)));
  }

  #now(): number {
    return this.#parts.clock.now();
  }

  #waitMs(): number {
    return appearMsOf(this.log.collective);
  }

  #schedule(): void {
    this.#timer = setTimeout(() => {
      if (this.#isClosed) return;
      this.#guarded(() => this.#carryOut(this.#core.tick(this.#now())));
      this.#tellStanding();
      this.#schedule();
    }, this.#waitMs() / ticksPerAppear);
    this.#timer.unref();
  }

  /** Told once, and again when it has changed. */
  #tellStanding(): void {
    const { missing } = this.#core.status(this.#now());
    const [first] = missing;
    const says = first === undefined ? '' : `${missing.length === 1 ? 'an entry is' : `${missing.length} entries are`} missing from the log, the first since ${formatInstant(first.since)}: ${wordsOfEntry(first.entry)}`;
    if (says === this.#told) return;
    this.#told = says;
    this.#parts.tell(says === '' ? 'the missing entries are in the log: this node cosigns again' : `NOT COSIGNING: ${says}`);
  }

  /** What the disk doesn't take isn't said: the node begins anew with what is stored. */
  #guarded<T>(action: () => T): T | undefined {
    if (this.#stopped !== undefined) return undefined;
    try {
      return action();
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      this.#parts.tell(`${error.message}. ${error.hint}`);
      this.#reopen();
      return undefined;
    }
  }

  #reopen(): void {
    const wasWriting = this.#writes;
    try {
      this.#store.close();
      this.log.reopen();
      this.#open();
      if (wasWriting) this.#parts.lost();
    } catch (error) {
      this.#stopped = `this node has stopped: ${error instanceof Error ? error.message : String(error)}`;
      this.#parts.tell(this.#stopped);
    }
  }
}
