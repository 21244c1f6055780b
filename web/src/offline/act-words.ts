import { known, t } from '../messages/t.ts';
import { unitName } from '../words/amounts.ts';
import type { Speaking } from '../words/context.ts';
import type { WaitingAct } from './outbox.ts';

/** What somebody did, in one line. @example actWords(act, speaking) === 'Pay 5.00 crowns to Bo' */
export function actWords({ body: { entry, words } }: WaitingAct, { nameOf, unitOf }: Speaking): string {
  const said = entry.body as { readonly amount?: string; readonly unit?: string; readonly to?: string | null };
  const unit = said.unit === undefined ? undefined : unitOf(said.unit);
  const amount = said.amount === undefined ? '' : `${said.amount} ${unitName(unit, said.amount)}`.trim();
  return known(`offline.kind.${entry.kind}`, { amount, to: typeof said.to === 'string' ? nameOf(said.to) : '', text: words?.text ?? '' }) ?? t('offline.kind.otherwise');
}
