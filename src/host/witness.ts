/** A witness on somebody's own machine: remembers the newest head of each log that it cosigns, and stores before it answers. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HeadStore } from '../journal/head.ts';
import { cosignAnswer, decideAddCheckpoint, openAddCheckpoint, type OpenedRequest, type WitnessAnswer } from '../log/witness.ts';
import type { KnownKey } from '../log/note.ts';
import type { Hasher, Sealer } from '../vocabulary/ports.ts';

export type WitnessParts = {
  readonly hasher: Hasher;
  /** Its own names and keys; a key serves one name only. */
  readonly cosigners: readonly { readonly name: string; readonly sealer: Sealer }[];
  /** The logs that it cosigns, and the keys that it trusts for each. */
  readonly logs: ReadonlyMap<string, readonly KnownKey[]>;
  readonly headsOf: (origin: string) => HeadStore;
  /** POSIX seconds. */
  readonly seconds: () => number;
  readonly tell: (message: string) => void;
  /** Keeps a proof of dishonesty, and says where. */
  readonly keep: (evidence: string) => string;
};

/** Between reading the stored head and storing the next another process may come in; more often than this it is stuck. */
const attemptsMax = 8;

/** Keeps each proof in a file of its own, which doesn't change when it is met again. */
export function keptIn(folder: string): WitnessParts['keep'] {
  return (evidence) => {
    const path = join(folder, `split-view-${createHash('sha256').update(evidence).digest('hex').slice(0, 16)}.txt`);
    writeFileSync(path, evidence, { mode: 0o600, flush: true });
    return path;
  };
}

export class Witness {
  readonly #parts: WitnessParts;
  readonly #heads = new Map<string, HeadStore>();

  constructor(parts: WitnessParts) {
    this.#parts = parts;
  }

  /** Answers an add-checkpoint request. @throws JournalError when the head can't be stored: nothing was cosigned then */
  add(body: string): WitnessAnswer {
    const opened = openAddCheckpoint(this.#parts.logs, body);
    return opened.opened ? this.decide(opened.request) : opened.answer;
  }

  /** As `add`, for a request that was made here of what was fetched. */
  decide(request: OpenedRequest): WitnessAnswer {
    const { hasher, cosigners, seconds } = this.#parts;
    const heads = this.#headsOf(request.origin);
    for (let attempt = 0; attempt < attemptsMax; attempt++) {
      const decision = decideAddCheckpoint(hasher, heads.read(), request);
      if (decision.decided === 'refuse') {
        if (decision.evidence !== undefined) this.#accuse(request.origin, decision.evidence.join('\n'));
        return decision.answer;
      }
      if (decision.store === decision.compare || heads.compareAndSet(decision.compare, decision.store)) return cosignAnswer(hasher, cosigners, decision.text, seconds());
    }
    return { status: 409, contentType: 'text/plain; charset=utf-8', body: 'the stored head keeps changing: another witness uses the same folder\n' };
  }

  /** The newest checkpoint that it has cosigned. */
  newest(origin: string): string | undefined {
    return this.#parts.logs.has(origin) ? this.#headsOf(origin).read() : undefined;
  }

  close(): void {
    for (const heads of this.#heads.values()) heads.close();
  }

  /** Who shows it to others needs it whatever becomes of what was told; who is told needs it on a full disk too. */
  #accuse(origin: string, heads: string): void {
    let where: string;
    try {
      where = `Both are kept in ${this.#parts.keep(heads)}`;
    } catch (error) {
      where = `Keep both: they couldn't be written (${error instanceof Error ? error.message : String(error)})`;
    }
    this.#parts.tell(`SPLIT VIEW of ${origin}: it signed two heads of one size. ${where}. Show them to the other members:\n${heads}`);
  }

  #headsOf(origin: string): HeadStore {
    let heads = this.#heads.get(origin);
    if (heads === undefined) this.#heads.set(origin, heads = this.#parts.headsOf(origin));
    return heads;
  }
}
