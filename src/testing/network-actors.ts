/** Who takes part in the simulated network: nodes, a writer that is none, and plain witnesses, each with a disk that outlives it. */
import { fromBase64 } from '../log/bytes.ts';
import { signCheckpoint } from '../log/checkpoint.ts';
import { consistencyProof } from '../log/merkle.ts';
import { NodeCore } from '../log/nodes/node.ts';
import type { Holding, Message } from '../log/nodes/messages.ts';
import type { Step } from '../log/nodes/desk.ts';
import { nodesOf } from '../log/nodes/quorum.ts';
import { applyChange, type Change, type Head, type HoldProof, type Stored } from '../log/nodes/stored.ts';
import { WriterCore, type WriterStep, type WriterStored } from '../log/nodes/writer.ts';
import { ed25519Key, signatureTypes, verifierKey, type KnownKey } from '../log/note.ts';
import { cosignerKey } from '../log/cosignature.ts';
import { cosignAnswer, decideAddCheckpoint, openAddCheckpoint, type OpenedRequest } from '../log/witness.ts';
import { firstQuestion, questionBody, readWitnessAnswer, type WitnessQuestion, type WitnessReply } from '../log/witness-client.ts';
import type { Heads } from './network-heads.ts';
import { toyHasher, toySealer, toyVerifier } from './network-keys.ts';
import { ToyReplica, type ToyEntry, type ToyOptions } from './network-replica.ts';
import type { Mutation, WriterKind } from './network.ts';
import type { Random } from './random.ts';

const origin = 'frankpledge/network';

type Ask = { readonly kind: 'cosign'; readonly question: WitnessQuestion; readonly body: string };
type Told = { readonly kind: 'cosigned'; readonly question: WitnessQuestion; readonly reply: WitnessReply };
export type Post = { readonly from: string; readonly to: string; readonly message: Message | Ask | Told };

export type World = {
  readonly now: number;
  readonly random: Random;
  readonly heads: Heads;
  readonly writerKind: WriterKind;
  readonly mutation: Mutation | undefined;
  /** Public keys that the log has had for its heads. */
  readonly logKeys: Set<string>;
  post(post: Post): void;
  /** Whether a process dies at this point. */
  dies(): boolean;
  /** It did; the world starts it again some time. */
  crashed(actor: Actor): void;
};

/** What everyone knew at the beginning. */
export type Genesis = { readonly names: readonly string[]; readonly records: readonly string[]; readonly appearMs: number; readonly stored: Stored };

export type Actor = {
  readonly name: string;
  start(): void;
  crash(): void;
  tick(): void;
  receive(from: string, message: Post['message']): void;
  /** Whether what is sent to the writer comes here. */
  takes(message: Message): boolean;
};

/** Thrown where a process dies: what it hasn't stored or sent by then is lost. */
class Died extends Error {}

abstract class Process implements Actor {
  readonly name: string;
  protected readonly world: World;
  #alive = true;

  constructor(world: World, name: string) {
    this.world = world;
    this.name = name;
  }

