/**
 * The writer's side: hands its records to every node, and tells when enough of them hold a head, so that the log's key may sign over it.
 * A state machine without I/O, like the node's.
 */
import type { Hasher, Sealer, SealVerifier } from '../../vocabulary/ports.ts';
import { catchupFrom, proofFor, type Proven } from './catchup.ts';
import { electionFault } from './election.ts';
import { appendText, holdText, windowMax, type Append, type Holding, type Outgoing } from './messages.ts';
import { areEnough, nodesOf, type Quorum } from './quorum.ts';
import type { Chain, Replica } from './replica.ts';
import type { Head, HoldProof, Tenure } from './stored.ts';

export type WriterCorePorts = {
  readonly origin: string;
  readonly chain: Chain & Pick<Replica, 'appearMs' | 'proposed'>;
  /** The log's key in force. */
  readonly sealer: Sealer;
  readonly hasher: Hasher;
  readonly verifier: SealVerifier;
};

/** What the writer keeps on its disk for this: its term, and what is committed. */
export type WriterStored = Proven & { readonly tenure: Tenure };

export type WriterStep = {
  /** Enough nodes hold it. The caller stores it, and only then signs the head and sends what follows. */
  readonly committed?: HoldProof;
  /** Whether the committed head ends in a change of the policy: its proof is kept for good. */
  readonly turn?: boolean;
  readonly send: readonly Outgoing[];
  /** Entries that nodes miss, for the writer to take in; what it holds already does no harm. */
  readonly missing: readonly string[];
  /** Another has taken over; this writer signs, takes and sends nothing more. */
  readonly deposed?: Tenure;
  /** The term has changed under a writer whose key is in force: the caller stores it. */
  readonly tenure?: Tenure;
};

type NodeView = {
  /** As it last said; undefined before its first answer. */
  committed?: number;
  size: number;
  /** When something was last sent, and whether it awaits an answer. */
  sentAt: number;
  open: boolean;
  /** How long the log was when it last said no. */
  refusedAt?: number;
  readonly acks: Map<string, string>;
  why?: Holding['why'];
};

export class WriterCore {
  readonly #ports: WriterCorePorts;
  #stored: WriterStored;
  readonly #nodes = new Map<string, NodeView>();
  #deposed: Tenure | undefined;

  constructor(ports: WriterCorePorts, stored: WriterStored) {
    this.#ports = ports;
    this.#stored = stored;
  }

  get stored(): WriterStored {
    return this.#stored;
  }

