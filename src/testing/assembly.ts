/**
 * How the simulated members decide together: what they propose, comment, amend and vote, by a plan of what is said so many hours after a
 * proposal was made. Pure: what is said depends on the seed, on the time and on what stands open.
 */
import type { KernelState } from '../kernel/state.ts';
import { canonical } from '../log/canonical.ts';
import { keptComment } from '../log/comment-words.ts';
import type { Edit } from '../vocabulary/changes.ts';
import type { Choice } from '../vocabulary/deciding.ts';
import type { Proposing } from '../vocabulary/entries.ts';
import type { Amendment, Proposal } from '../vocabulary/outcomes.ts';
import type { Hasher } from '../vocabulary/ports.ts';
import { dayMs, hourMs, type Instant } from '../vocabulary/time.ts';
import { againDays, againFromDay, decidedBefore, saidAgain } from './assembly-plan.ts';
import type { MemberAct } from './members.ts';
import { createRandom } from './random.ts';

/** An act, and the erasable words that its entry names. */
export type AssemblyAct = MemberAct & { readonly kept?: { readonly commitment: string; readonly text: string } };

export type Assembly = {
  /** What is due by this instant, in its order. What was proposed at one step is spoken of from the next on. */
  readonly act: (state: Readonly<KernelState>, at: Instant) => AssemblyAct[];
};

/** A proposal, who makes it, and what follows. */
export type Planned = {
  readonly by: string;
  /** By its title it is found again. */
  readonly title: string;
  /** Undefined: there is nothing to propose as things stand. */
  readonly body: (state: Readonly<KernelState>) => Omit<Proposing, 'title'> | undefined;
  readonly after: readonly Said[];
};

/** `hours` after the proposal. */
export type Said = { readonly hours: number } & (
  | { readonly votes: Choice; readonly by: readonly string[]; readonly reason?: string }
  /** `as` names it for an answer. */
  | { readonly comments: string; readonly by: string; readonly paragraph?: string; readonly as?: string; readonly answers?: string }
  | { readonly amends: readonly Edit[]; readonly by: string; readonly why: string }
  /** On an amendment, which its reason names. */
  | { readonly on: string; readonly votes: 'yes' | 'no'; readonly by: readonly string[] }
);

type Due = { readonly at: Instant; readonly planned: Planned; readonly said: Said | null };

/** @param start from which the plan's days are counted */
export function createAssembly(seed: number, start: Instant, hasher: Hasher): Assembly {
  const random = createRandom(seed);
  const salt = (): string => Array.from({ length: 32 }, () => random.int(0, 15).toString(16)).join('');
  /** Commitments of comments, by the proposal's title and the name that the plan gives them. */
  const named = new Map<string, string>();
  const due: Due[] = [];
  const plan = (planned: Planned, at: Instant): void => {
    due.push({ at, planned, said: null }, ...planned.after.map((said) => ({ at: at + said.hours * hourMs, planned, said })));
    due.sort((a, b) => a.at - b.at);
  };
  for (const { day, planned } of decidedBefore) plan(planned, start + day * dayMs);
  let again = 0;

  return {
    act(state, at) {
      for (; start + (againFromDay + again * againDays) * dayMs <= at; again += 1) {
        const planned = saidAgain[again % saidAgain.length];
        if (planned !== undefined) plan(planned, start + (againFromDay + again * againDays) * dayMs);
      }
      const now = due.filter((each) => each.at <= at);
      due.splice(0, now.length);
      return now.flatMap(({ planned, said }) => (said === null ? proposes(state, planned) : speaks(state, planned, said, { hasher, salt, named })));
    },
  };
}

function proposes(state: Readonly<KernelState>, { by, title, body }: Planned): AssemblyAct[] {
  const said = body(state);
  return said === undefined || openNamed(state, title) !== undefined ? [] : [{ by, said: { kind: 'propose', body: { title, ...said } } }];
}

type Speaking = { readonly hasher: Hasher; readonly salt: () => string; readonly named: Map<string, string> };

function speaks(state: Readonly<KernelState>, { title }: Planned, said: Said, speaking: Speaking): AssemblyAct[] {
  const proposal = openNamed(state, title);
  if (proposal === undefined) return [];
  if ('comments' in said) return [comment(proposal, said, speaking)];
  if ('amends' in said) return [{ by: said.by, said: { kind: 'amend', body: { proposal: proposal.id, revision: proposal.revision.digest, edits: said.amends, reason: said.why } } }];
  const { number, digest } = proposal.revision;
  const amendment = 'on' in said ? amendmentNamed(state, proposal, said.on) : undefined;
  if ('on' in said && amendment === undefined) return [];
  const body = { proposal: amendment?.id ?? proposal.id, choice: said.votes, ...(amendment === undefined && number > 1 ? { revision: digest } : {}), ...('reason' in said && said.reason !== undefined ? { reason: said.reason } : {}) };
  // Who proposes something has said yes by that; and what somebody has said already isn't said again.
  const { ballots } = amendment ?? proposal;
  return said.by.filter((by) => canonical(ballots[by]?.choice ?? null) !== canonical(said.votes)).map((by) => ({ by, said: { kind: 'ballot', body } }));
}

function comment(proposal: Proposal, { comments: text, by, paragraph, as, answers }: Extract<Said, { comments: string }>, { hasher, salt, named }: Speaking): AssemblyAct {
  const { commitment, kept } = keptComment(hasher, { by, salt: salt(), text });
  if (as !== undefined) named.set(`${proposal.id} ${as}`, commitment);
  const answered = answers === undefined ? undefined : named.get(`${proposal.id} ${answers}`);
  return {
    by, kept: { commitment, text: kept },
    said: { kind: 'comment', body: { proposal: proposal.id, ...(paragraph === undefined ? {} : { paragraph }), ...(answered === undefined ? {} : { answers: answered }), commitment } },
  };
}

function openNamed({ proposals }: Readonly<KernelState>, title: string): Proposal | undefined {
  return [...proposals.values()].find(({ revision, waits }) => revision.title === title && waits === null);
}

function amendmentNamed({ amendments }: Readonly<KernelState>, { id }: Proposal, why: string): Amendment | undefined {
  return [...amendments.values()].find(({ proposal, reason }) => proposal === id && reason === why);
}
