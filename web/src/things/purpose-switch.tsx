import type { Permit } from '../../../src/vocabulary/sensing.ts';
import { t } from '../messages/t.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { useSpeaking } from '../words/context.ts';
import { sentence } from '../words/names.ts';
import { shortDay } from '../words/time.ts';
import { effectWords, type Purpose } from './purposes.ts';

/** Days for which readings may be kept unless one says otherwise. */
const keepDaysDefault = 7;

/** On or off for one purpose, with what that means. Off holds at once. */
export function PurposeSwitch({ stream, purpose: shown }: { readonly stream: string; readonly purpose: Purpose }): React.JSX.Element {
  const { zone, nameOf } = useSpeaking();
  const me = useMe();
  const { busy, refused, run } = useActing();
  const { purpose, title, permit } = shown;
  const isOn = permit !== null;
  const change = (): void => {
    const body: Permit & { readonly given?: false } = permit === null ? { stream, purpose, keep_days: keepDaysDefault } : { ...permit.permit, given: false };
    void run(() => me.say({ kind: 'permit', body }));
  };
  return (
    <div className="permit">
      <button type="button" role="switch" className="switch" aria-checked={isOn} aria-label={t('things.purpose.may_use', { title: title ?? purpose })} disabled={busy || !me.ready} onClick={change}><span /></button>
      <div>
        <p><strong>{title ?? purpose}</strong></p>
        <p>{sentence(effectWords(shown, nameOf))}</p>
        {permit === null ? null : <p className="quiet">{t('things.bindings.kept', { count: permit.permit.keep_days })} {permit.permit.until === undefined ? t('things.permits.holds') : t('things.permits.holds_until', { day: shortDay(zone, permit.permit.until) })} {t('things.permits.since', { day: shortDay(zone, permit.recordedAt) })}</p>}
        <RefusedNote refused={refused} />
      </div>
    </div>
  );
}
