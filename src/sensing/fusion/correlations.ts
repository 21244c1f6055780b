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
  /** Counted up, and given once: under it the case is kept. */
  readonly number: number;
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

/** The first case has the number 0, and each the next one. */
export function noteFused(window: CaseWindow, fused: Omit<FusedCase, 'number'>): CaseWindow {
  return [...window.slice(window.length < windowCasesMax ? 0 : 1), { number: (window.at(-1)?.number ?? -1) + 1, ...fused }];
}

/** Of the pairs that ever spoke together; of one sensor alone there is nothing to learn. */
export function correlationsOf(window: CaseWindow): Correlations {
  const streams = [...new Set(window.flatMap(({ llrs }) => Object.keys(llrs)))].sort();
  const cases = window.map((fused) => caseOf(fused, streams));
  const plain = ofPairs(cases, streams.length, () => new Moments(), (moments, _, one, other) => moments.add(one.llr, other.llr, 0));
  const groups = groupsOf(streams.length, (a, b) => isAlike(plain[a * streams.length + b]));
  const given = givenTruth(cases, groups);
  return Object.fromEntries(streams.flatMap((first, a) => streams.slice(a + 1).flatMap((second, after) => {
    const b = a + 1 + after;
    const found = learned(given[a * streams.length + b]) ?? (groups[a] === groups[b] ? 1 : 0);
    return found > 0 ? [[pairName(first, second), found]] : [];
  })));
}

export function correlationOf(correlations: Correlations, a: StreamName, b: StreamName): number {
  return correlations[pairName(a, b)] ?? 0;
}

/** What one said, and its place among the streams by their names. */
type Voice = { readonly place: number; readonly llr: number };
/** A case, and who spoke in it, by place. */
type Case = { readonly fused: FusedCase; readonly voices: readonly Voice[] };

function caseOf(fused: FusedCase, streams: readonly StreamName[]): Case {
  const voices: Voice[] = [];
  for (const [place, stream] of streams.entries()) {
    const llr = Object.hasOwn(fused.llrs, stream) ? fused.llrs[stream] : undefined;
    if (llr !== undefined) voices.push({ place, llr });
  }
  return { fused, voices };
}

/** Sums over the cases for each pair that spoke in them, the pair a < b of n at a · n + b: a binding has many pairs, and few of them speak at a time. */
function ofPairs<C extends Case, Sums>(cases: readonly C[], n: number, none: () => Sums, add: (sums: Sums, each: C, one: Voice, other: Voice) => void): readonly (Sums | undefined)[] {
  const all = Array.from<Sums | undefined>({ length: n * n });
  for (const each of cases) {
    const { voices } = each;
    for (let first = 0; first < voices.length; first += 1) {
      for (let second = first + 1; second < voices.length; second += 1) {
        const [one, other] = [voices[first], voices[second]];
        if (one === undefined || other === undefined) continue;
        add(all[one.place * n + other.place] ??= none(), each, one, other);
      }
    }
  }
  return all;
}

/** Of each sensor the first of those that are alike, by place. */
type Groups = readonly number[];

function groupsOf(n: number, areAlike: (a: number, b: number) => boolean): Groups {
  const groups = Array.from({ length: n }, (_, place) => place);
  for (let a = 0; a < n; a += 1) {
    for (let b = a + 1; b < n; b += 1) {
      if (!areAlike(a, b)) continue;
      const [one, other] = [groups[a] ?? a, groups[b] ?? b];
      for (const [place, group] of groups.entries()) if (group === Math.max(one, other)) groups[place] = Math.min(one, other);
    }
  }
  return groups;
}

/** A case with what each group says in it, by the first of its sensors that spoke, and all of them together. */
type Spoken = Case & { readonly said: ReadonlyMap<number, number>; readonly logOdds: number };

function spokenOf({ fused, voices }: Case, groups: Groups): Spoken {
  const said = new Map<number, number>();
  for (const { place, llr } of voices) {
    const group = groups[place] ?? place;
    if (!said.has(group)) said.set(group, llr);
  }
  return { fused, voices, said, logOdds: [...said.values()].reduce((sum, llr) => sum + llr, logit(fused.prior)) };
}

/** Of a pair: over the cases that were decided, and over those also of which the others tell. */
type Given = { readonly decided: Moments; readonly all: Moments };

function givenTruth(cases: readonly Case[], groups: Groups): readonly (Given | undefined)[] {
  const spoken = cases.map((each) => spokenOf(each, groups));
  return ofPairs(spoken, groups.length, (): Given => ({ decided: new Moments(), all: new Moments() }), ({ decided, all }, each, one, other) => {
    const { truth } = each.fused;
    const q = truth === null ? othersSay(each, groups[one.place], groups[other.place]) : truth ? 1 : 0;
    if (q === undefined) return;
    all.add(one.llr, other.llr, q);
    if (truth !== null) decided.add(one.llr, other.llr, q);
  });
}

/** Undefined where the cases don't tell. */
function learned(given: Given | undefined): number | undefined {
  return given === undefined ? undefined : withinTruths(given.decided.count >= decidedCasesMin ? given.decided : given.all);
}

/** The probability by the sensors that are in neither of two groups. */
function othersSay({ said, logOdds }: Spoken, a = 0, b = 0): number | undefined {
  const isOne = a === b;
  if (said.size <= (isOne ? 1 : 2)) return undefined;
  return expit(logOdds - (said.get(a) ?? 0) - (isOne ? 0 : (said.get(b) ?? 0)));
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
function isAlike(plain: Moments | undefined): boolean {
  if (plain === undefined || plain.count < alikeCasesMin) return false;
  const { xx, xy, yy } = plain.covariances;
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
