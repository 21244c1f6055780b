import type { Field, Fields } from '../../../src/vocabulary/kit.ts';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { isNumber, isTable } from '../decide/values.ts';
import { NumberInput } from '../sections/number-input.tsx';
import { sentence, spaced } from '../words/names.ts';
import { asTyped } from '../words/numbers-in.ts';

type SettingFieldsProps = {
  readonly fields: Fields;
  /** Before each name in what is written: empty, or `stream.`. */
  readonly before?: string;
  readonly written: { readonly [setting: string]: string };
  readonly write: (written: { readonly [setting: string]: string }) => void;
  /** Those that have a place of their own. */
  readonly without?: readonly string[];
  readonly summary: string;
};

/** A form made of what a method says of its settings: what has no default stands open, the others behind it. */
export function SettingFields({ fields, before = '', written, write, without = [], summary }: SettingFieldsProps): React.JSX.Element | null {
  const all = Object.entries(fields).filter(([name]) => !without.includes(name));
  const isOpen = (name: string, field: Field): boolean => (field.default === undefined && field.optional !== true) || (written[before + name] ?? '') !== '';
  const [open, later] = [all.filter(([name, field]) => isOpen(name, field)), all.filter(([name, field]) => !isOpen(name, field))];
  const row = ([name, field]: readonly [string, Field]): React.JSX.Element => <SettingField key={name} name={name} field={field} value={written[before + name] ?? ''} write={(value) => write({ ...written, [before + name]: value })} />;
  if (all.length === 0) return null;
  return (
    <>
      {open.length === 0 ? null : <div className="settings">{open.map(row)}</div>}
      {later.length === 0 ? null : <details className="each settings-later"><summary>{summary}</summary><div className="settings">{later.map(row)}</div></details>}
    </>
  );
}

/** What those are called that have a place of their own in the form. */
const placed: ReadonlySet<string> = new Set(['piece_g', 'known']);

/** A message of the rules with its settings as the form calls them. @example plainly('settings.piece_g is missing') === '“Mean weight of a piece” is missing' */
export function plainly(message: string): string {
  return message.replaceAll(/\bsettings\.([a-z_]+)\b/g, (_, name: string) => `“${placed.has(name) ? t(`things.setting.${name as 'piece_g' | 'known'}`) : settingLabel(name)}”`);
}

/** With the unit that ends its name behind it. @example settingLabel('drift_g_h') === 'Drift (g/h)' */
function settingLabel(name: string): string {
  const [, what = name, unit] = /^(.+?)_(g_h|g|s)$/.exec(name) ?? [];
  return `${sentence(spaced(what))}${unit === undefined ? '' : ` (${unit.replace('_', '/')})`}`;
}

/** What stands when nothing is typed, as one would type it. */
function defaultText({ default: standard }: Field): string {
  return standard === undefined ? '' : typeof standard === 'object' ? JSON.stringify(standard) : String(standard);
}

function SettingField({ name, field, value, write }: { readonly name: string; readonly field: Field; readonly value: string; readonly write: (value: string) => void }): React.JSX.Element {
  const standard = defaultText(field);
  return (
    <label className="term-field">
      <span>{settingLabel(name)}{field.says === undefined ? null : <span className="quiet"> {phrase(field.says)}</span>}</span>
      {field.type === 'choice' ? (
        <select value={value} onChange={({ target }) => write(target.value)}><option value="">{standard === '' ? t('things.bind.choose') : standard}</option>{field.of.filter((each) => each !== standard).map((each) => <option key={each}>{each}</option>)}</select>
      ) : isNumber(field) ? <NumberInput value={value} put={write} placeholder={asTyped(standard)} />
        : <input type="text" autoComplete="off" placeholder={standard} value={value} onChange={({ target }) => write(target.value)} />}
      {isTable(field) ? <span className="quiet">{t('things.setting.json')} <code>{field.type === 'map' ? '{"label": "value"}' : '["one", "other"]'}</code></span> : null}
    </label>
  );
}
