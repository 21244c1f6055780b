/**
 * Which sensors err together: the correlation of their log-likelihood-ratios given what was so, learned from past cases.
 *
 * Where a person or the log decided what was so, the correlation is that within "it was so" and "it wasn't". Where nobody did, the other sensors' probability
 * q stands in: with q calibrated and independent of the two given the truth, E[x | q] is a straight line in q whose slope b is the difference of the two means,
 * and the covariance of what is left over is that within the truths plus E[q(1 − q)] · bₓ · b_y, which is taken off. With q = 0 or 1 that is the first case.
 */
import type { StreamName } from '../../vocabulary/sensing.ts';
import { clamp, expit, logit } from '../mathematics.ts';

/** What sensors said of one thing. */
export type FusedCase = {
  readonly id: string;
  readonly prior: number;
  readonly llrs: { readonly [stream: StreamName]: number };
  /** Null: nobody has decided it. */
  readonly truth: boolean | null;
};

/** The last cases; JSON. */
export type CaseWindow = readonly FusedCase[];

/** Pairs of streams (the lesser name first, a space between) that err together; others don't. JSON. */
export type Correlations = { readonly [pair: string]: number };

export const windowCasesMax = 300;
/** With fewer a pair counts as independent, unless it is said to be copies. */
export const pairCasesMin = 10;
/** So many decided cases of a pair, and the undecided ones aren't needed. */
export const decidedCasesMin = 20;
/**
 * Where nobody decides and two sensors have been this much alike in so many cases, they are taken for one. Two that really were as good as that
 * would lose next to nothing by it, since each is nearly certain by itself.
 */
export const alikeMin = 0.98;
export const alikeCasesMin = 30;
/** The others' mean uncertainty q(1 − q) up to which they can stand in for the truth: that of 0.9. */
const unsureMax = 0.09;
/** Spread below which a sensor hasn't erred yet, so that nothing can be said of its errors. */
const spreadMin = 1e-9;

export function noteFused(window: CaseWindow, fused: FusedCase): CaseWindow {
  return [...window.filter(({ id }) => id !== fused.id), fused].slice(-windowCasesMax);
}

export function correlationsOf(window: CaseWindow): Correlations {
  const streams = [...new Set(window.flatMap(({ llrs }) => Object.keys(llrs)))].sort();
  const pairs = streams.flatMap((a, place) => streams.slice(place + 1).map((b) => [a, b] as const));
  const groups = groupsOf(streams, pairs.filter(([a, b]) => isAlike(window, a, b)));
  const cases = window.map((fused) => spokenOf(fused, groups));
  return Object.fromEntries(pairs.flatMap(([a, b]) => {
    const found = learned(cases, a, b, groups) ?? (groups.get(a) === groups.get(b) ? 1 : 0);
    return found > 0 ? [[pairName(a, b), found]] : [];
  }));
}

export function correlationOf(correlations: Correlations, a: StreamName, b: StreamName): number {
  return correlations[pairName(a, b)] ?? 0;
}

/** Sensors that are alike, by the first of them. */
type Groups = ReadonlyMap<StreamName, StreamName>;

function groupsOf(streams: readonly StreamName[], alike: readonly (readonly [StreamName, StreamName])[]): Groups {
  const groups = new Map(streams.map((stream) => [stream, stream]));
  for (const [a, b] of alike) {
    const [kept, joined] = [groups.get(a) ?? a, groups.get(b) ?? b].sort();
    for (const [stream, group] of groups) if (group === joined) groups.set(stream, kept ?? group);
  }
  return groups;
}

/** A case with what each group says in it, by one of its sensors, and all of them together. */
type Spoken = { readonly fused: FusedCase; readonly voices: ReadonlyMap<StreamName, number>; readonly logOdds: number };

function spokenOf(fused: FusedCase, groups: Groups): Spoken {
  const voices = new Map<StreamName, number>();
  for (const stream of Object.keys(fused.llrs).sort()) {
    const group = groups.get(stream) ?? stream;
    if (!voices.has(group)) voices.set(group, fused.llrs[stream] ?? 0);
  }
  return { fused, voices, logOdds: [...voices.values()].reduce((sum, llr) => sum + llr, logit(fused.prior)) };
}

