/** The proposals and amendments of a scenario, by the names that its file gives them, with what became of each. */
import { countAmendment, countProposal, isProcedural } from '../kernel/counting.ts';
import type { KernelState } from '../kernel/state.ts';
import { readComment } from '../log/comment-words.ts';
import { voteAfter } from '../scenario/proposing.ts';
import type { CommentPlace, CommentShown, Decision } from '../scenario/scenario.ts';
import type { Shown } from '../turn.ts';
import type { ByOption, WorkingStep } from '../vocabulary/deciding.ts';
import { compareIds } from '../vocabulary/ids.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import type { Counted, Fact, Measured, Revision } from '../vocabulary/outcomes.ts';

type Comment = { readonly by: string; readonly paragraph: string | null; readonly commitment: string; readonly asItRead: string | undefined };
type Known = {
  how: Decision;
  /** Of an amendment, the proposal that it is to. */
  readonly on: string | null;
  readonly revisions: Revision[];
  readonly comments: Comment[];
  winner: string | null;
  count: Counted | null;
};
type Pilot = { readonly proposal: string; measured: Measured };

export class PlayProposals {
  /** The file's name → the kernel's. */
  readonly #ids = new Map<string, string>();
  /** By the kernel's name. */
  readonly #known = new Map<string, Known>();
  /** By subcontract. */
  readonly #pilots = new Map<string, Pilot>();

  /** Gives the proposal, or amendment, of this outcome its name in the file. */
  name(name: string, facts: readonly Fact[]): void {
    for (const fact of facts) {
      if (fact.fact === 'proposed' && fact.proposal.measured === undefined) this.#ids.set(name, fact.proposal.id);
      if (fact.fact === 'amended') this.#ids.set(name, fact.amendment.id);
    }
  }

  /** The kernel's name; the file's where it never came to be. */
  idOf(name: string): string {
    return this.#ids.get(name) ?? name;
  }

  take({ outcome }: Shown): void {
    for (const fact of outcome.facts) this.#fact(fact);
  }

  decision(name: string): Decision | null {
    return this.#of(name)?.how ?? null;
  }

  winner(name: string): string | null {
    return this.#of(name)?.winner ?? null;
  }

  /** The last revision of it, or the one of this number; undefined where there is none. */
  revision(name: string, number?: number): Revision | undefined {
    const revisions = this.#of(name)?.revisions ?? [];
    return number === undefined ? revisions.at(-1) : revisions[number - 1];
  }

  tied(state: Readonly<KernelState>, name: string): readonly string[] {
    return [...new Set(this.#count(state, name)?.bodies.flatMap(({ tied }) => tied) ?? [])].sort(compareIds);
  }

  /** The figures of the count of the largest body that was asked: as it stands, or as it ended. */
  figures(state: Readonly<KernelState>, name: string): JsonObject | null {
    const body = this.#count(state, name)?.bodies.at(-1);
    return body === undefined ? null : figuresIn(body.working);
  }

  comments(name: string, wordsOf: (commitment: string) => string | undefined): readonly CommentShown[] {
    const known = this.#of(name);
    return (known?.comments ?? []).map(({ by, paragraph, commitment, asItRead }) => {
      const words = wordsOf(commitment);
      const now = paragraph === null ? undefined : this.#paragraph(known, paragraph);
      const stands: CommentPlace = now === asItRead ? 'same' : now === undefined ? 'gone' : 'changed';
      return { by, paragraph, text: words === undefined ? null : (readComment(words)?.text ?? null), stands };
    });
  }

  /** What a pilot has measured so far, or had when it ended. */
  measured(subcontract: string): Measured | null {
    return this.#pilots.get(subcontract)?.measured ?? null;
  }

  #of(name: string): Known | undefined {
    return this.#known.get(this.idOf(name));
  }

  #count(state: Readonly<KernelState>, name: string): Counted | null {
    const id = this.idOf(name);
    const amendment = state.amendments.get(id);
    const proposal = state.proposals.get(amendment?.proposal ?? id);
    if (proposal === undefined || !isProcedural(proposal) || proposal.waits !== null) return this.#known.get(id)?.count ?? null;
    return amendment === undefined ? countProposal(state, proposal) : countAmendment(state, proposal, amendment);
  }

  #paragraph(known: Known | undefined, id: string): string | undefined {
    const of = known === undefined || known.on === null ? known : this.#known.get(known.on);
    return of?.revisions.at(-1)?.text.find((paragraph) => paragraph.id === id)?.text;
  }

  #fact(fact: Fact): void {
    switch (fact.fact) {
      case 'proposed':
        this.#known.set(fact.proposal.id, { how: 'open', on: null, revisions: [fact.proposal.revision], comments: [], winner: null, count: null });
        if (fact.proposal.measured !== undefined) this.#nameFollowing(fact.proposal.id, fact.proposal.revision);
        return;
      case 'amended': return void this.#known.set(fact.amendment.id, { how: 'open', on: fact.amendment.proposal, revisions: [], comments: [], winner: null, count: null });
      case 'revised': return void this.#known.get(fact.proposal)?.revisions.push(fact.revision);
      case 'proposal.waits': return this.#becomes(fact.proposal, 'waiting', fact);
      case 'proposal.again': return this.#becomes(fact.proposal, 'open', fact);
      case 'decided': return this.#becomes(fact.proposal, fact.how, fact);
      case 'amendment.decided': return this.#becomes(fact.amendment, fact.how, fact);
      case 'commented': {
        const known = this.#known.get(fact.proposal);
        const asItRead = fact.paragraph === null ? undefined : this.#paragraph(known, fact.paragraph);
        return void known?.comments.push({ by: fact.by, paragraph: fact.paragraph, commitment: fact.commitment, asItRead });
      }
      case 'pilot': return void this.#pilots.set(fact.pilot.subcontract, { proposal: fact.pilot.proposal, measured: fact.pilot.measured });
      case 'pilot.measured': {
        const pilot = this.#pilots.get(fact.subcontract);
        if (pilot !== undefined) pilot.measured = fact.measured;
        return;
      }
      default: return;
    }
  }

  #becomes(id: string, how: Decision, { winner, count }: { readonly winner?: string; readonly count?: Counted }): void {
    const known = this.#known.get(id);
    if (known === undefined) return;
    known.how = how;
    known.winner = winner ?? known.winner;
    known.count = count ?? known.count;
  }

  /** The vote that a pilot opens when it ends is called after the pilot. */
  #nameFollowing(id: string, { change }: Revision): void {
    const pilot = 'subcontract' in change ? this.#pilots.get(change.subcontract) : undefined;
    const [name] = [...this.#ids].find(([, proposal]) => proposal === pilot?.proposal) ?? [];
    if (name !== undefined) this.#ids.set(voteAfter(name), id);
  }
}

/** By name: what was said, or the figures of each option in the last of the count's tables; of several classes, each by its own. */
function figuresIn(working: readonly WorkingStep[]): JsonObject {
  const figures: { [name: string]: JsonObject[string] } = {};
  let options: ByOption | { readonly [option: string]: ByOption } = {};
  for (const line of working) {
    if (line.step === 'said') for (const said of ['yes', 'concern', 'no', 'object', 'abstain', 'silent'] as const) figures[said] = line[said];
    if (line.step === 'turnout') figures['came'] = line.came;
    if (line.step === 'class') figures[line.class] = figuresIn(line.working);
    if (line.step === 'approvals') options = line.approvals;
    if (line.step === 'scores') options = line.sums;
    if (line.step === 'round') options = line.counts;
    if (line.step === 'pairwise') options = line.preferred;
  }
  return { ...figures, ...options };
}
