import { t } from '../messages/t.ts';
import { readings } from '../words/numbers-in.ts';
import { amountIn } from './amounts-in.ts';

/** Why what was typed is no amount; null: it is one, or nothing was typed yet. */
export function amountWrong(typed: string, decimals: number): string | null {
  const read = amountIn(typed, decimals);
  if (read.ok || read.why === 'empty') return null;
  if (read.why !== 'either') return t(`money.amount.${read.why}`, { decimals });
  const [whole, part] = readings(typed);
  return t('words.number.either', { typed: typed.trim(), whole, part });
}
