/**
 * A node: holds the log, follows its writer, and takes its place when the writer withholds. A state machine without I/O: each call answers
 * with a {@link Step} that the caller carries out, first to the disk, then to the others. docs/decisions/0010-nodes.md says why no two
 * heads that contradict each other are ever signed.
 */
import { onAppend, onCatchup, onCommit } from './holding.ts';
import { ask, askAgain, missing, settleRefused, type AskAnswer } from './asked.ts';
import { Campaign, grievance, type Grievance } from './campaign.ts';
import { Desk, type NodePorts, type Step } from './desk.ts';
import type { Catchup, Message } from './messages.ts';
import { catchupFrom } from './catchup.ts';
import type { Asked, Head, Stored } from './stored.ts';

export type NodeStatus = {
  readonly term: number;
  readonly heldTerm: number;
  readonly committed: number;
  readonly size: number;
  readonly isWriter: boolean;
  readonly phase: 'none' | 'polling' | 'standing';
  /** Entries without which it acks and cosigns nothing. */
  readonly missing: readonly Asked[];
  readonly grievance: Grievance | undefined;
};

export class NodeCore {
  readonly #desk: Desk;
  readonly #campaign: Campaign;
  #saidAgain: number;

  /** Takes up what is stored; the replica must stand at its committed records. */
  constructor(ports: NodePorts, stored: Stored, now: number) {
    this.#desk = new Desk(ports, stored, now);
    this.#campaign = new Campaign(this.#desk);
    this.#saidAgain = now;
    ports.replica.rebase(stored.committed, stored.tail);
  }

  get stored(): Stored {
    return this.#desk.stored;
  }

  status(now: number): NodeStatus {
    const { stored, size, isWriter } = this.#desk;
    return {
      term: stored.term, heldTerm: stored.tenure.term, committed: stored.committed, size, isWriter,
      phase: this.#campaign.phase, missing: missing(this.#desk, now), grievance: grievance(this.#desk, now),
    };
  }

  /** @param from where an answer goes: a node's name, or whatever names the writer's connection */
  receive(from: string, message: Message, now: number): Step {
    const answer = this.#answer(from, message, now);
    if (answer !== undefined) this.#desk.send(from, answer);
    this.#desk.watch(now);
    return this.#desk.step();
  }

  #answer(from: string, message: Message, now: number): Message | undefined {
    switch (message.kind) {
      case 'append': return onAppend(this.#desk, message, now);
      case 'commit': return onCommit(this.#desk, message);
      case 'catchup': return onCatchup(this.#desk, message, now);
      case 'fetch': return this.#fetched(message.at);
      case 'poll': return this.#campaign.onPoll(message, now);
      case 'stand': return this.#campaign.onStand(message, now);
      case 'willing': return void this.#campaign.onWilling(from, message, now);
      case 'vote': return void this.#campaign.onVote(message, now);
      case 'entry': return void ask(this.#desk, message.entry, now, false);
      case 'holding': return undefined;
    }
  }

  /** Takes in an entry that a client hands to this node. */
  ask(entry: string, now: number): { readonly answer: AskAnswer; readonly step: Step } {
    const answer = ask(this.#desk, entry, now, true);
    return { answer, step: this.#desk.step() };
  }

  /** Lets time pass: deadlines, candidacies. To be called a few times within the time in which an entry must appear. */
  tick(now: number): Step {
    this.#desk.watch(now);
    settleRefused(this.#desk, now);
    if (now - this.#saidAgain >= this.#desk.ports.replica.appearMs()) {
      this.#saidAgain = now;
      askAgain(this.#desk, now);
    }
    this.#campaign.tick(now);
    return this.#desk.step();
  }

  /** The owner's own decision to stand. */
  stand(now: number): Step {
    this.#campaign.begin(now);
    return this.#desk.step();
  }

  /** As the writer: records that follow what is held. Nothing is to be stored when another is the writer by now: then they must be dropped. */
  wrote(records: readonly string[]): Step {
    const { stored, size } = this.#desk;
    if (this.#desk.isWriter && records.length > 0) this.#desk.persist({ change: 'held', tenure: stored.tenure, from: size, records });
    return this.#desk.step();
  }

  /** Why a head that a key of the log has signed isn't cosigned; undefined when it may be, which the standard's own rules then decide. */
  cosignFault(head: Head, key: string, now: number): string | undefined {
    const { stored, ports: { replica } } = this.#desk;
    if (head.size > stored.committed) return `this node knows ${stored.committed} records to be committed, not ${head.size}`;
    if (replica.root(head.size) !== head.root) return `this node holds other records under the first ${head.size}`;
    if (!replica.logKeys().includes(key)) return 'the head is not signed by a key of the log that is in force';
    const absent = missing(this.#desk, now);
    return absent.length === 0 ? undefined : `${absent.length} entries that were handed to this node are missing from the log`;
  }

  #fetched(at: number): Catchup | undefined {
    const { stored, ports: { replica } } = this.#desk;
    return catchupFrom(replica, stored, at);
  }
}
