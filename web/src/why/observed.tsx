import { lazy, Suspense } from 'react';
import type { ObservationShown } from '../../../src/views/shown.ts';
import { RecordLink } from '../ledger/record-link.tsx';
import { useSpeaking } from '../words/context.ts';
import { spaced, titled } from '../words/names.ts';
import { dayAndTime, span } from '../words/time.ts';
import { Numbers } from './numbers.tsx';
import { isSureEnough, Sureness } from './sureness.tsx';

/** Loaded when something that was made from readings, or can be doubted, is first looked at. */
const EvidenceShown = lazy(async () => ({ default: (await import('./evidence.tsx')).EvidenceShown }));
const Doubt = lazy(async () => ({ default: (await import('./doubt.tsx')).Doubt }));

type ObservedProps = {
  readonly observation: ObservationShown; readonly because: string | null;
  /** Whether something followed from it: then sensors that weren't sure enough mean that a person decided. */
  readonly decided: boolean;
};

/** What a device said, how sure it was, and who answers for it. */
export function Observed({ observation, because, decided }: ObservedProps): React.JSX.Element {
  const { zone, subcontractOf } = useSpeaking();
  const { subject, event, at, device, signed, by, record, recordedAt, values, id, from } = observation;
  const subcontract = subcontractOf(because);
  const isContestable = subcontract?.actions.includes('contest') === true && typeof values['by'] === 'string';
  const lateMs = recordedAt - at;
  return (
    <section className="why-part" aria-labelledby="why-observed">
      <h3 id="why-observed">The observation</h3>
      <p><strong>{titled(subject)}: {spaced(event)}</strong>, {dayAndTime(zone, at)}{lateMs > 60_000 ? `, told ${span(lateMs)} later` : ''}</p>
      <Sureness observation={observation} subcontract={subcontract} />
      {decided && !isSureEnough(observation, subcontract) ? <p className="why-person">The sensors weren’t sure enough for the agreement: a person decided this one.</p> : null}
      <Numbers numbers={values} />
      <Suspense>
        {from === null ? null : <EvidenceShown key={id} observation={observation} from={from} />}
        {from === null && !isContestable ? null : <Doubt key={`doubt ${id}`} observation={observation} subcontract={subcontract} />}
      </Suspense>
      <p className="quiet">
        {signed === 'device' ? <>Signed by the device <code>{device}</code> itself.</> : <>{from === null ? 'From the device' : 'Made by the binding'} <code>{device}</code>, vouched for by the gateway <code>{by}</code>.</>}
        {' '}Observation <code>{id}</code> in <RecordLink record={record} />.
      </p>
    </section>
  );
}
