import type { UnitShown } from '../../../src/views/shown.ts';
import { t } from '../messages/t.ts';

type UnitChoiceProps = { readonly units: readonly Pick<UnitShown, 'id' | 'name'>[]; readonly unit: string; readonly choose: (unit: string) => void };

/** Where there is more than one. */
export function UnitChoice({ units, unit, choose }: UnitChoiceProps): React.JSX.Element | null {
  if (units.length < 2) return null;
  return <label className="field field-short"><span>{t('money.unit')}</span><select value={unit} onChange={({ target }) => choose(target.value)}>{units.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}</select></label>;
}
