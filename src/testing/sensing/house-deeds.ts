/** What people do in a made-up settlement with a woodpile in a shed, and who is at home: the truth, which sensors see only through their errors. */
import { dayMs, hourMs, minuteMs, type Instant } from '../../vocabulary/time.ts';
import type { Random } from '../random.ts';

export const members = ['ana', 'bo', 'cy', 'dee', 'eli', 'fay'] as const;

export type Deed = {
  readonly at: Instant;
  readonly what: 'taken' | 'returned' | 'delivered';
  /** A member; null: somebody from elsewhere. */
  readonly by: string | null;
  readonly count: number;
  readonly grams: number;
};

/** Away from home, from one instant to another. */
export type Away = { readonly member: string; readonly from: Instant; readonly until: Instant };

export type Life = { readonly deeds: readonly Deed[]; readonly away: readonly Away[]; /** On the pile at the start, grams. */ readonly grams: number };

/** Of a piece, grams: level between the two. */
export const pieceLeast = 1500;
export const pieceMost = 3000;

const piecesAtStart = 120;
const piecesDelivered = 100;
const piecesLow = 25;
/** Nobody is in the shed at the same time as another. */
const apartMs = 90_000;
const takingsADay = 4;
const stranger = 0.03;

/** One life from `start` to `until`, in order of time. */
export function liveOn(random: Random, start: Instant, until: Instant): Life {
  const away = members.flatMap((member) => awayOf(random, member, start, until));
  const pile = Array.from({ length: piecesAtStart }, () => piece(random));
  const grams = sum(pile);
  const deeds: Deed[] = [];
  for (const visit of visits(random, start, until)) {
    const last = deeds.at(-1)?.at ?? start;
    const by = random.chance(stranger) ? null : random.pick(members);
    const isAway = away.some((each) => each.member === by && each.from <= visit && visit < each.until);
    if (isAway || visit < last + apartMs) continue;
    if (pile.length <= piecesLow) {
      deeds.push(deliver(random, pile, visit));
      continue;
    }
    const taken = pile.splice(-howMany(random));
    deeds.push({ at: visit, what: 'taken', by, count: taken.length, grams: sum(taken) });
    if (random.chance(0.08)) deeds.push(putBack(random, pile, taken, by, visit));
  }
  return { deeds: deeds.filter(({ at }) => at < until), away, grams };
}

/** More in the evening than by day, none at night. */
function* visits(random: Random, start: Instant, until: Instant): Generator<Instant> {
  for (let at = start + 5 * minuteMs; at < until; at += minuteMs) {
    const hour = Math.floor((at % dayMs) / hourMs);
    const share = hour >= 16 && hour < 22 ? 2 : hour >= 6 && hour < 22 ? 0.8 : 0.02;
    if (random.chance((share * takingsADay * members.length) / (24 * 60))) yield at + random.int(0, 59_999);
  }
}

function howMany(random: Random): number {
  const dice = random.next();
  return dice < 0.8 ? 1 : dice < 0.95 ? 2 : 3;
}

function putBack(random: Random, pile: number[], taken: readonly number[], by: string | null, at: Instant): Deed {
  const back = taken.slice(0, 1);
  pile.push(...back);
  return { at: at + random.int(2 * apartMs, 9 * minuteMs), what: 'returned', by, count: back.length, grams: sum(back) };
}

function deliver(random: Random, pile: number[], at: Instant): Deed {
  const brought = Array.from({ length: piecesDelivered }, () => piece(random));
  pile.push(...brought);
  return { at, what: 'delivered', by: null, count: brought.length, grams: sum(brought) };
}

function awayOf(random: Random, member: string, start: Instant, until: Instant): Away[] {
  const all: Away[] = [];
  for (let day = start - (start % dayMs); day < until; day += dayMs) {
    if (!random.chance(0.6)) continue;
    const from = day + random.int(7 * 60, 12 * 60) * minuteMs;
    all.push({ member, from, until: from + random.int(60, 8 * 60) * minuteMs });
  }
  return all;
}

function piece(random: Random): number {
  return pieceLeast + (pieceMost - pieceLeast) * random.next();
}

function sum(list: readonly number[]): number {
  return list.reduce((all, each) => all + each, 0);
}
