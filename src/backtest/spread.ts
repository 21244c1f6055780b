/**
 * How unevenly something is spread over people, exactly: sums of integers, rounded once at the end.
 *
 * With x₁ ≤ … ≤ xₙ, Σᵢ Σⱼ |xᵢ − xⱼ| = 2 · (2 Σ i·xᵢ − (n + 1) Σ xᵢ). Gini's mean difference (with replacement) is that sum over n²; the Gini
 * coefficient is half of it relative to the mean, Σᵢ Σⱼ |xᵢ − xⱼ| / (2 n Σ xᵢ).
 * Sources: C. Gini, Variabilità e mutabilità (1912); A. Sen, On Economic Inequality (1973), § 2.6.
 */
import { formatDecimal } from '../vocabulary/decimals.ts';

export const giniDecimals = 4;

/**
 * The Gini coefficient of parts that aren't negative, rounded half up to {@link giniDecimals}; null when they sum to zero or one is negative.
 * @example gini([0, 0, 0, 4]) === '0.7500'
 */
export function gini(parts: readonly number[]): string | null {
  const total = parts.reduce((sum, part) => sum + BigInt(part), 0n);
  if (total === 0n || parts.some((part) => part < 0)) return null;
  const scaled = divided(differences(parts) * 10n ** BigInt(giniDecimals), 2n * BigInt(parts.length) * total);
  return formatDecimal(Number(scaled), giniDecimals);
}

/**
 * Gini's mean difference in the parts' own smallest unit, rounded half up: how far two people lie apart, each drawn at random from all.
 * @example meanDifference([0, 10]) === 5
 */
export function meanDifference(parts: readonly number[]): number {
  const n = BigInt(parts.length);
  return n === 0n ? 0 : Number(divided(differences(parts), n * n));
}

/** Σᵢ Σⱼ |xᵢ − xⱼ|. */
function differences(parts: readonly number[]): bigint {
  const ordered = [...parts].sort((a, b) => a - b).map(BigInt);
  const n = BigInt(ordered.length);
  return 2n * ordered.reduce((sum, part, place) => sum + (2n * (BigInt(place) + 1n) - (n + 1n)) * part, 0n);
}

/** Rounded half up; neither is negative. */
function divided(numerator: bigint, denominator: bigint): bigint {
  return (2n * numerator + denominator) / (2n * denominator);
}
