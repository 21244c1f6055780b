import type { ObservationShown, SubcontractShown } from '../../../src/views/shown.ts';
import { locale, t } from '../messages/t.ts';
import { numeric } from '../words/amounts.ts';

type SurenessProps = { readonly observation: ObservationShown; readonly subcontract: SubcontractShown | undefined };

/** How sure the sensors were, against how sure the terms want them to be. */
export function Sureness({ observation, subcontract }: SurenessProps): React.JSX.Element {
  const { event, person } = observation.p;
  return (
    <dl className="sureness">
      <Sure says={t('why.sure.event')} p={event} cutoff={numeric(subcontract?.terms['event_cutoff'])} />
      {Object.hasOwn(observation.values, 'by') ? <Sure says={t('why.sure.person')} p={person} cutoff={numeric(subcontract?.terms['person_cutoff'])} /> : null}
    </dl>
  );
}

function Sure({ says, p, cutoff }: { readonly says: string; readonly p: string; readonly cutoff: number | undefined }): React.JSX.Element {
  const enough = cutoff === undefined || Number(p) >= cutoff;
  return (
    <div className="sure">
      <dt>{says}</dt>
      <dd>
        <span className={`sure-bar ${enough ? '' : 'sure-short'}`} aria-hidden="true">
          <span style={{ inlineSize: `${Number(p) * 100}%` }} />
          {cutoff === undefined ? null : <i style={{ insetInlineStart: `${cutoff * 100}%` }} />}
        </span>
        <span className="sure-words">{percent(p)}<span className="quiet">{cutoff === undefined ? '' : ` ${t('why.sure.needed', { percent: percent(String(cutoff)) })}`}</span></span>
      </dd>
    </div>
  );
}

/** @example percent('0.985') === '98.5 %' */
function percent(p: string): string {
  return `${Number((Number(p) * 100).toFixed(4)).toLocaleString(locale(), { maximumFractionDigits: 4 })}\u00a0%`;
}

export function isSureEnough({ p, values }: ObservationShown, subcontract: SubcontractShown | undefined): boolean {
  const { event_cutoff: event, person_cutoff: person } = subcontract?.terms ?? {};
  const reaches = (sure: string, cutoff: number | undefined): boolean => cutoff === undefined || Number(sure) >= cutoff;
  return reaches(p.event, numeric(event)) && (!Object.hasOwn(values, 'by') || (values['by'] !== null && reaches(p.person, numeric(person))));
}
