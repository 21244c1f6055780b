/** Holds what a scenario expects against what came to be. Each key is checked alone. */
import { formatDecimal } from '../vocabulary/decimals.ts';
import { compareIds } from '../vocabulary/ids.ts';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import { compareLists, same, type Fail, type Named } from './comparing.ts';
import { checkDeciding, type DecidingActual } from './expect-deciding.ts';
import { checkSensing, type SensingActual } from './expect-sensing.ts';
import type { Expected, Owed, PayoutState } from './scenario.ts';

export type Failure = { readonly step: number; readonly path: string; readonly expected: Json; readonly actual: Json };

/** What is so now, and what happened since the last expectation. */
export type Actual = DecidingActual & SensingActual & {
  balance(member: string, unit: string): number;
  /** Of the unit; left out, of the first. */
  decimals(unit?: string): number;
  /** Due and unpaid, summed per (from, to, unit). */
  readonly owed: readonly Owed[];
  readonly review: readonly string[];
  readonly postings: readonly (Owed & { readonly because: string | null })[];
  /** `turn` groups what was said in one turn, within which order means nothing. */
  readonly notices: readonly { readonly to: string; readonly about: string | null; readonly code: string; readonly turn: number }[];
  readonly refused: readonly { readonly step: number; readonly code: string }[];
  /** Null: it could not be asked for. */
  payout(payout: string): PayoutState | null;
  /** A subcontract's terms as people write them; null: there is none of this name. */
  inForce(subcontract: string): JsonObject | null;
};

export function checkExpected(step: number, expected: Expected, actual: Actual): Failure[] {
  const failures: Failure[] = [];
  const fail: Fail = (path, wanted, found) => void failures.push({ step, path, expected: wanted, actual: found });
  const show = (amount: number, unit?: string): string => formatDecimal(amount, actual.decimals(unit));
  for (const { member, unit, amount } of expected.balances ?? []) {
    const found = actual.balance(member, unit);
    if (found !== amount) fail(`balances.${member}.${unit}`, show(amount, unit), show(found, unit));
  }
  if (expected.owed !== undefined) {
    const wanted = sumOwed(expected.owed);
    if (!same(wanted, actual.owed)) fail('owed', wanted.map((each) => shown(each, show)), actual.owed.map((each) => shown(each, show)));
  }
  if (expected.review !== undefined && !same([...expected.review].sort(compareIds), actual.review)) fail('review', [...expected.review].sort(compareIds), actual.review);
  if (expected.postings !== undefined) compareLists('postings', expected.postings, actual.postings, (each) => shown(each, show), fail);
  if (expected.refused !== undefined) compareLists('refused', expected.refused, actual.refused, (each) => each as Json, fail);
  if (expected.notices !== undefined) {
    const found = inExpectedOrder(expected.notices, actual.notices).map(({ to, about, code }) => ({ to, about, code }));
    compareLists('notices', expected.notices, found, (each) => each as Json, fail);
  }
  for (const { payout, how } of expected.payouts ?? []) {
    const found = actual.payout(payout);
    if (found !== how) fail(`payouts.${payout}`, how, found);
  }
  checkDeciding(expected, actual, fail);
  checkSensing(expected, actual, fail);
  for (const { subcontract, terms } of expected.inForce ?? []) compareTerms(`in_force.${subcontract}`, terms, actual.inForce(subcontract), fail);
  return failures;
}

/** Sums amounts owed per (from, to, unit), in their order. */
export function sumOwed(list: readonly Owed[]): Owed[] {
  const sums = new Map<string, Owed>();
  for (const each of list) {
    const key = `${each.from} ${each.to} ${each.unit}`;
    sums.set(key, { ...each, amount: (sums.get(key)?.amount ?? 0) + each.amount });
  }
  return [...sums.entries()].sort(([a], [b]) => compareIds(a, b)).map(([, owed]) => owed).filter((owed) => owed.amount !== 0);
}

/** Only the terms that are named. */
function compareTerms(path: string, wanted: JsonObject | null, found: JsonObject | null, fail: Fail): void {
  if (wanted === null || found === null) {
    if (wanted !== found) fail(path, wanted, found);
    return;
  }
  for (const [term, value] of Object.entries(wanted)) {
    const there = found[term] ?? null;
    if (!same([value], [there])) fail(`${path}.${term}`, value, there);
  }
}

/** Within one turn notices have no order among themselves: they are laid beside what is expected as they fit. */
function inExpectedOrder<T extends Named & { readonly turn: number }>(wanted: readonly Named[], found: readonly T[]): T[] {
  const result: T[] = [];
  let index = 0;
  while (index < found.length) {
    const turn = found.filter((each, place) => place >= index && each.turn === found[index]?.turn);
    const rest = [...turn];
    for (let place = 0; place < turn.length; place++) {
      const wish = wanted[index + place] ?? {};
      const fit = rest.findIndex((each) => Object.keys(wish).every((key) => wish[key] === each[key]));
      result.push(...rest.splice(fit < 0 ? 0 : fit, 1));
    }
    index += turn.length;
  }
  return result;
}

function shown(each: Named, show: (amount: number, unit?: string) => string): Json {
  const { amount, unit } = each;
  return { ...each, ...(typeof amount === 'number' ? { amount: show(amount, typeof unit === 'string' ? unit : undefined) } : {}) } as Json;
}
