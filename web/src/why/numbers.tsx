import type { Json, JsonObject } from '../../../src/vocabulary/json.ts';
import { useSpeaking } from '../words/context.ts';
import { spaced } from '../words/names.ts';
import { dayAndTime, readable } from '../words/time.ts';

/** Every number that the decision named, none left out. */
export function Numbers({ numbers }: { readonly numbers: JsonObject }): React.JSX.Element {
  const { zone, nameOf } = useSpeaking();
  const entries = Object.entries(numbers);
  const said = (name: string, value: Json): string => {
    if (typeof value === 'number' && value > 1e11) return dayAndTime(zone, value);
    if (typeof value === 'string' && (name === 'by' || name === 'debtor' || name === 'house')) return nameOf(value);
    return typeof value === 'object' ? JSON.stringify(value) : readable(String(value));
  };
  if (entries.length === 0) return <p>It needed none.</p>;
  return (
    <dl className="numbers">
      {entries.map(([name, value]) => <div key={name}><dt>{spaced(name).replace(/ g$/, ' (g)')}</dt><dd>{said(name, value)}</dd></div>)}
    </dl>
  );
}
