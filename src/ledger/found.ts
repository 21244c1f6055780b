/** Records that were found, as people and programs are shown them. */
import { decimalsOf, type View } from '../views/view.ts';
import { formatDecimal } from '../vocabulary/decimals.ts';
import { formatInstant } from '../vocabulary/time.ts';
import { csvOf, csvRows } from './csv.ts';
import type { Moved, NotedRecord } from './ledger.ts';
import type { MovedShown, RecordShown } from './shown.ts';

/** Movements of one record that a list shows. */
const movedShownMax = 5;

/** @param max how many of its movements are shown */
export function recordShown(view: View, { moved, ...rest }: NotedRecord, max: number = movedShownMax): RecordShown {
  return { ...rest, moved: moved.slice(0, max).map((each) => movedShown(view, each)), movedCount: moved.length };
}

function movedShown(view: View, moved: Moved): MovedShown {
  return { ...moved, amount: formatDecimal(moved.amount, decimalsOf(view, moved.unit)) };
}

const columns = ['record', 'time', 'kind', 'by', 'status', 'code', 'what', 'from', 'to', 'amount', 'unit', 'agreement', 'words'] as const;

/** With what CSV of records begins. @param withMark a byte order mark in front */
export function recordsCsvHead(withMark: boolean): string {
  return csvOf(columns, [], withMark);
}

/** One row for each movement, and one for a record that moved nothing. */
export function recordsCsv(records: readonly RecordShown[]): string {
  return csvRows(records.flatMap(({ seq, at, kind, by, status, code, words, moved }) => {
    const record = [String(seq), formatInstant(at), kind, by, status, code ?? ''];
    return moved.length === 0 ? [[...record, '', '', '', '', '', '', words]] : moved.map(({ what, from, to, amount, unit, because, why }) => [...record, what, from, to, amount, unit, because ?? '', why]);
  }));
}

/** JSON Lines (jsonlines.org): a record in each. */
export function recordsJsonLines(records: readonly RecordShown[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}
