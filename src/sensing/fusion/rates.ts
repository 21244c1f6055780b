/**
 * How often a sensor is right: how often it speaks up when the event happens (hit), and when it doesn't (false alarm). What was stated counts as so many
 * cases that were seen before; the decided ones are added to them. That is the mean of a Beta distribution: A. Gelman et al., Bayesian data
 * analysis, chapter 2.4.
 */
import type { StreamName } from '../../vocabulary/sensing.ts';
import { clamp } from '../mathematics.ts';
import { llrOf } from './pool.ts';

export type StatedRates = {
  readonly hit: number;
  readonly falseAlarm: number;
  /** For how many cases of each kind it stands; left out: {@link statedCases}. */
  readonly cases?: number;
};

/** Decided cases, the older ones fading; JSON. */
export type SeenRates = { readonly hits: number; readonly misses: number; readonly falseAlarms: number; readonly quiet: number };

export const statedCases = 20;
/** A case counts for 1 / e of itself after so many more. */
export const ratesMemory = 500;
/** No sensor is believed to be right more often than this, or wrong less often. */
const rateEdge = 0.001;

export const unseenRates: SeenRates = { hits: 0, misses: 0, falseAlarms: 0, quiet: 0 };

/** @param said whether the sensor said that it happened; one that was silent isn't learned from */
export function learnRate(seen: SeenRates, said: boolean, truth: boolean): SeenRates {
  const keep = 1 - 1 / ratesMemory;
  const add = (old: number, is: boolean): number => old * keep + (is ? 1 : 0);
  return {
    hits: add(seen.hits, truth && said), misses: add(seen.misses, truth && !said),
    falseAlarms: add(seen.falseAlarms, !truth && said), quiet: add(seen.quiet, !truth && !said),
  };
}

/** What each sensor's decided cases say of it, by stream; the oldest first. */
export function seenRatesOf(cases: readonly { readonly llrs: { readonly [stream: StreamName]: number }; readonly truth: boolean | null }[]): { readonly [stream: StreamName]: SeenRates } {
  const all = new Map<StreamName, SeenRates>();
  for (const { llrs, truth } of cases) {
    if (truth === null) continue;
    for (const [stream, llr] of Object.entries(llrs)) all.set(stream, learnRate(all.get(stream) ?? unseenRates, llr > 0, truth));
  }
  return Object.fromEntries(all);
}

export function ratesOf({ hit, falseAlarm, cases = statedCases }: StatedRates, seen: SeenRates = unseenRates): { readonly hit: number; readonly falseAlarm: number } {
  return {
    hit: bounded((hit * cases + seen.hits) / (cases + seen.hits + seen.misses)),
    falseAlarm: bounded((falseAlarm * cases + seen.falseAlarms) / (cases + seen.falseAlarms + seen.quiet)),
  };
}

/** What its word weighs: ln(hit / falseAlarm) where it says so, ln((1 − hit) / (1 − falseAlarm)) where it says that it isn't so. */
export function llrOfRates(said: boolean, stated: StatedRates, seen: SeenRates = unseenRates): number {
  const { hit, falseAlarm } = ratesOf(stated, seen);
  return said ? llrOf(hit / falseAlarm) : llrOf((1 - hit) / (1 - falseAlarm));
}

function bounded(rate: number): number {
  return clamp(rate, rateEdge, 1 - rateEdge);
}
