import type { Done } from '../acting/act.ts';
import { t } from '../messages/t.ts';
import type { ByHand } from './watched.ts';

/** What a touch came to: what only waits for the connection has charged nothing yet. @param values `total` as the reader writes it */
export function doneWords(act: ByHand, { waits }: Extract<Done, { readonly ok: true }>, values: { readonly count: number; readonly total: string; readonly unit: string }): string {
  if (waits === true) return t('things.take.waits', values);
  return t(act === 'take' ? 'things.take.done_take' : 'things.take.done_bring_back', values);
}
