import { useState } from 'react';
import type { Overview } from '../../../src/views/shown.ts';
import type { Permit } from '../../../src/vocabulary/sensing.ts';
import { dayMs } from '../../../src/vocabulary/time.ts';
import { t } from '../messages/t.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { useMembers } from '../sections/use-members.ts';

type Written = { readonly purpose: string; readonly to: string; readonly fields: string; readonly keepDays: string; readonly days: string };
const nothing: Written = { purpose: '', to: '', fields: '', keepDays: '7', days: '' };

/** Another purpose, or other limits for one: who may look, at what of it, for how long. */
export function NewPermit({ stream, overview }: { readonly stream: string; readonly overview: Overview }): React.JSX.Element {
  const me = useMe();
  const { busy, refused, run } = useActing();
  const [written, write] = useState(nothing);
  const permit = permitOf(stream, written, overview.now);
  const people = useMembers(overview).filter(({ id, commons, left }) => id !== me.member && !commons && left === null);
  return (
    <details className="each">
      <summary>{t('things.permits.other')}</summary>
      <form className="stack inset" onSubmit={(event) => { event.preventDefault(); if (permit !== null) void run(() => me.say({ kind: 'permit', body: permit })).then((isDone) => { if (isDone) write(nothing); }); }}>
        <label className="field"><span>{t('things.look.for')} <span className="quiet">{t('things.look.for_what')}</span></span><input type="text" maxLength={64} list={`purposes-${stream}`} value={written.purpose} onChange={({ target }) => write({ ...written, purpose: target.value })} /></label>
        <datalist id={`purposes-${stream}`}>{overview.subcontracts.map(({ id, title }) => <option key={id} value={id}>{title}</option>)}</datalist>
        <label className="field"><span>{t('things.permits.who')}</span><select value={written.to} onChange={({ target }) => write({ ...written, to: target.value })}><option value="">{t('things.permits.nobody')}</option>{people.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}<option value="operator">{t('things.operator')}</option></select></label>
        {written.to === '' ? null : <label className="field"><span>{t('things.permits.fields')} <span className="quiet">{t('things.permits.fields_how')}</span></span><input type="text" value={written.fields} onChange={({ target }) => write({ ...written, fields: target.value })} /></label>}
        <label className="field field-short"><span>{t('things.permits.keep')}</span><input type="text" inputMode="numeric" value={written.keepDays} onChange={({ target }) => write({ ...written, keepDays: target.value })} /></label>
        <label className="field field-short"><span>{t('things.permits.days')} <span className="quiet">{t('things.permits.days_how')}</span></span><input type="text" inputMode="numeric" value={written.days} onChange={({ target }) => write({ ...written, days: target.value })} /></label>
        <p><button type="submit" className="act act-small" disabled={busy || permit === null}>{t('things.permits.permit')}</button></p>
        <RefusedNote refused={refused} />
      </form>
    </details>
  );
}

/** Null while something is missing. What can't be is refused by the rules, which say why. */
function permitOf(stream: string, { purpose, to, fields, keepDays, days }: Written, now: number): Permit | null {
  const whole = /^\d{1,5}$/;
  if (purpose.trim() === '' || !whole.test(keepDays.trim()) || (days.trim() !== '' && !whole.test(days.trim()))) return null;
  const named = fields.split(',').map((each) => each.trim()).filter((each) => each !== '');
  return {
    stream, purpose: purpose.trim(), keep_days: Number(keepDays), ...(to === '' ? {} : { to }), ...(to === '' || named.length === 0 ? {} : { fields: named }),
    ...(days.trim() === '' ? {} : { until: Math.floor(now) + Number(days) * dayMs }),
  };
}
