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
  const [groupA, groupB] = [groups.get(a) ?? a, groups.get(b) ?? b];
  const decided = new Moments();
  const all = new Moments();
  for (const spoken of cases) {
    const { truth, llrs: { [a]: x, [b]: y } } = spoken.fused;
    const q = truth === null ? othersSay(spoken, groupA, groupB) : truth ? 1 : 0;
    if (x === undefined || y === undefined || q === undefined) continue;
    all.add(x, y, q);
    if (truth !== null) decided.add(x, y, q);
  }
  return withinTruths(decided.count >= decidedCasesMin ? decided : all);
}

/** The probability by the sensors that are neither of the two nor like them. */
function othersSay({ voices, logOdds }: Spoken, a: StreamName, b: StreamName): number | undefined {
  const isOne = a === b;
  if (voices.size <= (isOne ? 1 : 2)) return undefined;
  return expit(logOdds - (voices.get(a) ?? 0) - (isOne ? 0 : (voices.get(b) ?? 0)));
}

/** Less one standard error, (1 − r²) / √(n − 1), so that few cases don't make independent sensors look alike. */
function withinTruths(moments: Moments): number | undefined {
  const { count, unsure } = moments;
  if (count < pairCasesMin || unsure > unsureMax) return undefined;
  const { xx, xy, xq, yy, yq, qq } = moments.covariances;
  // What a straight line in q leaves over; where q never changes, the line is level.
  const [slopeX, slopeY] = qq < spreadMin ? [0, 0] : [xq / qq, yq / qq];
  const [restX, restY] = [xx - (qq + unsure) * slopeX * slopeX, yy - (qq + unsure) * slopeY * slopeY];
  if (restX < spreadMin || restY < spreadMin) return undefined;
  const r = clamp((xy - (qq + unsure) * slopeX * slopeY) / Math.sqrt(restX * restY), 0, 1);
  return Math.max(0, r - (1 - r * r) / Math.sqrt(count - 1));
}

/** Whatever was so: by the plain correlation. */
function isAlike(window: CaseWindow, a: StreamName, b: StreamName): boolean {
  const moments = new Moments();
  for (const { llrs: { [a]: x, [b]: y } } of window) if (x !== undefined && y !== undefined) moments.add(x, y, 0);
  if (moments.count < alikeCasesMin) return false;
  const { xx, xy, yy } = moments.covariances;
  return xx > spreadMin && yy > spreadMin && xy >= alikeMin * Math.sqrt(xx * yy);
}

/** Sums over the cases in which both of a pair spoke; a window is short, and a log-likelihood-ratio small, so that nothing is lost in the differences. */
class Moments {
  count = 0;
  readonly #sums = { x: 0, y: 0, q: 0 };
  readonly #products = { xx: 0, xy: 0, xq: 0, yy: 0, yq: 0, qq: 0 };

  add(x: number, y: number, q: number): void {
    const [sums, products] = [this.#sums, this.#products];
    this.count += 1;
    sums.x += x;
    sums.y += y;
    sums.q += q;
    products.xx += x * x;
    products.xy += x * y;
    products.xq += x * q;
    products.yy += y * y;
    products.yq += y * q;
    products.qq += q * q;
  }

  get covariances(): { readonly [pair in 'xx' | 'xy' | 'xq' | 'yy' | 'yq' | 'qq']: number } {
    const [n, { x, y, q }, { xx, xy, xq, yy, yq, qq }] = [this.count, this.#sums, this.#products];
    const less = (product: number, one: number, other: number): number => product / n - (one / n) * (other / n);
    return { xx: less(xx, x, x), xy: less(xy, x, y), xq: less(xq, x, q), yy: less(yy, y, y), yq: less(yq, y, q), qq: less(qq, q, q) };
  }

  /** The mean of q(1 − q). */
  get unsure(): number {
    return (this.#sums.q - this.#products.qq) / this.count;
  }
}

function pairName(a: StreamName, b: StreamName): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}
