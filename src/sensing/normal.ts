/** The normal distribution, from the arithmetic that is the same everywhere. */
import { exp } from './mathematics.ts';

const rootTwoPi = 2.5066282746310002; // √(2π)
/** Beyond it the distribution function is 0 or 1 within 10⁻¹⁵. */
const zMax = 8;

export function normalDensity(x: number, mean: number, variance: number): number {
  return exp((-(x - mean) * (x - mean)) / (2 * variance)) / (rootTwoPi * Math.sqrt(variance));
}

/**
 * Φ(z), within 10⁻¹⁴: ½ + φ(z) · Σ z^(2k+1) / (1 · 3 · … · (2k+1)).
 * G. Marsaglia, Evaluating the normal distribution, Journal of Statistical Software 11 (2004).
 */
export function normalCdf(z: number): number {
  if (z < -zMax) return 0;
  if (z > zMax) return 1;
  let term = z;
  let sum = 0;
  for (let odd = 1; sum + term !== sum; odd += 2) {
    sum += term;
    term *= (z * z) / (odd + 2);
  }
  return 0.5 + sum * normalDensity(z, 0, 1);
}

/** How likely a normal error of this deviation stays within ±`tolerance`. */
export function within(tolerance: number, deviation: number): number {
  return deviation === 0 ? 1 : 2 * normalCdf(tolerance / deviation) - 1;
}
