/**
 * What a subcontract can do to a member at the most: read off its envelope, which the kernel holds every debit against whatever the code says.
 * The kernel says whom it binds and by which limits; here that becomes figures and words.
 */
import { formatDecimal } from '../vocabulary/decimals.ts';
import type { HeldLimit } from '../vocabulary/outcomes.ts';
import type { AtMostShown } from './bound-shown.ts';
import { decimalsOf, type View } from './view.ts';

/** What the kernel says of one version of a subcontract and one member. */
export type Grip = {
  /** By membership, by accepting it, or as a party. */
  readonly bound: boolean;
  /** Record as of which whoever was a member then is bound by membership. */
  readonly since: number;
  readonly parties: { readonly [party: string]: string };
  readonly unit: string;
  /** The envelope in exact amounts. */
  readonly limits: readonly HeldLimit[];
  /** Parts that the member has consented to. */
  readonly consents: ReadonlySet<string>;
  /** Part → the envelope of the narrower version that they are left at. */
  readonly held: ReadonlyMap<string, readonly HeldLimit[]>;
};

export type Reach = { readonly atMost: readonly AtMostShown[]; readonly offered: readonly AtMostShown[] };

/** What it may take, and what it could take besides were the member to accept it or take up a part. */
export function reachOf(view: View, grip: Grip, member: string): Reach {
  const [atMost, offered]: [AtMostShown[], AtMostShown[]] = [[], []];
  for (const [place, limit] of grip.limits.entries()) {
    const [kind, name] = limit.debit.split(':');
    if (kind === 'party') {
      if (grip.parties[name ?? ''] === member) atMost.push(limitShown(view, grip.unit, 'party', name ?? null, limit, false));
    } else if (kind === 'part') {
      const has = grip.consents.has(name ?? '');
      const old = has ? grip.held.get(name ?? '')?.[place] : undefined;
      const isHeld = old !== undefined && old.debit === limit.debit;
      (has ? atMost : offered).push(limitShown(view, grip.unit, 'part', name ?? null, isHeld ? narrower(limit, old) : limit, isHeld));
    } else if (kind === 'purse') atMost.push(limitShown(view, grip.unit, 'purse', name ?? null, limit, false));
    else (grip.bound ? atMost : offered).push(limitShown(view, grip.unit, 'member', null, limit, false));
  }
  return { atMost, offered };
}

/** Both have to let it through: where their times differ, the one that was consented to bounds it anyway. */
function narrower(now: HeldLimit, old: HeldLimit): HeldLimit {
  return {
    debit: now.debit, perEvent: Math.min(now.perEvent, old.perEvent), perPerson: lesser(now.perPerson, old.perPerson),
    inTotal: now.inTotal === null || old.inTotal === null ? (old.inTotal ?? now.inTotal) : lesser(now.inTotal, old.inTotal),
  };
}

function lesser(now: HeldLimit['perPerson'], old: HeldLimit['perPerson']): HeldLimit['perPerson'] {
  return now.days === old.days && now.amount < old.amount ? now : old;
}

function limitShown(view: View, unit: string, as: AtMostShown['as'], name: string | null, { perEvent, perPerson, inTotal }: HeldLimit, held: boolean): AtMostShown {
  const amount = (value: number): string => formatDecimal(value, decimalsOf(view, unit));
  const shown = {
    as, name, unit, perEvent: amount(perEvent), perPerson: { amount: amount(perPerson.amount), days: perPerson.days },
    inTotal: inTotal === null ? null : { amount: amount(inTotal.amount), days: inTotal.days }, held,
  };
  return { ...shown, words: sayLimit(shown) };
}

function sayLimit({ as, name, unit, perEvent, perPerson, inTotal, held }: Omit<AtMostShown, 'words'>): string {
  const whom = as === 'member' ? '' : as === 'party' ? `as ${String(name)}: ` : `under ${String(name)}: `;
  const total = inTotal === null ? '' : `, and from all together at most ${inTotal.amount} ${unit} in ${sayDays(inTotal.days)}`;
  return `${whom}at most ${perEvent} ${unit} at a time and ${perPerson.amount} ${unit} in ${sayDays(perPerson.days)}${total}${held ? ', as in the version that was consented to' : ''}`;
}

export function sayDays(days: number): string {
  return days === 1 ? 'a day' : `${days} days`;
}

/** How one reach differs from another, limit by limit: `more` where anything more could be taken. */
export function reachDiffers(now: readonly AtMostShown[], then: readonly AtMostShown[]): { readonly differs: 'more' | 'less' | 'both' | 'same'; readonly words: readonly string[] } {
  const steps = pairs(now, then).flatMap(([before, after]) => {
    const way = wayOf(before, after);
    return way === 'same' ? [] : [{ before, after, way }];
  });
  const ways = new Set(steps.map(({ way }) => way));
  const differs = ways.size === 0 ? 'same' : ways.has('both') || ways.size > 1 ? 'both' : ways.has('more') ? 'more' : 'less';
  return { differs, words: steps.map(({ before, after, way }) => `${sentence(way)}: ${before === undefined ? 'nothing' : before.words} → ${after === undefined ? 'nothing' : after.words}.`) };
}

type Pair = readonly [AtMostShown | undefined, AtMostShown | undefined];

/** Limits of one kind and name in their order: the first with the first. */
function pairs(now: readonly AtMostShown[], then: readonly AtMostShown[]): Pair[] {
  const key = ({ as, name, unit }: AtMostShown): string => `${as} ${String(name)} ${unit}`;
  return [...new Set([...now, ...then].map(key))].flatMap((each) => {
    const [before, after] = [now, then].map((side) => side.filter((limit) => key(limit) === each)) as [AtMostShown[], AtMostShown[]];
    return Array.from({ length: Math.max(before.length, after.length) }, (_, place): Pair => [before[place], after[place]]);
  });
}

type Way = 'more' | 'less' | 'both' | 'same';

function wayOf(before: AtMostShown | undefined, after: AtMostShown | undefined): Way {
  if (before === undefined || after === undefined) return before === after ? 'same' : before === undefined ? 'more' : 'less';
  const figures = [
    compare(before.perEvent, after.perEvent), over(before.perPerson, after.perPerson),
    before.inTotal === null || after.inTotal === null ? Number(before.inTotal !== null) - Number(after.inTotal !== null) : over(before.inTotal, after.inTotal),
  ];
  const [more, fewer] = [figures.some((each) => each > 0), figures.some((each) => each < 0)];
  return more && fewer ? 'both' : more ? 'more' : fewer ? 'less' : 'same';
}

/** Above zero: after lets more through, at once or in the long run. */
function over(before: { readonly amount: string; readonly days: number }, after: { readonly amount: string; readonly days: number }): number {
  const amount = compare(before.amount, after.amount);
  return amount === 0 ? before.days - after.days : amount;
}

/** Decimal text of one unit, so with as many decimals. */
function compare(before: string, after: string): number {
  const [a, b] = [before, after].map((each) => Number(each.replace('.', ''))) as [number, number];
  return Math.sign(b - a);
}

function sentence(way: Exclude<Way, 'same'>): string {
  return { more: 'More can be taken', less: 'Less can be taken', both: 'In part more, in part less can be taken' }[way];
}
