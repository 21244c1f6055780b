/** What people say in a generated timeline of deciding together: ballots of every form, more or less of one mind, and some that can't be taken. */
import type { Choice, DecisionRule } from '../vocabulary/deciding.ts';
import type { Random } from './random.ts';

/** How the people of one vote are inclined: to yes, and towards each option of a choice. From 0 to 1. */
export type Lean = {
  /** Each begins elsewhere and goes on in the same order: then majorities go in a circle. */
  readonly isCircle?: boolean;
  readonly yes: number;
  readonly options: readonly { readonly id: string; readonly liked: number }[];
};

export type Said = { readonly choice: Choice; readonly reason?: string };

/** A ballot that the rule can count. */
export function sayAbout(random: Random, rule: DecisionRule, lean: Lean): Said {
  if (random.chance(0.05)) return { choice: 'abstain' };
  const liked = (): readonly { readonly id: string; readonly points: number }[] => lean.options
    .map(({ id, liked: base }) => ({ id, points: base + 1.2 * random.next() })).sort((a, b) => b.points - a.points);
  switch (rule.rule) {
    case 'approval': return { choice: { approve: liked().filter(({ points }) => points > 1).map(({ id }) => id) } };
    case 'score': return { choice: { scores: Object.fromEntries(liked().filter(() => random.chance(0.85)).map(({ id, points }) => [id, Math.min(rule.max, Math.floor((points * rule.max) / 2))])) } };
    case 'instant_runoff': return { choice: { ranking: someOf(random, liked()).map(({ id }) => [id]) } };
    case 'schulze': return { choice: { ranking: withEquals(random, someOf<{ readonly id: string }>(random, lean.isCircle === true ? rotated(random, lean.options) : liked()).map(({ id }) => id)) } };
    default: return yesOrNo(random, rule, lean.yes);
  }
}

/** A ballot whose form fits no rule of this kind, or that lacks or names what isn't there. */
export function sayWrongly(random: Random, rule: DecisionRule): Said {
  const isChoice = rule.rule === 'approval' || rule.rule === 'score' || rule.rule === 'instant_runoff' || rule.rule === 'schulze';
  if (!isChoice) return random.pick<Said>([{ choice: 'object' }, { choice: { approve: ['yes'] } }, { choice: 'concern', reason: ' ' }]);
  return random.pick<Said>([{ choice: 'yes' }, wrongOption(rule)]);
}

function wrongOption(rule: DecisionRule): Said {
  switch (rule.rule) {
    case 'approval': return { choice: { approve: ['nothing'] } };
    case 'score': return { choice: { scores: { nothing: 1 } } };
    default: return { choice: { ranking: [['nothing']] } };
  }
}

function yesOrNo(random: Random, rule: DecisionRule, yes: number): Said {
  const against = rule.rule === 'consensus' ? 0.12 : 0.5;
  if (random.chance(yes)) return random.chance(0.12) ? { choice: 'concern', reason: 'it comes early' } : { choice: 'yes' };
  return random.chance(against) ? { choice: 'object', reason: 'it takes the light' } : { choice: 'no' };
}

/** The first few, at least one. */
function someOf<T>(random: Random, list: readonly T[]): readonly T[] {
  return random.chance(0.5) ? list : list.slice(0, random.int(1, list.length));
}

function rotated<T>(random: Random, list: readonly T[]): readonly T[] {
  const first = random.int(0, list.length - 1);
  return [...list.slice(first), ...list.slice(0, first)];
}

function withEquals(random: Random, ids: readonly string[]): string[][] {
  const places: string[][] = [];
  for (const id of ids) {
    const last = places.at(-1);
    if (last !== undefined && random.chance(0.2)) last.push(id);
    else places.push([id]);
  }
  return places;
}
