import { t } from '../messages/t.ts';
import { address } from '../shell/address.ts';

/** The way to a record in plain words. @param capital at the beginning of a sentence */
export function RecordLink({ record, capital = false }: { readonly record: number; readonly capital?: boolean }): React.JSX.Element {
  return <a href={address('ledger', 'record', String(record))}>{t(capital ? 'words.record_capital' : 'words.record', { record: String(record) })}</a>;
}
