import type { Overview } from '../../../src/views/shown.ts';
import { entryKinds } from '../../../src/vocabulary/entries.ts';
import { t } from '../messages/t.ts';
import { NumberInput } from '../sections/number-input.tsx';
import { useMembers } from '../sections/use-members.ts';
import { titled } from '../words/names.ts';
import type { Filters } from './filters.ts';
import { kindName } from './kinds.ts';

type FilterFormProps = { readonly overview: Overview; readonly filters: Filters; readonly change: (filters: Filters) => void };

/** Words first; everything else is folded until it is needed. */
export function FilterForm({ overview, filters, change }: FilterFormProps): React.JSX.Element {
  const { subcontracts, units } = overview;
  const members = useMembers(overview);
  const set = (part: Partial<Filters>): void => change({ ...filters, ...part });
  const kinds = entryKinds.map((kind) => ({ kind, name: kindName(kind) })).toSorted((a, b) => a.name.localeCompare(b.name));
  return (
    <search>
      <form className="ledger-filters" onSubmit={(event) => event.preventDefault()}>
        <label className="field ledger-text"><span>{t('ledger.text')}</span><input type="search" value={filters.text} maxLength={200} placeholder={t('ledger.text_says')} autoComplete="off" onChange={({ target }) => set({ text: target.value })} /></label>
        <details className="each ledger-more">
          <summary>{t('ledger.filters')}</summary>
          <div className="ledger-fields">
            <Choice label={t('ledger.person')} value={filters.person} set={(person) => set({ person })} options={members.map(({ id, name }) => [id, name])} />
            <Choice label={t('ledger.agreement')} value={filters.agreement} set={(agreement) => set({ agreement })} options={subcontracts.map(({ id, title }) => [id, `${titled(id)}: ${title}`])} />
            <Choice label={t('ledger.kind')} value={filters.kind} set={(kind) => set({ kind })} options={kinds.map(({ kind, name }) => [kind, name])} />
            <Choice label={t('ledger.status')} value={filters.status} set={(status) => set({ status })} options={(['done', 'partly', 'refused'] as const).map((each) => [each, t(`ledger.status.${each}`)])} />
            {units.length < 2 ? null : <Choice label={t('money.unit')} value={filters.unit} set={(unit) => set({ unit })} options={units.map(({ id, name }) => [id, name])} />}
            <label className="field"><span>{t('ledger.least')}</span><NumberInput value={filters.least} put={(least) => set({ least, ...unitWith(filters, units) })} /></label>
            <label className="field"><span>{t('ledger.most')}</span><NumberInput value={filters.most} put={(most) => set({ most, ...unitWith(filters, units) })} /></label>
            <label className="field"><span>{t('ledger.from')}</span><input type="date" value={filters.from} onChange={({ target }) => set({ from: target.value })} /></label>
            <label className="field"><span>{t('ledger.to')}</span><input type="date" value={filters.to} onChange={({ target }) => set({ to: target.value })} /></label>
          </div>
        </details>
      </form>
    </search>
  );
}

/** An amount is of a unit: the first, until another is chosen. */
function unitWith({ unit }: Filters, units: Overview['units']): Partial<Filters> {
  return unit === '' && units.length > 1 ? { unit: units[0]?.id ?? '' } : {};
}

type ChoiceProps = { readonly label: string; readonly value: string; readonly set: (value: string) => void; readonly options: readonly (readonly [id: string, name: string])[] };

function Choice({ label, value, set, options }: ChoiceProps): React.JSX.Element {
  return (
    <label className="field"><span>{label}</span>
      <select value={value} onChange={({ target }) => set(target.value)}><option value="">{t('ledger.any')}</option>{options.map(([id, name]) => <option key={id} value={id}>{name}</option>)}</select>
    </label>
  );
}
