import { useState } from 'react';
import type { Overview, TermLabel } from '../../../src/views/shown.ts';
import { isObject, type Json, type JsonObject } from '../../../src/vocabulary/json.ts';
import type { Field, ValueType } from '../../../src/vocabulary/kit.ts';
import { ValueInput } from '../decide/value-fields.tsx';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { calledAlone } from '../words/names.ts';
import { blankOf, isRows, isSimple, standing } from './typed.ts';

type TypedFieldProps = {
  readonly field: Field; readonly label: TermLabel; readonly overview: Overview;
  /** What was typed; undefined: the default stands. */
  readonly value: Json | undefined; readonly put: (value: Json) => void;
};

/** A term by its type: one field, or a row for each entry of a list or a map. */
export function TypedField({ field, label: { label, unit }, overview, value, put }: TypedFieldProps): React.JSX.Element {
  const now = value ?? standing(field, overview.units[0]?.id ?? '');
  const says = field.says === undefined ? null : <span className="quiet"> {phrase(field.says)}</span>;
  if (isRows(field)) return <fieldset className="typed-rows"><legend>{label}{says}</legend><Rows type={field} value={now} unit={unit} overview={overview} put={put} /></fieldset>;
  return (
    <label className="term-field">
      <span>{label}{field.optional === true ? <span className="quiet"> {t('adopt.field.optional')}</span> : null}{says}</span>
      <ValueInput field={field} value={isSimple(field) ? asText(now) : typeof now === 'string' ? now : JSON.stringify(now ?? '')} unit={unit} overview={overview} put={(typed) => put(isSimple(field) ? typed : parsed(typed))} />
    </label>
  );
}

type RowsProps = { readonly type: ValueType & { readonly type: 'list' | 'map' }; readonly value: Json | undefined; readonly unit: string | null; readonly overview: Overview; readonly put: (value: Json) => void };

/** An entry of a map is a row of its name and its value: while it is typed, two may have the same name. */
type Row = readonly [key: string, value: Json];

function Rows({ type, value, unit, overview, put }: RowsProps): React.JSX.Element {
  const [rows, setRows] = useState(() => rowsOf(value));
  const change = (next: readonly Row[]): void => {
    setRows(next);
    put(type.type === 'list' ? next.map(([, each]) => each) : Object.fromEntries(next.filter(([key]) => key.trim() !== '').map(([key, each]) => [key.trim(), each])));
  };
  const at = (place: number, row: Row): void => change(rows.map((each, other) => (other === place ? row : each)));
  const entryUnit = (of: ValueType): string | null => (of.type === 'amount' ? amountUnit(unit, overview) : null);
  return (
    <>
      {rows.length === 0 ? <p className="quiet">{t('adopt.rows.none')}</p> : (
        <ol className="typed-list">{rows.map(([key, each], place) => (
          <li key={place}>
            {type.type === 'map' ? <Cell name={t('adopt.rows.name')} field={type.keys} value={key} unit={null} overview={overview} put={(typed) => at(place, [typed, each])} /> : null}
            {type.of.type === 'record'
              ? Object.entries(type.of.fields).map(([name, field]) => <Cell key={name} name={field.label === undefined ? calledAlone(name) : phrase(field.label)} field={field} value={asText(fieldIn(each, name))} unit={entryUnit(field)} overview={overview} put={(typed) => at(place, [key, { ...(each as JsonObject), [name]: typed }])} />)
              : <Cell name={t('adopt.rows.value')} field={type.of} value={asText(each)} unit={entryUnit(type.of)} overview={overview} put={(typed) => at(place, [key, typed])} />}
            <button type="button" className="small-button" onClick={() => change(rows.filter((_, other) => other !== place))}><Text id="adopt.rows.take_out" values={{ row: place + 1, hidden: (words: React.ReactNode) => <span className="visually-hidden">{words}</span> }} /></button>
          </li>
        ))}</ol>
      )}
      {rows.length >= type.countMax ? null : <p><button type="button" className="small-button" onClick={() => change([...rows, ['', blankOf(type.of, overview.units[0]?.id ?? '')]])}>{t('adopt.rows.add')}</button></p>}
    </>
  );
}

function Cell({ name, field, value, unit, overview, put }: { readonly name: string; readonly field: Field; readonly value: string; readonly unit: string | null; readonly overview: Overview; readonly put: (typed: string) => void }): React.JSX.Element {
  return <label className="typed-cell"><span className="quiet">{name}</span><ValueInput field={field} value={value} unit={unit} overview={overview} put={put} /></label>;
}

function amountUnit(unit: string | null, { units }: Overview): string | null {
  return unit ?? units[0]?.id ?? null;
}

function rowsOf(value: Json | undefined): readonly Row[] {
  if (Array.isArray(value)) return value.map((each: Json): Row => ['', each]);
  return isObject(value) ? Object.entries(value as JsonObject) : [];
}

function fieldIn(value: Json, name: string): Json | undefined {
  return isObject(value) ? (value as JsonObject)[name] : undefined;
}

function asText(value: Json | undefined): string {
  return value === undefined || value === null ? '' : String(value);
}

/** What is no JSON yet is kept as it is typed. */
function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
