/**
 * The writer's way to its nodes: hands them what is recorded, and tells the publisher when enough of them hold it. Where the agreed policy
 * names no nodes nobody is waited for.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Holding, Message } from '../log/nodes/messages.ts';
import type { Tenure } from '../log/nodes/stored.ts';
import type { WriterCore, WriterStep } from '../log/nodes/writer.ts';

export type HoldingParts = {
  readonly core: WriterCore;
  readonly appearMs: () => number;
  readonly now: () => number;
  /** Sends a message to a node, and resolves with its answer. Rejects when it can't be reached. */
  readonly send: (node: string, message: Message, signal: AbortSignal) => Promise<Message | undefined>;
  /** Keeps what must outlive the process, before anything follows from it. */
  readonly keep: (step: Pick<WriterStep, 'committed' | 'turn' | 'tenure'>) => void;
  /** Hands in an entry that a node misses. */
  readonly submit: (entry: string) => void;
  /** Another has taken over. */
  readonly deposed: (tenure: Tenure) => void;
  readonly tell: (message: string) => void;
};

/** Asked so many times within the time in which an entry must appear. */
const ticksPerAppear = 8;

export class HoldingNodes {
  readonly #parts: HoldingParts;
  readonly #closing = new AbortController();
  readonly #faults = new Map<string, string>();
  #waiting: (() => void)[] = [];
  #deposed: Tenure | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: HoldingParts) {
    this.#parts = parts;
    this.#schedule();
  }

  /** Another writer's term, once one has taken over. */
  get deposedBy(): Tenure | undefined {
    return this.#deposed;
  }

  get committed(): number {
    return this.#parts.core.stored.committed;
  }

  /** Resolves with null when enough nodes hold the first `size` records and know it, or with the reason why they don't. */
  async hold(size: number): Promise<string | null> {
    this.#tick();
    const until = this.#parts.now() + this.#parts.appearMs();
    while (!this.#isKnown(size)) {
      if (this.#deposed !== undefined) return deposedText(this.#deposed);
      if (this.#closing.signal.aborted) return 'the server is shutting down';
      if (this.#parts.now() >= until) return this.#why(size);
      await this.#moved();
    }
    return null;
  }

  /**
   * Another writer's term, if one has taken over while this one was away. Resolves when enough nodes have answered, when each has or can't be
   * reached, or when the time in which an entry must appear is over.
   */
  async askForLater(): Promise<Tenure | undefined> {
    this.#tick();
    const { core, now, appearMs } = this.#parts;
    const until = now() + appearMs();
    const isAsked = (): boolean => core.isHeardByEnough() || [...core.nodes()].every(([node, { committed }]) => committed !== undefined || this.#faults.has(node));
    while (this.#deposed === undefined && !isAsked() && now() < until && !this.#closing.signal.aborted) await this.#moved();
    return this.#deposed;
  }

  close(): void {
    this.#closing.abort();
    clearTimeout(this.#timer);
    this.#wake();
  }

  /** A node cosigns what it knows to be committed: until enough know there is nothing to ask them. */
  #isKnown(size: number): boolean {
    return this.committed >= size && this.#parts.core.isKnownAt(size);
  }

  #moved(): Promise<unknown> {
    const moved = new Promise<void>((resolve) => this.#waiting.push(resolve));
    return Promise.race([moved, pause(this.#parts.appearMs() / ticksPerAppear, undefined, { ref: false })]);
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  #schedule(): void {
    this.#timer = setTimeout(() => {
      if (this.#closing.signal.aborted) return;
      this.#tick();
      this.#schedule();
    }, this.#parts.appearMs() / ticksPerAppear);
    this.#timer.unref();
  }

  #tick(): void {
    if (this.#deposed === undefined) this.#carryOut(this.#parts.core.tick(this.#parts.now()));
  }

  #carryOut(step: WriterStep): void {
    if (step.committed !== undefined || step.tenure !== undefined) this.#parts.keep(step);
    if (step.deposed !== undefined && this.#deposed === undefined) {
      this.#deposed = step.deposed;
      this.#parts.deposed(step.deposed);
    }
    for (const entry of step.missing) this.#parts.submit(entry);
    for (const { to, message } of step.send) void this.#send(to, message);
    if (step.committed !== undefined || step.deposed !== undefined) this.#wake();
  }

  async #send(node: string, message: Message): Promise<void> {
    try {
      const answer = await this.#parts.send(node, message, this.#closing.signal);
      if (answer?.kind === 'holding' && !this.#closing.signal.aborted) this.#answered(node, answer);
    } catch (error) {
      if (!this.#closing.signal.aborted) this.#heard(node, `can't be reached: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #answered(node: string, holding: Holding): void {
    this.#heard(node, holding.why === undefined || holding.why.code === 'gap' ? null : holding.why.detail);
    this.#carryOut(this.#parts.core.receive(node, holding, this.#parts.now()));
    this.#wake();
  }

  /** Told once, and again when it has changed. */
  #heard(node: string, fault: string | null): void {
    const before = this.#faults.get(node) ?? null;
    if (before === fault) return;
    if (fault === null) this.#faults.delete(node);
    else this.#faults.set(node, fault);
    this.#parts.tell(fault === null ? `the node ${node} holds the log again` : `the node ${node} ${fault}`);
  }

  #why(size: number): string {
    const faults = [...this.#faults].map(([node, fault]) => `${node} ${fault}`);
    return `too few nodes hold the first ${size} records${faults.length === 0 ? '' : `: ${faults.join('; ')}`}`;
  }
}

export function deposedText({ term, election }: Tenure): string {
  return `the nodes have handed the log to another writer${election === null ? '' : `, ${election.candidate}`} (term ${term}): this one records and signs nothing more. What it took in meanwhile can be handed in there with \`resubmit\``;
}
