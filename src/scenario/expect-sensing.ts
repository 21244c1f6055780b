/** Holds what a scenario expects of sensing against what came to be. */
import type { Json } from '../vocabulary/json.ts';
import type { Permit } from '../vocabulary/sensing.ts';
import { compareLists, same, type Fail } from './comparing.ts';
import type { DisputeState, Expected, LookExpected, ObservedShown } from './scenario.ts';

export type SensingActual = {
  /** In order. */
  readonly bindings: readonly string[];
  readonly permits: readonly (Permit & { readonly member: string })[];
  /** Since the last expectation, as all that follows. */
  readonly looks: readonly Required<LookExpected>[];
  readonly observed: readonly ObservedShown[];
  readonly faults: readonly { readonly step: number; readonly subcontract: string; readonly code: string }[];
  /** Null: it was never disputed. */
  dispute(observation: string): DisputeState | null;
  /** How many were ever reported of a place. */
  incidents(place: string): number;
  /** Readings that are kept of a stream. */
  readings(stream: string): number;
  /** Where more sensing would help, the most harmed place first. */
  suggested(): readonly { readonly place: string; readonly percent: number }[];
};

export function checkSensing(expected: Expected, actual: SensingActual, fail: Fail): void {
  const each = (path: string, wanted: Json, found: Json): void => {
    if (!same([wanted], [found])) fail(path, wanted, found);
  };
  if (expected.bindings !== undefined) each('bindings', expected.bindings, actual.bindings);
  if (expected.permits !== undefined) compareRecords('permits', expected.permits, actual.permits, fail);
  if (expected.looks !== undefined) compareRecords('looks', expected.looks, actual.looks, fail);
  if (expected.observed !== undefined) compareRecords('observed', expected.observed, actual.observed, fail);
  if (expected.faults !== undefined) compareRecords('faults', expected.faults, actual.faults, fail);
  for (const { observation, how } of expected.disputes ?? []) each(`disputes.${observation}`, how, actual.dispute(observation));
  for (const { place, count } of expected.incidents ?? []) each(`incidents.${place}`, count, actual.incidents(place));
  for (const { stream, count } of expected.readings ?? []) each(`readings.${stream}`, count, actual.readings(stream));
  if (expected.suggested !== undefined) compareRecords('suggested', expected.suggested, actual.suggested(), fail);
}

/** Lists in them are held against each other as a whole. */
function compareRecords(path: string, wanted: readonly object[], found: readonly object[], fail: Fail): void {
  compareLists(path, wanted.map(flat), found.map(flat), (each) => each as Json, fail);
}

function flat(record: object): { readonly [key: string]: unknown } {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, Array.isArray(value) ? value.join(', ') : value]));
}