  /** Each node with the number of records that it holds, and why it acks nothing, if it doesn't. */
  nodes(): ReadonlyMap<string, { readonly size: number; readonly committed: number | undefined; readonly why: Holding['why'] }> {
    return new Map([...this.#nodes].map(([name, { size, committed, why }]) => [name, { size, committed, why }]));
  }

  /** Whether enough nodes have said that they know the first `size` records to be committed. */
  isKnownAt(size: number): boolean {
    const knowing = [...this.#nodes].filter(([, { committed }]) => (committed ?? 0) >= size).map(([name]) => name);
    return areEnough(this.#ports.chain.quorums(size, size), new Set(knowing));
  }

  /** Whether enough nodes have answered: had another taken over, one of them would have said so. */
  isHeardByEnough(): boolean {
    return areEnough(this.#quorums(), new Set([...this.#nodes].filter(([, { committed }]) => committed !== undefined).map(([name]) => name)));
  }

  /** To be called when the log has grown, and a few times within the time in which an entry must appear. */
  tick(now: number): WriterStep {
    if (this.#deposed !== undefined) return { send: [], missing: [], deposed: this.#deposed };
    const send: Outgoing[] = [];
    const committed = this.#commit();
    for (const [name, node] of this.#known()) this.#push(name, node, now, send);
    return { send, missing: [], ...committed };
  }

  /** @param from by the policy's name: a node that lacks the record which names it doesn't know it yet */
  receive(from: string, holding: Holding, now: number): WriterStep {
    const node = this.#known().get(from);
    if (node === undefined || this.#deposed !== undefined) return { send: [], missing: [] };
    const turned = holding.deposed === undefined ? undefined : this.#turned(holding.deposed);
    if (this.#deposed !== undefined) return { send: [], missing: [], deposed: this.#deposed };
    this.#note(from, node, holding);
    node.open = false;
    return { ...this.tick(now), missing: holding.missing ?? [], ...(turned === undefined ? {} : { tenure: turned }) };
  }

  #note(name: string, node: NodeView, holding: Holding): void {
    const moved = node.size !== holding.size || (node.committed ?? 0) < holding.committed;
    node.committed = Math.max(node.committed ?? 0, holding.committed);
    node.size = holding.size;
    node.why = holding.why;
    if (holding.why === undefined || moved) delete node.refusedAt;
    else node.refusedAt = this.#ports.chain.size;
    if (holding.ack === undefined) return;
    const { head, sig } = holding.ack;
    const key = nodesOf(this.#quorums()).get(name) ?? '';
    if (this.#ports.verifier.verify(key, holdText(this.#ports.origin, this.#stored.tenure.term, head), sig)) node.acks.set(keyOf(head), sig);
  }

  /** A node has begun a later term: with another writer, or with this one's key after the members handed the log to it. */
  #turned({ tenure, inForce }: NonNullable<Holding['deposed']>): Tenure | undefined {
    if (tenure.term <= this.#stored.tenure.term || tenure.election === null) return undefined;
    if (electionFault({ ...this.#ports, replica: this.#ports.chain }, this.#quorums(), tenure.election) !== undefined) return undefined;
    const { chain } = this.#ports;
    const holdsBase = chain.size >= tenure.base.size && chain.root(tenure.base.size) === tenure.base.root;
    if (inForce && holdsBase) {
      this.#stored = { ...this.#stored, tenure };
      for (const node of this.#nodes.values()) node.acks.clear();
      return tenure;
    }
    this.#deposed = tenure;
    return undefined;
  }

  #quorums(): readonly (Quorum | null)[] {
    return this.#ports.chain.quorums(this.#stored.committed, this.#ports.chain.size);
  }

  /** Up to where the nodes are to hold the chain now: a change of the policy is committed by itself, so that its proof can be kept. */
  #target(): Head {
    const { chain } = this.#ports;
    const { committed } = this.#stored;
    const size = chain.nextTurn(committed, this.#end()) ?? this.#end();
    return { size, root: chain.root(size) };
  }

  #end(): number {
    const { committed, tenure } = this.#stored;
    const { size } = this.#ports.chain;
    // Nobody else holds it: there is nothing to bound.
    return nodesOf(this.#quorums()).size === 0 ? size : Math.min(size, Math.max(committed + windowMax, tenure.base.size));
  }

  #commit(): { readonly committed: HoldProof; readonly turn: boolean } | undefined {
    const head = this.#target();
    const { committed, tenure } = this.#stored;
    if (head.size <= committed) return undefined;
    const quorums = this.#ports.chain.quorums(committed, head.size);
    const acks = [...this.#nodes].flatMap(([node, { acks: given }]) => {
      const sig = given.get(keyOf(head));
      return sig === undefined || !nodesOf(quorums).has(node) ? [] : [{ node, sig }];
    });
    if (!areEnough(quorums, new Set(acks.map(({ node }) => node)))) return undefined;
    const proof: HoldProof = { term: tenure.term, head, acks };
    const turn = this.#ports.chain.nextTurn(head.size - 1, head.size) === head.size;
    this.#stored = { ...this.#stored, committed: head.size, latest: proof, turns: turn ? [...this.#stored.turns, proof] : this.#stored.turns };
    for (const node of this.#nodes.values()) node.acks.clear();
    return { committed: proof, turn };
  }

  /** The nodes that count now, each with what is known of it. */
  #known(): Map<string, NodeView> {
    const names = [...nodesOf(this.#quorums()).keys()];
    for (const name of names) if (!this.#nodes.has(name)) this.#nodes.set(name, { size: this.#stored.committed, sentAt: -Infinity, open: false, acks: new Map() });
    return new Map([...this.#nodes].filter(([name]) => names.includes(name)));
  }

  /** One message to a node at a time: the next when it has answered, or has kept silent for a while; now and then one to say "I am here". */
  #push(name: string, node: NodeView, now: number, send: Outgoing[]): void {
    const { chain } = this.#ports;
    const target = this.#target();
    const behind = node.committed !== undefined && node.committed < this.#stored.committed;
    const nothingNew = (!behind && node.acks.has(keyOf(target))) || node.refusedAt === chain.size;
    if ((node.open || nothingNew) && now - node.sentAt < chain.appearMs() / 4) return;
    send.push({ to: name, message: (behind ? this.#news(node) : undefined) ?? this.#append(node, target) });
    node.sentAt = now;
    node.open = true;
  }

  /** What a node that is behind lacks of the committed records. */
  #news(node: NodeView): Outgoing['message'] | undefined {
    const proof = proofFor(this.#stored, node.committed ?? 0);
    if (proof === undefined) return undefined;
    return node.size >= proof.head.size ? { kind: 'commit', proof } : catchupFrom(this.#ports.chain, this.#stored, node.committed ?? 0);
  }

  #append({ size }: NodeView, target: Head): Append {
    const { chain, sealer, origin } = this.#ports;
    const { tenure } = this.#stored;
    const end = this.#end();
    const at = size >= end ? target.size : Math.min(size, target.size);
    const upTo = size >= end ? target.size : end;
    const head: Head = { size: upTo, root: chain.root(upTo) };
    return { kind: 'append', tenure, at, records: chain.records(at, upTo), head, key: sealer.publicKey, sig: sealer.sign(appendText(origin, tenure, at, head)) };
  }
}

function keyOf({ size, root }: Head): string {
  return `${size} ${root}`;
}
