/**
 * Nodes, a writer and witnesses on a bad network, from a seed: messages are delayed, dropped, doubled, overtake each other; the network
 * parts; processes die between any two steps, also between writing down and sending, and come back from what is on their disks. The writer
 * may be honest, withhold entries, or show different nodes different logs. What runs is the code of `log/nodes` and of the witness.
 */
import { freshStored } from '../log/nodes/stored.ts';
import type { Message } from '../log/nodes/messages.ts';
import { Heads } from './network-heads.ts';
import { toyHasher, toySealer } from './network-keys.ts';
import { NodeActor, PlainWriter, WitnessActor, type Actor, type Genesis, type Post, type World } from './network-actors.ts';
import { ToyReplica, type ToyEntry } from './network-replica.ts';
import { createRandom, type Random } from './random.ts';

/** Milliseconds in which an entry must appear: so few that a slow network alone makes nodes want another writer, or enough for most of its faults. */
const appearChoicesMs = [200, 1000] as const;

export type WriterKind = 'honest' | 'withholding' | 'two_faced';

export type NetworkPlan = {
  readonly seed: number;
  /** Steps with faults, and the most that follow without any until all is well. */
  readonly faultySteps: number;
  readonly calmSteps: number;
  /** Faults of the program itself, to see that they are found. */
  readonly mutation?: Mutation;
};

/** Each breaks one rule that docs/decisions/0010-nodes.md builds on. */
export const mutations = [
  /** A node cosigns whatever the log's key has signed. */
  'cosign_uncommitted',
  /** A writer signs what it has recorded. */
  'sign_uncommitted',
  /** A single node is enough. */
  'one_is_enough',
  /** A node that promised itself to a later term acks more of the earlier one. */
  'ack_after_vote',
  /** What a node acked isn't there any more after it died. */
  'forget_held',
  /** A voter doesn't say what it holds. */
  'vote_without_tail',
  /** In one and the same term a node takes another record for one that it acked. */
  'hold_other_chain',
] as const;
export type Mutation = (typeof mutations)[number];

export type NetworkResult = {
  /** What contradicts what; undefined when nothing does. */
  readonly fork: string | undefined;
  /** What should have come and didn't. */
  readonly stuck: string | undefined;
  readonly writer: WriterKind;
  readonly nodes: number;
  /** Heads that count, records under the longest, the highest term, crashes. */
  readonly heads: number;
  readonly records: number;
  readonly term: number;
  readonly crashes: number;
  /** Changes of the policy under a cosigned head. */
  readonly policies: number;
};

type Event = { readonly at: number; readonly order: number; readonly act: () => void };

/** Plays one plan to its end. */
export function playNetwork(plan: NetworkPlan): NetworkResult {
  return new Network(plan).play();
}

class Network implements World {
  readonly random: Random;
  readonly heads = new Heads();
  readonly writerKind: WriterKind;
  readonly mutation: Mutation | undefined;
  readonly logKeys = new Set<string>();
  now = 0;
  calm = false;
  readonly #plan: NetworkPlan;
  readonly #actors = new Map<string, Actor>();
  readonly #nodes: NodeActor[] = [];
  readonly #events: Event[] = [];
  #order = 0;
  #crashes = 0;
  /** Pairs that don't hear each other, in either direction. */
  #cut = new Set<string>();
  /** Entries that nodes took in. */
  readonly #asked: { readonly id: string; readonly at: NodeActor }[] = [];
  #policies = 0;
  readonly #policySize: number;
  readonly #appearMs: number;

  constructor(plan: NetworkPlan) {
    this.#plan = plan;
    this.mutation = plan.mutation;
    this.random = createRandom(plan.seed);
    this.writerKind = this.random.pick(['honest', 'withholding', 'two_faced']);
    this.#policySize = this.random.int(3, 7);
    this.#appearMs = this.random.pick(appearChoicesMs);
    const genesis = this.#genesis();
    this.#begin(genesis);
  }

