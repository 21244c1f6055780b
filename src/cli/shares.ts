/** Shares as people read them. */

/** @example percent(0.98765) === '98.8 %' */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
