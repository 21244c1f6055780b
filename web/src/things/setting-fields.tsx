import type { Field, Fields } from '../../../src/vocabulary/kit.ts';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { isNumber, isTable } from '../decide/values.ts';
import { NumberInput } from '../sections/number-input.tsx';
import { called } from '../words/names.ts';
import { asTyped } from '../words/numbers-in.ts';
import { settingName } from './method-names.ts';

type SettingFieldsProps = {
  readonly fields: Fields;
  /** Before each name in what is written: empty, or `stream.`. */
  readonly before?: string;
  readonly written: { readonly [setting: string]: string };
  readonly write: (written: { readonly [setting: string]: string }) => void;
  /** Those that have a place of their own. */
  readonly without?: readonly string[];
  readonly summary: string;
  /** What each is called that doesn't say so itself: as a method's settings are, unless it is a kit's. */
  readonly nameOf?: (name: string) => string;
};

/** A form made of what a method says of its settings: what has no default stands open, the others behind it. */
export function SettingFields({ fields, before = '', written, write, without = [], summary, nameOf = settingName }: SettingFieldsProps): React.JSX.Element | null {
  const all = Object.entries(fields).filter(([name]) => !without.includes(name));
  const isOpen = (name: string, field: Field): boolean => (field.default === undefined && field.optional !== true) || (written[before + name] ?? '') !== '';
  const [open, later] = [all.filter(([name, field]) => isOpen(name, field)), all.filter(([name, field]) => !isOpen(name, field))];
  const row = ([name, field]: readonly [string, Field]): React.JSX.Element => <SettingField key={name} label={field.label === undefined ? nameOf(name) : phrase(field.label)} field={field} value={written[before + name] ?? ''} write={(value) => write({ ...written, [before + name]: value })} />;
  if (all.length === 0) return null;
  return (
    <>
      {open.length === 0 ? null : <div className="settings">{open.map(row)}</div>}
      {later.length === 0 ? null : <details className="each settings-later"><summary>{summary}</summary><div className="settings">{later.map(row)}</div></details>}
    </>
  );
}

/** What stands when nothing is typed, as one would type it. */
function defaultText({ default: standard }: Field): string {
  return standard === undefined ? '' : typeof standard === 'object' ? JSON.stringify(standard) : String(standard);
}

function SettingField({ label, field, value, write }: { readonly label: string; readonly field: Field; readonly value: string; readonly write: (value: string) => void }): React.JSX.Element {
  const standard = defaultText(field);
  return (
    <label className="term-field">
      <span>{label}{field.says === undefined ? null : <span className="quiet"> {phrase(field.says)}</span>}</span>
      {field.type === 'choice' ? (
        <select value={value} onChange={({ target }) => write(target.value)}><option value="">{standard === '' ? t('things.bind.choose') : called(standard)}</option>{field.of.filter((each) => each !== standard).map((each) => <option key={each} value={each}>{called(each)}</option>)}</select>
      ) : isNumber(field) ? <NumberInput value={value} put={write} placeholder={asTyped(standard)} />
        : <input type="text" autoComplete="off" placeholder={standard} value={value} onChange={({ target }) => write(target.value)} />}
      {isTable(field) ? <span className="quiet">{t('things.setting.json')} <code>{field.type === 'map' ? '{"label": "value"}' : '["one", "other"]'}</code></span> : null}
    </label>
  );
}
