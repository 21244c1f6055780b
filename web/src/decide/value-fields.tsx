import type { MemberShown, Overview, TermLabels } from '../../../src/views/shown.ts';
import type { Field, Fields } from '../../../src/vocabulary/kit.ts';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { NumberInput } from '../sections/number-input.tsx';
import { useMembers } from '../sections/use-members.ts';
import { useSpeaking } from '../words/context.ts';
import { labelOf, nameOfUnit } from '../words/labels.ts';
import { called } from '../words/names.ts';
import type { Written } from './terms.ts';
import { isNumber, isTable, typedAs } from './values.ts';

type ValueFieldsProps = {
  readonly fields: Fields; readonly labels: TermLabels; readonly written: Written; readonly write: (written: Written) => void; readonly overview: Overview;
};

/** What an action takes, each value by its type. */
export function ValueFields({ fields, labels, written, write, overview }: ValueFieldsProps): React.JSX.Element {
  return (
    <fieldset className="term-fields"><legend>{t('decide.fields.asked')}</legend>
      {Object.entries(fields).map(([name, field]) => {
        const { label, unit } = labelOf(labels, name);
        const value = typedAs(field, written[name]);
        return (
          <label key={name} className="term-field">
            <span>{label}{field.optional === true ? <span className="quiet"> {t('decide.fields.optional')}</span> : null}{field.says === undefined ? null : <span className="quiet"> {phrase(field.says)}</span>}</span>
            <ValueInput field={field} value={value} unit={unit} overview={overview} put={(typed) => write({ ...written, [name]: typed })} />
          </label>
        );
      })}
    </fieldset>
  );
}

type ValueInputProps = { readonly field: Field; readonly value: string; readonly unit: string | null; readonly overview: Overview; readonly put: (typed: string) => void };

/** One value that is chosen or typed, by its type. */
export function ValueInput({ field, value, unit, overview, put }: ValueInputProps): React.JSX.Element {
  const { unitOf } = useSpeaking();
  const members = useMembers(overview);
  const choices = choicesOf(field, members, overview.units);
  if (choices !== null) return <select value={value} onChange={({ target }) => put(target.value)}>{field.default === undefined || value === '' ? <option value="">—</option> : null}{choices.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}</select>;
  if (isTable(field)) return <textarea rows={3} value={value} placeholder={t('decide.fields.as_json')} onChange={({ target }) => put(target.value)} />;
  if (field.type === 'text') return <input type="text" maxLength={field.lengthMax} value={value} onChange={({ target }) => put(target.value)} />;
  if (field.type === 'day') return <input type="date" value={value} onChange={({ target }) => put(target.value)} />;
  return (
    <span className="term-value">
      {isNumber(field) ? <NumberInput value={value} put={put} /> : <input type="text" autoComplete="off" value={value} onChange={({ target }) => put(target.value)} />}
      {unit === null ? null : <span className="unit">{nameOfUnit(value, unit, unitOf)}</span>}
    </span>
  );
}

/** Null: it is typed. */
function choicesOf(field: Field, members: readonly MemberShown[], units: Overview['units']): readonly { readonly id: string; readonly name: string }[] | null {
  switch (field.type) {
    case 'member': return members.filter(({ left }) => left === null).map(({ id, name, commons }) => ({ id, name: commons ? t('decide.fields.in_common', { name }) : name }));
    case 'unit': return units.map(({ id, name }) => ({ id, name: name ?? id }));
    case 'choice': return field.of.map((id) => ({ id, name: called(id) }));
    default: return null;
  }
}
