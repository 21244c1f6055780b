/** A node at work on one message: what it knows, what it writes down, what it sends. */
import type { Hasher, Sealer, SealVerifier } from '../../vocabulary/ports.ts';
import type { Append, Holding, Message, Outgoing } from './messages.ts';
import { nodesOf } from './quorum.ts';
import type { Quorum } from './quorum.ts';
import type { MemberVoice, Replica } from './replica.ts';
import { applyChange, type Change, type Stored, type Tenure } from './stored.ts';

export type NodePorts = {
  /** The log that all of this is about. */
  readonly origin: string;
  /** This node's name in the policy, and its witness key. */
  readonly name: string;
  readonly sealer: Sealer;
  readonly hasher: Hasher;
  readonly verifier: SealVerifier;
  readonly replica: Replica;
  readonly voice: MemberVoice;
  /** Whether it stands as a candidate by itself. */
  readonly takeover: boolean;
  /** A number from 0 to below 1: keeps candidates from standing at the same time for ever. */
  readonly random: () => number;
};

/**
 * What follows from a message. Its caller makes `persist` durable, in this order, and only then sends: when that fails the node is dropped
 * and made anew from what is stored.
 */
export type Step = {
  readonly persist: readonly Change[];
  readonly send: readonly Outgoing[];
  /** From here on this node is the writer. */
  readonly won?: Tenure;
  /** Signed by a writer that tells different nodes different things: to be kept and shown to the members. */
  readonly twoFaces?: Append;
};

export class Desk {
  readonly ports: NodePorts;
  /** When a writer that counts was last heard of, in ms. */
  heard: number;
  /** What waits to be committed, by where it begins and the term in which it is held, and since when; undefined when nothing waits. */
  #waiting: { readonly committed: number; readonly term: number; readonly since: number } | undefined;
  #stored: Stored;
  #persist: Change[] = [];
  #send: Outgoing[] = [];
  #won: Tenure | undefined;
  #twoFaces: Append | undefined;

  constructor(ports: NodePorts, stored: Stored, now: number) {
    this.ports = ports;
    this.heard = now;
    this.#stored = stored;
  }

  get stored(): Stored {
    return this.#stored;
  }

  get size(): number {
    return this.#stored.committed + this.#stored.tail.length;
  }

  /** Whether this node is the writer of the highest term that it knows. */
  get isWriter(): boolean {
    const { term, tenure } = this.#stored;
    return tenure.election?.candidate === this.ports.name && tenure.term === term;
  }

  /** The quorums that count for what isn't committed here yet. */
  quorums(): readonly (Quorum | null)[] {
    return this.ports.replica.quorums(this.#stored.committed, this.size);
  }

  /** Whether the policy names this node: the writer owes its records, and what comes of them, to nobody else. */
  get isNamed(): boolean {
    return nodesOf(this.quorums()).has(this.ports.name);
  }

  /** The other nodes, in their order of standing. */
  peers(): string[] {
    return [...nodesOf(this.quorums()).keys()].filter((name) => name !== this.ports.name);
  }

  /** Since when something that is held waits without anything being committed; undefined when nothing waits. As of the last {@link watch}. */
  get waitingSince(): number | undefined {
    return this.#waiting?.since;
  }

  /** To be called after each message and each while: a commit, and a new writer, begin the time anew. */
  watch(now: number): void {
    const { committed, tail, tenure: { term } } = this.#stored;
    if (tail.length === 0) this.#waiting = undefined;
    else if (this.#waiting?.committed !== committed || this.#waiting.term !== term) this.#waiting = { committed, term, since: now };
  }

  persist(change: Change): void {
    this.#stored = applyChange(this.#stored, change);
    this.#persist.push(change);
  }

  send(to: string, message: Message): void {
    this.#send.push({ to, message });
  }

  won(tenure: Tenure): void {
    this.#won = tenure;
  }

  accuse(append: Append): void {
    this.#twoFaces = append;
  }

  holding(more: Partial<Holding> = {}): Holding {
    const { term, committed } = this.#stored;
    return { kind: 'holding', node: this.ports.name, term, committed, size: this.size, ...more };
  }

  /** What has come together since the last call. */
  step(): Step {
    const step: Step = {
      persist: this.#persist, send: this.#send,
      ...(this.#won === undefined ? {} : { won: this.#won }), ...(this.#twoFaces === undefined ? {} : { twoFaces: this.#twoFaces }),
    };
    this.#persist = [];
    this.#send = [];
    this.#won = undefined;
    this.#twoFaces = undefined;
    return step;
  }
}
