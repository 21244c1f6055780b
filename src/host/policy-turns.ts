/** From which record on which nodes count: the log's own history of the witness policy. */
import type { Journal } from '../journal/journal.ts';
import { quorumOf, type Quorum } from '../log/nodes/quorum.ts';
import type { Fact, Outcome, WitnessPolicy } from '../vocabulary/outcomes.ts';
import type { PolicyReader } from '../vocabulary/ports.ts';
import type { Collective } from './collective.ts';

type Turn = { readonly size: number; readonly quorum: Quorum | null };

/** Records read at a time. */
const readRecords = 1000;

export class PolicyTurns {
  readonly #policies: PolicyReader;
  /** Ascending; before the first nobody is in charge. */
  #turns: Turn[] = [];
  #scanned = 0;
  /** As it was when the records were last looked at; undefined: they weren't. */
  #policy: WitnessPolicy | null | undefined;

  constructor(policies: PolicyReader) {
    this.#policies = policies;
  }

  /** Looks at the records that it hasn't seen, if the policy is another by now, or has ever named nodes. */
  follow({ state, journal }: Pick<Collective, 'state' | 'journal'>): void {
    const { policy } = state;
    const neverAny = this.#policy === undefined && Object.keys(policy?.runs ?? {}).length === 0;
    if (policy === this.#policy || neverAny) this.#scanned = state.seq;
    else this.#scan(journal, state.seq);
    this.#policy = policy;
  }

  /** Only outcomes that name a policy are parsed. */
  #scan(journal: Pick<Journal, 'read'>, head: number): void {
    for (; this.#scanned < head; this.#scanned = Math.min(head, this.#scanned + readRecords)) {
      for (const row of journal.read(this.#scanned, Math.min(readRecords, head - this.#scanned))) {
        if (row.outcome.includes('"fact":"policy"')) this.#note(row.seq + 1, (JSON.parse(row.outcome) as Outcome).facts);
      }
    }
  }

  truncate(size: number): void {
    this.#turns = this.#turns.filter((turn) => turn.size <= size);
    this.#scanned = Math.min(this.#scanned, size);
    this.#policy = undefined;
  }

  /** See {@link Chain.quorums}. */
  quorums(from: number, to: number): readonly (Quorum | null)[] {
    const within = this.#turns.filter(({ size }) => size > from && size <= to);
    return [this.#at(from), ...within.map(({ quorum }) => quorum)];
  }

  nextTurn(from: number, to: number): number | undefined {
    return this.#turns.find(({ size }) => size > from && size <= to)?.size;
  }

  #at(size: number): Quorum | null {
    return this.#turns.findLast((turn) => turn.size <= size)?.quorum ?? null;
  }

  #note(size: number, facts: readonly Fact[]): void {
    const policy = facts.findLast((fact) => fact.fact === 'policy')?.policy;
    if (policy === undefined) return;
    const quorum = quorumOf(policy, this.#policies);
    // One policy without nodes after another is no change for them.
    if (quorum !== null || this.#at(size) !== null) this.#turns.push({ size, quorum });
  }
}
