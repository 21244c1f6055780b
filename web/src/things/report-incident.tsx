import { useState } from 'react';
import type { Incident, Severity } from '../../../src/vocabulary/sensing.ts';
import { hourMs } from '../../../src/vocabulary/time.ts';
import { Text } from '../messages/text.tsx';
import { t } from '../messages/t.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { Card } from '../sections/card.tsx';

/** Anyone can say that harm was done, and where. */
export function ReportIncident({ now, places }: { readonly now: number; readonly places: readonly string[] }): React.JSX.Element {
  const me = useMe();
  const { busy, refused, run } = useActing();
  const [place, setPlace] = useState('');
  const [severity, setSeverity] = useState<Severity>(3);
  const [hoursAgo, setHoursAgo] = useState('0');
  const [reason, setReason] = useState('');
  const hours = /^\d{1,4}$/.test(hoursAgo.trim()) ? Number(hoursAgo) : undefined;
  const report = (happened: number): void => {
    const body: Incident = { place: place.trim(), severity, happened, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) };
    void run(() => me.say({ kind: 'incident', body })).then((isDone) => { if (isDone) { setPlace(''); setReason(''); } });
  };
  return (
    <Card id="report" title={t('things.report.title')}>
      {me.ready ? (
        <form className="stack" onSubmit={(event) => { event.preventDefault(); if (hours !== undefined) report(Math.floor(now) - hours * hourMs); }}>
          <label className="field"><span>{t('things.report.where')} <span className="quiet">{t('things.report.where_how')}</span></span><input type="text" maxLength={64} list="places" value={place} onChange={({ target }) => setPlace(target.value)} /></label>
          <datalist id="places">{places.map((each) => <option key={each} value={each} />)}</datalist>
          <label className="field"><span>{t('things.report.how_bad')}</span><select value={severity} onChange={({ target }) => setSeverity(Number(target.value) as Severity)}>{([1, 2, 3, 4, 5] as const).map((each) => <option key={each} value={each}>{each}: {t(`things.report.severity.${each}`)}</option>)}</select></label>
          <label className="field field-short"><span>{t('things.report.hours')}</span><input type="text" inputMode="numeric" value={hoursAgo} onChange={({ target }) => setHoursAgo(target.value)} /></label>
          <label className="field"><span>{t('things.report.what')} <span className="quiet">{t('things.report.public')}</span></span><textarea rows={2} maxLength={500} value={reason} onChange={({ target }) => setReason(target.value)} /></label>
          <p><button type="submit" className="act act-small" disabled={busy || place.trim() === '' || hours === undefined}>{t('things.report.report')}</button></p>
          <RefusedNote refused={refused} />
        </form>
      ) : <p><Text id="things.report.no_key" values={{ me: (words) => <a href="#/me">{words}</a> }} /></p>}
    </Card>
  );
}
