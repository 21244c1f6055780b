import { lazy, Suspense } from 'react';
import type { ObservationShown } from '../../../src/views/shown.ts';
import { RecordLink } from '../ledger/record-link.tsx';
import { Text } from '../messages/text.tsx';
import { t } from '../messages/t.ts';
import { useSpeaking } from '../words/context.ts';
import { called, titled } from '../words/names.ts';
import { dayAndTime, span } from '../words/time.ts';
import { Numbers } from './numbers.tsx';
import { isSureEnough, Sureness } from './sureness.tsx';

/** Loaded when something that was made from readings, or can be doubted, is first looked at. */
const EvidenceShown = lazy(async () => ({ default: (await import('./evidence.tsx')).EvidenceShown }));
const Doubt = lazy(async () => ({ default: (await import('./doubt.tsx')).Doubt }));

/** Told so much later, it is said. */
const lateMs = 60_000;

type ObservedProps = {
  readonly observation: ObservationShown; readonly because: string | null;
  /** Whether something followed from it: then sensors that weren't sure enough mean that a person decided. */
  readonly decided: boolean;
};

/** What a device said, how sure it was, who answers for it, and the way to say that it isn't so. */
export function Observed({ observation, because, decided }: ObservedProps): React.JSX.Element {
  const { zone, subcontractOf } = useSpeaking();
  const { subject, event, at, device, signed, by, record, recordedAt, values, id, from } = observation;
  const subcontract = subcontractOf(because);
  const isContestable = subcontract?.actions.includes('contest') === true && typeof values['by'] === 'string';
  const code = (words: React.ReactNode): React.ReactNode => <code>{words}</code>;
  return (
    <section className="why-part" aria-labelledby="why-observed">
      <h3 id="why-observed">{t('why.observed.title')}</h3>
      <p><strong>{titled(subject)}: {called(event)}</strong>, {dayAndTime(zone, at)}{recordedAt - at > lateMs ? `, ${t('why.observed.late', { span: span(recordedAt - at) })}` : ''}</p>
      <Sureness observation={observation} subcontract={subcontract} />
      {decided && !isSureEnough(observation, subcontract) ? <p className="why-person">{t('why.observed.person')}</p> : null}
      <Numbers numbers={values} subcontract={subcontract} />
      <Suspense>{from === null ? null : <EvidenceShown key={id} observation={observation} from={from} />}</Suspense>
      <p className="quiet">
        <Text id={signed === 'device' ? 'why.observed.signed' : from === null ? 'why.observed.vouched' : 'why.observed.made'} values={{ device, by, code }} />
        {' '}<Text id="why.observed.id" values={{ id, code, record: <RecordLink record={record} /> }} />
      </p>
      <Suspense>{from === null && !isContestable ? null : <Doubt key={`doubt ${id}`} observation={observation} subcontract={subcontract} />}</Suspense>
    </section>
  );
}
