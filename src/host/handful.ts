/** What a member is asked to decide on today: the view's order over what the kernel says of each proposal and the member. */
import { holderOf } from '../vocabulary/purses.ts';
import type { Asking, Change } from '../vocabulary/changes.ts';
import type { Outcome } from '../vocabulary/outcomes.ts';
import { parseDecimal } from '../vocabulary/decimals.ts';
import type { Instant } from '../vocabulary/time.ts';
import type { KernelState } from '../kernel/state.ts';
import type { AtMostShown } from '../views/bound-shown.ts';
import { figure, handfulOf, stakeIn, type Moves, type StakeOf } from '../views/handful.ts';
import type { HandfulShown } from '../views/handful-shown.ts';
import { decimalsOf, type View } from '../views/view.ts';
import { boundNow, boundUnder } from './bound.ts';
import { proposalsNow } from './proposals.ts';

/** @param foresee what an act would do as of the last record; undefined when there is no such member */
export function handfulNow(view: View, state: Readonly<KernelState>, member: string, now: Instant, foresee: (asking: Asking) => Outcome): HandfulShown | undefined {
  if (!view.members.has(member)) return undefined;
  return handfulOf(view, proposalsNow(view, state, member).open, member, now, stakes(view, state, member, foresee));
}

/** What binds the member, and what they hold, is looked up once, where something is asked of them at all. */
function stakes(view: View, state: Readonly<KernelState>, member: string, foresee: (asking: Asking) => Outcome): StakeOf {
  let ground: Ground | undefined;
  return ({ id }) => {
    ground ??= groundOf(view, state, member);
    const { limits, binding, holds } = ground;
    const changes = changesIn(view.proposals.get(id)?.proposal.revision.change);
    const moves = changes.map((change) => movesOf(view, state, change, member, foresee));
    return stakeIn(view, limits, boundUnder(view, state, id, member)?.cases ?? [], { moves, holds }, changes.some((each) => 'subcontract' in each && binding.has(each.subcontract)));
  };
}

/** `holds`: on their own account and in their purses. */
type Ground = { readonly limits: readonly AtMostShown[]; readonly binding: ReadonlySet<string>; readonly holds: Moves };

function groundOf(view: View, state: Readonly<KernelState>, member: string): Ground {
  const by = boundNow(view, state, member)?.by ?? [];
  const holds = new Map<string, number>();
  for (const [key, { balance }] of view.accounts) {
    const [account = '', unit = ''] = key.split(' ');
    if (holderOf(account) === member) holds.set(unit, figure((holds.get(unit) ?? 0) + Math.max(0, balance)));
  }
  return { limits: by.flatMap(({ atMost }) => atMost), binding: new Set(by.filter(({ bound }) => bound).map(({ subcontract }) => subcontract)), holds };
}

function changesIn(change: Change | undefined): readonly Change[] {
  if (change?.change !== 'choice') return change === undefined ? [] : [change];
  return change.options.flatMap((option) => option.change ?? []);
}

/** What comes to the member, or goes from them and their purses, were it done now. */
function movesOf(view: View, state: Readonly<KernelState>, change: Change, member: string, foresee: (asking: Asking) => Outcome): Moves {
  const sums = new Map<string, number>();
  const add = (account: string, unit: string, by: number): void => {
    if (holderOf(account) === member) sums.set(unit, figure((sums.get(unit) ?? 0) + by));
  };
  if (change.change === 'spend') {
    const amount = parseDecimal(change.amount, decimalsOf(view, change.unit));
    if (amount.ok) add(change.to, change.unit, amount.value);
  }
  if (change.change === 'act') {
    for (const fact of foreseenOnce(state, change, foresee).facts) {
      if (fact.fact !== 'posting') continue;
      add(fact.from, fact.unit, -fact.amount);
      add(fact.to, fact.unit, fact.amount);
    }
  }
  return new Map([...sums].filter(([, by]) => by !== 0));
}

/** What was foreseen after so many records: it is the same for all who look, and nothing of it changes before the next one. */
const foreseenLast = new WeakMap<Readonly<KernelState>, { readonly seq: number; readonly by: Map<Asking, Outcome> }>();

function foreseenOnce(state: Readonly<KernelState>, asking: Asking, foresee: (asking: Asking) => Outcome): Outcome {
  const last = foreseenLast.get(state);
  const by = last?.seq === state.seq ? last.by : new Map<Asking, Outcome>();
  if (last?.by !== by) foreseenLast.set(state, { seq: state.seq, by });
  const known = by.get(asking) ?? foresee(asking);
  by.set(asking, known);
  return known;
}
