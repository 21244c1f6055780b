/** What sensors measure, with the faults that real ones have. Pure generators: the same seed gives the same readings. */
import { exp } from '../../sensing/mathematics.ts';
import type { StreamName } from '../../vocabulary/sensing.ts';
import { dayMs, hourMs, type Instant } from '../../vocabulary/time.ts';
import type { Random } from '../random.ts';
import type { Measured } from './transport.ts';

/** Something is put on the scale (positive) or taken from it, grams. */
export type Change = { readonly at: Instant; readonly grams: number };

export type LoadCellPlan = {
  readonly stream: StreamName;
  readonly start: Instant;
  readonly until: Instant;
  readonly everyMs: number;
  /** On it at the start, grams. */
  readonly grams: number;
  /** In order of time. */
  readonly changes: readonly Change[];
  /** Standard deviation at rest, grams. */
  readonly noise: number;
  readonly driftPerHour: number;
  /** Chance that a reading is a spike of several kilograms. */
  readonly spikes: number;
  /** Chance that a minute shakes it, as by wind or steps, for some seconds. */
  readonly shaken: number;
  /** Grams by which it follows the day's temperature. */
  readonly dayGrams: number;
  /** Part of a change by which it goes on creeping for minutes. */
  readonly creep: number;
};

/** As the requirements state it: 50 g of noise, 100 g/h of drift. */
export const ordinary: Pick<LoadCellPlan, 'noise' | 'driftPerHour' | 'spikes' | 'shaken' | 'dayGrams' | 'creep'> = {
  noise: 50, driftPerHour: 100, spikes: 0.001, shaken: 0.02, dayGrams: 100, creep: 0.0005,
};

/** Somebody handles it for so long before a change is done. */
const handlingMs = 2500;
const handlingGrams = 400;
const shakingMs = 4000;
const shakingGrams = 300;
const creepMs = 300_000;

export function* loadCellWave(random: Random, plan: LoadCellPlan): Generator<Measured> {
  let level = plan.grams;
  let next = 0;
  let shakes = 0;
  let minute = plan.start;
  const done: Change[] = [];
  for (let at = plan.start; at < plan.until; at += plan.everyMs) {
    for (let change = plan.changes[next]; change !== undefined && change.at <= at; change = plan.changes[next]) {
      level += change.grams;
      done.push(change);
      next += 1;
    }
    for (; minute <= at; minute += 60_000) if (random.chance(plan.shaken)) shakes = minute + shakingMs;
    const isHandled = (plan.changes[next]?.at ?? Infinity) - at <= handlingMs;
    const restless = (isHandled ? handlingGrams * random.bell() : 0) + (at < shakes ? shakingGrams * random.bell() : 0) + (random.chance(plan.spikes) ? 5000 * random.bell() : 0);
    const drifted = (plan.driftPerHour * (at - plan.start)) / hourMs + plan.dayGrams * daily(at);
    const crept = done.slice(-4).reduce((sum, change) => sum + plan.creep * change.grams * (1 - exp((change.at - at) / creepMs)), 0);
    yield { stream: plan.stream, at, value: Math.round((level + drifted + crept + restless + plan.noise * random.bell()) * 10) / 10, unit: 'g' };
  }
}

export type ThermometerPlan = {
  readonly stream: StreamName;
  readonly start: Instant;
  readonly until: Instant;
  readonly everyMs: number;
  /** Mean, and how far it goes with the day, degrees Celsius. */
  readonly mean: number;
  readonly swing: number;
  /** Standard deviation of a reading. */
  readonly noise: number;
  /** By which it is wrong throughout. */
  readonly offset: number;
  readonly driftPerDay: number;
};

/** The true temperature at an instant. */
export function truly({ mean, swing }: Pick<ThermometerPlan, 'mean' | 'swing'>, at: Instant): number {
  return mean + swing * daily(at);
}

export function* thermometerWave(random: Random, plan: ThermometerPlan): Generator<Measured> {
  for (let at = plan.start + random.int(0, plan.everyMs); at < plan.until; at += plan.everyMs) {
    const drifted = (plan.driftPerDay * (at - plan.start)) / dayMs;
    yield { stream: plan.stream, at, value: Math.round((truly(plan, at) + plan.offset + drifted + plan.noise * random.bell()) * 10) / 10, unit: 'Cel' };
  }
}

/** From −1 at 04:00 UTC to 1 at 16:00, as a parabola on either side: near a sine, and the same on every engine. */
function daily(at: Instant): number {
  const part = (((at - 10 * hourMs) % dayMs) + dayMs) % dayMs / dayMs;
  const half = part < 0.5 ? part * 2 : part * 2 - 1;
  return (part < 0.5 ? 1 : -1) * 4 * half * (1 - half);
}
