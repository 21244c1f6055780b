import type { Json } from '../../../src/vocabulary/json.ts';
import type { ReadingsShown, StreamShown } from '../../../src/views/things-shown.ts';
import { t } from '../messages/t.ts';
import { useSpeaking } from '../words/context.ts';
import { dayAndTime } from '../words/time.ts';
import { valueWords } from './values.ts';

/** Readings that are written out, the latest first. */
const rowsMax = 200;

type Row = ReadingsShown['readings'][number];

/** What of each may be seen. */
export function ReadingsTable({ readings: { readings, kept }, shown }: { readonly readings: ReadingsShown; readonly shown: StreamShown }): React.JSX.Element {
  const { zone } = useSpeaking();
  if (readings.length === 0) return <p className="empty" role="status">{t('things.readings.none')} {kept.days === 0 ? '' : t('things.bindings.kept', { count: kept.days })}</p>;
  const latest = readings.slice(-rowsMax).reverse();
  const hasValues = latest.some(({ value }) => value !== undefined);
  return (
    <div role="status">
      <p>{t('things.readings.count', { count: readings.length })}{readings.length > rowsMax ? ` ${t('things.readings.latest', { count: rowsMax })}` : ''}</p>
      <table className="figures">
        <thead><tr><th scope="col">{t('things.readings.when')}</th>{hasValues ? <th scope="col">{t('things.readings.said')}</th> : null}</tr></thead>
        <tbody>{latest.map((row, at) => <tr key={typeof row['id'] === 'string' ? row['id'] : at}><th scope="row">{timeOf(row, zone)}</th>{hasValues ? <td>{saidIn(row, shown)}</td> : null}</tr>)}</tbody>
      </table>
    </div>
  );
}

function timeOf({ at, received }: Row, zone: string): string {
  const when = typeof at === 'number' ? at : received;
  return typeof when === 'number' ? dayAndTime(zone, when) : t('things.readings.hidden');
}

function saidIn({ value, unit }: Row, shown: StreamShown): string {
  if (value === undefined) return '';
  const said = typeof value === 'object' && value !== null && !Array.isArray(value) ? JSON.stringify(value) : (value as Json);
  return valueWords({ value: said, unit: typeof unit === 'string' ? unit : shown.unit, deviceClass: shown.deviceClass });
}
