import type { Json } from '../../../src/vocabulary/json.ts';
import type { ReadingsShown, StreamShown } from '../../../src/views/things-shown.ts';
import { count } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { dayAndTime } from '../words/time.ts';
import { valueWords } from './values.ts';

/** Readings that are written out, the latest first. */
const rowsMax = 200;

type Row = ReadingsShown['readings'][number];

/** What of each may be seen. */
export function ReadingsTable({ readings: { readings, kept }, shown }: { readonly readings: ReadingsShown; readonly shown: StreamShown }): React.JSX.Element {
  const { zone } = useSpeaking();
  if (readings.length === 0) return <p className="empty" role="status">No reading of that time is kept{kept.days === 0 ? '' : `; they are kept for ${kept.days === 1 ? 'a day' : `${kept.days} days`}`}.</p>;
  const latest = readings.slice(-rowsMax).reverse();
  const hasValues = latest.some(({ value }) => value !== undefined);
  return (
    <div role="status">
      <p>{count(readings.length, 'reading')}{readings.length > rowsMax ? `, the latest ${rowsMax} of them here` : ''}.</p>
      <table className="figures">
        <thead><tr><th scope="col">When</th>{hasValues ? <th scope="col">What it said</th> : null}</tr></thead>
        <tbody>{latest.map((row, at) => <tr key={typeof row['id'] === 'string' ? row['id'] : at}><th scope="row">{timeOf(row, zone)}</th>{hasValues ? <td>{saidIn(row, shown)}</td> : null}</tr>)}</tbody>
      </table>
    </div>
  );
}

function timeOf({ at, received }: Row, zone: string): string {
  const when = typeof at === 'number' ? at : received;
  return typeof when === 'number' ? dayAndTime(zone, when) : 'not shown';
}

function saidIn({ value, unit }: Row, shown: StreamShown): string {
  if (value === undefined) return '';
  const said = typeof value === 'object' && value !== null && !Array.isArray(value) ? JSON.stringify(value) : (value as Json);
  return valueWords({ value: said, unit: typeof unit === 'string' ? unit : shown.unit, deviceClass: shown.deviceClass });
}
