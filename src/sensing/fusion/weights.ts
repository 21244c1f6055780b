/**
 * What each sensor counts beside others that say the same: wᵢ = 1 / Σⱼ ρᵢⱼ, over the sensors that spoke, with ρᵢⱼ ≥ 0 the correlation of their
 * log-likelihood-ratios given what was so, and ρᵢᵢ = 1.
 *
 * Where it comes from. Let the log-likelihood-ratios of sensors of equal strength d be normal given the truth, with means ±d/2 and covariance d · R. The best
 * linear combination is Fisher's, w = (dR)⁻¹(d · 1) = R⁻¹1 (R. A. Fisher, The use of multiple measurements in taxonomic problems, 1936), and its sum
 * is the log-likelihood-ratio of all of them together. With n sensors that are all correlated by ρ that is wᵢ = 1 / (1 + (n − 1)ρ): 1 for independent
 * ones, 1/n for copies. The row sums of R give the same there and in groups of such, need no inverse, which few cases would make wild, and never count
 * more than the best combination would: with w = 1/(R1), wᵀRw ≤ Σ wᵢ² Σⱼ ρᵢⱼ = Σ wᵢ, and (Σ wᵢ)² ≤ wᵀRw · 1ᵀR⁻¹1 (Cauchy–Schwarz), so Σ wᵢ ≤ 1ᵀR⁻¹1.
 */
import type { StreamName } from '../../vocabulary/sensing.ts';
import { correlationOf, type Correlations } from './correlations.ts';

/** Streams that are said to be the same sensor seen several times, as a camera in two systems. */
export type Copies = readonly (readonly StreamName[])[];

/** The weight of each of the streams that spoke; between 0 and 1. */
export function weightsOf(spoke: readonly StreamName[], correlations: Correlations, copies: Copies = []): ReadonlyMap<StreamName, number> {
  return new Map(spoke.map((stream) => [stream, 1 / spoke.reduce((sum, other) => sum + together(stream, other, correlations, copies), 0)]));
}

function together(a: StreamName, b: StreamName, correlations: Correlations, copies: Copies): number {
  if (a === b || copies.some((group) => group.includes(a) && group.includes(b))) return 1;
  return correlationOf(correlations, a, b);
}