  play(): NetworkResult {
    let steps = 0;
    for (; steps < this.#plan.faultySteps && this.heads.fork === undefined; steps++) this.#step();
    this.#heal();
    let well = false;
    for (steps = 0; steps < this.#plan.calmSteps && this.heads.fork === undefined && !well; steps++) {
      this.#step();
      well = steps % 50 === 49 && this.#missing() === undefined;
    }
    const { fork, count, longest } = this.heads;
    return {
      fork, stuck: fork === undefined && !well ? this.#missing() : undefined, writer: this.writerKind, nodes: this.#policySize, heads: count,
      records: longest, term: Math.max(...this.#nodes.map((node) => node.term)), crashes: this.#crashes,
      policies: Array.from({ length: this.#policies }, (_, i) => `policy ${i + 1}`).filter((id, i) => i > 0 && this.heads.holds(id)).length,
    };
  }

  post({ from, to, message }: Post): void {
    if (this.calm) return this.#deliver(from, to, message, this.random.int(1, 20));
    if (this.random.chance(0.08)) return;
    const copies = this.random.chance(0.08) ? 2 : 1;
    for (let i = 0; i < copies; i++) this.#deliver(from, to, message, this.random.chance(0.1) ? this.random.int(50, 3 * this.#appearMs) : this.random.int(1, 60));
  }

  /** Whether a process dies here. */
  dies(): boolean {
    return !this.calm && this.random.chance(0.004);
  }

  crashed(actor: Actor): void {
    this.#crashes += 1;
    this.#at(this.random.int(50, 4 * this.#appearMs), () => actor.start());
  }

  #genesis(): Genesis {
    const names = Array.from({ length: this.#policySize }, (_, i) => `n${i + 1}`);
    const key = toySealer('log writer').publicKey;
    const appearMs = this.#appearMs;
    const replica = new ToyReplica(toyHasher, { appearMs }, []);
    const entries: ToyEntry[] = [{ kind: 'found', id: 'found', key }, this.#policy(names)];
    const records = entries.map((entry) => replica.write(JSON.stringify(entry), 0) ?? '');
    return { names, records, appearMs, stored: freshStored(1, replica.root(0)) };
  }

  /** More than half, and one more where that leaves somebody who may be away. */
  #policy(names: readonly string[]): ToyEntry {
    this.#policies += 1;
    const k = Math.floor(names.length / 2) + 1 + (names.length > 3 && this.random.chance(0.5) ? 1 : 0);
    return {
      kind: 'policy', id: `policy ${this.#policies}`,
      policy: { text: String(Math.min(k, names.length)), witnesses: Object.fromEntries(names.map((name) => [name, toySealer(name).publicKey])), runs: Object.fromEntries(names.map((name) => [name, name])) },
    };
  }

  #begin(genesis: Genesis): void {
    const witnesses = Array.from({ length: this.random.int(0, 2) }, (_, i) => `w${i + 1}`);
    const cosigners = [...genesis.names, ...witnesses];
    this.logKeys.add(toySealer('log writer').publicKey);
    for (const name of genesis.names) this.#nodes.push(new NodeActor(this, name, genesis, cosigners));
    const faces = this.writerKind === 'two_faced' ? this.#faces(genesis.names) : [undefined];
    const writers = faces.map((shown, face) => new PlainWriter(this, `writer/${face}`, genesis, cosigners, shown));
    for (const actor of [...this.#nodes, ...writers, ...witnesses.map((name) => new WitnessActor(this, name))]) {
      this.#actors.set(actor.name, actor);
      this.#tick(actor, this.random.int(1, this.#appearMs / 5));
    }
    this.#mischief();
  }

  /** Whom a writer with two faces shows which: some see both. */
  #faces(names: readonly string[]): ReadonlySet<string>[] {
    const faces = [new Set<string>(), new Set<string>()] as const;
    for (const name of names) {
      const which = this.random.int(0, 3);
      if (which !== 1) faces[0].add(name);
      if (which !== 0) faces[1].add(name);
    }
    return [...faces];
  }

  #tick(actor: Actor, afterMs: number): void {
    this.#at(afterMs, () => {
      actor.tick();
      this.#tick(actor, this.#appearMs / 5);
    });
  }

  /** What happens from outside: entries are handed in, processes die, the network parts and heals, the policy changes. */
  #mischief(): void {
    this.#at(this.random.int(20, 400), () => {
      if (this.calm) return;
      const dice = this.random.int(0, 99);
      if (dice < 60) this.#hand();
      else if (dice < 70) this.#someActor().crash();
      else if (dice < 75) this.#part();
      else if (dice < 82) this.#cutLinks();
      else if (dice < 93) this.#cut = new Set();
      else this.#changePolicy();
      this.#mischief();
    });
  }

  /** In two halves. */
  #part(): void {
    const sides = new Map([...this.#actors.keys()].map((name) => [name, this.random.int(0, 1)]));
    this.#cut = this.#pairs((a, b) => sides.get(a) !== sides.get(b));
  }

  /** Here and there: some hear the writer and not each other, or the other way round. */
  #cutLinks(): void {
    this.#cut = this.#pairs(() => this.random.chance(0.35));
  }

  #pairs(isCut: (a: string, b: string) => boolean): Set<string> {
    const names = [...this.#actors.keys()];
    return new Set(names.flatMap((a, i) => names.slice(i + 1).filter((b) => isCut(a, b)).flatMap((b) => [`${a} ${b}`, `${b} ${a}`])));
  }

  #hand(id = `act ${this.#order}`): void {
    const entry = JSON.stringify({ kind: 'act', id } satisfies ToyEntry);
    if (this.random.chance(0.4)) this.post({ from: 'client', to: 'writer', message: { kind: 'entry', entry } });
    else this.#handTo(this.#someNode(), id, entry);
  }

  #handTo(at: NodeActor, id: string, entry: string): void {
    if (at.hand(entry)) this.#asked.push({ id, at });
  }

  #changePolicy(): void {
    const [first = 'n1', ...others] = this.#nodes.map(({ name }) => name).filter(() => this.random.chance(0.8));
    if (others.length < 2) return;
    this.post({ from: 'client', to: 'writer', message: { kind: 'entry', entry: JSON.stringify(this.#policy([first, ...others])) } });
  }

  #someNode(): NodeActor {
    const [first, ...others] = this.#nodes as [NodeActor, ...NodeActor[]];
    return this.random.pick([first, ...others]);
  }

  #someActor(): Actor {
    const [first, ...others] = [...this.#actors.values()] as [Actor, ...Actor[]];
    return this.random.pick([first, ...others]);
  }

  #heal(): void {
    this.calm = true;
    this.#cut = new Set();
    for (const actor of this.#actors.values()) actor.start();
    const writer = this.#nodes.find((node) => node.takes());
    if (writer !== undefined && this.random.chance(0.5)) return this.#lastTo(writer);
    for (const [i, node] of this.#nodes.entries()) this.#handTo(node, `last ${i}`, JSON.stringify({ kind: 'act', id: `last ${i}` } satisfies ToyEntry));
  }

  /** Known to one that is the writer, or believes so: the others have no deadline of their own by which to notice that it gets nothing done. */
  #lastTo(writer: NodeActor): void {
    if (writer.write(JSON.stringify({ kind: 'act', id: 'last' } satisfies ToyEntry))) this.#asked.push({ id: 'last', at: writer });
  }

  /** What was handed to a node and isn't under a cosigned head. Who is no node any more, by the policy of now, is owed nothing. */
  #missing(): string | undefined {
    const newest = this.#nodes.reduce((best, node) => (node.committed > best.committed ? node : best));
    const absent = this.#asked.filter(({ id, at }) => newest.names.includes(at.name) && !this.heads.holds(id));
    return absent.length === 0 ? undefined : `${absent.length} entries, the first ${absent[0]?.id}`;
  }

  #deliver(from: string, to: string, message: Post['message'], afterMs: number): void {
    this.#at(afterMs, () => {
      const reached = to === 'writer' ? [...this.#actors.values()].filter((actor) => actor.takes(message as Message)) : [this.#actors.get(to)];
      for (const actor of reached) if (actor !== undefined && !this.#cut.has(`${from} ${actor.name}`)) actor.receive(from, message);
    });
  }

  #at(afterMs: number, act: () => void): void {
    this.#order += 1;
    push(this.#events, { at: this.now + afterMs, order: this.#order, act });
  }

  #step(): void {
    const event = pop(this.#events);
    if (event === undefined) return;
    this.now = event.at;
    event.act();
  }
}

function before(a: Event | undefined, b: Event | undefined): boolean {
  if (a === undefined || b === undefined) return a !== undefined;
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

/** A binary heap: the earliest event first. */
function push(heap: Event[], event: Event): void {
  let i = heap.push(event) - 1;
  for (let up = (i - 1) >> 1; i > 0 && before(heap[i], heap[up]); i = up, up = (i - 1) >> 1) swap(heap, i, up);
}

function pop(heap: Event[]): Event | undefined {
  const [first] = heap;
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return first;
  heap[0] = last;
  for (let i = 0; ;) {
    const left = 2 * i + 1;
    const least = before(heap[left + 1], heap[left]) ? left + 1 : left;
    if (!before(heap[least], heap[i])) return first;
    swap(heap, i, least);
    i = least;
  }
}

function swap(heap: Event[], a: number, b: number): void {
  const [first, second] = [heap[a], heap[b]];
  if (first !== undefined && second !== undefined) [heap[a], heap[b]] = [second, first];
}