/** Undefined where the cases don't tell. */
function learned(cases: readonly Spoken[], a: StreamName, b: StreamName, groups: Groups): number | undefined {
  const points = cases.flatMap((spoken) => {
    const { truth, llrs: { [a]: x, [b]: y } } = spoken.fused;
    return x === undefined || y === undefined ? [] : [{ x, y, q: truth === null ? othersSay(spoken, groups.get(a) ?? a, groups.get(b) ?? b) : truth ? 1 : 0, decided: truth !== null }];
  });
  const decided = points.filter((point) => point.decided);
  return withinTruths((decided.length >= decidedCasesMin ? decided : points).flatMap(({ x, y, q }) => (q === undefined ? [] : [{ x, y, q }])));
}

/** The probability by the sensors that are neither of the two nor like them. */
function othersSay({ voices, logOdds }: Spoken, a: StreamName, b: StreamName): number | undefined {
  const isOne = a === b;
  if (voices.size <= (isOne ? 1 : 2)) return undefined;
  return expit(logOdds - (voices.get(a) ?? 0) - (isOne ? 0 : (voices.get(b) ?? 0)));
}

/** Less one standard error, (1 − r²) / √(n − 1), so that few cases don't make independent sensors look alike. */
function withinTruths(points: readonly Point[]): number | undefined {
  if (points.length < pairCasesMin) return undefined;
  const unsure = mean(points, ({ q }) => q * (1 - q));
  if (unsure > unsureMax) return undefined;
  const [x, y] = [leftOver(points, ({ x: value }) => value), leftOver(points, ({ y: value }) => value)];
  const spread = (one: LeftOver, other: LeftOver): number => mean(one.rest, (_, place) => (one.rest[place] ?? 0) * (other.rest[place] ?? 0)) - unsure * one.slope * other.slope;
  const [xx, yy] = [spread(x, x), spread(y, y)];
  if (xx < spreadMin || yy < spreadMin) return undefined;
  const r = clamp(spread(x, y) / Math.sqrt(xx * yy), 0, 1);
  return Math.max(0, r - (1 - r * r) / Math.sqrt(points.length - 1));
}

type Point = { readonly x: number; readonly y: number; readonly q: number };
type LeftOver = { readonly slope: number; readonly rest: readonly number[] };

/** What a straight line in q leaves over; where q never changes, the line is level. */
function leftOver(points: readonly Point[], of: (point: Point) => number): LeftOver {
  const [middle, middleQ] = [mean(points, of), mean(points, ({ q }) => q)];
  const spreadQ = mean(points, ({ q }) => (q - middleQ) ** 2);
  const slope = spreadQ < spreadMin ? 0 : mean(points, (point) => (of(point) - middle) * (point.q - middleQ)) / spreadQ;
  return { slope, rest: points.map((point) => of(point) - middle - slope * (point.q - middleQ)) };
}

/** Whatever was so: by the plain correlation. */
function isAlike(window: CaseWindow, a: StreamName, b: StreamName): boolean {
  const points = window.flatMap(({ llrs }) => {
    const [x, y] = [llrs[a], llrs[b]];
    return x === undefined || y === undefined ? [] : [{ x, y, q: 0 }];
  });
  if (points.length < alikeCasesMin) return false;
  const [x, y] = [leftOver(points, (point) => point.x).rest, leftOver(points, (point) => point.y).rest];
  const [xx, yy, xy] = [[x, x], [y, y], [x, y]].map(([one = [], other = []]) => mean(one, (value, place) => value * (other[place] ?? 0))) as [number, number, number];
  return xx > spreadMin && yy > spreadMin && xy >= alikeMin * Math.sqrt(xx * yy);
}

function mean<T>(list: readonly T[], of: (each: T, place: number) => number): number {
  return list.reduce((sum, each, place) => sum + of(each, place), 0) / list.length;
}

function pairName(a: StreamName, b: StreamName): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}
