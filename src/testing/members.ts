/**
 * Simulated members: now and then one contests a charge, pays a loan back early, pays a neighbour; the reviewer decides what waits, though
 * not at once. Pure: what they do depends on the seed, on the time and on what they can see.
 */
import { available, decimalsOf, type KernelState } from '../kernel/state.ts';
import { formatDecimal } from '../vocabulary/decimals.ts';
import type { EntryBody } from '../vocabulary/entries.ts';
import { compareIds } from '../vocabulary/ids.ts';
import type { Outcome, ReviewItem } from '../vocabulary/outcomes.ts';
import { dayMs, hourMs, type Instant } from '../vocabulary/time.ts';
import { createRandom, type Random } from './random.ts';

export type MemberAct = { readonly by: string; readonly said: EntryBody };

export type Members = {
  /** Takes note of what happened; some of it they contest later. */
  readonly see: (outcome: Outcome, at: Instant) => void;
  /** What they do at this instant. Called every {@link memberStepMs}. */
  readonly act: (state: Readonly<KernelState>, at: Instant) => MemberAct[];
};

export const memberStepMs = 2 * hourMs;

/** At a step. */
const chances = { contests: 0.012, repays: 0.006, pays: 0.09 };
/** One thing is left waiting for so long, so that there is something to decide for whoever looks. */
const leftWaitingMs = 5 * dayMs;

const institutions: readonly string[] = ['school', 'store'];

const contestReasons = ['it was fewer', 'I wasn\'t there', 'my neighbour took these', 'I put them back at once'] as const;
const payReasons = ['chopping wood', 'bread and eggs', 'mending the fence', 'looking after the goats', 'a lift to town'] as const;

export function createMembers(seed: number): Members {
  const random = createRandom(seed);
  const contests: { readonly by: string; readonly subcontract: string; readonly observation: string; readonly at: Instant }[] = [];
  return {
    see(outcome, at) {
      for (const fact of outcome.facts) {
        if (fact.fact !== 'posting' || fact.why.code !== 'taken' || fact.because === null || !random.chance(chances.contests)) continue;
        contests.push({ by: fact.from, subcontract: fact.because, observation: fact.ref, at: at + random.int(2, 30) * hourMs });
      }
    },
    act(state, at) {
      const due = contests.filter((contest) => contest.at <= at);
      for (const contest of due) contests.splice(contests.indexOf(contest), 1);
      return [
        ...due.map(({ by, subcontract, observation }): MemberAct =>
          ({ by, said: { kind: 'request', body: { subcontract, action: 'contest', with: { observation, reason: random.pick(contestReasons) } } } })),
        ...decisions(random, state, at), ...repayments(random, state, at), ...payments(random, state),
      ];
    },
  };
}

function decisions(random: Random, state: Readonly<KernelState>, at: Instant): MemberAct[] {
  const waiting = [...state.reviews.values()].sort((a, b) => a.opened - b.opened || compareIds(a.id, b.id));
  return waiting.flatMap((review, place): MemberAct[] => {
    const newest = place === waiting.length - 1;
    if (at - review.opened < (newest ? leftWaitingMs : 8 * hourMs) || !random.chance(0.15)) return [];
    const by = deciderOf(random, state, review);
    if (by === undefined) return [];
    const confirms = review.by !== null && random.chance(review.reason === 'contested' ? 0.5 : 0.75);
    return [{ by, said: { kind: 'request', body: { subcontract: review.subcontract, action: confirms ? 'confirm' : 'drop', with: { observation: review.id } } } }];
  });
}

function deciderOf(random: Random, state: Readonly<KernelState>, review: ReviewItem): string | undefined {
  const free = (member: string): boolean => member !== review.by && !review.parties.includes(member);
  const named = (state.charter?.rights.review ?? []).filter(free);
  const [first, ...others] = named.length > 0 ? named : [...state.members.keys()].filter(free).sort(compareIds);
  return first === undefined ? undefined : random.pick([first, ...others]);
}

function repayments(random: Random, state: Readonly<KernelState>, at: Instant): MemberAct[] {
  return [...state.obligations.values()].flatMap(({ debtor, because, unit, left, due, guarantee }): MemberAct[] => {
    if (guarantee === null || because === null || due <= at || available(state, debtor, unit) < 2 * left || !random.chance(chances.repays)) return [];
    const amount = formatDecimal(random.chance(0.5) ? left : Math.ceil(left / 2), decimalsOf(state, unit));
    return [{ by: debtor, said: { kind: 'request', body: { subcontract: because, action: 'repay', with: { amount } } } }];
  });
}

/** Who buys and sells among neighbours: neither what all hold in common, nor who lives on bills. */
function people({ members }: Readonly<KernelState>): string[] {
  return [...members.values()].filter(({ id, commons }) => !commons && !institutions.includes(id)).map(({ id }) => id);
}

/** Money comes round: whoever has much pays somebody for something. */
function payments(random: Random, state: Readonly<KernelState>): MemberAct[] {
  const [unit] = state.units.keys();
  if (unit === undefined || !random.chance(chances.pays)) return [];
  const byWealth = people(state).sort((a, b) => available(state, b, unit) - available(state, a, unit) || compareIds(a, b));
  const payer = byWealth[random.int(0, 1)];
  const payee = byWealth[random.int(2, Math.max(2, byWealth.length - 2))];
  if (payer === undefined || payee === undefined) return [];
  const amount = Math.min(random.int(4, 24) * 100, Math.floor(available(state, payer, unit) / 2));
  if (amount <= 0) return [];
  return [{ by: payer, said: { kind: 'pay', body: { to: payee, unit, amount: formatDecimal(amount, decimalsOf(state, unit)), reason: random.pick(payReasons) } } }];
}
