import type { Evidence } from '../../../src/vocabulary/sensing.ts';
import type { ObservationShown } from '../../../src/views/shown.ts';
import type { ExplainedShown } from '../../../src/views/things-shown.ts';
import { phrase } from '../messages/phrase.ts';
import { locale, t } from '../messages/t.ts';
import { useAnswer } from '../api/hooks.ts';
import { sentence } from '../words/names.ts';
import { EvidencePicture } from './evidence-picture.tsx';

/** Why it is as sure as it says: who said what, and how it went from the prior to what was said. */
export function EvidenceShown({ observation, from }: { readonly observation: ObservationShown; readonly from: Evidence }): React.JSX.Element {
  const got = useAnswer<ExplainedShown>(`/api/observations/${encodeURIComponent(observation.id)}`);
  const [explained, readings] = got?.ok === true ? [got.value.explained, got.value.readings] : [null, null];
  const signed = from.sensors.filter(({ by }) => by === 'signed').length;
  return (
    <div className="evidence-whole">
      <h4>{t('why.evidence.title')}</h4>
      <EvidencePicture sensors={from.sensors} />
      <Way from={from} said={Number(observation.p.event)} />
      <p>{explained === null ? calibrationWords(from) : sentence(phrase(explained.calibration))}.</p>
      <p className="quiet">{signed === 0 ? t('why.evidence.vouched') : signed === from.sensors.length ? t('why.evidence.each_signed') : t('why.evidence.some_signed', { signed, count: from.sensors.length })}
        {' '}{t('why.evidence.readings', { count: from.count })}{readings === null ? '' : ` ${sentence(phrase(readings.words))}.`}</p>
      {explained === null ? null : (
        <details className="each"><summary>{t('why.evidence.all')}</summary><ul className="plain-list">{explained.lines.map((line) => <li key={line}>{sentence(phrase(line))}</li>)}</ul></details>
      )}
    </div>
  );
}

function calibrationWords({ calibration }: Evidence): string {
  return calibration === null ? t('why.evidence.not_calibrated') : t('why.evidence.calibrated_on', { count: calibration.cases, record: String(calibration.record) });
}

/** Before any sensor spoke → together → after calibration. */
function Way({ from: { prior, raw, calibration }, said }: { readonly from: Evidence; readonly said: number }): React.JSX.Element {
  const steps = [{ says: t('why.evidence.before'), p: prior }, { says: t('why.evidence.together'), p: raw.event }, { says: t(calibration === null ? 'why.evidence.as_said' : 'why.evidence.calibrated'), p: said }];
  return (
    <ol className="way">{steps.map(({ says, p }) => (
      <li key={says}><span className="way-bar" aria-hidden="true"><span style={{ blockSize: `${Math.max(2, 100 * p)}%` }} /></span><b>{percent(p)}</b><small>{says}</small></li>
    ))}</ol>
  );
}

/** Next to the ends with decimals, so that nearly isn't all. @example percent(0.9996) === '99.96 %' */
function percent(p: number): string {
  const fromEnd = Math.min(p, 1 - p);
  const digits = fromEnd >= 0.01 || fromEnd <= 0 ? 0 : fromEnd >= 0.001 ? 1 : 2;
  return `${(100 * p).toLocaleString(locale(), { minimumFractionDigits: digits, maximumFractionDigits: digits })}\u00a0%`;
}
