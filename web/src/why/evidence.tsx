import type { Evidence } from '../../../src/vocabulary/sensing.ts';
import type { ObservationShown } from '../../../src/views/shown.ts';
import type { ExplainedShown } from '../../../src/views/things-shown.ts';
import { useAnswer } from '../api/hooks.ts';
import { count } from '../words/amounts.ts';
import { sentence } from '../words/names.ts';
import { EvidencePicture } from './evidence-picture.tsx';

/** Why it is as sure as it says: who said what, and how it went from the prior to what was said. */
export function EvidenceShown({ observation, from }: { readonly observation: ObservationShown; readonly from: Evidence }): React.JSX.Element {
  const got = useAnswer<ExplainedShown>(`/api/observations/${encodeURIComponent(observation.id)}`);
  const [explained, readings] = got?.ok === true ? [got.value.explained, got.value.readings] : [null, null];
  const signed = from.sensors.filter(({ by }) => by === 'signed').length;
  return (
    <div className="evidence-whole">
      <h4>What the sensors said</h4>
      <EvidencePicture sensors={from.sensors} />
      <Way from={from} said={Number(observation.p.event)} />
      <p>{explained === null ? calibrationWords(from) : sentence(explained.calibration)}.</p>
      <p className="quiet">{signed === 0 ? 'Their readings are vouched for by the gateway' : signed === from.sensors.length ? 'Each signed its readings itself' : `${signed} of ${count(from.sensors.length, 'sensor')} signed their readings; for the others the gateway vouches`}.
        {' '}It rests on {count(from.count, 'reading')}{readings === null ? '' : `; ${readings.words}`}.</p>
      {explained === null ? null : (
        <details className="each"><summary>All of it in words</summary><ul className="plain-list">{explained.lines.map((line) => <li key={line}>{sentence(line)}</li>)}</ul></details>
      )}
    </div>
  );
}

function calibrationWords({ calibration }: Evidence): string {
  return calibration === null ? 'Not calibrated: too few cases have been decided yet' : `Calibrated on ${count(calibration.cases, 'decided case')} up to record ${calibration.record}`;
}

/** Before any sensor spoke → together → after calibration. */
function Way({ from: { prior, raw, calibration }, said }: { readonly from: Evidence; readonly said: number }): React.JSX.Element {
  const steps = [{ says: 'before', p: prior }, { says: 'together', p: raw.event }, { says: calibration === null ? 'as said' : 'calibrated', p: said }];
  return (
    <ol className="way">{steps.map(({ says, p }) => (
      <li key={says}><span className="way-bar" aria-hidden="true"><span style={{ blockSize: `${Math.max(2, 100 * p)}%` }} /></span><b>{percent(p)}</b><small>{says}</small></li>
    ))}</ol>
  );
}

/** Next to the ends with decimals, so that nearly isn't all. @example percent(0.9996) === '99.96 %' */
function percent(p: number): string {
  const fromEnd = Math.min(p, 1 - p);
  return `${(100 * p).toFixed(fromEnd >= 0.01 || fromEnd <= 0 ? 0 : fromEnd >= 0.001 ? 1 : 2)} %`;
}
