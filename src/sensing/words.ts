/** Words that the sensing parts share. */

const spans = [
  [86_400_000, (count: number) => counted(count, 'day')], [3_600_000, (count: number) => counted(count, 'hour')], [60_000, (count: number) => counted(count, 'minute')],
  [1000, (count: number) => counted(count, 'second')],
] as const;

/** @example durationWords(5_400_000) === '90 minutes'; the largest unit of which there are at least two, rounded */
export function durationWords(ms: number): string {
  const [size, say] = spans.find(([each]) => ms >= 2 * each) ?? spans[3];
  return say(Math.round(ms / size));
}

/** @example counted(1, 'case') === '1 case' */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** @example percent(0.605) === '61 %'; next to the ends with decimals, so that nearly isn't all: percent(0.9996) === '99.96 %' */
export function percent(share: number): string {
  const fromEnd = Math.min(share, 1 - share);
  const decimals = fromEnd >= 0.01 || fromEnd <= 0 ? 0 : fromEnd >= 0.001 ? 1 : 2;
  return `${(100 * share).toFixed(decimals)} %`;
}
