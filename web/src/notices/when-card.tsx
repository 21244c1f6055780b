import type { Language } from '../../../src/vocabulary/languages.ts';
import { languageNames, languages } from '../messages/languages.ts';
import { locale, t } from '../messages/t.ts';
import { Card } from '../sections/card.tsx';
import type { Settings } from './own.ts';
import type { Changing } from './settings-view.tsx';

type WhenCardProps = { readonly settings: Settings; readonly changing: Changing };

/** As a time field has it. @example clockOf(1320) === '22:00' */
function clockOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

function minutesOf(clock: string): number | null {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(clock) ?? [];
  return hours === undefined || minutes === undefined ? null : Number(hours) * 60 + Number(minutes);
}

const night = { from: 22 * 60, until: 7 * 60 };
/** 1 January 2024 was a Monday. */
const monday = Date.UTC(2024, 0, 1);

/** Quiet hours, digests' time, zone and language. What is changed is kept at once. */
export function WhenCard({ settings: { preferences }, changing: { keep } }: WhenCardProps): React.JSX.Element {
  const { quiet, zone, digest, language } = preferences;
  const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = [...new Set([zone, mine, ...Intl.supportedValuesOf('timeZone')])].sort();
  const putQuiet = (side: 'from' | 'until', value: string): void => {
    const minutes = minutesOf(value);
    if (minutes !== null && quiet !== null) keep({ ...preferences, quiet: { ...quiet, [side]: minutes } });
  };
  return (
    <Card id="when" title={t('notices.when.title')}>
      <div className="notice-when">
        <fieldset>
          <legend>{t('notices.quiet')}</legend>
          <label className="notice-check"><input type="checkbox" checked={quiet !== null} onChange={({ target }) => keep({ ...preferences, quiet: target.checked ? night : null })} /> {t('notices.quiet.on')}</label>
          {quiet === null ? null : (
            <div className="row-of-buttons">
              <label>{t('notices.quiet.from')} <input type="time" defaultValue={clockOf(quiet.from)} key={`from ${quiet.from}`} onBlur={({ target }) => { if (target.value !== clockOf(quiet.from)) putQuiet('from', target.value); }} /></label>
              <label>{t('notices.quiet.until')} <input type="time" defaultValue={clockOf(quiet.until)} key={`until ${quiet.until}`} onBlur={({ target }) => { if (target.value !== clockOf(quiet.until)) putQuiet('until', target.value); }} /></label>
            </div>
          )}
          <p className="quiet">{t('notices.quiet.says')}</p>
        </fieldset>
        <div className="stack">
          <label className="field"><span>{t('notices.digest.hour')}</span>
            <select value={digest.hour} onChange={({ target }) => keep({ ...preferences, digest: { ...digest, hour: Number(target.value) } })}>
              {Array.from({ length: 24 }, (_, hour) => <option key={hour} value={hour}>{clockOf(hour * 60)}</option>)}
            </select>
          </label>
          <label className="field"><span>{t('notices.digest.weekday')}</span>
            <select value={digest.weekday} onChange={({ target }) => keep({ ...preferences, digest: { ...digest, weekday: Number(target.value) } })}>
              {Array.from({ length: 7 }, (_, day) => <option key={day} value={day + 1}>{new Intl.DateTimeFormat(locale(), { weekday: 'long', timeZone: 'UTC' }).format(monday + day * 86_400_000)}</option>)}
            </select>
          </label>
        </div>
        <div className="stack">
          <label className="field"><span>{t('notices.zone')}</span>
            <select value={zone} onChange={({ target }) => keep({ ...preferences, zone: target.value })}>
              {zones.map((each) => <option key={each} value={each}>{each.replaceAll('_', ' ')}</option>)}
            </select>
          </label>
          {zone === mine ? null : <button type="button" className="small-button" onClick={() => keep({ ...preferences, zone: mine })}>{t('notices.zone.mine', { zone: mine.replaceAll('_', ' ') })}</button>}
          <label className="field"><span>{t('notices.language')}</span>
            <select value={language} onChange={({ target }) => keep({ ...preferences, language: target.value as Language })}>
              {languages.map((each) => <option key={each} value={each} lang={each}>{languageNames[each]}</option>)}
            </select>
          </label>
        </div>
      </div>
    </Card>
  );
}
