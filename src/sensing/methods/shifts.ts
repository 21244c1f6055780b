/**
 * Shifts of a level in a noisy, drifting signal, as a scale gives them: from one rest to the next.
 *
 * Error model: at rest a sample is the level plus white noise of a known deviation σ; the level drifts by up to `drift` an hour; spikes, vibration and
 * what happens between two rests may look like anything. A shift's size is the difference of the means of the two rests, so that its variance is
 * σ² (1/n₁ + 1/n₂) + (drift · Δt)², with Δt between their middles.
 *
 * A two-sided CUSUM of the deviations from the rest (E. S. Page, Continuous inspection schemes, Biometrika 41, 1954) says that the rest is over: with
 * reference value k, half of the least shift that matters, and the threshold h that gives about one false alarm in 10⁶ samples by D. Siegmund's
 * approximation ARL ≈ (e^2kb − 2kb − 1) / 2k², b = h + 1.166 (Sequential analysis, 1985). The next rest begins where so many samples in a row, for so
 * long, scatter no more than noise does. A spike ends in the rest that it came from: its shift is about 0.
 */
import { hourMs, type Instant } from '../../vocabulary/time.ts';
import { clamp, ln } from '../mathematics.ts';
import type { Sample } from './in-order.ts';

export type Signal = {
  /** σ of the noise at rest. */
  readonly noise: number;
  readonly driftPerHour: number;
  /** The least shift that matters. */
  readonly least: number;
  readonly settleMs: number;
  /** Samples that make a rest. */
  readonly samplesMin: number;
};

/** JSON. */
export type Shifting = {
  /** The last samples at rest. */
  readonly rest: readonly Sample[];
  /** Samples since a sum began to grow: they belong to the rest only once it has shrunk to nothing again. */
  readonly pending: readonly Sample[];
  readonly up: number;
  readonly down: number;
  /** What came since the alarm; null at rest. */
  readonly moving: readonly Sample[] | null;
  /** The first sample that was beside the rest. */
  readonly began: Sample | null;
};

export type Shift = {
  readonly size: number;
  readonly variance: number;
  readonly began: Sample;
  readonly before: readonly Sample[];
  readonly after: readonly Sample[];
};

export const unrested: Shifting = { rest: [], pending: [], up: 0, down: 0, moving: [], began: null };

const restMax = 16;
const movingMax = 64;
const alarmSamples = 1e6;
/** Deviations by which a sample may lie beside the mean of a rest. */
const besideZ = 4;
/** Deviations up to which two rests are one, so that both together say where it lies. */
const sameZ = 3;

/** With the shift, where the sample settles one. */
type Followed = { readonly state: Shifting; readonly shift?: Shift };

/** @returns of the very first rest no shift */
export function follow(signal: Signal, state: Shifting, sample: Sample): Followed {
  return state.moving === null ? resting(signal, state, sample) : settling(signal, state, [...state.moving, sample].slice(-movingMax));
}

function resting(signal: Signal, state: Shifting, sample: Sample): Followed {
  const { rest, pending } = state;
  const walked = driftOf(signal, middle(rest), sample.at);
  const z = (sample.value - mean(rest)) / Math.sqrt(signal.noise * signal.noise * (1 + 1 / rest.length) + walked * walked);
  const { reference, threshold } = page(signal);
  const up = Math.max(0, state.up + z - reference);
  const down = Math.max(0, state.down - z - reference);
  const since = [...pending, sample];
  if (up > threshold || down > threshold || since.length > movingMax) {
    return settling(signal, { rest, pending: [], up: 0, down: 0, moving: [], began: since[0] ?? sample }, since.slice(-movingMax));
  }
  if (up > 0 || down > 0) return { state: { ...state, pending: since, up, down } };
  return { state: { ...state, rest: [...rest, ...since].slice(-restMax), pending: [], up, down } };
}

function settling(signal: Signal, state: Shifting, moving: readonly Sample[]): Followed {
  const began = state.began ?? moving[0] ?? null;
  const after = quiet(signal, moving);
  const [first, last] = [after[0], after.at(-1)];
  if (first === undefined || last === undefined || began === null || after.length < signal.samplesMin || last.at - first.at < signal.settleMs) {
    return { state: { ...state, moving, began } };
  }
  const rest = after.slice(-restMax);
  const rested: Shifting = { rest, pending: [], up: 0, down: 0, moving: null, began: null };
  const { rest: before } = state;
  if (before.length === 0) return { state: rested };
  const walked = driftOf(signal, middle(before), middle(rest));
  const variance = signal.noise * signal.noise * (1 / before.length + 1 / rest.length) + walked * walked;
  const size = mean(rest) - mean(before);
  const isSame = Math.abs(size) <= sameZ * Math.sqrt(variance);
  return { state: isSame ? { ...rested, rest: [...before, ...rest].slice(-restMax) } : rested, shift: { size, variance, began, before, after: rest } };
}

/** The last samples that lie as near to each other as noise leaves them. */
function quiet({ noise }: Signal, samples: readonly Sample[]): readonly Sample[] {
  let sum = 0;
  let count = 0;
  for (let place = samples.length - 1; place >= 0; place -= 1) {
    const value = samples[place]?.value ?? NaN;
    const isBeside = count > 0 && Math.abs(value - sum / count) > besideZ * noise * Math.sqrt(1 + 1 / count);
    if (isBeside) break;
    sum += value;
    count += 1;
  }
  return samples.slice(samples.length - count);
}

/** Page's reference value and threshold, in deviations; a shift of four or more deviations shows in a sample or two whatever they are. */
function page({ noise, least }: Signal): { readonly reference: number; readonly threshold: number } {
  const reference = clamp(least / noise, 0.5, 4) / 2;
  return { reference, threshold: ln(1 + 2 * reference * reference * alarmSamples) / (2 * reference) - 1.166 };
}

function driftOf({ driftPerHour }: Signal, from: Instant, until: Instant): number {
  return (driftPerHour * (until - from)) / hourMs;
}

export function mean(samples: readonly Sample[]): number {
  return samples.reduce((sum, { value }) => sum + value, 0) / samples.length;
}

function middle(samples: readonly Sample[]): Instant {
  return samples.reduce((sum, { at }) => sum + at, 0) / samples.length;
}
