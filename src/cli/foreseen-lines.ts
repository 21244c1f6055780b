/** What an act would do if it were asked now, line by line. */
import type { ForeseenShown } from '../views/foreseen-shown.ts';
import { sayLine } from './backtest-text.ts';

export function foreseenLines({ refused, lines: { count, shown } }: ForeseenShown): string[] {
  if (refused !== null) return [`asked now, it could not be done: ${refused.detail} [${refused.code}]`];
  if (count === 0) return ['asked now, it would move nothing'];
  const more = count > shown.length ? [`  … ${count - shown.length} more`] : [];
  return ['asked now, it would do this:', ...shown.map((line) => `  ${sayLine(line)}`), ...more];
}
