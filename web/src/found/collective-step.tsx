import { useMemo } from 'react';
import { t } from '../messages/t.ts';
import { addressOf, zones, type Draft } from './draft.ts';

export type StepProps = { readonly draft: Draft; readonly change: (part: Partial<Draft>) => void };

/** What it is called, and where it is. */
export function CollectiveStep({ draft, change }: StepProps): React.JSX.Element {
  const known = useMemo(zones, []);
  return (
    <>
      <label className="field"><span>{t('found.name')}</span><input type="text" required maxLength={100} autoFocus placeholder={t('found.name.as')} value={draft.name} onChange={({ target }) => change({ name: target.value })} /></label>
      <label className="field"><span>{t('found.place')} <span className="quiet">{t('found.optional')}</span></span><input type="text" maxLength={100} autoComplete="address-level2" value={draft.place} onChange={({ target }) => change({ place: target.value })} /></label>
      <label className="field"><span>{t('found.zone')}</span><select value={draft.zone} onChange={({ target }) => change({ zone: target.value })}>{known.map((zone) => <option key={zone} value={zone}>{zone.replaceAll('_', ' ')}</option>)}</select></label>
      <details>
        <summary>{t('found.address')} <code>{location.host}/c/{addressOf(draft) === '' ? '…' : addressOf(draft)}/</code></summary>
        <label className="field"><span>{t('found.address.other')} <span className="quiet">{t('found.address.form')}</span></span><input type="text" maxLength={40} pattern="[a-z0-9]([a-z0-9\-]*[a-z0-9])?" autoCapitalize="none" spellCheck={false} placeholder={addressOf({ ...draft, address: '' })} value={draft.address} onChange={({ target }) => change({ address: target.value })} /></label>
      </details>
    </>
  );
}