  start(): void {
    if (this.#alive) return;
    this.#alive = true;
    this.boot();
  }

  crash(): void {
    if (!this.#alive) return;
    this.#alive = false;
    this.world.crashed(this);
  }

  tick(): void {
    this.live(() => this.ticked());
  }

  receive(from: string, message: Post['message']): void {
    this.live(() => this.received(from, message));
  }

  abstract takes(message: Message): boolean;
  protected abstract boot(): void;
  protected abstract ticked(): void;
  protected abstract received(from: string, message: Post['message']): void;

  protected live<T>(act: () => T): T | undefined {
    if (!this.#alive) return undefined;
    try {
      return act();
    } catch (error) {
      if (!(error instanceof Died)) throw error;
      this.crash();
      return undefined;
    }
  }

  protected mayDie(): void {
    if (this.world.dies()) throw new Died();
  }

  protected send(to: string, message: Post['message']): void {
    this.mayDie();
    this.world.post({ from: this.name, to, message });
  }
}

function logKey(publicKey: string): KnownKey {
  return ed25519Key(toyVerifier, verifierKey(toyHasher, origin, signatureTypes.ed25519, publicKey));
}

/** What a witness stores of the log; its answers follow the standard's own code. */
class Cosigner {
  #stored: string | undefined;

  answer(name: string, request: OpenedRequest, mayDie: () => void, now: number): WitnessReply {
    const decision = decideAddCheckpoint(toyHasher, this.#stored, request);
    if (decision.decided === 'refuse') return decision.answer;
    mayDie();
    this.#stored = decision.store;
    mayDie();
    return cosignAnswer(toyHasher, [{ name, sealer: toySealer(name) }], decision.text, 1 + now);
  }
}

export class WitnessActor extends Process {
  readonly #cosigner = new Cosigner();

  takes(): boolean { return false; }
  protected boot(): void { /* all that it knows lies on its disk */ }
  protected ticked(): void { /* it speaks when it is spoken to */ }

  protected received(from: string, message: Post['message']): void {
    if (message.kind !== 'cosign') return;
    const opened = openAddCheckpoint(new Map([[origin, [...this.world.logKeys].map(logKey)]]), message.body);
    if (!opened.opened) return;
    const reply = this.#cosigner.answer(this.name, opened.request, () => this.mayDie(), this.world.now);
    const { size } = opened.request.checkpoint;
    // A plain witness sees heads only: one log with two faces may show it the other.
    if (reply.status === 200 && this.world.writerKind !== 'two_faced') this.world.heads.add(this.name, size, opened.request.text.split('\n')[2] ?? '', false);
    this.send(from, { kind: 'cosigned', question: message.question, reply });
  }
}

/** A log's key at work: signs what is committed, and asks everyone to cosign it. */
class Publisher {
  readonly #key: string;
  readonly #cosigners: readonly string[];
  #head: { readonly note: string; readonly size: number } | undefined;
  readonly #sizes = new Map<string, number>();

  constructor(key: string, cosigners: readonly string[]) {
    this.#key = key;
    this.#cosigners = cosigners;
  }

  /** @param counts whether it may never contradict another */
  sign(head: Head, heads: Heads, counts: boolean, chain: ToyReplica): void {
    this.#head = { note: signCheckpoint(toyHasher, toySealer(this.#key), { origin, size: head.size, root: fromBase64(head.root) ?? new Uint8Array() }), size: head.size };
    heads.note(head.size, head.root, chain);
    if (counts) heads.add(this.#key, head.size, head.root, false);
  }

  /** Questions to those who haven't cosigned the newest head. */
  questions(chain: ToyReplica): { readonly to: string; readonly ask: Ask }[] {
    const head = this.#head;
    if (head === undefined) return [];
    return this.#cosigners.filter((name) => (this.#sizes.get(name) ?? 0) < head.size)
      .map((to) => ({ to, ask: this.#ask(firstQuestion(head.note, head.size, this.#sizes.get(to) ?? 0), chain) }));
  }

  answered(from: string, { question, reply }: Told, chain: ToyReplica): Ask | undefined {
    const key = cosignerKey(toyVerifier, verifierKey(toyHasher, from, signatureTypes.ed25519Cosignature, toySealer(from).publicKey));
    const step = readWitnessAnswer(question, reply, [key]);
    if (step.step === 'cosigned') this.#sizes.set(from, Math.max(question.size, this.#sizes.get(from) ?? 0));
    return step.step === 'ask' ? this.#ask(step.question, chain) : undefined;
  }

  #ask(question: WitnessQuestion, chain: ToyReplica): Ask {
    const { oldSize, size } = question;
    const proof = oldSize === 0 ? [] : consistencyProof(toyHasher, chain.leaves(size), oldSize);
    return { kind: 'cosign', question, body: questionBody(question, proof) };
  }
}

export class NodeActor extends Process {
  readonly #options: ToyOptions;
  readonly #cosigner = new Cosigner();
  readonly #cosigners: readonly string[];
  /** Its disk. */
  #stored: Stored;
  readonly #records: string[];
  #replica!: ToyReplica;
  #core!: NodeCore;
  #writer: { readonly core: WriterCore; readonly publisher: Publisher } | undefined;

  constructor(world: World, name: string, genesis: Genesis, cosigners: readonly string[]) {
    super(world, name);
    this.#options = optionsOf(world, genesis);
    this.#cosigners = cosigners;
    this.#stored = genesis.stored;
    this.#records = genesis.records.slice(0, genesis.stored.committed);
    this.boot();
  }

  get term(): number {
    return this.#stored.term;
  }

  get committed(): number {
    return this.#stored.committed;
  }

  /** The nodes that count, by what this one knows to be committed. */
  get names(): readonly string[] {
    return [...nodesOf(this.#replica.quorums(this.committed, this.committed)).keys()];
  }

  takes(): boolean {
    return this.#writer !== undefined;
  }

  /** Whether the node has taken the entry in. */
  hand(entry: string): boolean {
    return this.live(() => {
      const { answer, step } = this.#core.ask(entry, this.world.now);
      this.#carryOut(step);
      return answer.is === 'takes';
    }) === true;
  }

  /** Records an entry at once, as a writer does with what comes to its own address: no node has a deadline for it. */
  write(entry: string): boolean {
    return this.live(() => {
      const { size } = this.#replica;
      this.#replica.write(entry, this.world.now);
      const written = this.#replica.size > size;
      this.#asWriter();
      return written;
    }) === true;
  }

  protected boot(): void {
    if (this.world.mutation === 'forget_held') this.#stored = { ...this.#stored, tail: [] };
    this.#open(this.#stored);
    const { tenure, term } = this.#stored;
    this.#writer = undefined;
    if (tenure.election?.candidate === this.name && tenure.term === term) this.#write();
  }

  protected ticked(): void {
    this.#carryOut(this.#core.tick(this.world.now));
    this.#asWriter();
  }

  protected received(from: string, message: Post['message']): void {
    switch (message.kind) {
      case 'cosign': return this.#cosign(from, message);
      case 'cosigned': return this.#cosigned(from, message);
      case 'holding':
        if (this.#writer !== undefined) this.#wrote(this.#writer.core.receive(from, message, this.world.now));
        return;
      default:
        this.#misbehave(message);
        this.#carryOut(this.#core.receive(from, message, this.world.now));
        this.#asWriter();
    }
  }

  #open(stored: Stored): void {
    this.#replica = new ToyReplica(toyHasher, this.#options, this.#records);
    this.#core = new NodeCore({
      origin, name: this.name, sealer: toySealer(this.name), hasher: toyHasher, verifier: toyVerifier, replica: this.#replica, takeover: true, random: this.world.random.next,
      voice: {
        propose: (term) => JSON.stringify({ kind: 'propose', id: `take ${this.name} ${term}`, by: this.name, key: toySealer(this.#logKey(term)).publicKey } satisfies ToyEntry),
        ballot: (id) => JSON.stringify({ kind: 'ballot', id: `yes ${this.name} ${id}`, by: this.name, proposal: id } satisfies ToyEntry),
      },
    }, stored, this.world.now);
  }

  #logKey(term: number): string {
    return `log ${this.name} ${term}`;
  }

  /** First to the disk, then to the others; it may die before each. */
  #carryOut(step: Step): void {
    for (const change of step.persist) {
      this.mayDie();
      this.#persist(change);
    }
    if (step.won !== undefined) this.#write();
    if (this.#writer !== undefined && this.#writer.core.stored.tenure.term !== this.#stored.term) this.#writer = undefined;
    for (const { to, message } of step.send) this.send(to, message);
  }

  #persist(change: Change): void {
    if (change.change === 'committed') {
      this.#records.push(...this.#stored.tail.slice(0, change.size - this.#stored.committed));
    }
    this.#stored = applyChange(this.#stored, change);
  }

  #write(): void {
    const { tenure, committed, turns, latest } = this.#stored;
    const sealer = toySealer(this.#logKey(tenure.term));
    this.world.logKeys.add(sealer.publicKey);
    const core = new WriterCore({ origin, chain: this.#replica, sealer, hasher: toyHasher, verifier: toyVerifier }, { tenure, committed, turns, latest });
    this.#writer = { core, publisher: new Publisher(this.#logKey(tenure.term), this.#cosigners) };
  }

  #asWriter(): void {
    if (this.#writer === undefined) return;
    for (const { entry } of this.#stored.asked) this.#replica.write(entry, this.world.now);
    this.#held();
    if (this.#writer === undefined) return;
    const { core, publisher } = this.#writer;
    if (this.world.mutation === 'sign_uncommitted') publisher.sign(endOf(this.#replica), this.world.heads, true, this.#replica);
    this.#wrote(core.tick(this.world.now));
    for (const { to, ask } of publisher.questions(this.#replica)) this.send(to, ask);
  }

  #wrote(step: WriterStep): void {
    if (step.committed !== undefined) this.#committed(step.committed);
    for (const { to, message } of step.send) this.send(to, message);
    for (const entry of step.missing) this.#replica.write(entry, this.world.now);
    this.#held();
  }

  #held(): void {
    const { committed, tail } = this.#core.stored;
    this.#carryOut(this.#core.wrote(this.#replica.records(committed + tail.length, this.#replica.size)));
  }

  /** In its own journal first, then under the log's key. */
  #committed(proof: HoldProof): void {
    this.#carryOut(this.#core.receive(this.name, { kind: 'commit', proof }, this.world.now));
    this.mayDie();
    this.#writer?.publisher.sign(proof.head, this.world.heads, true, this.#replica);
  }

  #cosign(from: string, { question, body }: Ask): void {
    const lax = this.world.mutation === 'cosign_uncommitted';
    const opened = openAddCheckpoint(new Map([[origin, [...(lax ? this.world.logKeys : this.#replica.logKeys())].map(logKey)]]), body);
    if (!opened.opened) return;
    const { size } = opened.request.checkpoint;
    const root = opened.request.text.split('\n')[2] ?? '';
    const [key = ''] = this.#replica.logKeys();
    if (!lax && this.#core.cosignFault({ size, root }, key, this.world.now) !== undefined) return;
    const reply = this.#cosigner.answer(this.name, opened.request, () => this.mayDie(), this.world.now);
    if (reply.status === 200) this.world.heads.add(this.name, size, root, true);
    this.send(from, { kind: 'cosigned', question, reply });
  }

  #cosigned(from: string, told: Told): void {
    const ask = this.#writer?.publisher.answered(from, told, this.#replica);
    if (ask !== undefined) this.send(from, ask);
  }

  /** Faults of the program that the simulation has to find. */
  #misbehave(message: Message): void {
    const { mutation } = this.world;
    if (mutation === 'ack_after_vote' && message.kind === 'append' && message.tenure.term === this.#stored.tenure.term && message.tenure.term < this.#stored.term) {
      this.#open(this.#stored = { ...this.#stored, term: message.tenure.term, votedFor: null });
    }
    if (mutation === 'vote_without_tail' && message.kind === 'stand' && this.#stored.tail.length > 0) this.#open(this.#stored = { ...this.#stored, tail: [] });
    if (mutation === 'hold_other_chain' && message.kind === 'append' && message.tenure.term === this.#stored.tenure.term && message.tenure.term === this.#stored.term) {
      const own = this.#replica.records(message.at, message.head.size);
      if (!own.some((record, i) => record !== message.records[i])) return;
      this.#stored = { ...this.#stored, tail: this.#stored.tail.slice(0, Math.max(0, message.at - this.#stored.committed)) };
      this.#open(this.#stored);
    }
  }
}

/** The writer of the founding: no node, and not always honest. */
export class PlainWriter extends Process {
  readonly #cosigners: readonly string[];
  /** Whom it shows this log; undefined: all. */
  readonly #shown: ReadonlySet<string> | undefined;
  readonly #options: ToyOptions;
  /** Its disk: records are on it at once. */
  readonly #chain: ToyReplica;
  #stored: WriterStored;
  #core!: WriterCore;
  #publisher!: Publisher;
  #deposed = false;

  constructor(world: World, name: string, genesis: Genesis, cosigners: readonly string[], shown?: ReadonlySet<string>) {
    super(world, name);
    this.#cosigners = cosigners;
    this.#shown = shown;
    this.#options = optionsOf(world, genesis);
    this.#chain = new ToyReplica(toyHasher, this.#options, genesis.records);
    const { tenure, committed, turns, latest } = genesis.stored;
    this.#stored = { tenure, committed, turns, latest };
    this.boot();
  }

  takes(): boolean {
    return !this.#deposed;
  }

  protected boot(): void {
    this.#core = new WriterCore({ origin, chain: this.#chain, sealer: toySealer('log writer'), hasher: toyHasher, verifier: toyVerifier }, this.#stored);
    this.#publisher = new Publisher('log writer', this.#cosigners);
  }

  protected ticked(): void {
    if (this.#deposed) return;
    // One with two faces signs whatever it likes.
    if (this.world.mutation === 'sign_uncommitted' || this.world.writerKind === 'two_faced') this.#sign(endOf(this.#chain));
    this.#carryOut(this.#core.tick(this.world.now));
    for (const { to, ask } of this.#publisher.questions(this.#chain)) this.send(to, ask);
  }

  protected received(from: string, message: Post['message']): void {
    if (message.kind === 'entry') this.#take(message.entry);
    if (message.kind === 'holding' && this.#shows(from)) this.#carryOut(this.#core.receive(from, message satisfies Holding, this.world.now));
    if (message.kind !== 'cosigned') return;
    const ask = this.#publisher.answered(from, message, this.#chain);
    if (ask !== undefined) this.send(from, ask);
  }

  #take(entry: string): void {
    if (this.#deposed || this.#withholds(entry)) return;
    this.#chain.write(entry, this.world.now);
    this.#carryOut(this.#core.tick(this.world.now));
  }

  #withholds(entry: string): boolean {
    const { kind, id } = JSON.parse(entry) as ToyEntry;
    if (this.world.writerKind === 'withholding') return kind === 'act' && id.endsWith('7');
    return this.world.writerKind === 'two_faced' && this.world.random.chance(0.3);
  }

  #shows(node: string): boolean {
    return this.#shown?.has(node) !== false;
  }

  #carryOut(step: WriterStep): void {
    if (step.deposed !== undefined) this.#deposed = true;
    if (step.tenure !== undefined || step.committed !== undefined) {
      this.mayDie();
      this.#stored = this.#core.stored;
    }
    if (step.committed !== undefined) this.#sign(step.committed.head);
    for (const { to, message } of step.send) if (this.#shows(to)) this.send(to, message);
    for (const entry of step.missing) this.#take(entry);
  }

  /** A head of one with two faces may contradict the other: only what others sign must not. */
  #sign(head: Head): void {
    this.mayDie();
    this.#publisher.sign(head, this.world.heads, this.world.writerKind !== 'two_faced', this.#chain);
  }
}

function endOf(chain: ToyReplica): Head {
  return { size: chain.size, root: chain.root(chain.size) };
}

function optionsOf(world: World, { appearMs }: Genesis): ToyOptions {
  return { appearMs, oneIsEnough: world.mutation === 'one_is_enough' };
}
