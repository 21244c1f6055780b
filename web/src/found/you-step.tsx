import { t } from '../messages/t.ts';
import { amountWrong } from '../money/amount-wrong.ts';
import { founderIdOf, openingIn, unitIdOf } from './draft.ts';
import type { StepProps } from './collective-step.tsx';

const decimalsMost = 4;

/** Who founds it, and what is counted in. */
export function YouStep({ draft, change }: StepProps): React.JSX.Element {
  const opening = openingIn(draft);
  const wrong = opening.ok ? null : amountWrong(draft.opening, draft.decimals);
  return (
    <>
      <label className="field"><span>{t('found.founder')}</span><input type="text" required maxLength={100} autoFocus autoComplete="name" value={draft.founder} onChange={({ target }) => change({ founder: target.value })} /></label>
      <label className="field"><span>{t('found.unit')} <span className="quiet">{t('found.unit.says')}</span></span><input type="text" required maxLength={40} value={draft.unit} onChange={({ target }) => change({ unit: target.value })} /></label>
      <label className="field"><span>{t('found.opening')} <span className="quiet">{t('found.opening.says')}</span></span><input type="text" inputMode="decimal" required value={draft.opening} aria-invalid={wrong !== null} onChange={({ target }) => change({ opening: target.value })} /></label>
      {wrong === null ? null : <p className="refused" role="status">{wrong}</p>}
      <details>
        <summary>{t('found.short')} <code>{founderIdOf(draft) === '' ? '…' : founderIdOf(draft)}</code>, <code>{unitIdOf(draft)}</code></summary>
        <label className="field"><span>{t('found.short.you')} <span className="quiet">{t('found.short.form')}</span></span><input type="text" maxLength={64} autoCapitalize="none" spellCheck={false} placeholder={founderIdOf({ ...draft, founderId: '' })} value={draft.founderId} onChange={({ target }) => change({ founderId: target.value })} /></label>
        <label className="field"><span>{t('found.short.unit')}</span><input type="text" maxLength={64} autoCapitalize="none" spellCheck={false} placeholder={unitIdOf({ ...draft, unitId: '' })} value={draft.unitId} onChange={({ target }) => change({ unitId: target.value })} /></label>
        <label className="field"><span>{t('found.decimals')}</span><select value={draft.decimals} onChange={({ target }) => change({ decimals: Number(target.value) })}>{Array.from({ length: decimalsMost + 1 }, (_, each) => <option key={each} value={each}>{each}</option>)}</select></label>
      </details>
      <p className="quiet">{t('found.key')}</p>
    </>
  );
}
