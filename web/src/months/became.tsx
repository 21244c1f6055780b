import type { Done } from '../acting/act.ts';
import { t } from '../messages/t.ts';
import { Receipts } from './receipts.tsx';

/** What was said and not refused: it has a record, waits for the connection, or was in the log before. */
export type Said = Extract<Done, { readonly ok: true }>;

/** What became of it. Only what waits has moved nothing. */
export function Became({ said: { record, waits }, member }: { readonly said: Said; readonly member: string }): React.JSX.Element {
  if (waits === true) return <p role="status">{t('months.done.waits')}</p>;
  return record === null ? <p role="status">{t('months.done.before')}</p> : <Receipts record={record} member={member} />;
}
