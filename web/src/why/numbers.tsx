import type { Json, JsonObject } from '../../../src/vocabulary/json.ts';
import type { SubcontractShown, UnitShown } from '../../../src/views/shown.ts';
import { known, t } from '../messages/t.ts';
import { unitName, written } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { labelOf, withUnit } from '../words/labels.ts';
import { called, sentence } from '../words/names.ts';
import { dayAndTime, readable } from '../words/time.ts';

/** Under these names stands somebody. */
const people: ReadonlySet<string> = new Set(['by', 'debtor', 'creditor', 'house', 'member', 'to', 'from']);
/** Under these a probability, or how often: no amounts. */
const plain: ReadonlySet<string> = new Set(['times', 'event', 'person', 'p']);
/** Later than any count, and earlier than any instant that is told. */
const instantsFrom = 1e11;

/** Every number that the decision named, none left out, with what it is in. */
export function Numbers({ numbers, subcontract }: { readonly numbers: JsonObject; readonly subcontract?: SubcontractShown | undefined }): React.JSX.Element {
  const { zone, nameOf, unitOf } = useSpeaking();
  const entries = Object.entries(numbers);
  const said = (name: string, value: Json): string => {
    if (typeof value === 'number' && value > instantsFrom) return dayAndTime(zone, value);
    if (typeof value === 'string' && people.has(name)) return nameOf(value);
    if (typeof value === 'object') return JSON.stringify(value);
    const label = subcontract?.labels[name];
    if (label !== undefined && label.unit !== null) return withUnit(String(value), label, unitOf);
    const unit = unitOf(subcontract?.unit ?? '');
    return typeof value === 'string' && isAmount(name, value, unit) ? `${written(value)}\u00a0${unitName(unit, value)}` : readable(String(value));
  };
  if (entries.length === 0) return <p>{t('why.numbers.none')}</p>;
  return (
    <dl className="numbers">
      {entries.map(([name, value]) => <div key={name}><dt>{known(`why.number.${name}`) ?? (subcontract?.labels[name] === undefined ? sentence(called(name).replace(/ g$/, ' (g)')) : labelOf(subcontract.labels, name).label)}</dt><dd>{said(name, value)}</dd></div>)}
    </dl>
  );
}

/** Amounts are written with all decimals of their unit. */
function isAmount(name: string, value: string, unit: UnitShown | undefined): boolean {
  return unit !== undefined && unit.decimals > 0 && !plain.has(name) && new RegExp(`^-?\\d+\\.\\d{${unit.decimals}}$`).test(value);
}
