/** Counts the ballots of a proposal or an amendment by its rule, for each body of voters that is asked. */
import { count, outlook } from '../decisions/count.ts';
import type { Eligible } from '../decisions/decision.ts';
import { resolve } from '../decisions/delegation.ts';
import type { Choice, DecisionRule } from '../vocabulary/deciding.ts';
import type { Amendment, Counted, Procedure, Proposal } from '../vocabulary/outcomes.ts';
import { anyTopic } from './apply-deciding.ts';
import { optionsOf } from './matters.ts';
import type { KernelState } from './state.ts';
import { isNewcomer, membersAt } from './voters.ts';

/** A proposal whose procedure the charter gives. */
export type Procedural = Proposal & { readonly procedure: Procedure };

export type Outlook = 'passes' | 'open' | 'lost';

export function isProcedural(proposal: Proposal): proposal is Procedural {
  return proposal.procedure !== null;
}

/** What its ballots come to now. */
export function countProposal(state: KernelState, proposal: Procedural): Counted {
  return counted(state, proposal, proposal.procedure.rule, proposal.ballots, optionsOf(proposal.revision.change));
}

export function countAmendment(state: KernelState, proposal: Procedural, amendment: Amendment): Counted {
  return counted(state, proposal, amendment.rule, amendment.ballots, optionsOf({ change: 'resolution' }));
}

/** Whether a yes or no question passes now, in every body that is asked; `lost`: further ballots can't make it pass. */
export function outlookOf(state: KernelState, proposal: Procedural): Outlook {
  const options = optionsOf(proposal.revision.change);
  const each = bodiesOf(state, proposal).map((body) => outlook(proposal.procedure.rule, body, ballotsIn(state, proposal, proposal.ballots, body).ballots, options));
  return each.includes('lost') ? 'lost' : each.every((one) => one === 'passes') ? 'passes' : 'open';
}

/** The options that win in every body; none when they differ, or one of them comes to nothing. */
export function winnersOf({ bodies: [first, ...others] }: Counted): readonly string[] {
  if (first === undefined) return [];
  return others.every(({ winners }) => winners.length === first.winners.length && winners.every((winner) => first.winners.includes(winner))) ? first.winners : [];
}

export function isTied({ bodies }: Counted): boolean {
  return bodies.some(({ tied }) => tied.length > 0);
}

/** How many of the largest body say yes, with those whose vote comes through others, and how many no. */
export function yesAndNo(state: KernelState, proposal: Procedural, ballots: Proposal['ballots']): { readonly yes: number; readonly no: number; readonly voters: number } {
  const body = bodiesOf(state, proposal).at(-1) ?? { all: [], classes: {} };
  const said = Object.values(ballotsIn(state, proposal, ballots, body).ballots);
  const of = (...choices: Choice[]): number => said.filter((choice) => choices.includes(choice)).length;
  return { yes: of('yes', 'concern'), no: of('no', 'object'), voters: body.all.length };
}

/**
 * Who is asked: those whom the procedure names; or all members, and besides them without newcomers, where there are some (voters.ts says why).
 * So too of those who are bound, since one becomes that by one's own word; into a group one comes by the charter, and parties were agreed on.
 */
export function bodiesOf(state: KernelState, proposal: Procedural): readonly Eligible[] {
  const { asked, voters, classes } = proposal.procedure;
  if (voters !== null && asked !== 'bound') return [{ all: voters, classes }];
  const everyone = voters ?? membersAt(state, proposal);
  const settled = everyone.filter((member) => !isNewcomer(state, proposal, member));
  const all = { all: everyone, classes };
  if (settled.length === everyone.length) return [all];
  const known = new Set(settled);
  return [{ all: settled, classes: Object.fromEntries(Object.entries(classes).map(([name, members]) => [name, members.filter((member) => known.has(member))])) }, all];
}

/** Whether the member is asked by it. */
export function isAsked(state: KernelState, proposal: Procedural, member: string): boolean {
  return bodiesOf(state, proposal).some(({ all }) => all.includes(member));
}

/** Through whom each voter's ballot would come now, where they say nothing themselves. */
export function viaIn(state: KernelState, proposal: Procedural): { readonly [member: string]: readonly string[] } {
  const body = bodiesOf(state, proposal).at(-1);
  return body === undefined ? {} : ballotsIn(state, proposal, proposal.ballots, body).via;
}

/** Whom the member lets vote for them on a topic. */
export function delegateOn(state: KernelState, topic: string | null, member: string): string | undefined {
  const own = topic === null ? undefined : state.delegations.get(`${member} ${topic}`);
  return own ?? state.delegations.get(`${member} ${anyTopic}`);
}

function counted(state: KernelState, proposal: Procedural, rule: DecisionRule, ballots: Proposal['ballots'], options: readonly string[]): Counted {
  return {
    rule,
    bodies: bodiesOf(state, proposal).map((body) => {
      const said = ballotsIn(state, proposal, ballots, body);
      return { ...count(rule, body, said.ballots, options), voters: body.all.length, via: said.via };
    }),
  };
}

function ballotsIn(state: KernelState, { topic }: Proposal, ballots: Proposal['ballots'], { all }: Eligible): ReturnType<typeof resolve> {
  const said = Object.fromEntries(Object.entries(ballots).map(([member, { choice }]) => [member, choice]));
  // Nearly nobody delegates nearly always: then nothing is to be followed.
  const delegateOf = state.delegations.size === 0 ? () => undefined : (member: string) => delegateOn(state, topic, member);
  return resolve(all, said, delegateOf);
}
