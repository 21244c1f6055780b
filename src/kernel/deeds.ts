/** What the kernel does that subcontracts can wait for: which facts count, and what a contract is told of each. */
import type { JsonObject } from '../vocabulary/json.ts';
import type { Change } from '../vocabulary/changes.ts';
import type { Deed, Fact, Obligation } from '../vocabulary/outcomes.ts';
import { holderOf } from '../vocabulary/purses.ts';
import type { KernelState } from './state.ts';

/** The deed that a fact is, or null; `state` is as it was before the fact. */
export function deedOf(state: KernelState, fact: Fact, via: readonly string[]): Deed | null {
  const when = { at: state.recordedAt, via };
  switch (fact.fact) {
    case 'posting': return { on: 'posted', posting: fact, ...when };
    case 'mark': return { on: 'marked', mark: fact, ...when };
    case 'owed': return isDueAtOnce(state, fact.obligation) ? { on: 'due', obligation: fact.obligation, atOnce: true, ...when } : null;
    case 'owed.due': {
      const obligation = state.obligations.get(fact.id);
      return obligation === undefined ? null : { on: 'due', obligation, atOnce: false, ...when };
    }
    case 'decided': {
      const proposal = fact.how === 'carried' ? state.proposals.get(fact.proposal) : undefined;
      if (proposal === undefined) return null;
      const change = chosen(proposal.revision.change, fact.winner);
      return { on: 'decided', proposal: proposal.id, change: change.change, by: proposal.by, about: aboutOf(change), ...when };
    }
    case 'consent': return { on: 'consented', subcontract: fact.subcontract, part: fact.part, member: fact.member, given: fact.given, ...when };
    default: return null;
  }
}

/** A debt for which no alarm is set. */
function isDueAtOnce(state: KernelState, { due, guarantee }: Obligation): boolean {
  return due <= state.recordedAt && guarantee === null;
}

/** Of a choice, the option that won. */
function chosen(change: Change, winner: string | undefined): Change {
  return change.change === 'choice' ? (change.options.find(({ id }) => id === winner)?.change ?? change) : change;
}

/** The subcontract or member that a decision is about. */
function aboutOf(change: Change): string | null {
  switch (change.change) {
    case 'adopt': case 'terms': case 'retire': case 'stop': case 'resume': case 'pilot': case 'act': return change.subcontract;
    case 'recover': case 'exclude': return change.member;
    case 'admit': return change.member.id;
    case 'issue': case 'spend': return change.to;
    case 'operator': case 'policy': case 'charter': case 'sensing': case 'resolution': case 'ratify': case 'choice': return null;
  }
}

/** Whether it is over before anyone was told: what was due at once and was paid, or set off, in the same breath. */
export function isOver(state: KernelState, deed: Deed): boolean {
  return deed.on === 'due' && deed.atOnce && !state.obligations.has(deed.obligation.id);
}

/** What a contract is told; `agents` are the fields whose agents it sees, `at` the instant that it speaks of. */
export function tellingOf(state: KernelState, deed: Deed): { readonly event: JsonObject; readonly agents: readonly string[]; readonly at: number } {
  switch (deed.on) {
    case 'posted': {
      const { from, to, unit, amount, ref, why, because, pays } = deed.posting;
      const event = { from, to, payer: holderOf(from), payee: holderOf(to), unit, amount, ref, code: why.code, because, pays: pays === undefined ? null : String(pays) };
      return { event, agents: ['from', 'to'], at: deed.at };
    }
    case 'due': {
      const { id, debtor, creditor, unit, amount, since, due, because, ref } = deed.obligation;
      const left = state.obligations.get(id)?.left ?? 0;
      return { event: { id: String(id), debtor, creditor, unit, amount, left, since, due, because, ref }, agents: ['debtor', 'creditor'], at: due };
    }
    case 'marked': {
      const { on, code, ref, because } = deed.mark;
      return { event: { on, code, ref, because }, agents: ['on'], at: deed.at };
    }
    case 'consented': return { event: { member: deed.member, part: deed.part }, agents: ['member'], at: deed.at };
    case 'decided': {
      const { proposal, change, by, about } = deed;
      return { event: { id: proposal, change, by, about }, agents: ['by', 'about'], at: deed.at };
    }
  }
}

/** Who brought it about: a subcontract, or null for a person or the kernel itself. */
export function causeOf(deed: Deed): string | null {
  switch (deed.on) {
    case 'posted': return deed.posting.because;
    case 'due': return deed.obligation.because;
    case 'marked': return deed.mark.because;
    case 'decided': case 'consented': return null;
  }
}
