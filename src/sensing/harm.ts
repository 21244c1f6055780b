/**
 * Where more sensing would help: places by their share of the severe incidents, with what is there already, and a draft that the members may put to the vote.
 * It suggests; nothing is installed but by a decision.
 */
import type { Change, Paragraph } from '../vocabulary/changes.ts';
import { compareIds } from '../vocabulary/ids.ts';
import type { Binding, Severity } from '../vocabulary/sensing.ts';
import { clopperPearson, intervalWords, sharePercent, type Interval } from './calibration/intervals.ts';
import { counted } from './words.ts';

/** What was reported of a place: how many incidents of each severity. */
export type PlaceHarm = { readonly place: string; readonly severities: { readonly [severity in Severity]: number } };

export type HarmGiven = {
  readonly places: readonly PlaceHarm[];
  /** In force; one belongs to the place that its subject names, or begins with, as `kitchen` and `kitchen.stove`. */
  readonly bindings: readonly Binding[];
  /** What could be bound, drawn up beforehand; each for the place of its subject. */
  readonly candidates?: readonly Binding[];
  /** From which severity on an incident counts as severe; left out: {@link severeFrom}. */
  readonly severeFrom?: Severity;
};

export type PlaceRanked = {
  readonly place: string;
  readonly severe: number;
  readonly incidents: number;
  /** Of all severe incidents: whole per cent, and what it can be with so few. */
  readonly percent: number;
  readonly interval: Interval;
  readonly there: readonly Binding[];
  readonly candidates: readonly Binding[];
  readonly says: string;
};

export type HarmRanked = {
  readonly severeFrom: Severity;
  /** Severe incidents in all places. */
  readonly severe: number;
  /** Places with severe incidents, most first. */
  readonly places: readonly PlaceRanked[];
  readonly says: string;
};

export type HarmDraft = { readonly title: string; readonly reason: string; readonly text: readonly Paragraph[]; readonly change: Change & { readonly change: 'resolution' | 'sensing' } };

/** 4 cost somebody much, 5 health or home. */
export const severeFrom: Severity = 4;

export function rankHarm({ places, bindings, candidates = [], severeFrom: from = severeFrom }: HarmGiven): HarmRanked {
  const counts = places.map(({ place, severities }) => ({ place, incidents: sumFrom(severities, 1), severe: sumFrom(severities, from) }));
  const severe = counts.reduce((sum, each) => sum + each.severe, 0);
  const ranked = counts.filter((each) => each.severe > 0).sort((a, b) => b.severe - a.severe || b.incidents - a.incidents || compareIds(a.place, b.place)).map((each): PlaceRanked => {
    const share = { count: each.severe, of: severe };
    const there = bindings.filter(({ subject }) => isAt(subject, each.place));
    return {
      ...each, percent: sharePercent(share), interval: clopperPearson(share), there, candidates: candidates.filter(({ subject }) => isAt(subject, each.place)),
      says: `${each.place}: ${shareWords(each.severe, severe)}, ${intervalWords(share)} with so few cases; ${thereWords(there)}`,
    };
  });
  const [first] = ranked;
  return { severeFrom: from, severe, places: ranked, says: first === undefined ? `no incident of severity ${from} or more has been reported: there is nothing to suggest` : `${first.place} first: ${shareWords(first.severe, severe)}` };
}

/**
 * A proposal for a place, the first unless another one is named; undefined where it had no severe incident. Where something could be bound, it is the change
 * that binds it, otherwise words alone.
 */
export function draftHarm({ places, severe, severeFrom: from }: HarmRanked, place?: string): HarmDraft | undefined {
  const chosen = place === undefined ? places[0] : places.find((each) => each.place === place);
  if (chosen === undefined) return undefined;
  const { candidates } = chosen;
  const reason = `${shareWords(chosen.severe, severe)} were in ${chosen.place}`;
  const paragraphs = [
    `Of ${counted(severe, 'incident')} of severity ${from} or more that were reported, ${chosen.severe} were in ${chosen.place} (${chosen.percent} %). With so few cases its share `
      + `may be ${intervalWords({ count: chosen.severe, of: severe })}. What is not reported is not counted, and where people are more often more is reported.`,
    `In ${chosen.place}, ${thereWords(chosen.there)}.`,
    candidates.length === 0
      ? `It is proposed that more is sensed in ${chosen.place}. What is installed, what it measures and whom needs a decision of its own.`
      : `It is proposed to bind ${candidates.map(bindingWords).join('; ')}. Whoever is measured decides for themselves what it may be used for.`,
  ];
  return {
    title: `More sensing in ${chosen.place}`, reason, text: paragraphs.map((text, number) => ({ id: `p${number + 1}`, text })),
    change: candidates.length === 0 ? { change: 'resolution' } : { change: 'sensing', bind: candidates, unbind: [] },
  };
}

/** @example '20 of 30 severe incidents (67 %)' */
function shareWords(count: number, of: number): string {
  return `${count} of ${counted(of, 'severe incident')} (${sharePercent({ count, of })} %)`;
}

function thereWords(there: readonly Binding[]): string {
  return there.length === 0 ? 'nothing is sensed there yet' : `there is ${there.map(bindingWords).join('; ')}`;
}

function bindingWords({ id, method, streams }: Binding): string {
  return `${id} (${method} from ${streams.map(({ stream }) => stream).join(', ')})`;
}

function isAt(subject: string, place: string): boolean {
  return subject === place || subject.startsWith(`${place}.`);
}

function sumFrom(severities: PlaceHarm['severities'], from: Severity): number {
  return ([1, 2, 3, 4, 5] as const).filter((severity) => severity >= from).reduce((sum, severity) => sum + severities[severity], 0);
}
