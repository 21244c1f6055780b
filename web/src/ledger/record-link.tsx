import { at } from '../api/base.ts';
import { t } from '../messages/t.ts';

/** The way to a record as it is in the log. @param capital at the beginning of a sentence */
export function RecordLink({ record, capital = false }: { readonly record: number; readonly capital?: boolean }): React.JSX.Element {
  return <a href={at(`/api/records?from=${record}&limit=1`)}>{t(capital ? 'words.record_capital' : 'words.record', { record: String(record) })}</a>;
}
