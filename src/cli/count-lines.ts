/** A count as a person reads it, and can do again by hand. */
import type { BallotShown, CountShown, ViaShown } from '../views/deciding-shown.ts';

export function countLines({ rule, bodies }: CountShown): string[] {
  return [
    `by the rule: ${rule}`,
    ...bodies.flatMap(({ who, voters, lines }) => [...(bodies.length === 1 ? [] : [`${who} (${voters}):`]), ...lines.map((line) => (bodies.length === 1 ? line : `  ${line}`))]),
  ];
}

export function ballotLine({ member, words, reason }: BallotShown): string {
  return `${member}: ${words}${reason === null ? '' : ` (${reason})`}`;
}

export function viaLine({ member, through }: ViaShown): string {
  return `${member}: through ${through.join(', then ')}`;
}
